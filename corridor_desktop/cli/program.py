"""The program without a screen: arguments in, an exit code out."""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from corridor_desktop import __version__
from corridor_desktop.cli.answer import (
    BUG,
    TROUBLE,
    WRONG_USE,
    Answer,
    Command,
    Outside,
    cannot_measure,
)
from corridor_desktop.cli.commands import (
    bench,
    events,
    explain,
    files,
    funds,
    limits,
    listings,
    plans,
    policy,
    prices,
    report,
    review,
    sanctions,
    settings,
    statements,
    tags,
    updates,
    vault,
)
from corridor_desktop.cli.passphrase import Asker, open_portfolio
from corridor_desktop.cli.progress import Progress
from corridor_desktop.domain.errors import CorridorError, FileTrouble, UsageTrouble
from corridor_desktop.domain.opening import Opening
from corridor_desktop.host.paths import data_folder

if TYPE_CHECKING:
    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.desk import Desk
    from corridor_desktop.services.review import Review

COMMANDS: tuple[Command, ...] = (
    *files.COMMANDS,
    *vault.COMMANDS,
    *statements.COMMANDS,
    *prices.COMMANDS,
    *funds.COMMANDS,
    *listings.COMMANDS,
    *tags.COMMANDS,
    *review.COMMANDS,
    *explain.COMMANDS,
    *events.COMMANDS,
    *limits.COMMANDS,
    *policy.COMMANDS,
    *plans.COMMANDS,
    *sanctions.COMMANDS,
    *settings.COMMANDS,
    *report.COMMANDS,
    *updates.COMMANDS,
    *bench.COMMANDS,
)

NAME = "corridor-desktop"

_log = logging.getLogger("corridor.crash")

_FALL = re.compile(r"-[0-9.,]+ ?%?")
_BARE_OPTION = re.compile(r"--[a-z-]+")


class _Parser(argparse.ArgumentParser):
    """An argument parser that raises instead of leaving the program; no option is shortened."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UsageTrouble("wrong_use", f"{message}.", f"See: {self.prog} --help")


def knows(word: str) -> bool:
    """Tell whether a first argument is a command (and not a portfolio file)."""
    return word in {command.name.split()[0] for command in COMMANDS}


def build_parser() -> argparse.ArgumentParser:
    """Build the parser from the declared commands."""
    parser = _Parser(
        prog=NAME,
        description="What a portfolio hangs on, what a bad day in Seoul costs, which limits hold. "
        "Without a command it opens the window on FILE, or on the sample with --sample.",
    )
    parser.add_argument("--version", action="version", version=f"{NAME} {__version__}")
    shared = _Parser(add_help=False)
    shared.add_argument("--portfolio", metavar="FILE", help="default: the file opened last")
    shared.add_argument("--json", action="store_true", help="print one JSON document")
    shared.add_argument("--quiet", action="store_true", help="no progress on standard error")
    shared.add_argument(
        "--passphrase-stdin", action="store_true", help="read the passphrase from standard input"
    )
    shared.add_argument(
        "--passphrase-fd", metavar="NUMBER", type=int, help="read it from an open descriptor"
    )
    shared.add_argument(
        "--open-anyway",
        action="store_true",
        help="open the portfolio although another computer seems to have it open",
    )
    shared.add_argument("--read-only", action="store_true", help="change nothing in the portfolio")
    families = parser.add_subparsers(metavar="COMMAND", required=True)
    groups: dict[str, Any] = {}
    for command in COMMANDS:
        first, _, second = command.name.partition(" ")
        place = families
        if second:
            if first not in groups:
                group = families.add_parser(first, help=f"{first}: see {first} --help")
                groups[first] = group.add_subparsers(metavar="COMMAND", required=True)
            place = groups[first]
        own = place.add_parser(second or first, help=command.help, parents=[shared])
        for part in command.options:
            own.add_argument(*part.flags, **part.keywords)
        own.set_defaults(command=command)
    return parser


def bind_falls(arguments: Sequence[str]) -> list[str]:
    """Bind a value like ``-5%`` to the option before it; argparse takes it for an option."""
    bound: list[str] = []
    for argument in arguments:
        if _FALL.fullmatch(argument) and bound and _BARE_OPTION.fullmatch(bound[-1]):
            bound[-1] += f"={argument}"
        else:
            bound.append(argument)
    return bound


def run(
    arguments: Sequence[str],
    desk: Desk,
    print_report: Callable[[Review, Path, str], None],
    measure: Callable[[argparse.Namespace, Job], Answer] = cannot_measure,
) -> int:
    """Run one command; print its answer; return its exit code.

    Expected trouble becomes a sentence on standard error, and with ``--json`` an ``error``
    document on standard output. So does a bug, whose traceback goes to the log alone.
    """
    as_json = "--json" in arguments
    try:
        parsed = build_parser().parse_args(bind_falls(arguments))
        command: Command = parsed.command
        asker = Asker.of(parsed)
        outside = Outside(
            desk, Progress(quiet=as_json or parsed.quiet), print_report, asker, measure
        )
        if command.opens(parsed):
            path = Path(parsed.portfolio) if parsed.portfolio else desk.last_opened()
            open_portfolio(desk, path, asker, _how(parsed))
            _back_up(desk)
        answer = command.run(parsed, outside)
    except CorridorError as trouble:
        return _explain(trouble, as_json=as_json)
    except Exception:  # noqa: BLE001 (the edge of a command: a script is told of a bug, too)
        return _own_up(as_json=as_json)
    _print(answer, as_json=as_json)
    return answer.code


def _how(parsed: argparse.Namespace) -> Opening:
    if parsed.read_only:
        return Opening.TO_READ
    return Opening.ANYWAY if parsed.open_anyway else Opening.ALONE


def _back_up(desk: Desk) -> None:
    """Write today's backup before anything is changed; a command is not refused for want of it."""
    try:
        desk.backups.daily()
    except FileTrouble as trouble:
        said = f"There is no backup of today: {trouble.sentence} {trouble.remedy}"
        print(said, file=sys.stderr)


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer.document, ensure_ascii=False, allow_nan=False, indent=1))
    else:
        print("\n".join(answer.lines))


def _explain(trouble: CorridorError, *, as_json: bool) -> int:
    _tell(trouble.code, trouble.sentence, trouble.remedy, as_json=as_json)
    return WRONG_USE if isinstance(trouble, UsageTrouble) else TROUBLE


def _own_up(*, as_json: bool) -> int:
    """Tell of a bug calmly; the log, which holds no amounts, keeps the traceback."""
    _log.critical("Unforeseen in a command", exc_info=True)
    log = data_folder() / "logs" / "corridor.log"
    _tell(
        "bug",
        "Something went wrong in the program itself; the command was not finished.",
        f"The log tells where: {log}. Checking the file with `verify` does no harm.",
        as_json=as_json,
    )
    return BUG


def _tell(code: str, sentence: str, remedy: str, *, as_json: bool) -> None:
    print(" ".join(filter(None, (sentence, remedy))), file=sys.stderr)
    if as_json:
        error = {"code": code, "message": sentence, "remedy": remedy}
        print(json.dumps({"error": error}, ensure_ascii=False, indent=1))
