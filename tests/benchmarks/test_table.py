"""The whole table on this machine, held against the kept ratios. Run as pytest tests/benchmarks.

Left out of a run of everything: it takes minutes, and its ratios want a machine of their own.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corridor_desktop.bench.command import answer_bench
from corridor_desktop.cli.program import build_parser
from corridor_desktop.domain.job import Quiet

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def _asked_for(config: pytest.Config) -> bool:
    named = any("benchmarks" in argument for argument in config.args)
    return named or bool(os.environ.get("CORRIDOR_BENCHMARK"))


def test_no_ratio_is_worse_than_the_kept_one(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    if not _asked_for(request.config):
        pytest.skip("name tests/benchmarks to measure")
    words = ["bench", "--turns", "1", "--rounds", "4", "--no-growth", "--inputs", str(tmp_path)]
    peers = os.environ.get("CORRIDOR_PEERS")
    words += ["--peers", peers] if peers else []
    found = answer_bench(build_parser().parse_args([*words, "--check", str(PAGE)]), Quiet())
    with capsys.disabled():
        print("\n" + "\n".join(found.lines))
    assert not found.document["slower"]
