"""What an import would do and has done, as JSON and as lines of text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corridor_desktop.domain.foreign_class import percent
from corridor_desktop.importers.contract import Outcome
from corridor_desktop.importers.json_form import plain, reading_form
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridor_desktop.domain.foreign_class import ForeignClass
    from corridor_desktop.importers.contract import FileReading
    from corridor_desktop.importers.duplicates import Probable
    from corridor_desktop.services.class_choices import ClassChoice, ClassPlan
    from corridor_desktop.services.import_desk import Batch
    from corridor_desktop.services.import_statement import StatementPlan
    from corridor_desktop.services.named_instruments import Named
    from corridor_desktop.services.openings import Opening
    from corridor_desktop.services.reconcile import AccountComparison

Form = dict[str, Any]


def plan_form(plan: StatementPlan) -> Form:
    """Return one file's entry of ``import --json``."""
    return {
        **reading_form(plan.reading, say),
        "account": plan.account,
        "new": plan.new,
        "duplicates": plan.duplicates,
        "already_imported": say(plan.already) if plan.already else None,
        "restated": [_pair(part, "") for part in plan.probable]
        + [_pair(part, "same") for part in plan.restated],
        "instruments": [_named(each) for each in plan.instruments],
        "openings": [_opening(each) for each in plan.openings],
        "comparisons": [comparison_form(each) for each in plan.comparisons],
        "classes": [_class(each) for each in plan.classes.choices],
        "classes_new": plan.classes.new,
        "classes_without_tag": list(plan.classes.without_tag),
    }


def _class(each: ClassChoice) -> Form:
    return {
        "key": each.key,
        "holdings": each.holdings,
        "strangers": each.strangers,
        "weights": [plain(weight) for weight in each.weights],
        "unweighted": each.unweighted,
        "weight_stated": each.stated,
        "answer": each.answer or None,
        "proposal": each.proposal or None,
        "from_earlier_import": each.told,
    }


def class_lines(found: ClassPlan) -> list[str]:
    """Return what a person reads about the classes of a file."""
    lines = [_class_line(each) for each in found.choices if not each.answer]
    if lines:
        themes = ", ".join(theme.id for theme in found.themes)
        lines.append(
            f"{len(lines)} class(es) of another tracker can be taken for a theme ({themes}, new) "
            "or left out (ignore) with --answers; until then they are kept as they are, uncounted "
            "in any theme"
        )
    strangers = sum(each.strangers for each in found.choices)
    if strangers:
        lines.append(f"{strangers} place(s) in classes are of instruments that nobody holds")
    if found.without_tag:
        lines.append(
            f"No tag for {', '.join(found.without_tag)}: the shares contradict each other or "
            "would pass 100 %"
        )
    return lines


def _class_line(each: ClassChoice) -> str:
    answer = each.proposal or "ignore"
    weights = ", ".join(percent(weight) for weight in each.weights[:3])
    more = f", and {len(each.weights) - 3} more" if len(each.weights) > 3 else ""
    whole = "as a whole, for the file states no weight" if each.weights else ""
    said = weights + more if each.stated else whole
    unknown = f"; {each.unweighted} of unknown weight, no tag" if each.unweighted else ""
    return (
        f"class {each.key}: {each.holdings} holding(s), {said or 'in part'}{unknown}; "
        f'answer {{"classes": {{{json.dumps(each.key, ensure_ascii=False)}: "{answer}"}}}}'
    )


def _pair(part: Probable, said: str) -> Form:
    return {
        "lines": list(part.row.lines),
        "date": part.row.date.isoformat(),
        "quantity": plain(part.row.quantity),
        "price": plain(part.row.price),
        "known_date": part.known.date.isoformat(),
        "known_quantity": plain(part.known.quantity),
        "known_price": plain(part.known.price),
        "decided": said or None,
    }


def _named(each: Named) -> Form:
    return {
        "key": each.key,
        "name": each.identity.name,
        "isin": each.identity.isin,
        "symbol": each.identity.symbol,
        "currency": each.currency or None,
        "lines": list(each.lines),
        "price_symbol": each.symbol or None,
        "how": say(each.how),
        "doubtful": each.doubtful,
        "choices": [one.value for one in each.candidates],
    }


def _opening(each: Opening) -> Form:
    return {
        "key": each.key,
        "account": each.account,
        "name": each.label,
        "date": each.day.isoformat(),
        "units": plain(each.units),
        "lines": list(each.lines),
    }


def comparison_form(each: AccountComparison) -> Form:
    """Return one account's comparison with its broker."""
    return {
        "account": each.account,
        "as_of": each.day.isoformat(),
        "against": each.against,
        "lines": [
            {
                "name": each.names[line.instrument_id],
                "held": plain(line.history),
                "stated": plain(line.stated),
                "agreement": str(line.agreement),
            }
            for line in each.lines
        ],
    }


