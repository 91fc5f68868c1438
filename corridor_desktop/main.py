"""Composition root: builds the adapters, hands them to the services, the services to the screen.

The only file that knows everyone. Heavy libraries are imported when they are needed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop import APP_ID
from corridor_desktop.host.clock import SystemClock
from corridor_desktop.host.paths import data_folder

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.cli.answer import Answer
    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.desk import Desk
    from corridor_desktop.services.key_desk import KeyDesk
    from corridor_desktop.services.ports import PriceFeed
    from corridor_desktop.services.release_desk import ReleaseSource
    from corridor_desktop.services.review import Review

SAMPLE = "--sample"
BENCH_WORKER = "--bench-worker"  # as bench.worker spells it
PRICE_WORKER = "--price-worker"  # as feeds.source_feed spells it; importing that takes time


def console() -> int:
    """Run a command, or open the window when none is given."""
    from corridor_desktop.cli.terminal import run_to_the_end

    return run_to_the_end(lambda: start(sys.argv[1:]))


def window() -> int:
    """Open the window without a console."""
    return start([argument for argument in sys.argv[1:] if argument != "--json"])


def start(arguments: list[str]) -> int:
    """Decide between worker, command line and window; return the exit code."""
    if arguments[:1] == [PRICE_WORKER]:
        from corridor_desktop.feeds.worker_process import serve

        return serve()
    if arguments[:1] == [BENCH_WORKER]:
        from corridor_desktop.bench.worker import serve as measure

        return measure(arguments[1:])
    try:
        data_folder()
    except OSError as error:
        return _without_place(arguments, error)
    from corridor_desktop.host.crash import watch_for_crashes
    from corridor_desktop.host.logging import set_up_logging

    set_up_logging(data_folder())
    watch_for_crashes(data_folder())
    if arguments and _is_command(arguments):
        from corridor_desktop.cli.program import run

        desk = build_desk()
        try:
            return run(arguments, desk, print_report, measure_program)
        finally:
            desk.close()  # folds the log into the file and seals it
    return open_or_report(arguments)


def _is_command(arguments: list[str]) -> bool:
    from corridor_desktop.cli.program import knows

    return knows(arguments[0]) or arguments[0] in {"-h", "--help", "--version"}


def build_desk() -> Desk:
    """Return a desk with the real clock, the real price sources and the system keyring."""
    from corridor_desktop.host.secrets import KeyringSecrets
    from corridor_desktop.services.desk import Desk
    from corridor_desktop.services.key_desk import KeyDesk
    from corridor_desktop.services.publisher import read_publisher
    from corridor_desktop.services.release_desk import ReleaseDesk

    secrets = KeyringSecrets()
    keys = KeyDesk(secrets)
    further = {"ecb": _ecb, "tiingo": lambda: _tiingo(keys), "krx": lambda: _krx(keys)}
    releases = ReleaseDesk(SystemClock(), read_publisher(), _releases)
    return Desk(SystemClock(), _yahoo, further, keys, secrets, releases)


def _releases() -> ReleaseSource:
    from corridor_desktop.feeds.release_feed import ReleaseFeedSource

    return ReleaseFeedSource()


def _yahoo() -> PriceFeed:
    from corridor_desktop.feeds.yahoo import YahooFeed

    return YahooFeed(SystemClock(), data_folder() / "yahoo")


def _ecb() -> PriceFeed:
    from corridor_desktop.feeds.ecb import EcbFeed

    return EcbFeed(SystemClock(), data_folder() / "ecb")


def _tiingo(keys: KeyDesk) -> PriceFeed:
    from corridor_desktop.feeds.tiingo import TiingoFeed

    return TiingoFeed(SystemClock(), data_folder() / "tiingo", lambda: keys.get("tiingo"))


def _krx(keys: KeyDesk) -> PriceFeed:
    from corridor_desktop.feeds.krx import KrxFeed

    return KrxFeed(SystemClock(), data_folder() / "krx", lambda: keys.get("krx"))


def print_report(review: Review, out: Path, paper: str) -> None:
    """Write the printable report, with or without a display. Raises FileTrouble."""
    from corridor_desktop.host.display import has_display

    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from corridor_desktop.ui.printing.report import write_report

    write_report(review, out, paper)


def measure_program(arguments: Namespace, job: Job) -> Answer:
    """Measure what the program costs. Raises UsageTrouble, FileTrouble."""
    from corridor_desktop.bench.command import answer_bench

    return answer_bench(arguments, job)


def open_or_report(arguments: list[str]) -> int:
    """Open the window on a file or the sample; without a display write the report instead."""
    from corridor_desktop.domain.errors import CorridorError
    from corridor_desktop.host.display import has_display

    sample = SAMPLE in arguments
    names = [argument for argument in arguments if not argument.startswith("-")]
    unknown = [word for word in arguments if word.startswith("-") and word != SAMPLE]
    if unknown or len(names) > 1 or (sample and names):
        print("Use: corridor-desktop [FILE | --sample], or see --help.", file=sys.stderr)
        return 2
    file = Path(names[0]) if names else None
    if has_display():
        from corridor_desktop.host.display import name_process
        from corridor_desktop.host.paths import documents_folder
        from corridor_desktop.ui.app import Start, open_window

        name_process(APP_ID)
        start = Start(data_folder() / "window.ini", documents_folder(), file, sample)
        return open_window(build_desk, start, print_report)
    try:
        return _report_instead(file, sample=sample)
    except CorridorError as trouble:
        print(" ".join(filter(None, (trouble.sentence, trouble.remedy))), file=sys.stderr)
        return 3


def _without_place(arguments: list[str], error: OSError) -> int:
    """Say that the program has no folder of its own to write to; return the exit code."""
    from corridor_desktop.host.display import has_display

    told = (
        f"The folder {error.filename} cannot be made or written ({error.strerror}). "
        "Nothing was changed. Make it writable, or name another folder in the environment "
        "variable CORRIDOR_HOME."
    )
    print(told, file=sys.stderr)
    if has_display() and not (arguments and _is_command(arguments)):
        from corridor_desktop.ui.app import refuse

        refuse(told)
    return 3


def _report_instead(file: Path | None, *, sample: bool) -> int:
    """Write the report as PDF and HTML and say where."""
    desk = build_desk()
    if sample:
        desk.open_sample()
    else:
        desk.open(file or desk.last_opened())
    review = desk.review()
    folder = data_folder() / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{'sample' if sample else 'portfolio'}-{review.as_of.isoformat()}"
    print("There is no display here, so the report was written instead:")
    for kind in ("pdf", "html"):
        out = folder / f"{name}.{kind}"
        print_report(review, out, desk.settings.get("report_paper"))
        print(f"  {out}")
    desk.close()
    return 0
