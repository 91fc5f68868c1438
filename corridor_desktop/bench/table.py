"""The run as tables: beside the floor, beside peers, growth, and large portfolios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor_desktop.bench.outcome import Outcome, Run
from corridor_desktop.bench.scale import AXES, RETAIL, SCALES, growth, size_along
from corridor_desktop.bench.workload import Workload, differing


@dataclass(frozen=True, slots=True)
class Table:
    """Head and rows of text; ``right`` marks columns of numbers by ``r``."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: str


def seconds(value: float) -> str:
    """Return seconds in the unit in which they are short."""
    if value < 0.0995:
        return f"{value * 1000:.1f} ms" if value < 0.00995 else f"{value * 1000:.0f} ms"
    return f"{value:.2f} s" if value < 9.95 else f"{value:.0f} s"


def _megabytes(found: Outcome) -> str:
    return "" if found.peak is None else f"{found.peak:.0f} MB"


def _cost(found: Outcome) -> tuple[str, str]:
    return seconds(found.cpu), f"±{found.spread * 100:.0f} %"


def floors(run: Run, workloads: Sequence[Workload], scale: str) -> Table:
    """Return ours beside the least that it takes."""
    rows = []
    for each in workloads:
        own, floor = run.of(each.name, "ours", scale), run.of(each.name, each.floor.name, scale)
        if own is None:
            continue
        if not own.rounds:
            rows.append((each.title, own.why, "", "", each.floor.name, "", "", "", ""))
            continue
        ratio = run.ratio(each.name, "ours", each.floor.name, scale)
        least = seconds(floor.cpu) if floor is not None and floor.rounds else "not measured"
        rows.append(
            (
                each.title, *_cost(own), _megabytes(own), each.floor.name, least,
                "" if floor is None or not floor.rounds else _megabytes(floor),
                "" if ratio is None else f"{ratio:.1f}",
                _kept(ratio, each.most),
            )
        )  # fmt: skip
    head = ("part", "ours", "spread", "peak", "floor", "floor takes", "its peak", "times", "aim")
    return Table(f"Beside the floor, {scale}", head, tuple(rows), " rrr rrrr")


def _kept(ratio: float | None, most: float | None) -> str:
    if most is None or ratio is None:
        return ""
    return f"{most:g}, {'met' if ratio <= most else 'missed'}"


def peers(run: Run, workloads: Sequence[Workload], scale: str) -> Table:
    """Return ours beside what others would take for the same, with equal results or not."""
    rows = []
    for each in workloads:
        own = run.of(each.name, "ours", scale)
        for part in each.peers:
            found = run.of(each.name, part.name, scale)
            if own is None or found is None:
                continue
            if not found.rounds or not own.rounds:
                rows.append((each.title, part.name, found.why or own.why, "", "", "", ""))
                continue
            rows.append(
                (
                    each.title, part.name, *_cost(found), _megabytes(found),
                    f"{found.cpu / own.cpu:.2f}" if own.cpu else "",
                    _agreed(each, own, found),
                )
            )  # fmt: skip
    head = ("part", "peer", "it takes", "spread", "peak", "times ours", "results")
    return Table(f"Beside others, {scale}", head, tuple(rows), "  rrrr ")


def _agreed(workload: Workload, own: Outcome, found: Outcome) -> str:
    shared = [name for name in found.figures if name in own.figures]
    if not shared:
        return "not comparable"
    other = differing(own.figures, found.figures, workload.tolerance)
    return f"differ in {', '.join(other)}" if other else f"equal ({', '.join(shared)})"


def exponents(run: Run, workloads: Sequence[Workload]) -> dict[tuple[str, str], float]:
    """Return the growth exponent of ours by workload and axis, of processor time."""
    found = {}
    for each in workloads:
        own = run.of(each.name, "ours", RETAIL.name)
        for axis in each.axes:
            other = run.of(each.name, "ours", AXES[axis].name)
            if own is None or other is None or not own.rounds or not other.rounds:
                continue
            times = size_along(AXES[axis], axis) / size_along(RETAIL, axis)
            power = growth(own.cpu, other.cpu, times)
            if power is not None:
                found[each.name, axis] = power
    return found


def growths(run: Run, workloads: Sequence[Workload]) -> Table:
    """Return by which power of its size the cost of each part grows."""
    found, rows = exponents(run, workloads), []
    for each in workloads:
        told = [found.get((each.name, axis)) for axis in AXES]
        if any(power is not None for power in told):
            cells = [
                "" if power is None else _power(power, each.axes[axis])
                for axis, power in zip(AXES, told, strict=True)
            ]
            rows.append((each.title, *cells))
    return Table("Growth exponents", ("part", *AXES), tuple(rows), " rrr")


def _power(power: float, most: float) -> str:
    return f"{power:.2f}" if power <= most else f"{power:.2f} (aim {most:g}, missed)"


def sizes(run: Run, workloads: Sequence[Workload]) -> Table:
    """Return ours on every scale that was measured: time on the clock and peak."""
    names = [name for name in SCALES if any(one.scale == name for one in run.outcomes)]
    rows = []
    for each in workloads:
        cells = []
        for name in names:
            own = run.of(each.name, "ours", name)
            if own is None:
                cells.append("")
            elif own.rounds:
                cells.append(f"{seconds(own.wall)}, {_megabytes(own)}")
            else:
                cells.append(own.why)
        rows.append((each.title, *cells))
    return Table("By size, on the clock", ("part", *names), tuple(rows), " " + "r" * len(names))


def tables(run: Run, workloads: Sequence[Workload]) -> tuple[Table, ...]:
    """Return every table that has rows."""
    measured = [name for name in SCALES if run.of(workloads[0].name, "ours", name)]
    first = RETAIL.name if RETAIL.name in measured else measured[0] if measured else ""
    made = (
        floors(run, workloads, first), peers(run, workloads, first),
        growths(run, workloads), sizes(run, workloads),
    )  # fmt: skip
    return tuple(table for table in made if table.rows)
