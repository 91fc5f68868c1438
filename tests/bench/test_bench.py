"""The benchmark itself: inputs by seed, equal results, tables, the guard; on a tiny portfolio."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest

from corridor_desktop.bench.command import answer_bench
from corridor_desktop.bench.guard import slower
from corridor_desktop.bench.inputs import read_trades, write_inputs
from corridor_desktop.bench.meter import Round
from corridor_desktop.bench.outcome import Outcome, Run
from corridor_desktop.bench.page import MARK, ratios, write_page
from corridor_desktop.bench.registry import WORKLOADS
from corridor_desktop.bench.scale import AXES, RETAIL, TINY, growth, size_along
from corridor_desktop.bench.table import exponents, floors, peers, seconds
from corridor_desktop.bench.worker import _measure
from corridor_desktop.bench.workload import differing
from corridor_desktop.cli.program import build_parser
from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.domain.job import Quiet
from corridor_desktop.importers.identity import valid_isin
from tests.cli.schemas import hold


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    write_inputs(folder, TINY)
    return folder


def test_the_same_seed_gives_the_same_inputs(inputs: Path, tmp_path: Path) -> None:
    write_inputs(tmp_path, TINY)
    for name in ("export.csv", "ledger.beancount", "closes.npy"):
        assert (tmp_path / name).read_bytes() == (inputs / name).read_bytes()


def test_nothing_is_sold_that_is_not_held_and_all_is_held_at_the_end(inputs: Path) -> None:
    trades = read_trades(inputs)
    held: dict[int, int] = {}
    for number, units in zip(trades.number.tolist(), trades.units.tolist(), strict=True):
        held[number] = held.get(number, 0) + units
        assert held[number] >= 0
    assert len(held) == TINY.holdings
    assert min(held.values()) > 0
    assert len(trades) == TINY.transactions


def test_identifiers_have_a_sound_check_digit(inputs: Path) -> None:
    lines = (inputs / "export.csv").read_text(encoding="ascii").splitlines()
    assert all(valid_isin(line.split(",")[2]) for line in lines[1:])


HEADLESS = [each for each in WORKLOADS if not each.own.spawns and each.name != "chart"]


@pytest.mark.parametrize("workload", HEADLESS, ids=lambda each: each.name)
def test_the_floor_does_the_same_work(
    workload: object, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corridor_desktop.bench.workload import Workload

    assert isinstance(workload, Workload)
    monkeypatch.setenv("CORRIDOR_HOME", str(tmp_path))
    told = {
        part.name: _measure(workload.name, part.name, TINY.name, inputs, 1)
        for part in (workload.own, workload.floor)
    }
    ours, floor = told[workload.own.name], told[workload.floor.name]
    shared = set(ours["figures"]) & set(floor["figures"])
    assert shared or not workload.compared, "nothing to compare"
    assert not differing(ours["figures"], floor["figures"], workload.tolerance)


def _outcome(part: str, cpu: float, scale: str = RETAIL.name, why: str = "") -> Outcome:
    rounds = () if why else (Round(cpu * 2, cpu, 100.0), Round(cpu * 2, cpu, 120.0))
    return Outcome("booking", part, scale, rounds, {"units": 5.0}, why)


def _run() -> Run:
    floor = "queue of Decimal"
    larger = _outcome("ours", 2.0, AXES["transactions"].name)
    return Run(
        {"system": "invented"},
        (_outcome("ours", 0.2), _outcome(floor, 0.1), _outcome("beancount", 0, why="x"), larger),
    )


BOOKING = [each for each in WORKLOADS if each.name == "booking"]


def test_ratios_growth_and_reasons_reach_the_tables() -> None:
    run = _run()
    assert run.ratio("booking", "ours", "queue of Decimal", "1x") == pytest.approx(2)
    assert exponents(run, BOOKING) == {("booking", "transactions"): pytest.approx(1.0)}
    assert floors(run, BOOKING, "1x").rows[0][3] == "120 MB"
    assert peers(run, BOOKING, "1x").rows[0][2] == "x"


def test_the_exponent_is_that_of_the_power() -> None:
    assert growth(1, 100, 10) == pytest.approx(2)
    assert growth(5, 1, 0.2) == pytest.approx(1)
    assert growth(0, 1, 10) is None
    for axis, scale in AXES.items():
        assert size_along(scale, axis) != size_along(RETAIL, axis)


def test_the_guard_compares_ratios_and_not_times() -> None:
    kept = {"times_the_floor": {"1x": {"booking": 2.0}}, "growth": {"booking, days": 1.0}}
    assert not slower(kept, {"times_the_floor": {"1x": {"booking": 2.9}}, "growth": {}})
    worse = {"times_the_floor": {"1x": {"booking": 3.1}}, "growth": {"booking, days": 1.2}}
    assert len(slower(kept, worse)) == 2
    assert not slower(kept, {"times_the_floor": {"1x": {"new": 9.0}}, "growth": {"new, days": 2}})


def test_what_a_person_wrote_above_the_tables_stays(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    write_page(page, _run(), BOOKING)
    page.write_text(page.read_text(encoding="utf-8").replace("# Benchmarks", "# Mine", 1), "utf-8")
    write_page(page, _run(), BOOKING)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Mine")
    assert text.count(MARK) == 1
    assert json.loads(page.with_suffix(".json").read_text("utf-8")) == ratios(_run(), BOOKING)


def test_seconds_are_said_in_their_unit() -> None:
    assert [seconds(x) for x in (0.0012, 0.055, 1.234, 75)] == ["1.2 ms", "55 ms", "1.23 s", "75 s"]


def _arguments(*words: str) -> Namespace:
    return build_parser().parse_args(["bench", *words])


def test_the_command_measures_and_its_document_fits_the_schema(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    words = ("--only", "booking", "--sizes", "tiny", "--no-growth", "--turns", "1", "--rounds", "1")
    found = answer_bench(_arguments(*words, "--write", str(page)), Quiet())
    hold(json.loads(json.dumps(found.document)), "bench")
    parts = {part["part"]: part for part in found.document["workloads"][0]["parts"]}
    assert parts["ours"]["cpu_seconds"] > 0
    assert "cpu_seconds" in parts["beancount"] or parts["beancount"]["why"]
    assert any("Booking" in line for line in found.lines)
    kept = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    kept["times_the_floor"]["tiny"]["booking"] = 0.001
    page.with_suffix(".json").write_text(json.dumps(kept), encoding="utf-8")
    again = answer_bench(_arguments(*words, "--check", str(page)), Quiet())
    assert again.code == 4
    assert again.document["slower"]


@pytest.mark.parametrize("words", [("--only", "nothing"), ("--sizes", "2x"), ("--check", "no.md")])
def test_what_cannot_be_measured_is_said(words: tuple[str, ...]) -> None:
    with pytest.raises(CorridorError):
        answer_bench(_arguments(*words), Quiet())
