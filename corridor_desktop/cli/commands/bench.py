"""How fast the program is on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.cli.answer import Answer, Command, Outside, never, option

if TYPE_CHECKING:
    from argparse import Namespace


def show_bench(arguments: Namespace, outside: Outside) -> Answer:
    """Measure and show the tables."""
    return outside.measure(arguments, outside.job)


COMMANDS = (
    Command(
        "bench",
        "measure the program beside the least that its work takes and beside others",
        show_bench,
        (
            option("--only", metavar="NAME[,NAME]", help="these workloads alone"),
            option("--sizes", metavar="SIZE[,SIZE]", help="1x (default), 10x, 100x, tiny"),
            option("--no-growth", action="store_true", help="do not measure how cost grows"),
            option("--turns", type=int, default=3, help="processes for each part (3)"),
            option("--rounds", type=int, default=4, help="rounds in each process (4)"),
            option("--peers", metavar="PYTHON", help="the interpreter that has the peers"),
            option("--inputs", metavar="FOLDER", help="keep the invented inputs there"),
            option(
                "--write", nargs="?", const="docs/benchmarks.md", metavar="PAGE",
                help="write the tables into a page (docs/benchmarks.md) and its ratios beside it",
            ),
            option(
                "--check", nargs="?", const="docs/benchmarks.md", metavar="PAGE",
                help="compare with the ratios kept beside a page; exit code 4 when slower",
            ),
        ),
        never,
    ),
)  # fmt: skip
