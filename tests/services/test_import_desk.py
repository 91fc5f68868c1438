"""Statements booked, taken back and read again through the desk, from small invented exports."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.importers.contract import Answers
from corridor_desktop.services.import_desk import ImportDesk, is_bookable
from corridor_desktop.services.session import Session
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock

HEAD = "Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total\n"
BUY = "2026-01-05,Buy,DE0007164600,SAP,Example AG,10,100.50,EUR,-1005.00\n"
SAME = "2026-01-05,Buy,DE0007164600,SAP,Example AG,10,100.50,EUR,-1005.00\n"
SELL = "2026-02-16,Sell,DE0007164600,SAP,Example AG,4,120.00,EUR,480.00\n"
OTHER = "2026-02-17,Buy,US0378331005,AAPL,Orchard Inc,3,200.25,USD,-600.75\n"
LINES = (BUY, SAME, SELL, OTHER)


@pytest.fixture
def desk(tmp_path: Path, clock: StoppedClock) -> ImportDesk:
    return opened(tmp_path / "quay.corridor", clock)


def opened(path: Path, clock: StoppedClock) -> ImportDesk:
    session = Session(clock)
    session.replace(PortfolioStore.create(path, "Quay", "EUR", clock.now()))
    return ImportDesk(session)


def take(desk: ImportDesk, *lines: str, name: str = "a.csv", account: str | None = "Quay") -> int:
    plans = desk.read_bytes([(name, (HEAD + "".join(lines)).encode())], account=account)
    return sum(batch.imported for batch in desk.commit(plans, account=account))


def facts(desk: ImportDesk) -> Counter[tuple[str, str | None, Decimal | None]]:
    with desk._session.store() as store:
        return Counter(
            (str(one.kind), one.instrument_id, one.quantity) for one in store.transactions.all()
        )


def test_a_file_is_booked_once_and_twice_the_same_fill_is_two(desk: ImportDesk) -> None:
    assert take(desk, *LINES) == 4
    assert sorted(facts(desk).values()) == [1, 1, 2]
    assert take(desk, *LINES, name="again.csv") == 0
    (plan,) = desk.read_bytes([("again.csv", (HEAD + "".join(LINES)).encode())], account="Quay")
    assert plan.already is not None
    assert not is_bookable(plan)


def test_what_a_file_with_more_lines_adds(desk: ImportDesk) -> None:
    take(desk, BUY)
    (plan,) = desk.read_bytes([("b.csv", (HEAD + "".join(LINES)).encode())], account="Quay")
    assert (plan.new, plan.duplicates) == (3, 1)
    assert take(desk, *LINES, name="b.csv") == 3


def test_undo_leaves_what_the_later_import_told_too(desk: ImportDesk) -> None:
    take(desk, OTHER, BUY, SAME)
    take(desk, BUY, SAME, SELL, name="b.csv")
    later, first = desk.history()
    undone = desk.undo(first.id)
    assert (undone.transactions, undone.kept, undone.reread) == (1, 2, ())
    assert sorted((kind, count) for (kind, *_), count in facts(desk).items()) == [
        ("buy", 2), ("sell", 1),
    ]  # fmt: skip
    assert (desk.history()[0].imported, desk.history()[0].duplicates) == (3, 0)
    with desk._session.store() as store:
        sources = {fact.source.digest for fact in store.transactions.all()}
        lines = sorted(fact.source.lines for fact in store.transactions.all())
        assert store.verify() == ()
    assert sources == {later.digest}, "a holding leads to a file that is still in the book"
    assert lines == [(2,), (3,), (4,)]
    with pytest.raises(UsageTrouble):
        desk.undo(first.id)
    desk.undo(later.id)
    assert not facts(desk)


def test_undo_of_the_later_import_leaves_the_first_as_it_was(desk: ImportDesk) -> None:
    take(desk, OTHER, BUY)
    before = facts(desk)
    take(desk, BUY, SAME, SELL, name="b.csv")
    desk.undo(desk.history()[0].id)
    assert facts(desk) == before


def test_undo_leaves_nothing_behind(desk: ImportDesk) -> None:
    take(desk, *LINES)
    desk.undo(desk.history()[0].id)
    assert not facts(desk)
    with desk._session.store() as store:
        assert not store.instruments.all()
    assert take(desk, *LINES) == 4


def test_rows_that_wait_for_an_answer_stay_out(desk: ImportDesk) -> None:
    odd = SELL.replace("Sell", "Wobble")
    (plan,) = desk.read_bytes([("a.csv", (HEAD + BUY + odd).encode())], account="Quay")
    assert plan.reading.questions
    assert take(desk, BUY, odd) == 1
    answers = Answers(words={"Wobble": "sell"})
    (plan,) = desk.read_bytes([("a.csv", (HEAD + BUY + odd).encode())], answers, "Quay")
    assert desk.history()[0].needs_you == 1
    assert (plan.new, plan.duplicates, plan.already) == (1, 1, None)
    desk.commit([plan], account="Quay")
    assert sorted(kind for kind, _, _ in facts(desk)) == ["buy", "sell"]
    (done,) = desk.read_bytes([("a.csv", (HEAD + BUY + odd).encode())], answers, "Quay")
    assert (done.new, done.already is None) == (0, False)


def test_a_restated_row_is_left_out_until_it_is_taken_and_then_known(desk: ImportDesk) -> None:
    take(desk, SELL, OTHER)
    moved = SELL.replace("120.00", "121.00")
    data = (HEAD + moved + OTHER).encode()
    (plan,) = desk.read_bytes([("b.csv", data)], account="Quay")
    assert (plan.new, len(plan.probable)) == (0, 1)
    assert not is_bookable(plan)
    (batch,) = desk.commit([replace(plan, take_probable=True)], account="Quay")
    assert batch.imported == 1
    (again,) = desk.read_bytes([("c.csv", data + b"\n")], account="Quay")
    assert (again.new, again.duplicates, again.probable) == (0, 2, ())


def test_the_same_fact_in_another_account_is_another_fact(desk: ImportDesk) -> None:
    assert take(desk, BUY) == 1
    assert take(desk, BUY, SELL, name="b.csv", account="Pier") == 2
    assert sum(facts(desk).values()) == 3


def test_accounts_of_one_file_stay_apart(desk: ImportDesk) -> None:
    head = HEAD.replace("Date", "Account,Date")
    lines = [f"Alpha,{BUY}", f"Beta,{BUY}", f"Beta,{SELL}"]
    data = (head + "".join(lines)).encode()
    for _ in range(2):
        plans = desk.read_bytes([("both.csv", data)], account="Quay")
        desk.commit(plans, account="Quay")
    with desk._session.store() as store:
        names = {one.id: one.name for one in store.accounts.all()}
        held = Counter(names[one.account_id] for one in store.transactions.all())
    assert held == {"Quay Alpha": 1, "Quay Beta": 2}


def test_files_that_cannot_be_read_say_so(desk: ImportDesk, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(FileTrouble, match="Nothing was imported"):
            desk.read([path])


def test_without_a_portfolio_files_can_be_read_but_not_booked(clock: StoppedClock) -> None:
    desk = ImportDesk(Session(clock))
    (plan,) = desk.read_bytes([("a.csv", (HEAD + BUY).encode())])
    assert plan.new == 1
    with pytest.raises(UsageTrouble):
        desk.commit([plan])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.permutations(LINES), st.integers(0, 4), st.integers(0, 4), st.data())
def test_any_order_and_any_overlap_make_the_same_book(
    tmp_path_factory: pytest.TempPathFactory,
    clock: StoppedClock,
    lines: list[str],
    start: int,
    end: int,
    data: st.DataObject,
) -> None:
    whole = opened(tmp_path_factory.mktemp("whole") / "a.corridor", clock)
    take(whole, *LINES)
    parts = opened(tmp_path_factory.mktemp("parts") / "b.corridor", clock)
    # Equal fills stand together in every export that has them, as in cumulative exports.
    files = [LINES[: max(start, 2)], LINES[min(end, 0) :], tuple(lines)]
    for number, file in enumerate(data.draw(st.permutations(files))):
        take(parts, *file, name=f"{number}.csv")
    assert facts(parts) == facts(whole)
