"""Closes and exchange rates: one row per symbol, its days and closes as two flat blobs.

Blobs are little-endian: int32 proleptic ordinals and float64 closes. So 300 symbols over 25
years are read in the time it takes to read their bytes.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, TypeVar

from corridor_desktop.domain.prices import Basis, PriceSeries, Split, Turnover
from corridor_desktop.store import trouble
from corridor_desktop.store.cells import day, instant, iso, pack, text
from corridor_desktop.store.database import Database
from corridor_desktop.store.merging import Kept, merge
from corridor_desktop.store.price_record import PriceRecord

_COLUMNS = (
    "symbol, currency, unit, basis, source, fetched_at, simulated, splits, count, first, last, "
    "days, closes"
)
Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class SeriesStatus:
    """What is stored of one symbol, without its closes."""

    symbol: str
    currency: str
    source: str
    count: int
    first: date | None
    last: date | None
    fetched_at: datetime | None
    simulated: bool


class Prices:
    """Keep and give back series by price-source symbol; exchange rates are series too."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._record = PriceRecord(database)

    def all(self) -> dict[str, PriceSeries]:
        """Return every series by symbol."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM series ORDER BY symbol")
        return {row[0]: self._series(row) for row in rows}

    def get(self, symbol: str) -> PriceSeries | None:
        """Return one series."""
        found = self._database.row(f"SELECT {_COLUMNS} FROM series WHERE symbol = ?", (symbol,))
        return self._series(found) if found else None

    def status(self) -> tuple[SeriesStatus, ...]:
        """Return what is stored of every symbol, without reading closes."""
        rows = self._database.rows(
            "SELECT symbol, currency, source, count, first, last, fetched_at, simulated "
            "FROM series ORDER BY symbol"
        )
        return tuple(
            SeriesStatus(
                symbol=row[0],
                currency=row[1],
                source=row[2],
                count=row[3],
                first=day(row[4]),
                last=day(row[5]),
                fetched_at=instant(row[6]),
                simulated=bool(row[7]),
            )
            for row in rows
        )

    def turnovers(self) -> dict[str, Turnover]:
        """Return how many units change hands, by symbol."""
        rows = self._database.rows("SELECT symbol, average, sessions, last, source FROM turnovers")
        return {
            row[0]: Turnover(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4])
            for row in rows
        }

    def keep(self, series: Iterable[PriceSeries]) -> None:
        """Merge each series into what is stored for its symbol."""
        self.merge(series)

    def merge(self, series: Iterable[PriceSeries], *, checked: bool = False) -> tuple[Kept, ...]:
        """Merge each series into what is stored; say what that did, in the order given.

        ``checked`` holds each against the stored closes first, see ``merging.merge``.
        """
        with self._database.write():
            return tuple(self._merge_one(each, checked=checked) for each in series)

    def put(self, series: PriceSeries) -> None:
        """Store a series in place of whatever there was for its symbol."""
        _check(series)
        cells = (
            series.symbol,
            series.currency,
            series.unit,
            series.basis,
            series.source,
            iso(series.fetched_at),
            int(series.simulated),
            pack([[split.session.isoformat(), text(split.ratio)] for split in series.splits]),
            len(series),
            iso(series.first),
            iso(series.last),
            _packed(array("i", series.days)),
            _packed(array("d", series.closes)),
        )
        marks = ", ".join("?" * len(cells))
        self._database.run(f"INSERT OR REPLACE INTO series ({_COLUMNS}) VALUES ({marks})", cells)

    def remove(self, symbol: str) -> bool:
        """Remove a series and what is known beside it; tell whether it was there."""
        self._record.forget(symbol)
        return bool(self._database.run("DELETE FROM series WHERE symbol = ?", (symbol,)))

    def _merge_one(self, new: PriceSeries, *, checked: bool) -> Kept:
        _check(new)
        stored = self.get(new.symbol)
        united, kept = merge(stored, new, checked=checked)
        if kept.refused is None:
            if len(new):
                self.put(united)
                self._record.settle_refused(new.symbol)
                if kept.rescaled and stored is not None:
                    self._shrink_dividends(stored, new)
                self._keep_events(new)
            if new.turnover is not None:
                self._keep_turnover(new.turnover)
        self._record.note_differences(kept.differences)
        return kept

    def _keep_events(self, new: PriceSeries) -> None:
        """Keep what came beside the closes, in place of what was known of the same days."""
        days = [*(date.fromordinal(day) for day in (new.days[0], new.days[-1])),
                *(each.session for each in new.events)]  # fmt: skip
        self._record.keep_events(new.symbol, new.events, (min(days), max(days)))

    def _shrink_dividends(self, stored: PriceSeries, new: PriceSeries) -> None:
        """Divide earlier dividends by the splits that the stored closes were divided by."""
        known = {split.session for split in stored.splits}
        events = list(self._record.events_of(new.symbol))
        for split in (each for each in new.splits if each.session not in known):
            events = [
                replace(each, amount=each.amount / split.ratio)
                if each.amount is not None and each.session < split.session
                else each
                for each in events
            ]
        if events:
            span = (events[0].session, events[-1].session)
            self._record.keep_events(new.symbol, events, span)

    def _keep_turnover(self, found: Turnover) -> None:
        """Keep an average; one over earlier or fewer sessions replaces none that is fresh."""
        cells = (found.symbol, found.average, found.sessions, iso(found.last), found.source)
        self._database.run(
            "INSERT INTO turnovers (symbol, average, sessions, last, source) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (symbol) DO UPDATE SET average = "
            "excluded.average, sessions = excluded.sessions, last = excluded.last, "
            "source = excluded.source WHERE excluded.last >= turnovers.last "
            "AND (excluded.sessions >= turnovers.sessions "
            "OR excluded.last > date(turnovers.last, '+30 days'))",
            cells,
        )

    def _series(self, row: tuple[Any, ...]) -> PriceSeries:
        days, closes = _unpacked(array("i"), row[11]), _unpacked(array("d"), row[12])
        if not len(days) == len(closes) == row[8]:
            raise trouble.damaged(self._database.path, f"the prices of {row[0]}")
        return PriceSeries(
            symbol=row[0],
            currency=row[1],
            days=days,
            closes=closes,
            basis=Basis(row[3]),
            splits=tuple(
                Split(date.fromisoformat(session), Decimal(ratio))
                for session, ratio in json.loads(row[7])
            ),
            source=row[4],
            fetched_at=instant(row[5]),
            unit=row[2],
            simulated=bool(row[6]),
        )


def _check(series: PriceSeries) -> None:
    if any(later <= earlier for earlier, later in zip(series.days, series.days[1:], strict=False)):
        raise ValueError(f"the days of {series.symbol} do not rise")
    if not all(isfinite(close) for close in series.closes):
        raise ValueError(f"a close of {series.symbol} is not a number")


def _packed(numbers: array[Number]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()  # a copy of the caller's, made by array(...)
    return numbers.tobytes()


def _unpacked(empty: array[Number], blob: bytes) -> array[Number]:
    if len(blob) % empty.itemsize == 0:
        empty.frombytes(blob)
    if sys.byteorder == "big":
        empty.byteswap()
    return empty
