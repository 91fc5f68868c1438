"""What the wizard has done off the GUI thread: files read, planned, and made ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.importers.contract import Answers
from corridor_desktop.ui.pages.imports.file_lines import lines_of
from corridor_desktop.ui.pages.imports.rows import PlanRows

if TYPE_CHECKING:
    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.import_desk import ImportDesk
    from corridor_desktop.services.import_statement import StatementPlan


@dataclass(slots=True)
class WizardFile:
    """One chosen file: what was said about it, and what was made of it off the GUI thread."""

    path: Path
    answers: Answers
    plan: StatementPlan | None = None
    rows: PlanRows | None = None
    lines: Sequence[str] = ()
    format_name: str = ""
    trouble: FileTrouble | None = None


class Reader:
    """What is done with a file on a worker thread; returns new values and touches no widget."""

    def __init__(self, desk: ImportDesk) -> None:
        self._desk = desk

    def imports_read(self, each: WizardFile, account: str | None, job: Job) -> WizardFile:
        """Read a file."""
        try:
            (plan,) = self._desk.read([each.path], each.answers, account, job)
        except FileTrouble as trouble:
            return replace(each, plan=None, rows=None, lines=(), trouble=trouble)
        lines = lines_of(plan.data, plan.reading.reading.encoding)
        return replace(each, plan=plan, rows=PlanRows(plan), lines=lines, trouble=None)

    def plan_again(self, each: WizardFile, account: str | None, job: Job) -> WizardFile:
        """Take up answers that leave the reading as it is."""
        if each.plan is None:
            return each
        merged = replace(
            each.plan.answers,
            instruments=each.answers.instruments,
            restated=each.answers.restated,
            openings=each.answers.openings,
            classes=each.answers.classes,
        )
        plan = self._desk.plan_again(each.plan, merged, account, job)
        return replace(each, plan=plan, rows=PlanRows(plan))


class Share:
    """One of several files as a share of the whole."""

    def __init__(self, job: Job, place: int, count: int) -> None:
        self._job, self._place, self._count = job, place, count

    def checkpoint(self, fraction: float, text: str = "") -> None:
        """Pass progress on."""
        self._job.checkpoint((self._place + fraction) / self._count, text)