def comparison_lines(each: AccountComparison) -> list[str]:
    """Return one account's comparison as text; lines that agree are only counted."""
    agreed = len(each.lines) - len(each.open)
    side = "the history" if each.against == "history" else f"the statement of {each.before}"
    lines = [f"{each.account} on {each.day}: {agreed} of {len(each.lines)} as in {side}"]
    for line in each.open:
        held, stated = plain(line.history) or "nothing", plain(line.stated) or "nothing"
        name = each.names[line.instrument_id]
        lines.append(f"  {name}: the broker states {stated}, {side} makes {held}")
    return lines


def plan_lines(plan: StatementPlan) -> list[str]:
    """Return what a person reads about one file."""
    reading = plan.reading
    form = reading_form(reading, say)
    counted = form["lines"]
    lines = [
        f"{reading.file}: {form['outcome'].replace('_', ' ')}"
        + (f", {_read_as(reading)}" if reading.profile else "")
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
    return lines + [f"  {line}" for line in _asides(plan)]


def _read_as(reading: FileReading) -> str:
    return f"{reading.broker or 'a broker it does not know'} ({reading.profile})"


def not_booked(plan: StatementPlan) -> str:
    """Return that a file brought nothing, and what can be done about it where anything can."""
    if plan.reading.outcome is Outcome.REFUSED:
        return f"{plan.reading.file}: nothing was booked."
    return f"{plan.reading.file}: nothing was booked; answer the questions and import it again."


def _asides(plan: StatementPlan) -> list[str]:
    lines = [
        f"{_where(list(part.row.lines))}: looks like a row of {part.known.date} restated and is "
        'left out; answer {"restated": {"%d": "another"}} to take it in' % part.row.lines[0]
        for part in plan.probable
    ]
    open_ones = [each for each in plan.instruments if each.doubtful]
    for each in open_ones:
        choices = ", ".join(one.value for one in each.candidates)
        name = each.identity.name or each.identity.label
        lines.append(f"{each.key} ({name}): {say(each.how)}" + (f" {choices}?" if choices else ""))
    if open_ones:
        lines.append(
            f"{len(open_ones)} instrument(s) can be decided now (--answers) or later: "
            "their rows are kept and counted"
        )
    lines += [
        f"{opening.label}: an opening balance of {plain(opening.units)} on {opening.day} would "
        f'settle it; answer {{"openings": {{"{opening.key}": "{plain(opening.units)}"}}}}'
        for opening in plan.openings
    ]
    lines += class_lines(plan.classes)
    return lines + [line for each in plan.comparisons for line in comparison_lines(each)]


def _where(lines: list[int]) -> str:
    return f"line {lines[0]}" if lines else "the whole file"


def batch_form(batch: Batch) -> Form:
    """Return one entry of ``imports --json``."""
    return {
        "id": batch.id,
        "file": batch.file_name,
        "sha256": batch.digest,
        "profile": batch.profile,
        "account": batch.account_id,
        "at": batch.imported_at.isoformat(),
        "kind": batch.kind,
        "from": batch.start.isoformat() if batch.start else None,
        "to": batch.end.isoformat() if batch.end else None,
        "imported": batch.imported,
        "duplicates": batch.duplicates,
        "skipped": batch.skipped,
        "needs_you": batch.needs_you,
        "read_again": batch.incomplete,
        "notes": batch.notes,
        "undone_at": batch.undone_at.isoformat() if batch.undone_at else None,
    }


def counts(batch: Batch) -> str:
    """Return what an import brought, in a few words."""
    also = f", {batch.notes}" if batch.notes else ""
    kind = batch.kind.removesuffix("s") if batch.imported == 1 else batch.kind
    return f"{batch.imported} {kind}, {batch.duplicates} already in the book{also}"


def foreign_form(found: Sequence[ForeignClass], names: Mapping[str, str]) -> Form:
    """Return the answer of ``classes --json``."""
    return {
        "classes": [
            {
                "instrument": each.instrument_id,
                "holding": names.get(each.instrument_id, each.instrument_id),
                "class": each.key,
                "taxonomy": each.taxonomy,
                "path": list(each.path),
                "weight": plain(each.weight),
                "theme": each.theme_id or None,
                "state": _state(each),
                "import": each.batch_id,
                "file": each.file,
                "lines": list(each.lines),
            }
            for each in found
        ],
        "mapped": sum(1 for each in found if each.theme_id),
        "left_out": sum(1 for each in found if each.theme_id == ""),
        "open": sum(1 for each in found if each.theme_id is None),
    }


def _state(each: ForeignClass) -> str:
    if each.theme_id is None:
        return "open"
    return "mapped" if each.theme_id else "left_out"
