"""The run as a page of the documentation, and as the ratios that a guard compares."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corridor_desktop import __version__
from corridor_desktop.bench.outcome import Run
from corridor_desktop.bench.scale import SCALES
from corridor_desktop.bench.table import Table, exponents, tables
from corridor_desktop.bench.workload import Workload

MARK = "<!-- measured: everything below is written by `corridor-desktop bench --write` -->"
HEAD = """# Benchmarks

`corridor-desktop bench` measures the program on your own machine beside the least that the work
takes (the floor) and beside other programs that do a part of it. Every part runs in a process of
its own, one after the other, on the same invented inputs. Times are processor seconds, medians of
all rounds; the spread is half of the middle half of the rounds. Ratios are of one run. A peak is
the largest resident size of the whole process: interpreter, libraries, inputs and work.
"""


def write_page(path: Path, run: Run, workloads: Sequence[Workload]) -> None:
    """Write the measured part of a page below what a person wrote there, and ratios beside it."""
    before = HEAD
    if path.exists():
        text = path.read_text(encoding="utf-8")
        before = text.partition(MARK)[0] if MARK in text else text
    parts = [before.rstrip(), "", MARK, "", *_machine(run), *_scales(run)]
    for table in tables(run, workloads):
        parts += [f"## {table.title}", "", *markdown(table), ""]
    path.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8", newline="\n")
    kept = json.dumps(ratios(run, workloads), indent=1) + "\n"
    path.with_suffix(".json").write_text(kept, encoding="utf-8", newline="\n")


def _machine(run: Run) -> list[str]:
    told = [f"- {name}: {value}" for name, value in run.machine.items()]
    return ["## Machine", "", f"- version: {__version__}", *told, ""]


def _scales(run: Run) -> list[str]:
    used = {found.scale for found in run.outcomes}
    rows = tuple(
        (name, f"{one.holdings:,}", f"{one.transactions:,}", str(one.years))
        for name, one in SCALES.items()
        if name in used
    )
    table = Table("Sizes", ("size", "holdings", "transactions", "years of weekdays"), rows, " rrr")
    return ["## Sizes", "", *markdown(table), ""]


def markdown(table: Table) -> list[str]:
    """Return a table in Markdown."""
    line = "|".join(
        "---:" if place == "r" else "---" for place in table.right.ljust(len(table.head))
    )
    body = [f"| {' | '.join(row)} |" for row in table.rows]
    return [f"| {' | '.join(table.head)} |", f"|{line}|", *body]


def ratios(run: Run, workloads: Sequence[Workload]) -> dict[str, Any]:
    """Return what the guard compares: times the floor by scale, and growth exponents."""
    scales = sorted({found.scale for found in run.outcomes})
    times: dict[str, dict[str, float]] = {}
    for each in workloads:
        for scale in scales:
            ratio = run.ratio(each.name, "ours", each.floor.name, scale)
            if ratio is not None:
                times.setdefault(scale, {})[each.name] = round(ratio, 2)
    grown = {
        f"{name}, {axis}": round(power, 2)
        for (name, axis), power in exponents(run, workloads).items()
    }
    return {"times_the_floor": times, "growth": grown}
