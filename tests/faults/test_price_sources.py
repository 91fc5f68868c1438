"""Every way in which a network breaks, under the real library: nothing wrong is ever stored."""

from __future__ import annotations

import json
import random
import time
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import Cancelled
from corridor_desktop.domain.fetch import FetchReport
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.feeds.back_off import FIRST
from corridor_desktop.feeds.source_feed import Patience
from corridor_desktop.feeds.yahoo import YahooFeed
from corridor_desktop.services.price_desk import PriceDesk
from corridor_desktop.services.session import Session
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock
from tests.support.yahoo_proxy import Answer, YahooProxy, chart_body, missing_body

NOW = datetime(2026, 3, 20, 22, tzinfo=UTC)
DAYS = [date(2026, 3, 9) + timedelta(step) for step in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]
OLD = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0]
NEW = [*OLD, 106.0, 107.0, 108.0, 109.0]
SYMBOLS = ("AAA", "BBB", "CCC")
PATIENCE = Patience(symbol=10, start=10, facts=5, back_off=0.2)
GOOD_DATE = "Fri, 20 Mar 2026 22:00:00 GMT"

Start = Callable[..., YahooProxy]


def stored(symbol: str) -> PriceSeries:
    days = array("i", [day.toordinal() for day in DAYS[: len(OLD)]])
    return PriceSeries(symbol, "USD", days, array("d", OLD), source="Yahoo Finance",
                       fetched_at=NOW - timedelta(days=3))  # fmt: skip


def good(symbol: str) -> Answer:
    rows = list(zip(DAYS, NEW, strict=True))
    return Answer(body=chart_body(symbol, rows), date=GOOD_DATE)


class World:
    """A portfolio with old prices of three symbols, and the real feed before a proxy."""

    def __init__(self, folder: Path) -> None:
        self.clock = StoppedClock(NOW)
        self.folder = folder
        self.session = Session(self.clock)
        self.session.replace(PortfolioStore.create(folder / "a.corridor", "A", "USD", NOW))
        self.store.prices.keep([stored(symbol) for symbol in SYMBOLS])
        self.desk = PriceDesk(self.session, self.feed)

    def feed(self) -> YahooFeed:
        return YahooFeed(self.clock, self.folder / "yahoo", PATIENCE)

    @property
    def store(self) -> PortfolioStore:
        with self.session.store() as store:
            return store

    def closes(self, symbol: str) -> list[float]:
        found = self.store.prices.get(symbol)
        return [] if found is None else list(found.closes)

    def refresh(self, *symbols: str) -> FetchReport:
        return self.desk.refresh(symbols or SYMBOLS, Quiet())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.session.replace(None)


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    running: list[YahooProxy] = []

    def begin(**options: object) -> YahooProxy:
        proxy = YahooProxy(tmp_path, **options)  # type: ignore[arg-type]
        running.append(proxy)
        for name, value in proxy.environment().items():
            monkeypatch.setenv(name, value)
        return proxy

    yield begin
    for proxy in running:
        proxy.close()


PORTAL = b"<html><body><form action=/login>Welcome to the hotel</form></body></html>"
TRUNCATED = good("AAA").body[:-200]
TROUBLES = [
    ("429 for ever", Answer(429, b"Too Many Requests", "text/plain"), "rate_limited"),
    ("500", Answer(500, b"oops", "text/plain"), "server"),
    ("502", Answer(502, b"<html>Bad gateway</html>", "text/html"), "server"),
    ("404", Answer(404, missing_body()), "delisted"),
    ("empty", Answer(200, b"", "application/json"), "changed_format"),
    ("portal", Answer(200, PORTAL, "text/html"), "changed_format"),
    ("truncated", Answer(200, TRUNCATED), "changed_format"),
    ("cut", replace(good("AAA"), cut=True), "offline"),
    ("stall", Answer(stall=30), "timeout"),
    ("drip", replace(good("AAA"), drip=0.5), "timeout"),
    ("array", Answer(200, b"[]"), "changed_format"),
    ("null", Answer(200, b"null"), "changed_format"),
    ("clock", replace(good("AAA"), date="Sun, 01 Mar 2026 22:00:00 GMT"), "clock"),
]


