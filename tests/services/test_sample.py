"""The sample: reproducible, plainly invented, and interesting to look at."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from corridor_desktop.domain.account import CostMethod
from corridor_desktop.domain.finding import State
from corridor_desktop.domain.theme import CORRIDOR_THEMES, TagBook
from corridor_desktop.domain.transaction import Kind
from corridor_desktop.exposure.measure import measure_all
from corridor_desktop.host.paths import resource_folder
from corridor_desktop.importers.reader import read
from corridor_desktop.ledger.booking import book
from corridor_desktop.market.table import PriceTable
from corridor_desktop.rules.check import check
from corridor_desktop.rules.contract import Context
from corridor_desktop.services.policies import default_policy
from corridor_desktop.services.portfolio_file import load, open_portfolio
from corridor_desktop.services.ports import Clock
from corridor_desktop.services.resolve_instruments import names
from corridor_desktop.services.sample import (
    Sample,
    build_sample,
    read_sample,
    sample_path,
    sample_statements,
)
from corridor_desktop.services.theme_pack import suggest, valid_isin
from corridor_desktop.stress.report import known
from corridor_desktop.stress.stress import measure_stress
from corridor_desktop.valuation.value import value
from tests.rules.world import no_stress

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)
BORROWED = {"^KS11", "^GSPC", "EURUSD=X", "KRW=X", "JPY=X"}


@pytest.fixture(scope="module")
def sample() -> Sample:
    return read_sample(TODAY, datetime(2026, 11, 24, tzinfo=UTC))


def test_the_generator_writes_what_is_shipped(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "packaging" / "make_sample.py"), "--out", str(tmp_path)]
    subprocess.run(command, check=True, cwd=tmp_path)
    shipped = resource_folder() / "sample"
    for path in shipped.iterdir():
        if path.name == "README.md":
            continue
        made = (tmp_path / path.name).read_bytes()
        unpack = gzip.decompress if path.suffix == ".gz" else bytes
        assert unpack(made) == unpack(path.read_bytes()), path.name


def test_it_is_small() -> None:
    assert sum(path.stat().st_size for path in (resource_folder() / "sample").iterdir()) < 600_000


def test_everything_is_marked_as_simulated(sample: Sample) -> None:
    assert "SIMULATED" in sample.name
    assert all(series.simulated and series.source == "simulated" for series in sample.series)
    symbols = {series.symbol for series in sample.series}
    assert {symbol for symbol in symbols if not symbol.endswith(".SIM")} == BORROWED
    for thing in sample.instruments:
        assert thing.listing is None or thing.listing.symbol.endswith(".SIM")
        assert thing.isin is not None
        assert valid_isin(thing.isin)
        assert "SIM" in thing.isin
    assert suggest(sample.instruments) == {}
    assert all(tag.source == "sample" and tag.reason for tag in sample.tags)


def test_there_is_something_of_everything(sample: Sample) -> None:
    kinds = Counter(entry.kind for entry in sample.transactions)
    wanted = (Kind.BUY, Kind.SELL, Kind.DIVIDEND, Kind.SPLIT, Kind.TRANSFER_IN, Kind.TRANSFER_OUT,
              Kind.DEPOSIT, Kind.WITHDRAWAL, Kind.FEE, Kind.INTEREST)  # fmt: skip
    assert all(kinds[kind] for kind in wanted)
    assert len(sample.accounts) == 3
    listings = [thing.listing for thing in sample.instruments if thing.listing]
    assert {listing.currency for listing in listings} == {"KRW", "USD", "EUR", "JPY"}
    assert len({tag.theme_id for tag in sample.tags}) == 3
    assert {thing.analysts is None for thing in sample.instruments} == {True, False}


@pytest.mark.parametrize("today", [date(2026, 3, 20), TODAY, date(2027, 7, 1), date(2031, 1, 1)])
def test_it_is_never_stale_and_never_from_the_future(today: date) -> None:
    moved = read_sample(today, datetime(2026, 1, 1, tzinfo=UTC))
    lasts = {series.last for series in moved.series}
    assert lasts
    assert all(last and timedelta(0) <= today - last < timedelta(8) for last in lasts)
    assert all(entry.trade_date <= today for entry in moved.transactions)
    closes = next(series for series in moved.series if series.symbol == "^KS11")
    assert all(date.fromordinal(day).weekday() < 5 for day in closes.days)


def test_no_account_ever_owes_money_and_nothing_is_oversold(sample: Sample) -> None:
    days = sorted({entry.trade_date for entry in sample.transactions})
    for day in days[:: len(days) // 12]:
        held = book(sample.transactions, (), sample.accounts, CostMethod.FIFO, day)
        assert all(balance.balance.amount >= 0 for balance in held.cash), day
        assert not any(position.oversold for position in held.positions), day
        assert held.notes == ()


def test_the_review_of_it_is_worth_reading(sample: Sample) -> None:
    held = book(sample.transactions, (), sample.accounts, CostMethod.FIFO, TODAY)
    table = PriceTable({series.symbol: series for series in sample.series})
    things = {thing.id: thing for thing in sample.instruments}
    worth = value(held, things, sample.accounts, table, sample.base, TODAY)
    assert (len(worth.lines), len(worth.unpriced), worth.simulated) == (25, 1, True)
    assert 0.98 < worth.coverage < 1
    tags = _tagged(sample)
    exposures = measure_all(worth, tags.at(TODAY), tags.themes)
    context = Context(
        TODAY,
        default_policy(TODAY, sample.home_country),
        worth,
        exposures,
        tags,
        no_stress(),
    )
    found = {(finding.limit, finding.subject): finding for finding in check(context)}
    assert found["single_issuer", "HGIL.SIM"].state is State.BREACH
    assert found["theme", "resource_transit"].state is State.NEAR
    corridor = found["all_corridor", "portfolio"].measured
    assert corridor is not None
    assert 0.28 < corridor < 0.40
    untagged = found["untagged", "portfolio"].measured
    assert untagged is not None
    assert 0.5 < untagged < 0.8
    assert ("country", "cash") not in found
    assert ("sector", "cash") not in found


def test_seoul_moves_it_and_new_york_answers_a_day_late(sample: Sample) -> None:
    held = book(sample.transactions, (), sample.accounts, CostMethod.FIFO, TODAY)
    series = {found.symbol: found for found in sample.series}
    things = {thing.id: thing for thing in sample.instruments}
    worth = value(held, things, sample.accounts, PriceTable(series), sample.base, TODAY)
    report = measure_stress(worth, None, series, sample.base, (), TODAY)
    assert report.portfolio is not None
    world, korea = known(report.portfolio.beta_global), known(report.portfolio.beta_korea)
    weekly, naive = known(report.portfolio.correlation), report.portfolio.same_day
    assert world is not None
    assert korea is not None
    assert weekly is not None
    assert naive is not None
    assert 0.5 < world.value < 0.7
    assert korea.value < world.value - 0.1
    assert naive < weekly.value - 0.05
    deep = [window for window in report.windows if window.depth < -0.15]
    assert len(deep) >= 2


def test_a_copy_opens_and_an_earlier_one_is_kept(clock: Clock, tmp_path: Path) -> None:
    path = sample_path(tmp_path)
    build_sample(path, clock)
    assert sample_path(tmp_path) != path
    with open_portfolio(path, clock) as store:
        data = load(store, clock.today())
    assert data.name == "Sample portfolio (SIMULATED)"
    assert data.policy.home_country == "DE"
    assert len(data.series) == 29
    assert all(series.simulated for series in data.series.values())
    assert len(data.transactions) == len(read_sample(clock.today(), clock.now()).transactions)


def test_the_two_broker_files_speak_of_invented_things(sample: Sample) -> None:
    european, american = sample_statements()
    isins = {thing.isin for thing in sample.instruments}
    tickers = {thing.ticker for thing in sample.instruments}
    with european.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert {row[3] for row in rows[1:]} <= isins
    assert all(len(row) == len(rows[0]) for row in rows)
    with american.open(encoding="utf-8", newline="") as file:
        assert {row["Symbol"] for row in csv.DictReader(file)} - {""} <= tickers


def test_the_importer_reads_both_and_knows_what_is_held(clock: Clock, tmp_path: Path) -> None:
    path = sample_path(tmp_path)
    build_sample(path, clock)
    with open_portfolio(path, clock) as store:
        for file in sample_statements():
            reading = read(file.read_bytes(), file.name, today=TODAY)
            assert (reading.outcome, reading.lines.needs_you) == ("import", 0)
            trades = [row for row in reading.transactions if row.kind in {Kind.BUY, Kind.SELL}]
            assert len(trades) >= 3
            for row in trades:
                known = [
                    store.instruments.find(kind, word)
                    for kind, word in names(row.instrument, row.currency)
                ]
                assert any(known), row


def _tagged(sample: Sample) -> TagBook:
    return TagBook(CORRIDOR_THEMES, sample.tags)
