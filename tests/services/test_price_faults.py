"""Faults of stored prices through the desk: found, decided, laid over, taken back, asked anew."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.fetch import FetchFailure, FetchReport, Wanted
from corridor_desktop.domain.job import Job
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.services.portfolio_file import load
from corridor_desktop.services.price_desk import PriceDesk
from corridor_desktop.services.session import Session
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAYS = [date(2026, 3, 9) + timedelta(step) for step in range(12)
        if (date(2026, 3, 9) + timedelta(step)).weekday() < 5]  # fmt: skip
TICK = "^KS11/bad_tick/2026-03-11"


def series(
    symbol: str, closes: Sequence[float], source: str = "First", start: int = 0
) -> PriceSeries:
    days = array("i", [day.toordinal() for day in DAYS[start : start + len(closes)]])
    return PriceSeries(symbol, "KRW", days, array("d", closes), source=source, fetched_at=NOW)


@dataclass
class Source:
    name: str
    has: dict[str, PriceSeries] = field(default_factory=dict)
    code: str = "unknown_symbol"
    wanted: list[Wanted] = field(default_factory=list)
    stop_before: str = ""

    def fetch(
        self,
        wanted: Sequence[Wanted],
        job: Job,
        received: Callable[[PriceSeries], None] | None = None,
    ) -> FetchReport:
        self.wanted = list(wanted)
        came: list[PriceSeries] = []
        failures: list[FetchFailure] = []
        for each in wanted:
            if each.symbol == self.stop_before:
                return FetchReport(tuple(came), tuple(failures), cancelled=True)
            found = self.has.get(each.symbol)
            if found is None:
                failures.append(FetchFailure(each.symbol, self.code, f"{self.name} failed.", True))
                continue
            came.append(found)
            assert received is not None
            received(found)
        return FetchReport(tuple(came), tuple(failures))


@dataclass
class World:
    session: Session
    clock: StoppedClock
    first: Source
    second: Source
    bank: Source
    desk: PriceDesk

    @property
    def store(self) -> PortfolioStore:
        with self.session.store() as store:
            return store

    def states(self) -> dict[str, str]:
        return {each.fault.key: each.state for each in self.desk.faults()}

    def used(self, symbol: str) -> list[float]:
        return list(load(self.store, NOW.date()).series[symbol].closes)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    clock = StoppedClock(NOW)
    session = Session(clock)
    session.replace(PortfolioStore.create(tmp_path / "a.corridor", "A", "EUR", NOW))
    first, second, bank = Source("First"), Source("Second"), Source("Bank", code="not_covered")
    desk = PriceDesk(session, lambda: first, {"tiingo": lambda: second, "ecb": lambda: bank})
    yield World(session, clock, first, second, bank, desk)
    session.replace(None)


def test_a_tick_is_told_repaired_on_demand_and_taken_back(world: World) -> None:
    closes = [2700.0, 2710.0, 27.0 * 30, 2715.0, 2720.0]
    world.store.prices.keep([series("^KS11", closes)])
    assert world.states()[TICK] == "open"
    assert world.used("^KS11") == closes, "nothing is repaired before it is accepted"
    world.desk.decide(TICK, accept=True)
    assert world.used("^KS11") == [2700.0, 2710.0, 2715.0, 2720.0]
    shown = world.desk.series("^KS11")
    assert shown is not None
    assert list(shown.closes) == world.used("^KS11")
    stored = world.store.prices.get("^KS11")
    assert stored is not None
    assert list(stored.closes) == closes, "the stored closes stay as they came"
    assert world.states()[TICK] == "accepted"
    world.desk.reopen(TICK)
    assert world.used("^KS11") == closes
    world.desk.decide(TICK, accept=False)
    assert (world.states()[TICK], world.used("^KS11")) == ("dismissed", closes)


def test_a_fault_that_is_none_and_a_repair_that_is_not_offered(world: World) -> None:
    world.store.prices.keep([series("^KS11", [2700.0, 2701.0])])
    world.clock.moment = NOW + timedelta(days=40)
    with pytest.raises(UsageTrouble, match="nothing called"):
        world.desk.decide("^KS11/split/2026-03-09", accept=True)
    (stale,) = [key for key, state in world.states().items() if state == "note"]
    with pytest.raises(UsageTrouble, match="no repair"):
        world.desk.decide(stale, accept=True)
    with pytest.raises(UsageTrouble):
        world.desk.reopen(stale)


def test_the_status_counts_what_waits_and_takes_the_day_change_from_two_closes(
    world: World,
) -> None:
    world.store.prices.keep([series("^KS11", [2700.0, 2710.0, 810.0, 2700.0, 2727.0])])
    found = {part.symbol: part for part in world.desk.status()}["^KS11"]
    assert found.open_faults == 1
    assert found.day_change == pytest.approx(0.01)


def test_a_restatement_keeps_the_stored_closes_until_it_is_accepted(world: World) -> None:
    old = [50.0, 51.0, 52.0, 53.0]
    world.store.prices.keep([series("^KS11", old)])
    world.first.has = {"^KS11": series("^KS11", [10.2, 10.4, 10.6, 10.7], start=1)}
    report = world.desk.refresh(["^KS11"])
    assert (list(report.series), [each.code for each in report.failures]) == ([], ["restated"])
    assert world.used("^KS11") == old
    key = "^KS11/rebased/2026-03-10"
    assert world.states()[key] == "open"
    world.desk.decide(key, accept=True)
    assert world.used("^KS11") == old, "there is nothing to put in their place yet"
    world.first.has = {"^KS11": series("^KS11", [10.0, 10.2, 10.4, 10.6, 10.7])}
    world.desk.refresh(["^KS11"])
    assert world.first.wanted[0].since is None, "the whole history was asked"
    assert world.used("^KS11") == [10.0, 10.2, 10.4, 10.6, 10.7]
    assert key not in world.states()
    world.desk.refresh(["^KS11"])
    assert world.first.wanted[0].since is not None


def test_an_accepted_restatement_stays_accepted_while_the_source_is_away(world: World) -> None:
    world.store.prices.keep([series("^KS11", [50.0, 51.0, 52.0, 53.0])])
    world.first.has = {"^KS11": series("^KS11", [10.2, 10.4, 10.6], start=1)}
    world.desk.refresh(["^KS11"])
    world.desk.decide("^KS11/rebased/2026-03-10", accept=True)
    world.first.has = {}
    world.desk.refresh(["^KS11"])
    assert world.used("^KS11") == [50.0, 51.0, 52.0, 53.0]
    assert world.states()["^KS11/rebased/2026-03-10"] == "accepted"


def test_the_second_source_is_asked_for_what_the_first_does_not_have(world: World) -> None:
    world.store.settings.keep("price_source_2", "tiingo")
    world.first.has = {"^KS11": series("^KS11", [1.0, 2.0])}
    world.second.has = {"^GSPC": series("^GSPC", [5.0, 6.0], "Second")}
    report = world.desk.refresh(["^KS11", "^GSPC", "GONE"])
    assert {each.symbol: each.source for each in report.series} == {
        "^KS11": "First", "^GSPC": "Second",
    }  # fmt: skip
    assert [each.symbol for each in world.second.wanted] == ["^GSPC", "GONE"]
    assert {each.symbol: each.sentence for each in report.failures} == {"GONE": "Second failed."}


def test_rates_come_from_the_bank_first_and_its_gaps_from_the_price_source(world: World) -> None:
    world.store.settings.keep("rate_source", "ecb")
    world.bank.has = {"KRW=X": series("KRW=X", [1450.0], "Bank")}
    world.first.has = {"RUB=X": series("RUB=X", [80.0]), "^KS11": series("^KS11", [1.0])}
    report = world.desk.refresh(["KRW=X", "RUB=X", "^KS11", "XXX=X"])
    assert {each.symbol: each.source for each in report.series} == {
        "KRW=X": "Bank", "RUB=X": "First", "^KS11": "First",
    }  # fmt: skip
    assert [each.symbol for each in world.bank.wanted] == ["KRW=X", "RUB=X", "XXX=X"]
    assert [each.sentence for each in report.failures] == ["First failed."]


def test_two_sources_are_never_mixed_in_silence(world: World) -> None:
    world.store.prices.keep([series("^KS11", [50.0, 51.0, 52.0])])
    world.store.settings.keep("price_source", "tiingo")
    world.second.has = {"^KS11": series("^KS11", [60.0, 61.0, 62.0, 63.0], "Second")}
    report = world.desk.refresh(["^KS11"])
    assert [each.code for each in report.failures] == ["restated"]
    assert world.used("^KS11") == [50.0, 51.0, 52.0]


def test_a_stopped_refresh_goes_on_where_it_was(world: World) -> None:
    symbols = [part.symbol for part in world.desk.status()]
    world.first.has = {name: series(name, [1.0, 1.0]) for name in symbols}
    world.first.stop_before = symbols[1]
    assert world.desk.refresh().cancelled
    world.first.stop_before = ""
    world.clock.moment = NOW + timedelta(minutes=5)
    world.desk.refresh()
    assert [each.symbol for each in world.first.wanted] == symbols[1:]
    world.desk.refresh()
    assert [each.symbol for each in world.first.wanted] == symbols, "that one was whole"


def test_an_old_stop_is_not_taken_up(world: World) -> None:
    symbols = [part.symbol for part in world.desk.status()]
    world.first.has = {name: series(name, [1.0, 1.0]) for name in symbols}
    world.first.stop_before = symbols[1]
    world.desk.refresh()
    world.first.stop_before = ""
    world.clock.moment = NOW + timedelta(hours=20)
    world.desk.refresh()
    assert [each.symbol for each in world.first.wanted] == symbols


def test_progress_of_several_sources_never_falls(world: World) -> None:
    world.store.settings.keep("price_source_2", "tiingo")
    seen: list[float] = []

    class Watching:
        def checkpoint(self, fraction: float, text: str = "") -> None:
            seen.append(fraction)

    class Reporting(Source):
        def fetch(
            self,
            wanted: Sequence[Wanted],
            job: Job,
            received: Callable[[PriceSeries], None] | None = None,
        ) -> FetchReport:
            for place in range(len(wanted)):
                job.checkpoint(place / len(wanted))
            return super().fetch(wanted, job, received)

    first = Reporting("First", {"A": replace(series("A", [1.0]))})
    second = Reporting("Second", {"B": series("B", [1.0], "Second")})
    desk = PriceDesk(world.session, lambda: first, {"tiingo": lambda: second})
    desk.refresh(["A", "B", "C"], Watching())
    assert seen == sorted(seen)
    assert max(seen) < 1


def test_one_of_something_has_a_sentence_of_its_own() -> None:
    from corridor_desktop.domain.message import Message
    from corridor_desktop.services.words import catalogue, say

    def said(count: int) -> str:
        return say(Message.of("market.not_a_session", symbol="A", day="2026-03-17", count=count))

    assert said(1).startswith("A close of A is of a day")
    assert said(2).startswith("2 closes of A are of days")
    known = catalogue()
    assert all(code.removesuffix("#one") in known for code in known)
