"""Opening a file: from bytes on disk to everything a review needs in memory."""

from __future__ import annotations

import sqlite3
from array import array
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.bench.inputs import PORTFOLIO
from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload
from corridor_desktop.bench.workloads.material import loaded

if TYPE_CHECKING:
    from corridor_desktop.services.portfolio_data import PortfolioData


def _folder(folder: Path, _: Scale) -> Path:
    return folder


def _told(data: PortfolioData) -> Figures:
    facts = data.transactions
    return _figures(
        [fact.quantity for fact in facts if fact.quantity],
        len(facts),
        sum(len(series) for series in data.series.values()),
    )


def _figures(units: list[Decimal], rows: int, closes: int) -> Figures:
    return {"rows": float(rows), "units": str(sum(units, Decimal(0))), "closes": float(closes)}


def _plain(folder: Path) -> Any:
    """Fetch every row and blob; no object is made of a row but its decimals."""
    with closing(sqlite3.connect(folder / PORTFOLIO)) as connection:
        rows = connection.execute("SELECT * FROM transactions ORDER BY trade_date").fetchall()
        names = [part[1] for part in connection.execute("PRAGMA table_info(transactions)")]
        places = [names.index(name) for name in ("quantity", "price", "net_cash")]
        units = [
            tuple(None if row[place] is None else Decimal(row[place]) for place in places)
            for row in rows
        ]
        series = [
            (array("i", days), array("d", closes))
            for days, closes in connection.execute("SELECT days, closes FROM series")
        ]
    return rows, units, series


def _plain_told(found: Any) -> Figures:
    rows, units, series = found
    return _figures(
        [part[0] for part in units if part[0]], len(rows), sum(len(days) for days, _ in series)
    )


OPEN = Workload(
    name="open",
    title="Open file",
    does="open and check the file, read accounts, instruments, transactions, tags, closes, policy",
    own=Part("ours", _folder, loaded, _told),
    floor=Part("sqlite read + Decimal", _folder, _plain, _plain_told),
    most=2.0,
    axes={"transactions": 1.1, "holdings": 1.1, "days": 1.1},
)