@pytest.mark.parametrize(("name", "answer", "code"), TROUBLES, ids=[case[0] for case in TROUBLES])
def test_trouble_stores_nothing_and_says_the_right_thing(
    world: World, start: Start, name: str, answer: Answer, code: str
) -> None:
    start(route=lambda path, _: answer if "/chart/" in path else None)
    begun = time.monotonic()
    report = world.refresh()
    assert time.monotonic() - begun < 60
    assert {failed.code for failed in report.failures} == {code}
    assert {failed.symbol for failed in report.failures} == set(SYMBOLS)
    assert not report.series
    assert all("{" not in failed.sentence for failed in report.failures)
    assert {symbol: world.closes(symbol) for symbol in SYMBOLS} == dict.fromkeys(SYMBOLS, OLD)
    assert not world.store.price_record.differences()


def test_one_refusal_is_waited_out_and_everything_comes(world: World, start: Start) -> None:
    refusals = iter([True, True])

    def route(path: str, _: Mapping[str, list[str]]) -> Answer | None:
        if "/chart/" in path and next(refusals, False):
            return Answer(429, b"Too Many Requests", "text/plain")
        return None

    start(charts={symbol: good(symbol) for symbol in SYMBOLS}, route=route)
    assert not world.refresh().failures
    assert {symbol: world.closes(symbol) for symbol in SYMBOLS} == dict.fromkeys(SYMBOLS, NEW)


def test_a_refusal_is_a_pause_for_the_whole_program(world: World, start: Start) -> None:
    proxy = start(
        route=lambda path, _: Answer(429, b"", "text/plain") if "/chart/" in path else None
    )
    world.refresh("AAA")
    asked = len(proxy.asked)
    report = world.refresh()  # a feed of its own, as another window or command would have
    assert len(proxy.asked) == asked, "nobody is asked during the pause"
    assert {failed.code for failed in report.failures} == {"rate_limited"}
    assert all("22:15 UTC" in failed.sentence for failed in report.failures)
    proxy.route = None
    proxy.charts = {symbol: good(symbol) for symbol in SYMBOLS}
    world.clock.moment = NOW + FIRST
    assert not world.refresh().failures


def test_a_wrong_name_and_an_unknown_authority_are_refused(world: World, start: Start) -> None:
    for options in ({"trusted": False}, {"other_names": ("example.org",)}):
        start(charts={symbol: good(symbol) for symbol in SYMBOLS}, **options)
        report = world.refresh()
        assert {failed.code for failed in report.failures} == {"tls"}
        assert "clock" in report.failures[0].sentence
    assert world.closes("AAA") == OLD


