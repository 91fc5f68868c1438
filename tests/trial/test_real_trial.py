"""The whole job on real exports and real closes, offline, against sums made here anew.

Runs where the test data is present. Nothing of it is kept in the project.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from corridor_desktop.domain.episode import Episode
from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.domain.finding import State
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.feeds.yahoo import YahooFeed
from corridor_desktop.importers.contract import Answers, Outcome
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.review import Review
from corridor_desktop.stress.report import EpisodeRow, Loss
from corridor_desktop.ui.app import Application, Start
from corridor_desktop.ui.printing.report import write_report
from corridor_desktop.ui.shell.window import PAGES
from corridor_desktop.ui.tasks import TaskRunner
from tests.conftest import StoppedClock
from tests.support.yahoo_proxy import Answer, YahooProxy, chart_body

AS_OF = date(2026, 3, 20)
EXPORTS = (
    ("degiro/transactions-nl.csv", "DEGIRO"),
    ("schwab/positions-one-account.csv", "Schwab"),
    ("mirae-asset/domestic.csv", "Mirae"),
    ("mirae-asset/domestic-cp949.csv", "Mirae CP949"),
    ("trading212/uk-2022-2023.csv", "Trading 212"),
)
PRICES = (
    ("kospi_close_1995_2026.csv", "^KS11"),
    ("us_etf/EWY.csv", "EWY"),
    ("us_etf/SPY.csv", "SPY"),
    ("fx/USDKRW_fred.csv", "KRW=X"),
    ("krx_stocks/005930.csv", "005930.KS"),
    ("krx_stocks/000660.csv", "000660.KS"),
    ("krx_stocks/064350.csv", "064350.KS"),
)


# No closes of these holdings are at hand; those of another instrument stand in for them, so that
# the trial values something in won, dollars and euros. What is tested is the sum, not the name.
STAND_INS = {
    "IE00B0M63391": ("EWY", "USD", "KR"),
    "솔루엠": ("005930.KS", "KRW", "KR"),
    "ACE KPOP포커스": ("000660.KS", "KRW", "KR"),
}
FIRST = date(2019, 1, 1)
FETCHED = {"SCHA": "SPY", "MSFT": "SPY", "PYPL": "REMX"}


@pytest.fixture
def source(
    test_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[YahooProxy]:
    """A loopback Yahoo that serves real closes in the recorded shape."""
    charts = {}
    for symbol, file in FETCHED.items():
        closes = _closes(test_data / "market" / "us_etf" / f"{file}.csv")
        rows = [
            (day, float(close))
            for day, close in closes.items()
            if day.year >= 2019 and day <= AS_OF
        ]
        charts[symbol] = Answer(body=chart_body(symbol, rows))
    proxy = YahooProxy(tmp_path, charts)
    for name, value in proxy.environment().items():
        monkeypatch.setenv(name, value)
    yield proxy
    proxy.close()


@pytest.fixture
def desk(
    test_data: Path, tmp_path: Path, clock: StoppedClock, source: YahooProxy
) -> Iterator[Desk]:
    made = Desk(clock, lambda: YahooFeed(clock, tmp_path / "yahoo"))
    made.new(tmp_path / "trial.corridor", "USD", "Trial")
    for name, account in EXPORTS:
        path = test_data / "brokers" / name
        plans = made.imports.read([path], Answers(), account)
        assert plans[0].reading.outcome is not Outcome.REFUSED, name
        assert plans[0].reading.lines.adds_up
        made.imports.commit(plans, account=account)
    for name, symbol in PRICES:
        path = test_data / "market" / name
        made.prices.import_file(path, symbol, None)
    for name, (symbol, currency, country) in STAND_INS.items():
        thing = made.tags.find(name)
        made.tags.edit_facts(thing.id, symbol=symbol, listing_currency=currency, country=country)
        made.tags.set(thing.id, {"regional_rebalancing": 1000}, "trial")
    report = made.prices.refresh(list(FETCHED))
    assert {series.symbol for series in report.series} == set(FETCHED)
    yield made
    made.close()


@pytest.fixture
def review(desk: Desk) -> Review:
    return desk.review(AS_OF)


def _closes(path: Path) -> dict[date, Decimal]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    return {
        date.fromisoformat(row[0][:10]): Decimal(row[1])
        for row in rows[1:]
        if row[0][:2].isdigit() and row[1] not in {"", "."}
    }


def _last_close(test_data: Path, symbol: str) -> Decimal:
    """Return the close of the day, read from the file by its column and nothing else."""
    name = f"us_etf/{FETCHED.get(symbol, symbol)}.csv"
    if symbol.endswith(".KS"):
        name = f"krx_stocks/{symbol[:-3]}.csv"
    with (test_data / "market" / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {date.fromisoformat(row["Date"][:10]): row["Close"] for row in rows if row["Close"]}
    return Decimal(known[max(found for found in known if found <= AS_OF)])


def test_every_export_is_in_the_book(desk: Desk) -> None:
    booked = {batch.file_name for batch in desk.imports.history()}
    assert booked == {Path(name).name for name, _ in EXPORTS}


def test_reading_everything_again_adds_nothing(desk: Desk, test_data: Path) -> None:
    for name, account in EXPORTS:
        plan = desk.imports.read([test_data / "brokers" / name], Answers(), account)[0]
        assert plan.new == 0, name


def test_totals_agree_with_sums_made_here(review: Review, test_data: Path) -> None:
    market = test_data / "market"
    won = _closes(market / "fx" / "USDKRW_fred.csv")
    day = max(found for found in won if found <= AS_OF)
    assert {line.price.currency for line in review.valuation.lines} == {"KRW", "USD"}
    for line in review.valuation.lines:
        assert line.local_value.amount == line.position.quantity * line.price.price
        assert line.value.amount == line.local_value.amount * line.fx.rate
        if line.price.currency == "KRW":
            assert line.fx.rate == Decimal(1) / won[day]
        assert line.price.price == _last_close(test_data, line.instrument.label)
    total = sum((line.value.amount for line in review.valuation.lines), Decimal(0))
    total += sum((line.value.amount for line in review.valuation.cash), Decimal(0))
    assert review.valuation.total.amount == total
    assert sum(line.weight for line in review.valuation.lines) == pytest.approx(
        1 - float(review.valuation.cash_total.amount / total)
    )


def test_holdings_are_what_the_exports_say(review: Review, test_data: Path) -> None:
    bought: dict[str, Decimal] = defaultdict(Decimal)
    path = test_data / "brokers" / "mirae-asset" / "domestic.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in list(csv.reader(file))[2:]:
            if len(row) > 6 and row[1]:
                quantity = [Decimal(cell.replace(",", "") or "0") for cell in (row[2], row[5])]
                bought[row[1].strip()] += quantity[0] - quantity[1]
    account = next(found.id for found in review.accounts if found.name == "Mirae")
    held = {
        review.instruments[p.instrument_id].name: p.quantity
        for p in review.book.positions
        if p.account_id == account
    }
    assert held == {name: quantity for name, quantity in bought.items() if quantity}


def test_every_dimension_adds_up(review: Review) -> None:
    for by, found in review.exposures.items():
        parts = sum((part.value for part in found.slices), Decimal(0)) + found.untagged.value
        assert parts == found.net, by
        assert found.net == pytest.approx(review.valuation.total.amount)


def test_every_page_and_the_report_show_the_trial(
    desk: Desk, review: Review, tmp_path: Path, qtbot: QtBot
) -> None:
    start = Start(tmp_path / "window.ini", tmp_path)
    running = Application(lambda: desk, start, lambda *_: None, TaskRunner(inline=True))
    qtbot.addWidget(running.window)
    running.window.show()
    running.state.show(review)
    for key, _, _ in PAGES:
        running.window.go(key)
        page = running.window.page
        assert page is not None
        assert page.body.isVisible()
        assert not page.grab().isNull()
    for kind in ("html", "pdf"):
        write_report(review, tmp_path / f"trial.{kind}")
        assert (tmp_path / f"trial.{kind}").stat().st_size > 20_000


def test_what_has_no_price_says_why(review: Review) -> None:
    assert review.valuation.unpriced
    assert all(part.reason.code.startswith("valuation.") for part in review.valuation.unpriced)
    assert 0 < review.valuation.coverage < 1


def test_kospi_facts(review: Review, desk: Desk, test_data: Path) -> None:
    closes = _closes(test_data / "market" / "kospi_close_1995_2026.csv")
    assert closes[date(2008, 10, 24)] == Decimal("938.75")
    crises = [row for row in review.stress.episodes if row.episode.kind == "crisis"]
    assert len(crises) == 55
    first = [row.kospi_first for row in crises if row.kospi_first is not None]
    assert sum(move <= -0.03 for move in first) == 2
    kim = _episode(crises, date(2011, 12, 19))
    assert kim.reaction is not None
    assert kim.reaction.first == pytest.approx(-0.0343, abs=5e-5)
    status = {part.symbol: part for part in desk.prices.status()}
    assert status["^KS11"].last == AS_OF


def _episode(rows: list[EpisodeRow], day: date) -> Episode:
    return next(row.episode for row in rows if row.episode.day == day)


def test_the_link_to_kospi_is_measured(review: Review) -> None:
    link = review.stress.portfolio
    assert link is not None
    assert isinstance(link.correlation, Estimate)
    assert link.correlation.n > 500
    shock = min(review.stress.shocks, key=lambda found: abs(found.kospi + 0.05))
    assert isinstance(shock.world, Loss)
    assert -0.2 < shock.world.loss < 0


def test_limits_are_checked(review: Review) -> None:
    states = {found.limit: found.state for found in review.findings}
    assert "single_issuer" in states
    assert states["account"] is not State.CANNOT_TELL
    assert review.exposures[Dimension.THEME].untagged.weight > 0
