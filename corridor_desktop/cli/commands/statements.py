"""Import broker exports, look at past imports, take one back, compare, hand formats on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import DONE, NEEDS_YOU, Answer, Command, Outside, option
from corridor_desktop.cli.import_forms import (
    batch_form,
    comparison_form,
    comparison_lines,
    counts,
    foreign_form,
    not_booked,
    plan_form,
    plan_lines,
)
from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.domain.foreign_class import percent
from corridor_desktop.importers.answers_file import parse_answers
from corridor_desktop.importers.contract import Answers, Outcome

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

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
    lines = [line for plan in plans for line in plan_lines(plan)]
    code = DONE if len(clear) == len(plans) else NEEDS_YOU
    if arguments.dry_run:
        return Answer({"files": [plan_form(plan) for plan in plans]}, lines, code)
    batches = imports.commit(clear, outside.job, arguments.account)
    booked = {batch.digest: batch for batch in batches}
    documents = [{**plan_form(plan), "batch": _batch_of(plan, booked)} for plan in plans]
    lines += [
        f"Booked {counts(batch)} (take back with: undo-import {batch.id})"
        for batch in booked.values()
    ]
    lines += [not_booked(plan) for plan in plans if plan.reading.outcome is not Outcome.IMPORT]
    return Answer({"files": documents}, lines, code)


def _batch_of(plan: StatementPlan, booked: Mapping[str, Batch]) -> str | None:
    batch = booked.get(plan.reading.sha256)
    return batch.id if batch else None


def list_imports(_: Namespace, outside: Outside) -> Answer:
    """List past imports, the newest first."""
    found = outside.desk.imports.history()
    document = {"imports": [batch_form(batch) for batch in found]}
    lines = [
        f"{batch.id}  {batch.imported_at:%Y-%m-%d %H:%M}  {batch.file_name}  {counts(batch)}"
        + ("  (taken back)" if batch.undone_at else "")
        for batch in found
    ]
    return Answer(document, lines or ["Nothing was imported yet."])


def undo_import(arguments: Namespace, outside: Outside) -> Answer:
    """Take one import back; later ones stay, with all they told."""
    undone = outside.desk.imports.undo(arguments.id)
    document = {"undone": undone.batch_id, "kept": undone.kept, "read_again": list(undone.reread)}
    lines = [f"Import {arguments.id} was taken back."]
    if undone.kept:
        lines.append(f"{undone.kept} record(s) stay, because another import told them too.")
    if undone.reread:
        again = ", ".join(undone.reread)
        lines.append(f"Import again the files of {again}: they left out what is gone now.")
    return Answer(document, lines)


def compare(arguments: Namespace, outside: Outside) -> Answer:
    """Hold the history of each account against the broker's own positions."""
    found = outside.desk.imports.reconcile()
    document: dict[str, Any] = {"accounts": [comparison_form(each) for each in found]}
    lines = [line for each in found for line in comparison_lines(each)]
    if not found:
        lines = ["Nothing to compare: no account has both a history and a list of positions."]
    if arguments.open_balances:
        chosen = [each for each in found if each.account == arguments.open_balances]
        if not chosen:
            raise UsageTrouble(
                "no_comparison",
                f"There is nothing to compare in an account {arguments.open_balances!r}.",
                "Name one of those that are listed without --open-balances.",
            )
        batch = outside.desk.imports.open_balances(chosen[0])
        document["batch"] = batch.id
        lines.append(f"Booked {batch.imported} opening balance(s) as {batch.id}.")
    return Answer(document, lines, NEEDS_YOU if any(each.open for each in found) else DONE)


def list_classes(_: Namespace, outside: Outside) -> Answer:
    """List the classes of other trackers as imports brought them."""
    found, names = outside.desk.imports.classes()
    document = foreign_form(found, names)
    rows = [
        (
            names.get(each.instrument_id, each.instrument_id),
            each.key,
            percent(each.weight),
            each.theme_id or ("left out" if each.theme_id == "" else "open"),
            each.file,
        )
        for each in found
    ]
    lines = text.table(("holding", "class", "weight", "theme", "file"), rows, "  r")
    if found:
        lines.append(
            f"{document['mapped']} taken for a theme, {document['left_out']} left out, "
            f"{document['open']} open"
        )
    return Answer(document, lines or ["No import brought classes of another tracker."])


def list_formats(_: Namespace, outside: Outside) -> Answer:
    """List the formats that were taught."""
    return _formats(outside, [])


def export_format(arguments: Namespace, outside: Outside) -> Answer:
    """Write a format without any data."""
    outside.desk.imports.export_format(arguments.id, Path(arguments.out))
    return _formats(outside, [f"Wrote {arguments.out}. It holds column titles and words, no data."])


def import_format(arguments: Namespace, outside: Outside) -> Answer:
    """Take a format over from a file."""
    found = outside.desk.imports.import_format(Path(arguments.file))
    return _formats(outside, [f"Files with the columns of “{found.name}” are read by it now."])


def forget_format(arguments: Namespace, outside: Outside) -> Answer:
    """Forget a format."""
    outside.desk.imports.forget_format(arguments.id)
    return _formats(outside, [f"Format {arguments.id} is forgotten. What was imported stays."])


def _formats(outside: Outside, told: list[str]) -> Answer:
    found = outside.desk.imports.formats()
    document = {
        "formats": [
            {
                "id": each.fingerprint,
                "name": each.name,
                "columns": dict(each.columns),
                "words": dict(each.words),
            }
            for each in found
        ]
    }
    listed = [f"{each.fingerprint}  {each.name}  {len(each.columns)} columns" for each in found]
    return Answer(document, told or listed or ["No format was taught yet."])


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
    Command(
        "compare",
        "hold histories against the broker's own positions",
        compare,
        (
            option(
                "--open-balances",
                metavar="ACCOUNT",
                help="book what the broker has more than the history as opening balances",
            ),
        ),
    ),
    Command("classes", "list the classes that imports brought from other trackers", list_classes),
    Command("formats list", "list the formats that you taught", list_formats),
    Command(
        "formats export",
        "write a format without any data",
        export_format,
        (option("id", help="its id"), option("--out", required=True, metavar="FILE", help="JSON")),
    ),
    Command(
        "formats import",
        "take a format over",
        import_format,
        (option("file", metavar="FILE", help="JSON of formats export"),),
    ),
    Command("formats forget", "forget a format", forget_format, (option("id", help="its id"),)),
)
