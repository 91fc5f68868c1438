"""The portfolio file: create, back up, restore, verify; and what is installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.cli.answer import NEEDS_YOU, Answer, Command, Outside, never, option
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.services.doctor import examine

if TYPE_CHECKING:
    from argparse import Namespace


def new(arguments: Namespace, outside: Outside) -> Answer:
    """Create an empty portfolio file."""
    base = arguments.base.upper()
    if len(base) != 3 or not base.isalpha():
        raise UsageTrouble(
            "bad_currency", f"{arguments.base!r} is not a currency.", "Write it like EUR."
        )
    path = Path(arguments.file)
    outside.desk.new(path, base, arguments.name or path.stem)
    return Answer({"portfolio": str(path), "base": base}, [f"Created {path}, in {base}."])


def back_up(_: Namespace, outside: Outside) -> Answer:
    """Write a dated copy into the backup folder."""
    copy = outside.desk.back_up()
    return Answer({"backup": str(copy)}, [f"Backed up to {copy}."])


def restore(arguments: Namespace, outside: Outside) -> Answer:
    """Put a backup back as a portfolio file; an existing file is never overwritten."""
    target = Path(arguments.to)
    outside.desk.restore(Path(arguments.backup), target)
    return Answer({"portfolio": str(target)}, [f"Restored to {target}."])


def verify(_: Namespace, outside: Outside) -> Answer:
    """Check the file and the decision log."""
    found = outside.desk.verify()
    document = {
        "portfolio": str(outside.desk.path),
        "integrity": found.integrity,
        "log_intact": found.log_intact,
        "log_broken_at": found.log_broken_at,
        "policy_altered": found.policy_altered,
        "raw_files": found.raw_files,
        "transactions": found.transactions,
    }
    good = found.integrity == "ok" and found.log_intact and found.policy_altered is None
    word = "The file is whole." if found.integrity == "ok" else f"Damaged: {found.integrity}"
    log = (
        "The decision log is unbroken."
        if found.log_intact
        else f"The decision log was altered at entry {found.log_broken_at}."
    )
    policy = (
        "The limits are as they were decided."
        if found.policy_altered is None
        else f"Version {found.policy_altered} of the limits was changed from outside."
    )
    return Answer(document, [word, log, policy], 0 if good else NEEDS_YOU)


def doctor(arguments: Namespace, outside: Outside) -> Answer:
    """Tell what is installed, where data lies, and whether the log was altered."""
    shown = outside.desk.recent()
    last = shown[0].path if shown else None
    portfolio = Path(arguments.portfolio) if arguments.portfolio else last
    found = examine(outside.desk.clock, portfolio)
    lines = [f"{name}: {value}" for name, value in found.items()]
    return Answer(dict(found), lines)


COMMANDS = (
    Command(
        "new",
        "create a portfolio file",
        new,
        (
            option("file", help="where to create it (.corridor)"),
            option("--base", required=True, help="the currency to think in, for example EUR"),
            option("--name", default="", help="what to call it"),
        ),
        never,
    ),
    Command("backup", "write a dated copy of the portfolio file", back_up),
    Command(
        "restore",
        "put a backup back as a portfolio file",
        restore,
        (
            option("backup", help="the backup"),
            option("--to", required=True, metavar="FILE", help="the file to create"),
        ),
        never,
    ),
    Command("verify", "check the portfolio file and the decision log", verify),
    Command("doctor", "tell what is installed and where data lies", doctor, (), never),
)
