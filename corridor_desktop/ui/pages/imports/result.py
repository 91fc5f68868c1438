"""What would happen to a file, in a sentence: every line is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.importers.contract import Outcome
from corridor_desktop.ui.format import counted
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.services.import_statement import StatementPlan


def result_of(plan: StatementPlan) -> str:
    """Return what would happen, and that every line is accounted for."""
    reading, lines = plan.reading, plan.reading.lines
    if reading.reason is not None and reading.outcome is Outcome.REFUSED:
        words = say(reading.reason)
        if reading.reason.code == "import.refused_no_header":
            words += " If one does, give its number as the header line and map the columns."
        return words
    if plan.already is not None:
        return say(plan.already)
    words = (
        f"{counted(lines.physical, 'line')}: {lines.imported} read, "
        f"{lines.skipped} skipped with a reason, {counted(lines.needs_you, 'needs', 'need')} you, "
        f"{counted(lines.structure, 'title or blank', 'titles and blanks')}. "
        f"{plan.new} new, {plan.duplicates} already in the book; account {plan.account}."
    )
    if plan.probable:
        rows = counted(
            len(plan.probable), "row looks restated and is", "rows look restated and are"
        )
        words += f" {rows} left out."
    still_open = sum(each.doubtful for each in plan.instruments)
    if still_open:
        words += (
            f" {still_open} of {len(plan.instruments)} instruments can be decided now or later."
        )
    if plan.classes.choices:
        words += (
            f" {counted(len(plan.classes.choices), 'class', 'classes')} of another tracker, "
            f"{plan.classes.still_open} open."
        )
        strangers = sum(each.strangers for each in plan.classes.choices)
        if strangers:
            words += (
                f" {counted(strangers, 'place')} in them left out: nobody holds the instrument."
            )
    if plan.openings:
        short = counted(len(plan.openings), "instrument does", "instruments do")
        words += f" {short} not add up alone: see Before the history."
    # What the file alone sells too much of may well be in the portfolio: the openings know.
    told = [notice for notice in reading.notices if notice.code != "oversold"]
    notes = " ".join(say(notice.message) for notice in told[:2])
    return f"{words} {notes}".strip()


def file_word(name: str, plan: StatementPlan) -> str:
    """Return the name of a file and how it stands, for the list of files."""
    if plan.reading.outcome is Outcome.REFUSED:
        return f"{name}  (refused)"
    if plan.already is not None:
        return f"{name}  (already imported)"
    if not plan.new and plan.classes.new:
        return f"{name}  ({counted(plan.classes.new, 'place')} in classes)"
    if plan.waiting:
        return f"{name}  ({plan.new} new, {plan.waiting} to decide)"
    return f"{name}  ({plan.new} new)"
