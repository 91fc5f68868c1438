"""Import: from the bytes of a broker's file to booked rows in the portfolio file."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.bench.inputs import EXPORT
from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload
from corridor_desktop.bench.workloads.material import StandingClock, no_feed, own_folder

if TYPE_CHECKING:
    from corridor_desktop.services.desk import Desk


@dataclass(slots=True)
class _Place:
    """A folder to write into, emptied before each round, and the file to read."""

    export: Path
    folder: Path

    def fresh(self) -> Path:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self.folder


def _place(folder: Path, _: Scale) -> _Place:
    return _Place(folder / EXPORT, own_folder(folder, "import"))


def _import(place: _Place) -> Desk:
    from corridor_desktop.services.desk import Desk

    desk = Desk(StandingClock(), no_feed)
    desk.new(place.fresh() / "new.corridor", "EUR", "New")
    plans = desk.imports.read([place.export])
    desk.imports.commit(plans)
    return desk


def _told(desk: Desk) -> Figures:
    from corridor_desktop.services.portfolio_file import load

    with desk._session.store() as store:  # noqa: SLF001 (a figure to compare, no way of use)
        data = load(store, StandingClock().today())
    desk.close()
    return _sums([(fact.quantity, fact.net_cash) for fact in data.transactions])


def _sums(rows: list[tuple[Decimal | None, Any]]) -> Figures:
    units = sum((quantity for quantity, _ in rows if quantity), Decimal(0))
    cash = sum((money.amount for _, money in rows if money), Decimal(0))
    return {"rows": float(len(rows)), "units": str(units), "cash": f"{cash:.2f}"}


def _plain(place: _Place) -> list[tuple[Any, ...]]:
    """Read with ``csv`` and ``Decimal``, write with ``executemany``; nothing is understood."""
    rows = csv.reader(io.StringIO(place.export.read_bytes().decode()))
    next(rows)
    read = []
    for day, action, isin, symbol, name, units, price, unit, total in rows:
        quantity = Decimal(units) if units else None
        if action == "Sell" and quantity is not None:
            quantity = -quantity
        amount = Decimal(price) if price else None
        read.append((day, action, isin, symbol, name, quantity, amount, unit, Decimal(total)))
    connection = sqlite3.connect(place.fresh() / "plain.sqlite")
    with connection:
        connection.execute(
            "CREATE TABLE t (day TEXT, action TEXT, isin TEXT, symbol TEXT, name TEXT, "
            "quantity TEXT, price TEXT, unit TEXT, total TEXT)"
        )
        connection.executemany(
            "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (*row[:5], row[5] and str(row[5]), row[6] and str(row[6]), row[7], str(row[8]))
                for row in read
            ],
        )
    connection.close()
    return read


def _plain_told(read: list[tuple[Any, ...]]) -> Figures:
    units = sum((row[5] for row in read if row[5]), Decimal(0))
    cash = sum((row[8] for row in read), Decimal(0))
    return {"rows": float(len(read)), "units": str(units), "cash": f"{cash:.2f}"}


def _importer(folder: Path, _: Scale) -> Any:
    from beangulp.importers import csvbase

    class Quay(csvbase.Importer):  # type: ignore[misc]  # beangulp has no types
        """The columns of the invented file, as that library wants them declared."""

        date = csvbase.Date("Date", "%Y-%m-%d")
        narration = csvbase.Columns("Action", "Name")
        amount = csvbase.Amount("Total")
        currency = csvbase.Column("Currency")

        def identify(self, filepath: str) -> bool:
            """Take every file."""
            return True

    return Quay("Assets:Quay", "EUR"), str(folder / EXPORT)


def _extract(material: Any) -> Any:
    importer, path = material
    return importer.extract(path, [])


def _extract_told(entries: Any) -> Figures:
    amounts = [entry.postings[0].units.number for entry in entries]
    return {"rows": float(len(amounts)), "cash": f"{sum(amounts, Decimal(0)):.2f}"}


IMPORT = Workload(
    name="import",
    title="Import",
    does="read a broker's file nobody declared, resolve instruments, book, keep the file's bytes",
    own=Part("ours", _place, _import, _told),
    floor=Part("csv + Decimal + sqlite", _place, _plain, _plain_told),
    peers=(Part("beangulp (reading only)", _importer, _extract, _extract_told, ("beangulp",)),),
    most=2.0,
    axes={"transactions": 1.1},
)
