"""Instruments, and the names by which statements speak of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.store.cells import pack, text
from corridor_desktop.store.database import Database

_FIELDS = (
    "id", "name", "isin", "ticker", "other_ids", "symbol", "listing_currency", "mic",
    "price_factor", "asset_class", "country", "economic_currency", "sector", "issuer",
    "multiplier", "analysts", "facts_source", "facts_date",
)  # fmt: skip
_COLUMNS = ", ".join(_FIELDS)
_MARKS = ", ".join("?" for _ in _FIELDS)
_CHANGES = ", ".join(f"{field} = excluded.{field}" for field in _FIELDS[1:])


@dataclass(frozen=True, slots=True)
class Alias:
    """A name on a statement; ``kind`` is isin, ticker, name or another id kind.

    ``chosen`` marks an answer of the user, which outlives the undo of an import.
    """

    kind: str
    value: str
    instrument_id: str
    chosen: bool = False


class Instruments:
    """Keep and find instruments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Instrument]:
        """Return every instrument by id, in the order of their making."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM instruments ORDER BY seq")
        return {row[0]: _instrument(row) for row in rows}

    def get(self, instrument_id: str) -> Instrument | None:
        """Return an instrument by id."""
        found = self._database.row(
            f"SELECT {_COLUMNS} FROM instruments WHERE id = ?", (instrument_id,)
        )
        return _instrument(found) if found else None

    def keep(self, instrument: Instrument, batch_id: str | None = None) -> None:
        """Add an instrument, or change the one with the same id.

        ``batch_id`` names the import that brought it; a later change leaves that as it was.
        """
        self._database.run(
            f"INSERT INTO instruments ({_COLUMNS}, batch_id) VALUES ({_MARKS}, ?) "
            f"ON CONFLICT (id) DO UPDATE SET {_CHANGES}",
            (*_row(instrument), batch_id),
        )

    def find(self, kind: str, value: str) -> str | None:
        """Return the id of the instrument that a statement calls ``value``."""
        found = self._database.row(
            "SELECT instrument_id FROM aliases WHERE kind = ? AND value = ?", (kind, value)
        )
        return str(found[0]) if found else None

    def remember(
        self,
        kind: str,
        value: str,
        instrument_id: str,
        *,
        chosen: bool = False,
        batch_id: str | None = None,
    ) -> None:
        """Tie a name to an instrument; a choice of the user is only replaced by another.

        A name that a second import tells too belongs to none of them alone, and stays with its
        instrument whichever is taken back.
        """
        self._database.run(
            "INSERT INTO aliases (kind, value, instrument_id, chosen, batch_id) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, value) DO UPDATE SET "
            "instrument_id = excluded.instrument_id, chosen = excluded.chosen, "
            "batch_id = CASE WHEN instrument_id <> excluded.instrument_id "
            "OR batch_id IS excluded.batch_id THEN excluded.batch_id END "
            "WHERE excluded.chosen >= chosen",
            (kind, value, instrument_id, int(chosen), batch_id),
        )

    def aliases(self) -> tuple[Alias, ...]:
        """Return every remembered name."""
        rows = self._database.rows(
            "SELECT kind, value, instrument_id, chosen FROM aliases ORDER BY kind, value"
        )
        return tuple(Alias(row[0], row[1], row[2], bool(row[3])) for row in rows)

    def forget(self, kind: str, value: str) -> None:
        """Forget a remembered name."""
        self._database.run("DELETE FROM aliases WHERE kind = ? AND value = ?", (kind, value))

    def remove_unused(self, batch_id: str) -> int:
        """Remove what undone imports brought and nothing speaks of any more; return how many.

        An instrument with a tag stays: tags are history. Names that the import taught about an
        instrument of another import, and no other import told, are forgotten; the user's own
        choices are not.
        """
        with self._database.write() as connection:
            connection.execute(
                "DELETE FROM aliases WHERE batch_id = ?1 AND chosen = 0 AND instrument_id "
                "NOT IN (SELECT id FROM instruments WHERE batch_id = ?1)",
                (batch_id,),
            )
            gone = connection.execute(
                "DELETE FROM instruments WHERE batch_id IN "
                "(SELECT id FROM batches WHERE id = ? OR undone_at IS NOT NULL) "
                "AND id NOT IN (SELECT instrument_id FROM transactions "
                "WHERE instrument_id IS NOT NULL) "
                "AND id NOT IN (SELECT instrument_id FROM statement_lines) "
                "AND id NOT IN (SELECT instrument_id FROM foreign_classes) "
                "AND id NOT IN (SELECT instrument_id FROM tags)",
                (batch_id,),
            )
            return gone.rowcount


def _row(instrument: Instrument) -> tuple[object, ...]:
    listing = instrument.listing
    return (
        instrument.id,
        instrument.name,
        instrument.isin,
        instrument.ticker,
        pack(instrument.other_ids),
        listing.symbol if listing else None,
        listing.currency if listing else None,
        listing.mic if listing else None,
        text(listing.price_factor) if listing else None,
        instrument.asset_class,
        instrument.country,
        instrument.economic_currency,
        instrument.sector,
        instrument.issuer,
        text(instrument.multiplier),
        instrument.analysts,
        instrument.facts_source,
        instrument.facts_date,
    )


def _instrument(row: tuple[Any, ...]) -> Instrument:
    cell = dict(zip(_FIELDS, row, strict=True))
    listing = None
    if cell["symbol"] is not None:
        listing = Listing(
            cell["symbol"], cell["listing_currency"], cell["mic"], Decimal(cell["price_factor"])
        )
    return Instrument(
        id=cell["id"],
        name=cell["name"],
        isin=cell["isin"],
        ticker=cell["ticker"],
        other_ids=tuple((kind, value) for kind, value in json.loads(cell["other_ids"])),
        listing=listing,
        asset_class=AssetClass(cell["asset_class"]),
        country=cell["country"],
        economic_currency=cell["economic_currency"],
        sector=cell["sector"],
        issuer=cell["issuer"],
        multiplier=Decimal(cell["multiplier"]),
        analysts=cell["analysts"],
        facts_source=cell["facts_source"],
        facts_date=cell["facts_date"],
    )