def test_a_name_that_does_not_resolve_is_offline(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://nowhere.invalid:9")
    report = world.refresh()
    assert {failed.code for failed in report.failures} == {"offline"}
    assert not any("delisted" in failed.sentence for failed in report.failures)
    assert world.closes("AAA") == OLD


def test_one_bad_symbol_between_good_ones(world: World, start: Start) -> None:
    bad = Answer(200, PORTAL, "text/html")
    start(charts={"AAA": good("AAA"), "BBB": bad, "CCC": good("CCC")})
    report = world.refresh()
    assert [failed.symbol for failed in report.failures] == ["BBB"]
    assert (world.closes("AAA"), world.closes("BBB"), world.closes("CCC")) == (NEW, OLD, NEW)


def test_a_source_that_restates_is_never_mixed(world: World, start: Start) -> None:
    halved = [(day, close / 2) for day, close in zip(DAYS, NEW, strict=True)]
    start(charts={"AAA": Answer(body=chart_body("AAA", halved), date=GOOD_DATE)})
    report = world.refresh("AAA")
    assert [failed.code for failed in report.failures] == ["restated"]
    assert world.closes("AAA") == OLD
    assert [each.fault.kind for each in world.desk.faults() if each.is_open] == ["rebased"]


def test_the_network_is_lost_half_way_through_five_hundred_symbols(
    world: World, start: Start
) -> None:
    names = [f"S{number:03d}" for number in range(500)]
    served: list[str] = []

    def route(path: str, _: Mapping[str, list[str]]) -> Answer | None:
        if "/chart/" not in path:
            return None
        served.append(path)
        if len(served) == 500:  # two for a symbol that is new to the library
            proxy.close()
        return good(path.rsplit("/", 1)[-1])

    proxy = start(route=route)
    world.store.prices.keep([replace(stored(name), symbol=name) for name in names])
    seen: list[float] = []

    class Watching:
        def checkpoint(self, fraction: float, text: str = "") -> None:
            seen.append(fraction)

    begun = time.monotonic()
    report = world.desk.refresh(names, Watching())
    assert time.monotonic() - begun < 150
    assert 200 < len(report.series) < 260
    assert len(report.series) + len(report.failures) == 500
    assert {failed.code for failed in report.failures} <= {"offline", "server"}
    came = {series.symbol for series in report.series}
    assert all(world.closes(name) == (NEW if name in came else OLD) for name in names)
    assert seen == sorted(seen)
    assert world.store.verify() == ()


def test_a_stop_at_any_moment_leaves_old_or_new(world: World, start: Start) -> None:
    start(charts={symbol: good(symbol) for symbol in SYMBOLS})
    for stop in (0, 1, 3, 6):
        calls = iter(range(10_000))

        class Stopping:
            def checkpoint(
                self, fraction: float, text: str = "", *, calls: Iterator[int] = calls,
                stop: int = stop,
            ) -> None:  # fmt: skip
                if next(calls) >= stop:
                    raise Cancelled

        assert world.desk.refresh(SYMBOLS, Stopping()).cancelled or stop
        assert all(world.closes(symbol) in (OLD, NEW) for symbol in SYMBOLS)


def test_damaged_files_of_the_library_are_made_anew(world: World, start: Start) -> None:
    start(charts={symbol: good(symbol) for symbol in SYMBOLS})
    folder = world.folder / "yahoo"
    folder.mkdir()
    for name in ("tkr-tz.db", "cookies.db", "isin-tkr.db"):
        (folder / name).write_bytes(b"no database" * 500)
    assert not world.refresh().failures
    for path in folder.glob("*.db"):
        content = bytearray(path.read_bytes())
        content[100:4000] = b"\xff" * 3900
        path.write_bytes(content)
    assert not world.refresh().failures


SEEDS = range(60)


def test_answers_that_were_tampered_with_never_store_nonsense(world: World, start: Start) -> None:
    """Sixty answers with something odd in each: what is kept agrees with what was stored."""
    names = {f"F{seed:02d}": seed for seed in SEEDS}
    start(charts={
        name: Answer(body=odd_body(random.Random(seed)), date=GOOD_DATE)
        for name, seed in names.items()
    })  # fmt: skip
    world.store.prices.keep([replace(stored("AAA"), symbol=name) for name in names])
    report = world.refresh(*names)
    assert {failed.code for failed in report.failures} <= {
        "changed_format", "unknown_symbol", "delisted", "server", "restated", "not_mixed",
    }  # fmt: skip
    for name in names:
        found = world.store.prices.get(name)
        assert found is not None
        assert list(found.closes[: len(OLD)]) == OLD, name
        assert all(close > 0 for close in found.closes)
        assert max(found.days) <= DAYS[-1].toordinal()
    assert world.store.verify() == ()


def odd_body(chance: random.Random) -> bytes:
    """Return a chart document in which one or two values are of another kind, or gone."""
    document = json.loads(good("AAA").body)
    for _ in range(chance.choice((1, 2))):
        holder, key = _place(document, chance)
        odd: object = chance.choice(
            (
                None,
                "x",
                -1,
                0,
                1e308,
                float("nan"),
                [],
                {},
                True,
                "9" * 400,
                [[]],
                "__import__('os')",
            )
        )
        if chance.random() < 0.2 and isinstance(holder, dict):
            del holder[key]
        else:
            holder[key] = odd  # type: ignore[index]
    text = json.dumps(document)
    if chance.random() < 0.2:
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(("", "}", "\\ud800", "\x00", "[" * 2000)) + text[at + 1 :]
    return text.encode()


def _place(document: object, chance: random.Random) -> tuple[object, object]:
    """Return a random container of a document and a key of it; closes keep their own values."""
    places: list[tuple[object, object]] = []

    def walk(node: object) -> None:
        children = (
            list(node.items()) if isinstance(node, dict)
            else list(enumerate(node)) if isinstance(node, list) else []
        )  # fmt: skip
        for key, child in children:
            places.append((node, key))
            walk(child)

    walk(document)
    return chance.choice(places)
