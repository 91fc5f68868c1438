"""The measured process: does one part of one workload a few times and says what it cost."""

from __future__ import annotations

import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FLAG = "--bench-worker"


def serve(arguments: list[str]) -> int:
    """Run ``workload part scale folder rounds``, or ``inputs scale folder``; answer in JSON.

    The answer holds ``rounds`` and ``figures``, ``missing`` names a library that is not there, or
    ``failed`` says what went wrong.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries print; only the answer goes to the parent
    answers.write(json.dumps(_answer(arguments)) + "\n")
    answers.close()
    return 0


def _answer(arguments: list[str]) -> dict[str, Any]:
    from corridor_desktop.bench.scale import SCALES

    try:
        if arguments[0] == "inputs":
            from corridor_desktop.bench.inputs import write_inputs

            write_inputs(Path(arguments[2]), SCALES[arguments[1]])
            return {}
        workload, part, scale, folder, rounds = arguments
        return _measure(workload, part, scale, Path(folder), int(rounds))
    except Exception as error:  # noqa: BLE001 (one part that fails is a row of the table, no more)
        return {"failed": f"{type(error).__name__}: {error}"[:300]}


def _measure(workload: str, part: str, scale: str, folder: Path, rounds: int) -> dict[str, Any]:
    from corridor_desktop.bench.meter import measure
    from corridor_desktop.bench.registry import workload_of
    from corridor_desktop.bench.scale import SCALES

    chosen = workload_of(workload).part(part)
    for name in chosen.needs:
        if not _present(name):
            return {"missing": name}
    material = chosen.prepare(folder, SCALES[scale])
    told = []
    result: Any = None
    for _ in range(rounds):
        result = None  # the last result is not kept while the next one is made
        result, cost = measure(lambda: chosen.act(material), spawns=chosen.spawns)
        told.append(cost.as_json())
    return {"rounds": told, "figures": dict(chosen.figures(result))}


def _present(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # its parent is not there
        return False


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
