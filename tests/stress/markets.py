"""Real closes from the optional data folder, as the product stores them."""

from __future__ import annotations

import csv
from array import array
from datetime import date
from pathlib import Path

from corridor_desktop.domain.episode import Episode, Reaction
from corridor_desktop.domain.prices import PriceSeries

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "episodes" / "episodes.csv"


def read_closes(path: Path, symbol: str, currency: str) -> PriceSeries:
    """Read the columns date and close, whatever case they are written in."""
    found: dict[int, float] = {}
    with path.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            cells = {key.lower(): value for key, value in row.items() if key}
            if cells.get("close") and float(cells["close"]) > 0:
                found[date.fromisoformat(cells["date"][:10]).toordinal()] = float(cells["close"])
    days = sorted(found)
    return PriceSeries(
        symbol, currency, array("q", days), array("d", [found[day] for day in days]), source="test"
    )


def read_kospi(folder: Path) -> PriceSeries:
    return read_closes(folder / "market" / "kospi_close_1995_2026.csv", "^KS11", "KRW")


def read_fund(folder: Path, name: str) -> PriceSeries:
    return read_closes(folder / "market" / "us_etf" / f"{name}.csv", name, "USD")


def read_korean(folder: Path, code: str) -> PriceSeries:
    return read_closes(folder / "market" / "krx_stocks" / f"{code}.csv", f"{code}.KS", "KRW")


def read_episodes() -> list[Episode]:
    """Read the shipped history with its recorded reactions."""
    found: list[Episode] = []
    with SHIPPED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            reaction = None
            if row["session"]:
                reaction = Reaction(
                    date.fromisoformat(row["session"]),
                    float(row["first"]),
                    next=_number(row["next"]),
                    week=_number(row["week"]),
                    worst=_number(row["worst"]),
                    drawdown=_number(row["drawdown"]),
                    recovery=int(row["recovery"]) if row["recovery"] else None,
                )
            day = date.fromisoformat(row["day"])
            found.append(
                Episode(
                    day, row["kind"], row["topic"], row["title"], row["source"], row["address"],
                    row["checked"], reaction=reaction,
                )
            )  # fmt: skip
    return found


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
