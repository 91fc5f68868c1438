"""The portfolio file: create, back up, restore, verify; and what is installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.answer import NEEDS_YOU, Answer, Command, Outside, never, option
from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.services.doctor import examine
from corridor_desktop.services.opening import conflicts

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.secret import Secret
    from corridor_desktop.services.backups import Preview
    from corridor_desktop.services.recompute import Recomputed


def new(arguments: Namespace, outside: Outside) -> Answer:
    """Create an empty portfolio file."""
    base = arguments.base.upper()
    if len(base) != 3 or not base.isalpha():
        raise UsageTrouble(
            "bad_currency", f"{arguments.base!r} is not a currency.", "Write it like EUR."
        )
    path = Path(arguments.file)
    key = outside.asker.ask("New passphrase", twice=True) if arguments.encrypt else None
    outside.desk.new(path, base, arguments.name or path.stem, key)
    document: dict[str, Any] = {"portfolio": str(path), "base": base}
    if key is not None:
        document["encrypted"] = True
    said = ", encrypted" if key is not None else ""
    return Answer(document, [f"Created {path}, in {base}{said}."])


def back_up(_: Namespace, outside: Outside) -> Answer:
    """Write a dated copy into the backup folder."""
    copy = outside.desk.back_up()
    return Answer({"backup": str(copy)}, [f"Backed up to {copy}."])


def backups(_: Namespace, outside: Outside) -> Answer:
    """List the backups, latest first."""
    found = outside.desk.backups.all()
    cells = [
        {
            "backup": str(each.path),
            "of": each.of,
            "made_at": None if each.made_at is None else each.made_at.isoformat(),
            "made_at_reason": None if each.made_at else "its name tells no date",
            "size": each.size,
            "encrypted": each.encrypted,
        }
        for each in found
    ]
    lines = [
        f"{each.made_at:%Y-%m-%d %H:%M} UTC  {each.of}{'  (encrypted)' if each.encrypted else ''}"
        f"\n    {each.path}"
        if each.made_at
        else str(each.path)
        for each in found
    ]
    return Answer({"backups": cells}, lines or ["There are no backups yet."])


def restore(arguments: Namespace, outside: Outside) -> Answer:
    """Put a backup back as a portfolio file, or only show what is in it."""
    backup = Path(arguments.backup)
    key: Secret | None = None
    try:
        seen = outside.desk.backups.preview(backup)
    except FileTrouble as found:
        if found.code != "needs_passphrase" or not outside.asker.can_ask:
            raise
        key = outside.asker.ask(f"Passphrase of {backup.name}")
        seen = outside.desk.backups.preview(backup, key)
    if arguments.dry_run:
        return _previewed(seen)
    if not arguments.to:
        raise UsageTrouble(
            "no_target", "It is not said where to restore to.", "Name the file with --to FILE."
        )
    target = Path(arguments.to)
    outside.desk.restore(backup, target, replace=arguments.replace, key=key)
    return Answer({"portfolio": str(target)}, [f"Restored to {target}."])


def _previewed(seen: Preview) -> Answer:
    document = {
        "backup": str(seen.backup.path),
        "whole": not seen.wrong,
        "wrong": seen.wrong or None,
        "name": seen.name,
        "base": seen.base,
        "encrypted": seen.backup.encrypted,
        "accounts": seen.accounts,
        "transactions": seen.transactions,
        "imports": seen.imports,
        "last_import": None if seen.last_import is None else seen.last_import.isoformat(),
        "last_trade": seen.last_trade or None,
        "last_price": seen.last_price or None,
    }
    if seen.wrong:
        return Answer(document, [seen.wrong], NEEDS_YOU)
    lines = [
        f"{seen.name}, in {seen.base}: whole.",
        f"{seen.transactions} transactions in {seen.accounts} accounts.",
        f"{seen.imports} imports; the latest trade is of {seen.last_trade or 'no day'}.",
        f"Prices up to {seen.last_price or 'no day'}.",
    ]
    return Answer(document, lines)


def verify(arguments: Namespace, outside: Outside) -> Answer:
    """Check the file and the decision log."""
    found = outside.desk.verify()
    beside = conflicts(outside.desk.path) if outside.desk.path else ()
    document = {
        "portfolio": str(outside.desk.path),
        "integrity": found.integrity,
        "log_intact": found.log_intact,
        "log_broken_at": found.log_broken_at,
        "policy_altered": found.policy_altered,
        "raw_files": found.raw_files,
        "transactions": found.transactions,
        "encrypted": found.encrypted,
        "seal": found.seal,
        "conflicts": [str(path) for path in beside],
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
    lines = [word, log, policy, *_SEALS.get(found.seal, ())]
    lines += [f"A program that copies folders has split this off: {path}" for path in beside]
    if arguments.figures:
        made = outside.desk.recompute()
        document["figures"] = _figures_document(made)
        lines += _figures_words(made)
        good = good and made is not None and not made.differing
    return Answer(document, lines, 0 if good and not beside else NEEDS_YOU)


def _figures_document(made: Recomputed | None) -> dict[str, Any] | None:
    """Return what became of the kept review, ``None`` where none is kept."""
    if made is None:
        return None
    return {
        "as_of": made.as_of.isoformat(),
        "kept_at": made.kept_at.isoformat(),
        "compared": made.figures,
        "differing": list(made.differing),
    }


def _figures_words(made: Recomputed | None) -> list[str]:
    if made is None:
        none = "No figure was compared: no review of this version is kept in the file."
        return [none, "One is kept when the window closes."]
    start = f"{made.figures} figures and series as of {made.as_of} were made again from the"
    start += " transactions, prices, rates and tags in the file"
    if not made.differing:
        return [f"{start}: all are as they were kept."]
    shown = [f"  {place}" for place in made.differing[:_SHOWN]]
    if len(made.differing) > _SHOWN:
        shown.append(f"  and {len(made.differing) - _SHOWN} more (all with --json)")
    return [
        f"{start}: {len(made.differing)} differ from those kept at {made.kept_at:%Y-%m-%d %H:%M}.",
        "What was entered, imported or fetched since then also changes figures.",
        *shown,
    ]


_SHOWN = 20
"""Figures that differ, as many as are named before the rest is counted."""

_SEALS = {
    "outside": ("It was changed by another program since it was last closed.",),
    "broken": ("It was not closed properly last time; its content was checked row by row.",),
}


def doctor(arguments: Namespace, outside: Outside) -> Answer:
    """Tell what is installed, where data lies, and whether the log was altered."""
    shown = outside.desk.recent()
    last = shown[0].path if shown else None
    portfolio = Path(arguments.portfolio) if arguments.portfolio else last
    found = examine(outside.desk.clock, portfolio)
    lines = [f"{name}: {value}" for name, value in found.facts.items()]
    lines += ["", *found.wrong] if found.wrong else ["", "Nothing is wrong."]
    document = {**found.facts, "wrong": list(found.wrong)}
    return Answer(document, lines, NEEDS_YOU if found.wrong else 0)


COMMANDS = (
    Command(
        "new",
        "create a portfolio file",
        new,
        (
            option("file", help="where to create it (.corridor)"),
            option("--base", required=True, help="the currency to think in, for example EUR"),
            option("--name", default="", help="what to call it"),
            option("--encrypt", action="store_true", help="encrypt it under a passphrase"),
        ),
        never,
    ),
    Command("backup", "write a dated copy of the portfolio file", back_up),
    Command("backups", "list the backups", backups, (), never),
    Command(
        "restore",
        "put a backup back as a portfolio file",
        restore,
        (
            option("backup", help="the backup"),
            option("--to", metavar="FILE", help="the file to create"),
            option("--dry-run", action="store_true", help="only show what the backup holds"),
            option(
                "--replace",
                action="store_true",
                help="put it in the place of FILE, which is kept beside it under a dated name",
            ),
        ),
        never,
    ),
    Command(
        "verify",
        "check the portfolio file and the decision log",
        verify,
        (
            option(
                "--figures",
                action="store_true",
                help="also make the kept review again and name each figure that differs",
            ),
        ),
    ),
    Command("doctor", "tell what is installed and where data lies", doctor, (), never),
)
