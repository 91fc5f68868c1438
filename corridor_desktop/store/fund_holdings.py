"""What funds hold: one list a fund, the latest that was brought."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.fund import Constituent, FundHoldings
from corridor_desktop.store.cells import day, iso, pack
from corridor_desktop.store.database import Database


class FundLists:
    """Keep and give back the holdings of funds by instrument id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, FundHoldings]:
        """Return every list by the id of its fund."""
        rows = self._database.rows(
            "SELECT instrument_id, as_of, source, content FROM fund_holdings"
        )
        return {row[0]: FundHoldings(day(row[1]), row[2], _parts(row[3])) for row in rows}

    def keep(self, instrument_id: str, holdings: FundHoldings) -> None:
        """Keep a list in place of the one before."""
        content = pack([
            [part.name, format(part.weight, "f"), part.ticker, part.isin, part.country,
             part.sector, part.currency, part.asset_class]
            for part in holdings.parts
        ])  # fmt: skip
        self._database.run(
            "INSERT INTO fund_holdings (instrument_id, as_of, source, content) "
            "VALUES (?, ?, ?, ?) ON CONFLICT (instrument_id) DO UPDATE SET "
            "as_of = excluded.as_of, source = excluded.source, content = excluded.content",
            (instrument_id, iso(holdings.as_of), holdings.source, content),
        )

    def source_of(self, instrument_id: str) -> tuple[str, date | None] | None:
        """Return where a fund's list came from and of which day it is."""
        row = self._database.row(
            "SELECT source, as_of FROM fund_holdings WHERE instrument_id = ?", (instrument_id,)
        )
        return None if row is None else (str(row[0]), day(row[1]))

    def remove(self, instrument_id: str) -> bool:
        """Remove a list; tell whether it was there."""
        return bool(self._database.run(
            "DELETE FROM fund_holdings WHERE instrument_id = ?", (instrument_id,)
        ))  # fmt: skip


def _parts(content: str) -> tuple[Constituent, ...]:
    return tuple(Constituent(row[0], Decimal(row[1]), *row[2:8]) for row in json.loads(content))
