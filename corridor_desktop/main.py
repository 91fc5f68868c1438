"""Composition root: builds the adapters, hands them to the services, the services to the screen.

The only file that knows everyone. Heavy libraries are imported when they are needed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.host.clock import SystemClock
from corridor_desktop.host.paths import data_folder

if TYPE_CHECKING:
    from corridor_desktop.services.desk import Desk
    from corridor_desktop.services.ports import PriceFeed
    from corridor_desktop.services.review import Review

SAMPLE = "--sample"


def console() -> int:
    """Run a command, or open the window when none is given."""
    return start(sys.argv[1:])


def window() -> int:
    """Open the window without a console."""
    return start([argument for argument in sys.argv[1:] if argument != "--json"])


def start(arguments: list[str]) -> int:
    """Decide between worker, command line and window; return the exit code."""
    from corridor_desktop.feeds.yahoo import WORKER_FLAG, serve_worker

    if arguments[:1] == [WORKER_FLAG]:
        return serve_worker()
    from corridor_desktop.host.crash import watch_for_crashes
    from corridor_desktop.host.logging import set_up_logging

    set_up_logging(data_folder())
    watch_for_crashes(data_folder())
    if arguments and _is_command(arguments):
        from corridor_desktop.cli.program import run

        return run(arguments, build_desk(), print_report)
    return open_or_report(arguments)


def _is_command(arguments: list[str]) -> bool:
    from corridor_desktop.cli.program import knows

    return knows(arguments[0]) or arguments[0] in {"-h", "--help", "--version"}


def build_desk() -> Desk:
    """Return a desk with the real clock and the real price source."""
    from corridor_desktop.services.desk import Desk

    return Desk(SystemClock(), _yahoo)


def _yahoo() -> PriceFeed:
    from corridor_desktop.feeds.yahoo import YahooFeed

    return YahooFeed(SystemClock(), data_folder() / "yahoo")


def print_report(review: Review, out: Path, paper: str) -> None:
    """Write the printable report. Raises FileTrouble."""
    from corridor_desktop.ui.printing.report import write_report

    write_report(review, out, paper)
