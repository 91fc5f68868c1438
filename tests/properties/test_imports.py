"""Whatever is imported in whatever order, twice, in part, or taken back: one and the same book."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.importers.contract import Answers
from corridor_desktop.services.import_desk import ImportDesk
from corridor_desktop.services.session import Session
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock

HEAD = "Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total\n"
STOCKS = ("DE0007164600,SAP,Example AG,{q},{p},EUR", "US0378331005,AAPL,Orchard Inc,{q},{p},USD")
CLOCK = StoppedClock(datetime(2026, 3, 20, 12, tzinfo=UTC))

Row = tuple[int, bool, int, int, int]
"""Day, bought, stock, units, price."""

# Two rows differ in more than one thing, so that none looks like another one restated.
ROWS = st.lists(
    st.tuples(
        st.sampled_from([1, 8, 15, 22]), st.booleans(), st.integers(0, 1),
        st.sampled_from([(3, 10), (50, 400), (700, 25)]),
    ).map(lambda row: (*row[:3], *row[3])),
    min_size=1, max_size=7,
)  # fmt: skip


def line(row: Row) -> str:
    day, bought, stock, units, price = row
    thing = STOCKS[stock].format(q=units, p=price)
    total = -units * price if bought else units * price
    return f"2026-01-{day:02},{'Buy' if bought else 'Sell'},{thing},{total}\n"


def opened(folder: str) -> ImportDesk:
    session = Session(CLOCK)
    path = Path(folder) / f"{len(list(Path(folder).iterdir()))}.corridor"
    session.replace(PortfolioStore.create(path, "Quay", "EUR", CLOCK.now()))
    return ImportDesk(session)


def take(desk: ImportDesk, rows: list[Row], name: str, answers: Answers | None = None) -> None:
    data = (HEAD + "".join(line(row) for row in rows)).encode()
    plans = desk.read_bytes([(name, data)], answers, "Quay")
    assert all(plan.reading.lines.adds_up for plan in plans)
    desk.commit(plans, account="Quay")


def told(rows: list[Row]) -> Counter[str]:
    return Counter(line(row) for row in rows)


def book_of(desk: ImportDesk) -> Counter[str]:
    """Return the booked facts as the lines that would tell them."""
    with desk._session.store() as store:
        things = store.instruments.all()
        isins = {"DE0007164600": 0, "US0378331005": 1}
        found: Counter[str] = Counter()
        for fact in store.transactions.all():
            stock = isins[things[fact.instrument_id or ""].isin or ""]
            units = fact.quantity or Decimal(0)
            price = int(fact.price or 0)
            found[line((fact.trade_date.day, units > 0, stock, abs(int(units)), price))] += 1
        assert store.verify() == ()
    return found


@settings(max_examples=25, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_twice_overlapping_and_shuffled_make_the_same_book(rows: list[Row], chance: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = opened(folder)
        take(whole, rows, "whole.csv")
        take(whole, rows, "again.csv")
        assert book_of(whole) == told(rows)
        parts = opened(folder)
        middle, over = len(rows) // 2, max(len(rows) // 3, 1)
        # A day stands whole in every export that has it: halves are cut between equal rows never.
        ordered = sorted(rows)
        first = [row for row in ordered if row <= ordered[min(middle + over, len(rows)) - 1]]
        second = [row for row in ordered if row >= ordered[max(middle - over, 0)]]
        halves = [first, second, list(reversed(ordered))]
        chance.shuffle(halves)  # type: ignore[attr-defined]
        for number, half in enumerate(halves):
            chance.shuffle(half)  # type: ignore[attr-defined]
            take(parts, half, f"{number}.csv")
        assert book_of(parts) == told(rows)


FILES = st.lists(ROWS, min_size=1, max_size=3)
STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=1, max_size=9)


@settings(max_examples=25, deadline=None)
@given(FILES, STEPS)
def test_the_book_is_what_the_imports_in_force_tell(
    files: list[list[Row]], steps: list[tuple[bool, int]]
) -> None:
    """Of each fact as many as the file that tells it most often, whatever was taken back."""
    with tempfile.TemporaryDirectory() as folder:
        desk = opened(folder)
        for is_import, number in steps:
            live = [batch for batch in desk.history() if batch.undone_at is None]
            if is_import:
                place = number % len(files)
                take(desk, files[place], f"{place}.csv")
            elif live:
                desk.undo(live[number % len(live)].id)
            names = {b.file_name for b in desk.history() if b.undone_at is None}
            expected: Counter[str] = Counter()
            for place, rows in enumerate(files):
                if f"{place}.csv" in names:
                    expected |= told(rows)
            assert book_of(desk) == expected
            assert not any(batch.incomplete for batch in desk.history())
        counts = sum(b.imported for b in desk.history() if b.undone_at is None)
        assert counts == sum(book_of(desk).values())
