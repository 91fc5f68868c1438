"""Pulling prices, reading price files and stating prices, on a real portfolio file."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.errors import Cancelled, FeedTrouble, FileTrouble, UsageTrouble
from corridor_desktop.domain.fetch import Facts, FetchFailure, FetchReport, Wanted
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.domain.job import Job
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import PriceSeries, exact
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.services.price_desk import PriceDesk
from corridor_desktop.services.session import Session
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
TODAY = NOW.date()


def series(symbol: str, last: date, closes: Sequence[float], **more: object) -> PriceSeries:
    first = last.toordinal() - len(closes) + 1
    days = array("i", range(first, first + len(closes)))
    return PriceSeries(symbol, "KRW", days, array("d", closes), fetched_at=NOW, **more)  # type: ignore[arg-type]


@dataclass
class Source:
    """A price source in memory: what it has, and what it was asked."""

    has: dict[str, PriceSeries] = field(default_factory=dict)
    facts: tuple[Facts, ...] = ()
    name: str = "Test source"
    wanted: list[Wanted] = field(default_factory=list)
    stop_after: int = 999

    def fetch(
        self,
        wanted: Sequence[Wanted],
        job: Job,
        received: Callable[[PriceSeries], None] | None = None,
    ) -> FetchReport:
        self.wanted = list(wanted)
        came = [self.has[each.symbol] for each in wanted if each.symbol in self.has]
        lost = [each.symbol for each in wanted if each.symbol not in self.has]
        for each in came[: self.stop_after]:
            if received is not None:
                received(each)
        failures = tuple(FetchFailure(symbol, "offline", "No network.", True) for symbol in lost)
        return FetchReport(
            tuple(came[: self.stop_after]), failures, self.facts, len(came) > self.stop_after
        )


@dataclass
class World:
    """An open portfolio with one Korean holding, bought in won from a euro account."""

    session: Session
    source: Source
    desk: PriceDesk
    folder: Path

    @property
    def store(self) -> PortfolioStore:
        with self.session.store() as store:
            return store

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    session = Session(StoppedClock(NOW))
    store = PortfolioStore.create(tmp_path / "a.corridor", "A", "EUR", NOW)
    session.replace(store)
    store.accounts.keep(Account("acc", "Main"))
    store.instruments.keep(Instrument("x", "Harbour Crane", listing=Listing("123450.KS", "KRW")))
    store.instruments.keep(Instrument("never", "Never booked", listing=Listing("NEVER", "USD")))
    bought = Transaction(
        "t1", "acc", Kind.BUY, date(2026, 1, 5), "x", Decimal(3), Decimal(1000), "KRW",
        net_cash=Money(Decimal(-3000), "KRW"),
    )  # fmt: skip
    store.transactions.add([bought])
    source = Source()
    yield World(session, source, PriceDesk(session, lambda: source), tmp_path)
    session.replace(None)


def test_what_a_portfolio_needs(world: World) -> None:
    found = {part.symbol: part for part in world.desk.status()}
    assert list(found) == ["^KS11", "^GSPC", "EURUSD=X", "KRW=X", "123450.KS"]
    assert found["123450.KS"].used_for == "Harbour Crane"
    assert {part.n for part in found.values()} == {0}
    assert {part.age_days for part in found.values()} == {None}


def test_a_stored_spelling_of_a_pair_is_the_one_that_is_asked(world: World) -> None:
    world.store.prices.keep([series("USDKRW=X", TODAY, [1450.0])])
    symbols = [part.symbol for part in world.desk.status()]
    assert "USDKRW=X" in symbols
    assert "KRW=X" not in symbols


def test_age_counts_from_the_last_session_and_the_unused_come_last(world: World) -> None:
    world.store.prices.keep([series("^KS11", date(2026, 3, 13), [1.0, 2.0])])
    world.store.prices.keep([series("ODD", TODAY, [1.0])])
    found = world.desk.status()
    assert found[0].age_days == 7
    assert (found[0].first, found[0].last, found[0].n) == (date(2026, 3, 12), date(2026, 3, 13), 2)
    assert (found[-1].symbol, found[-1].used_for) == ("ODD", "not used now")


def test_closes_are_kept_as_they_arrive_and_failures_told(world: World) -> None:
    world.source.has = {"^KS11": series("^KS11", TODAY, [1.0, 2.0])}
    report = world.desk.refresh()
    assert [found.symbol for found in report.series] == ["^KS11"]
    assert {failed.symbol for failed in report.failures} == {
        "^GSPC", "EURUSD=X", "KRW=X", "123450.KS",
    }  # fmt: skip
    assert world.store.prices.get("^KS11") == series("^KS11", TODAY, [1.0, 2.0])


def test_a_failure_leaves_the_last_good_closes(world: World) -> None:
    old = series("^KS11", date(2026, 3, 2), [1.0, 2.0])
    world.store.prices.keep([old])
    world.desk.refresh(["^KS11"])
    assert world.store.prices.get("^KS11") == old


def test_a_stop_keeps_what_arrived(world: World) -> None:
    world.source.has = {name: series(name, TODAY, [5.0]) for name in ("^KS11", "^GSPC")}
    world.source.stop_after = 1
    report = world.desk.refresh()
    assert report.cancelled
    assert world.store.prices.get("^KS11") is not None
    assert world.store.prices.get("^GSPC") is None


def test_only_days_since_the_last_session_are_asked_of_the_same_source(world: World) -> None:
    world.store.prices.keep(
        [
            series("^KS11", date(2026, 3, 13), [1.0], source="Test source"),
            series("^GSPC", date(2026, 3, 13), [1.0], source="file spx.csv"),
        ]
    )
    world.desk.refresh()
    since = {each.symbol: each.since for each in world.source.wanted}
    assert since["^KS11"] == date(2026, 3, 3)
    assert since["^GSPC"] is None
    assert since["123450.KS"] is None


def test_named_symbols_are_asked_once_each(world: World) -> None:
    world.desk.refresh([" spy", "SPY", "^ks11"])
    assert [each.symbol for each in world.source.wanted] == ["SPY", "^KS11"]


def test_facts_are_asked_for_holdings_only_and_not_again_within_a_month(world: World) -> None:
    facts = Facts("123450.KS", "Test source", NOW, quote_type="EQUITY", country="South Korea")
    world.source.has = {"123450.KS": series("123450.KS", TODAY, [5.0])}
    world.source.facts = (facts,)
    world.desk.refresh()
    assert [each.symbol for each in world.source.wanted if each.facts] == ["123450.KS"]
    found = world.store.instruments.get("x")
    assert found is not None
    assert (found.asset_class, found.country, found.analysts) == (AssetClass.EQUITY, "KR", None)
    world.desk.refresh()
    assert not [each for each in world.source.wanted if each.facts]


def test_simulated_closes_are_neither_asked_nor_mixed(world: World) -> None:
    world.store.prices.keep([series("^KS11", TODAY, [1.0], simulated=True)])
    report = world.desk.refresh(["^KS11"])
    assert [failed.code for failed in report.failures] == ["simulated"]
    assert not world.source.wanted


def test_a_portfolio_of_simulated_prices_is_told_once(world: World) -> None:
    symbols = [part.symbol for part in world.desk.status()]
    world.store.prices.keep([series(symbol, TODAY, [1.0], simulated=True) for symbol in symbols])
    with pytest.raises(UsageTrouble) as caught:
        world.desk.refresh()
    assert caught.value.code == "simulated"
    assert not world.source.wanted


def test_closes_of_another_currency_are_refused_in_a_sentence(world: World) -> None:
    won = series("^KS11", TODAY, [1.0])
    world.store.prices.keep([won])
    days, closes = array("i", [TODAY.toordinal()]), array("d", [9.0])
    world.source.has = {"^KS11": PriceSeries("^KS11", "USD", days, closes)}
    report = world.desk.refresh(["^KS11"])
    assert not report.series
    assert [failed.code for failed in report.failures] == ["not_mixed"]
    assert "USD" in report.failures[0].sentence
    assert world.store.prices.get("^KS11") == won


def test_no_price_source_means_that_nothing_is_asked(world: World) -> None:
    world.store.settings.keep("price_source", "none")
    with pytest.raises(UsageTrouble) as caught:
        world.desk.refresh()
    assert caught.value.code == "no_price_source"
    assert not world.source.wanted


def test_prices_never_land_in_a_portfolio_opened_meanwhile(world: World) -> None:
    other = PortfolioStore.create(world.folder / "b.corridor", "B", "EUR", NOW)
    world.source.has = {"^KS11": series("^KS11", TODAY, [1.0])}

    class Swapping(Source):
        def fetch(
            self,
            wanted: Sequence[Wanted],
            job: Job,
            received: Callable[[PriceSeries], None] | None = None,
        ) -> FetchReport:
            world.session.replace(other)
            return super().fetch(wanted, job, received)

    desk = PriceDesk(world.session, lambda: Swapping(world.source.has))
    with pytest.raises((FeedTrouble, Cancelled)):
        desk.refresh()
    assert not other.prices.all()


KOSPI_FILE = "Date,Close\n2026-03-19,2710.5\n2026-03-20,2698.25\n"


def test_a_price_file_is_merged(world: World) -> None:
    found = world.desk.import_file(world.write("kospi.csv", KOSPI_FILE), "^KS11")
    stored = world.store.prices.get("^KS11")
    assert stored == found.series
    assert (stored.currency, stored.source, stored.fetched_at) == ("KRW", "file kospi.csv", NOW)
    assert not found.notices


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("123450.KS.csv", "123450.KS"),
        ("123450.csv", "123450.KS"),
        ("^KS11.csv", "^KS11"),
        ("KRW=X.csv", "KRW=X"),
        ("NEVER.csv", "NEVER"),
    ],
)
def test_the_file_name_says_whose_prices_they_are(world: World, name: str, symbol: str) -> None:
    assert world.desk.import_file(world.write(name, KOSPI_FILE)).series.symbol == symbol


@pytest.mark.parametrize("name", ["prices.csv", "999990.csv", "my download (1).csv"])
def test_a_name_that_says_nothing_is_asked_about(world: World, name: str) -> None:
    with pytest.raises(UsageTrouble) as caught:
        world.desk.import_file(world.write(name, KOSPI_FILE))
    assert caught.value.code == "whose_prices"
    assert "--listing" in caught.value.remedy
    assert not world.store.prices.all()


def test_an_unknown_currency_is_asked_about(world: World) -> None:
    path = world.write("p.csv", KOSPI_FILE)
    with pytest.raises(UsageTrouble) as caught:
        world.desk.import_file(path, "ABC.L")
    assert caught.value.code == "which_currency"
    found = world.desk.import_file(path, "ABC.L", "GBX").series
    assert (found.currency, found.unit) == ("GBP", "GBp")


def test_a_symbol_without_a_market_is_told_to_be_read_in_dollars(world: World) -> None:
    found = world.desk.import_file(world.write("p.csv", KOSPI_FILE), "SPY")
    assert found.series.currency == "USD"
    assert [note.code for note in found.notices] == ["feeds.currency_by_rule"]


def test_days_to_come_are_left_out(world: World) -> None:
    text = "Date,Close\n2026-03-20,5\n2026-03-23,6\n"
    found = world.desk.import_file(world.write("p.csv", text), "^KS11")
    assert found.series.last == TODAY
    assert [note.code for note in found.notices] == ["feeds.future_days"]


def test_a_file_in_another_currency_changes_nothing(world: World) -> None:
    path = world.write("p.csv", KOSPI_FILE)
    before = world.desk.import_file(path, "^KS11").series
    with pytest.raises(UsageTrouble) as caught:
        world.desk.import_file(path, "^KS11", "USD")
    assert caught.value.code == "not_mixed"
    assert world.store.prices.get("^KS11") == before


def test_a_missing_file_is_told(world: World) -> None:
    with pytest.raises(FileTrouble):
        world.desk.import_file(world.folder / "gone.csv", "^KS11")


def test_a_stated_price_joins_what_is_stored(world: World) -> None:
    world.store.prices.keep([series("123450.KS", date(2026, 3, 13), [900.0], source="Test")])
    world.desk.set_manual("x", TODAY, Decimal("950.25"), "KRW")
    stored = world.store.prices.get("123450.KS")
    assert stored is not None
    assert [exact(close) for close in stored.closes] == [Decimal("900.0"), Decimal("950.25")]
    assert stored.source == "Test and stated by you"


def test_a_stated_price_in_pounds_is_kept_in_pence_where_pence_are_stored(world: World) -> None:
    pence = PriceSeries(
        "NEVER", "GBP", array("i", [TODAY.toordinal() - 1]), array("d", [250.0]), unit="GBp"
    )
    world.store.prices.keep([pence])
    world.desk.set_manual("never", TODAY, Decimal("2.55"), "GBP")
    stored = world.store.prices.get("NEVER")
    assert stored is not None
    assert list(stored.closes) == [250.0, 255.0]


def test_what_no_source_lists_gets_a_symbol_of_its_own_that_is_never_asked(world: World) -> None:
    world.store.instruments.keep(Instrument("deed", "A deed"))
    world.desk.set_manual("deed", TODAY, Decimal(120), "EUR")
    deed = world.store.instruments.get("deed")
    assert deed is not None
    assert deed.listing is not None
    assert world.store.prices.get(deed.listing.symbol) is not None
    world.desk.refresh([deed.listing.symbol])
    assert not world.source.wanted


@pytest.mark.parametrize(
    ("holding", "on", "price", "currency"),
    [
        ("nobody", TODAY, Decimal(1), "KRW"),
        ("x", date(2026, 3, 21), Decimal(1), "KRW"),
        ("x", TODAY, Decimal(0), "KRW"),
        ("x", TODAY, Decimal("NaN"), "KRW"),
        ("x", TODAY, Decimal(1), "won"),
    ],
)
def test_a_stated_price_that_cannot_be_is_refused(
    world: World, holding: str, on: date, price: Decimal, currency: str
) -> None:
    with pytest.raises(UsageTrouble):
        world.desk.set_manual(holding, on, price, currency)
    assert not world.store.prices.all()
