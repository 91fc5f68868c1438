"""The short way through trades makes the very rows that the long way makes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.importers import reading_rows
from corridor_desktop.importers.contract import FileReading
from corridor_desktop.importers.proven import ProvenRows
from corridor_desktop.importers.reader import read

COLUMNS = ("Trade Date", "Action", "ISIN", "Quantity", "Price", "Amount")
OPTIONAL = ("Gross", "Fee", "Tax", "Currency", "Time", "Reference")
CELLS = st.decimals(0, 3000, places=2).map(str)
ODD = st.sampled_from(
    ["", "-", "0", "-3.00", "1.234", "1,234.50", "12,50", "€4", "x", "0.01", "(5)"]
)


def long_way(data: bytes) -> FileReading:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading_rows, "proven_rows", lambda *_: None)
        return read(data, "x.csv")


@st.composite
def files(draw: st.DrawFn) -> bytes:
    optional = [name for name in OPTIONAL if draw(st.booleans())]
    mark = draw(st.sampled_from([";", ","]))
    lines = [mark.join((*COLUMNS, *optional))]
    rows = draw(st.integers(2, 12))
    lines += [mark.join(_row(draw, place, optional, mark)) for place in range(rows)]
    return ("\n".join(lines) + "\n").encode()


def _row(draw: st.DrawFn, place: int, optional: list[str], mark: str) -> list[str]:
    units, price = draw(st.integers(1, 400)), draw(st.decimals("0.01", 900, places=2))
    fee, tax = (
        draw(st.sampled_from(["0", "0.01", "4.95"])),
        draw(st.sampled_from(["", "0", "2.10"])),
    )
    word = draw(st.sampled_from(["Buy", "Sell", "Dividend", "Buy"]))
    costs = sum(
        Decimal(told or 0)
        for name, told in (("Fee", fee), ("Tax", tax))
        if name in optional and draw(st.booleans())
    )
    amount = -(units * price + costs) if word == "Buy" else units * price - costs
    if draw(st.integers(0, 5)) == 0:
        amount = abs(amount)
    cells = {
        "Trade Date": draw(st.sampled_from(["2024-03-04", "05.06.2024", "2024-03-04 09:30"])),
        "Action": word,
        "ISIN": draw(st.sampled_from(["US0378331005", "DE0007164600", ""])),
        "Quantity": str(units),
        "Price": str(price),
        "Amount": str(amount),
        "Gross": str(units * price),
        "Fee": fee,
        "Tax": tax,
        "Currency": draw(st.sampled_from(["USD", "EUR", "USD", ""])),
        "Time": draw(st.sampled_from(["", "10:11"])),
        "Reference": f"R{place}",
    }
    if draw(st.integers(0, 3)) == 0:
        cells[draw(st.sampled_from([*COLUMNS[3:], *OPTIONAL[:3]]))] = draw(ODD | CELLS)
    return [cells[name].replace(mark, ".") for name in (*COLUMNS, *optional)]


@settings(max_examples=300, deadline=None)
@given(files())
def test_both_ways_read_the_same(data: bytes) -> None:
    assert repr(read(data, "x.csv")) == repr(long_way(data))


def test_most_trades_take_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[bool] = []
    whole = ProvenRows.read

    def counted(self: ProvenRows, record: object) -> object:
        row = whole(self, record)  # type: ignore[arg-type]
        found.append(row is not None)
        return row

    monkeypatch.setattr(ProvenRows, "read", counted)
    lines = ["Trade Date,Action,ISIN,Quantity,Price,Amount,Fee,Currency"]
    for place in range(100):
        fee = place % 3
        lines.append(
            f"2024-03-04,Buy,US0378331005,{place + 1},10.50,{-10.5 * (place + 1) - fee},{fee},USD"
        )
    read(("\n".join(lines) + "\n").encode(), "x.csv")
    assert found.count(True) == 99
    assert found[0] is False
