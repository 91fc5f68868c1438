"""All data of a portfolio as CSV files that belong to the user."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.services.export_tables import Row, tables

if TYPE_CHECKING:
    from corridor_desktop.services.portfolio_data import PortfolioData

# A spreadsheet runs a cell that starts with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def export_csv(data: PortfolioData, folder: Path) -> tuple[Path, ...]:
    """Write everything that the portfolio holds, one file for each table; return the files.

    Raises
    ------
    FileTrouble
        The folder cannot be written to, or has something in it already; it is not touched then.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FileTrouble(
                "export_exists",
                f"{folder.name} has something in it already; nothing was changed.",
                "Choose an empty folder.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(
            _write(folder / f"{table.name}.csv", table.head, table.rows) for table in tables(data)
        )
    except OSError as trouble:
        raise FileTrouble(
            "export_failed",
            f"The export could not be written: {trouble.strerror}. The portfolio is unharmed.",
            "Choose another folder.",
        ) from trouble


def _write(path: Path, head: Sequence[str], rows: Iterable[Row]) -> Path:
    # The mark at the beginning tells spreadsheets that the text is UTF-8.
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([cell(value) for value in row] for row in rows)
    return path


def cell(value: object) -> str:
    """Return a value as a cell; text that a spreadsheet would run is kept as text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    text = str(value)
    runs = text.lstrip(" ").startswith(_FORMULA_STARTS) or text.startswith(_FORMULA_STARTS)
    return f"'{text}" if isinstance(value, str) and runs else text
