"""Every own fixture, written down otherwise in every way there is, is read as the same facts.

``cannot.toml`` names each fixture that cannot take a way, with the reason; a name that no longer
belongs there fails too.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from corridor_desktop.importers.contract import FileReading, Outcome
from corridor_desktop.importers.reader import read
from corridor_desktop.services.import_desk import ImportDesk
from corridor_desktop.services.session import Session
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock
from tests.golden.refresh import fixtures
from tests.importers.rewritten import WAYS, Written, halves, json_ways, markup_ways, written
from tests.importers.test_metamorphic import FACTS, facts_of

CANNOT: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("cannot.toml").read_text(encoding="utf-8")
)
TABLES = {".csv", ".txt", ".tsv", ".xls"}
ASKS = "asks: "


@cache
def _readings() -> tuple[tuple[Path, FileReading], ...]:
    return tuple((path, read(path.read_bytes(), path.name)) for path in fixtures())


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@cache
def _tables() -> tuple[Written, ...]:
    return tuple(
        written(path, found)
        for path, found in _readings()
        if path.suffix in TABLES and found.outcome is not Outcome.REFUSED
    )


def _outcome(files: Iterable[bytes], name: str, facts: FACTS) -> str:
    """Return how rewritten files compare: same, asks (rows gone, all for a question), or other."""
    outcomes = {"same"}
    for data in files:
        found = read(data, name)
        now = facts_of(found)
        if now != facts:
            outcomes.add("other" if now - facts or not found.questions else "asks")
    return "other" if "other" in outcomes else "asks" if "asks" in outcomes else "same"


def _expected(way: str, name: str) -> str:
    reason = CANNOT.get(way, {}).get(name)
    if reason is None:
        return "same"
    return "asks" if reason.startswith(ASKS) else "other"


@pytest.mark.parametrize("way", WAYS)
def test_a_table_says_the_same_however_it_is_written(way: str) -> None:
    counts: Counter[str] = Counter()
    wrong = {}
    for one in _tables():
        name, files = _name(one.path), WAYS[way](one)
        if not files:
            counts["nothing to change"] += 1
            continue
        found = _outcome(files, one.path.name, facts_of(one.found))
        counts[found] += 1
        if found != _expected(way, name):
            wrong[name] = found
    print(f"{way}: {dict(counts)}")
    assert not wrong
    assert counts["same"] > len(_tables()) // 3


def test_every_reason_names_a_way_and_a_fixture() -> None:
    names = {_name(one.path) for one in _tables()}
    assert set(CANNOT) <= set(WAYS)
    assert {name for listed in CANNOT.values() for name in listed} <= names


@pytest.mark.parametrize(("suffixes", "ways"), [
    ((".json",), json_ways),
    ((".xml", ".ofx", ".qfx"), markup_ways),
])  # fmt: skip
def test_a_document_says_the_same_however_it_is_laid_out(
    suffixes: tuple[str, ...], ways: object
) -> None:
    assert callable(ways)
    done = 0
    for path, found in _readings():
        if path.suffix in suffixes:
            files = ways(path.read_text(encoding="utf-8"))
            assert _outcome(files, path.name, facts_of(found)) == "same", _name(path)
            done += 1
    assert done >= 3


CLOCK = StoppedClock(datetime(2026, 3, 20, 12, tzinfo=UTC))


def _booked(folder: Path, *files: tuple[str, bytes]) -> Counter[tuple[object, ...]]:
    session = Session(CLOCK)
    path = folder / f"{len(list(folder.iterdir()))}.corridor"
    with PortfolioStore.create(path, "Quay", "EUR", CLOCK.now()) as store:
        session.replace(store)
        desk = ImportDesk(session)
        for name, data in files:
            desk.commit(desk.read_bytes([(name, data)]))
        facts = store.transactions.all()
        held = store.statements.all()
    told: Counter[tuple[object, ...]] = Counter(
        (fact.kind, fact.trade_date, fact.instrument_id, fact.quantity, fact.net_cash)
        for fact in facts
    )
    told.update(
        (statement.as_of, line.instrument_id, line.quantity)
        for statement in held
        for line in statement.lines
    )
    return told


def test_halves_that_overlap_twice_and_the_whole_make_the_same_book(tmp_path: Path) -> None:
    done = 0
    for one in _tables():
        parts = halves(one)
        if one.found.outcome is not Outcome.IMPORT or not one.found.transactions or not parts:
            continue
        readings = [read(part, one.path.name) for part in parts]
        whole = facts_of(one.found)
        if any(found.questions or facts_of(found) - whole for found in readings):
            continue  # what is left shows less: a mark or a currency is asked about
        name, data = one.path.name, one.path.read_bytes()
        once = _booked(tmp_path, (name, data))
        first, second = parts
        again = _booked(tmp_path, (name, first), (name, second), (name, first), (name, data))
        assert once == again, _name(one.path)
        done += 1
    print(f"halves: {done}")
    assert done >= 20
