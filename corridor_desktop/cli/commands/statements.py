"""Import broker exports, look at past imports, take one back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.answer import DONE, NEEDS_YOU, Answer, Command, Outside, option
from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.importers.answers_file import parse_answers
from corridor_desktop.importers.contract import Answers, Outcome
from corridor_desktop.importers.json_form import reading_form
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from corridor_desktop.importers.contract import FileReading
    from corridor_desktop.services.import_desk import Batch
    from corridor_desktop.services.import_statement import StatementPlan


def _answers(arguments: Namespace) -> Answers:
    if not arguments.answers:
        return Answers(profile=arguments.profile)
    try:
        raw = Path(arguments.answers).read_text(encoding="utf-8")
    except OSError as trouble:
        raise FileTrouble(
            "unreadable", f"{arguments.answers} cannot be read: {trouble.strerror}."
        ) from trouble
    return parse_answers(raw, arguments.profile)


def _needs_portfolio(arguments: Namespace) -> bool:
    return not arguments.dry_run


def import_files(arguments: Namespace, outside: Outside) -> Answer:
    """Read broker exports; a dry run touches nothing."""
    imports = outside.desk.imports
    paths = [Path(name) for name in arguments.files]
    answers = _answers(arguments)
    plans = imports.read(paths, answers, arguments.account, outside.job)
    clear = [plan for plan in plans if plan.reading.outcome is Outcome.IMPORT]
    lines = [line for plan in plans for line in _plan_lines(plan)]
    code = DONE if len(clear) == len(plans) else NEEDS_YOU
    if arguments.dry_run:
        return Answer({"files": [_plan_form(plan) for plan in plans]}, lines, code)
    batches = imports.commit(clear, outside.job, arguments.account)
    booked = {batch.digest: batch for batch in batches}
    documents = [{**_plan_form(plan), "batch": _batch_of(plan, booked)} for plan in plans]
    lines += [
        f"Booked {_counts(batch)} (take back with: undo-import {batch.id})"
        for batch in booked.values()
    ]
    lines += [
        f"{plan.reading.file}: nothing was booked; answer the questions and import it again."
        for plan in plans
        if plan.reading.outcome is not Outcome.IMPORT
    ]
    return Answer({"files": documents}, lines, code)


def _batch_of(plan: StatementPlan, booked: Mapping[str, Batch]) -> str | None:
    batch = booked.get(plan.reading.sha256)
    return batch.id if batch else None


def _counts(batch: Batch) -> str:
    return f"{batch.imported} {batch.kind}, {batch.duplicates} already in the book"


def _plan_form(plan: StatementPlan) -> dict[str, Any]:
    return {
        **reading_form(plan.reading, say),
        "account": plan.account,
        "new": plan.new,
        "duplicates": plan.duplicates,
        "already_imported": say(plan.already) if plan.already else None,
    }


def _plan_lines(plan: StatementPlan) -> list[str]:
    reading = plan.reading
    form = reading_form(reading, say)
    counted = form["lines"]
    lines = [
        f"{reading.file}: {form['outcome'].replace('_', ' ')}"
        + _known_as(reading)
        + (f": {say(reading.reason)}" if reading.reason else ""),
        (
            f"  {counted['physical']} lines = {counted['structure']} structure + "
            f"{counted['imported']} imported + {counted['skipped']} skipped + "
            f"{counted['needs_you']} for you to decide"
        ),
    ]
    if plan.already:
        lines.append(f"  {say(plan.already)}")
    lines += [f"  {_where(part['lines'])}: {part['message']}" for part in form["needs_you"]]
    lines += [f"  {part['message']}" for part in form["warnings"]]
    return lines


def _known_as(reading: FileReading) -> str:
    if reading.broker:
        return f", {reading.broker} ({reading.profile})"
    return ", read by its column names" if reading.profile else ""


def _where(lines: list[int]) -> str:
    return f"line {lines[0]}" if lines else "the whole file"


def list_imports(_: Namespace, outside: Outside) -> Answer:
    """List past imports, the newest first."""
    found = outside.desk.imports.history()
    document = {"imports": [_batch_form(batch) for batch in found]}
    lines = [
        f"{batch.id}  {batch.imported_at:%Y-%m-%d %H:%M}  {batch.file_name}  {_counts(batch)}"
        + ("  (taken back)" if batch.undone_at else "")
        for batch in found
    ]
    return Answer(document, lines or ["Nothing was imported yet."])


def _batch_form(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "file": batch.file_name,
        "sha256": batch.digest,
        "profile": batch.profile,
        "account": batch.account_id,
        "at": batch.imported_at.isoformat(),
        "kind": batch.kind,
        "imported": batch.imported,
        "duplicates": batch.duplicates,
        "skipped": batch.skipped,
        "undone_at": batch.undone_at.isoformat() if batch.undone_at else None,
    }


def undo_import(arguments: Namespace, outside: Outside) -> Answer:
    """Take one import back; later ones stay."""
    outside.desk.imports.undo(arguments.id)
    return Answer({"undone": arguments.id}, [f"Import {arguments.id} was taken back."])


COMMANDS = (
    Command(
        "import",
        "read broker exports",
        import_files,
        (
            option("files", nargs="+", metavar="FILE", help="exports to read"),
            option("--account", metavar="NAME", help="the account they belong to"),
            option("--profile", metavar="ID", help="read them as this broker's file"),
            option("--dry-run", action="store_true", help="show what would happen, touch nothing"),
            option("--answers", metavar="FILE", help="JSON with answers to open questions"),
        ),
        _needs_portfolio,
    ),
    Command("imports", "list past imports", list_imports),
    Command("undo-import", "take one import back", undo_import, (option("id", help="its id"),)),
)
