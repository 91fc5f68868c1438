"""Start one process after another, never two at once, and gather what they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corridor_desktop.bench.machine import describe_machine
from corridor_desktop.bench.meter import Round
from corridor_desktop.bench.outcome import Outcome, Run
from corridor_desktop.bench.scale import AXES, Scale
from corridor_desktop.bench.worker import FLAG
from corridor_desktop.bench.workload import Part, Workload

PACKAGE = Path(__file__).resolve().parents[2]
LONGEST = 3600.0
"""Seconds after which a part of a large scale is given up."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to measure.

    ``scales`` get every part, the ``axes`` around the first of them ours and the floor alone.
    ``turns`` is how often each process is started, ``rounds`` how often it works; the first round
    of each warms up and is left out when there are several. ``peers`` is the interpreter that has
    the peers, ``folder`` where invented inputs are kept between runs.
    """

    workloads: Sequence[Workload]
    scales: Sequence[Scale]
    axes: bool = True
    turns: int = 3
    rounds: int = 4
    peers: str = ""
    folder: Path | None = None


def measure_all(
    wish: Wish, tell: Callable[[str], None], so_far: Callable[[Run], None] = lambda _: None
) -> Run:
    """Measure everything that was wished for.

    ``tell`` hears of each process that is started; ``so_far`` gets what was measured after each
    scale, so that a long run that is stopped has not been for nothing.
    """
    machine = describe_machine()
    with tempfile.TemporaryDirectory(prefix="corridor-bench-") as temporary:
        folder = wish.folder or Path(temporary)
        outcomes: list[Outcome] = []
        for scale in wish.scales:
            outcomes += _scale(wish, scale, folder, tell, every=True)
            so_far(Run(machine, tuple(outcomes)))
        few = replace(wish, turns=1, rounds=min(wish.rounds, 2))  # growth is told from orders
        for scale in AXES.values() if wish.axes else ():
            outcomes += _scale(few, scale, folder, tell, every=False)
            so_far(Run(machine, tuple(outcomes)))
    return Run(machine, tuple(outcomes))


def _scale(
    wish: Wish, scale: Scale, folder: Path, tell: Callable[[str], None], *, every: bool
) -> Iterable[Outcome]:
    inputs = folder / scale.name.replace(" ", "-")
    if not (inputs / "complete").exists():
        tell(f"{scale.name}: inventing {scale.holdings} holdings, {scale.transactions} rows")
        found = _ask(sys.executable, ["inputs", scale.name, str(inputs)])
        if "failed" in found:
            raise RuntimeError(f"The inputs of {scale.name} could not be made: {found['failed']}")
        (inputs / "complete").touch()
    for workload in wish.workloads:
        parts = _parts(workload, scale, every=every)
        if parts:
            yield from _workload(wish, workload, parts, scale, inputs, tell)


def _parts(workload: Workload, scale: Scale, *, every: bool) -> list[Part]:
    if not every:
        wanted = any(AXES[axis] == scale for axis in workload.axes)
        return [workload.own] if wanted else []
    return [part for part in workload.parts if not part.scales or scale.name in part.scales]


def _workload(
    wish: Wish,
    workload: Workload,
    parts: Sequence[Part],
    scale: Scale,
    inputs: Path,
    tell: Callable[[str], None],
) -> Iterable[Outcome]:
    told: dict[str, list[Round]] = {part.name: [] for part in parts}
    figures: dict[str, Any] = {}
    why: dict[str, str] = {}
    for turn in range(wish.turns):
        # One after the other in each turn, so that a slow minute of the machine meets all of them.
        for part in parts:
            if part.name in why:
                continue
            tell(f"{scale.name}: {workload.title}, {part.name} ({turn + 1} of {wish.turns})")
            peer = part in workload.peers
            program = wish.peers if peer and wish.peers else sys.executable
            asked = [workload.name, part.name, scale.name, str(inputs), str(wish.rounds)]
            found = _ask(program, asked)
            if "rounds" not in found:
                missing = found.get("missing")
                why[part.name] = f"{missing} is not installed" if missing else found["failed"]
                continue
            rounds = [Round(**one) for one in found["rounds"]]
            told[part.name] += rounds[1:] or rounds
            figures[part.name] = found["figures"]
    for part in parts:
        name = part.name
        yield Outcome(
            workload.name, name, scale.name, tuple(told[name]), figures.get(name, {}),
            why.get(name, ""),
        )  # fmt: skip


def _ask(program: str, arguments: list[str]) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE), "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            [*_worker(program), *arguments],
            env=environment, capture_output=True, text=True, timeout=LONGEST, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"failed": f"not done within {LONGEST:.0f} s"}
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        said = done.stderr.strip().splitlines()[-1:] or [""]
        return {"failed": f"ended with {done.returncode}: {said[0]}"[:300]}
    return found


def _worker(program: str) -> list[str]:
    if getattr(sys, "frozen", False):
        return [program, FLAG]
    return [program, "-m", "corridor_desktop.bench.worker"]
