"""``corridor-desktop bench``: measure, print the tables, keep them, compare with kept ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.bench.guard import read_kept, slower
from corridor_desktop.bench.outcome import Run
from corridor_desktop.bench.page import ratios, write_page
from corridor_desktop.bench.registry import WORKLOADS
from corridor_desktop.bench.runner import Wish, measure_all
from corridor_desktop.bench.scale import RETAIL, SCALES
from corridor_desktop.bench.table import tables
from corridor_desktop.cli.answer import BREACHED, DONE, Answer
from corridor_desktop.cli.text import table as text_table
from corridor_desktop.domain.errors import FileTrouble, UsageTrouble

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.job import Job


def answer_bench(arguments: Namespace, job: Job) -> Answer:
    """Run the benchmark that the arguments ask for.

    Raises
    ------
    UsageTrouble
        unknown_workload or unknown_size.
    FileTrouble
        missing_file, where there are no kept ratios to compare with; not_written.
    """
    wish = _wish(arguments)
    kept = _kept(arguments.check) if arguments.check else None

    def so_far(run: Run) -> None:
        if arguments.write:
            _write(Path(arguments.write), run, wish.workloads)

    run = measure_all(wish, _teller(job), so_far)
    now = ratios(run, wish.workloads)
    worse = slower(kept, now) if kept is not None else ()
    lines = [f"{name}: {value}" for name, value in run.machine.items()]
    for table in tables(run, wish.workloads):
        right = table.right.ljust(len(table.head))
        lines += ["", table.title, *text_table(table.head, list(table.rows), right)]
    lines += ["", *worse] if worse else []
    return Answer(_document(run, now, worse), lines, BREACHED if worse else DONE)


def _wish(arguments: Namespace) -> Wish:
    known = {each.name: each for each in WORKLOADS}
    names = arguments.only.split(",") if arguments.only else list(known)
    sizes = arguments.sizes.split(",") if arguments.sizes else [RETAIL.name]
    _refuse("workload", names, known)
    _refuse("size", sizes, SCALES)
    return Wish(
        [known[name] for name in names],
        [SCALES[name] for name in sizes],
        axes=not arguments.no_growth,
        turns=max(1, arguments.turns),
        rounds=max(1, arguments.rounds),
        peers=arguments.peers or "",
        folder=Path(arguments.inputs) if arguments.inputs else None,
    )


def _refuse(what: str, given: list[str], known: Any) -> None:
    for name in given:
        if name not in known:
            raise UsageTrouble(
                f"unknown_{what}", f"There is no {what} {name!r}.", f"One of: {', '.join(known)}."
            )


def _kept(path: str) -> dict[str, Any]:
    try:
        return read_kept(Path(path))
    except (OSError, ValueError) as error:
        raise FileTrouble(
            "missing_file",
            f"There are no kept ratios beside {path} ({error}).",
            "Write them first with: bench --write",
        ) from error


def _write(path: Path, run: Run, workloads: Any) -> None:
    try:
        write_page(path, run, workloads)
    except OSError as error:
        raise FileTrouble("not_written", f"{path} could not be written ({error}).") from error


def _teller(job: Job) -> Any:
    return lambda text: job.checkpoint(0.0, text)


def _document(run: Run, now: dict[str, Any], worse: tuple[str, ...]) -> dict[str, Any]:
    listed: dict[str, list[dict[str, Any]]] = {}
    for found in run.outcomes:
        listed.setdefault(found.workload, []).append(found.as_json())
    return {
        "machine": dict(run.machine),
        "workloads": [{"name": name, "parts": parts} for name, parts in listed.items()],
        "times_the_floor": now["times_the_floor"],
        "growth": now["growth"],
        "slower": list(worse),
    }
