"""The wizard: the file as text, what was understood, every row with its status; then one button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QProgressBar, QPushButton, QWidget

from corridor_desktop.domain.errors import CorridorError, UsageTrouble
from corridor_desktop.importers.contract import Answers, Outcome, Question
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.format import counted
from corridor_desktop.ui.pages.imports import choices
from corridor_desktop.ui.pages.imports.file_lines import LinesView
from corridor_desktop.ui.pages.imports.reading_view import ReadingView
from corridor_desktop.ui.pages.imports.result import file_word, result_of
from corridor_desktop.ui.pages.imports.tabs import PlanTabs
from corridor_desktop.ui.pages.imports.work import Reader, Share, WizardFile
from corridor_desktop.ui.pages.imports.zones import lay_out
from corridor_desktop.ui.parts.words import label, restyle

if TYPE_CHECKING:
    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.import_desk import Batch
    from corridor_desktop.services.import_statement import StatementPlan
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState

READING, COMMITTING, LOOKING = "read", "import", "after_import"
_WORK = (READING, COMMITTING, LOOKING)


class ImportWizard(QWidget):
    """Nothing is written before "Import"; afterwards the import can be taken back."""

    finished = Signal()
    told = Signal(str)

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self._all: list[WizardFile] = []
        self._committing = False
        self._files = QComboBox()
        self._files.setAccessibleName("File")
        self._files.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._account = QLineEdit()
        self._account.setPlaceholderText("as the broker is called")
        self._account.setAccessibleName("Account")
        self._account.setMaximumWidth(UNIT * 30)
        self._text = LinesView()
        self._view = ReadingView()
        self._tabs = PlanTabs()
        self._result = label("", "muted", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(UNIT * 20)
        self._bar.setAccessibleName("Progress")
        self._again = QPushButton("Read again")
        self._import = QPushButton("Import")
        self._import.setProperty("role", "primary")
        self._cancel = QPushButton("Cancel")
        head = (label("File"), self._files, label("Account"), self._account)
        foot = (self._bar, self._again, self._cancel, self._import)
        self.setLayout(lay_out(head, self._text, self._view, self._tabs, self._result, foot))
        self._bar.hide()
        self._again.hide()
        self._wire()

    def _wire(self) -> None:
        self._files.activated.connect(self._show)
        self._account.editingFinished.connect(self._account_named)
        self._view.overridden.connect(self._override)
        self._view.answered.connect(self._answer)
        self._view.mapped.connect(self._map_columns)
        self._view.formatWanted.connect(self._name_format)
        self._tabs.lineChosen.connect(self._text.point_at)
        self._text.pointed.connect(self._tabs.point_at)
        self._tabs.instruments.chosen.connect(self._choose_instrument)
        self._tabs.restated.decided.connect(self._decide)
        self._tabs.openings.agreed.connect(self._agree)
        self._tabs.classes.chosen.connect(self._choose_class)
        self._import.clicked.connect(self._commit)
        self._again.clicked.connect(self._read_again)
        self._cancel.clicked.connect(self._stop)
        runner = self._state.runner
        runner.progressed.connect(self._progress)
        runner.ended.connect(self._ended)

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._tabs.dress(look)
        self._text.lines_model.dress(look)

    @property
    def _plans(self) -> list[StatementPlan]:
        return [each.plan for each in self._all if each.plan is not None]

    @property
    def _now(self) -> WizardFile | None:
        place = max(self._files.currentIndex(), 0)
        return self._all[place] if place < len(self._all) else None

    def begin(self, paths: Sequence[Path]) -> None:
        """Read files and show the first; while files wait here, more are added to them."""
        waiting = list(self._all) if self._all and self.isVisible() else []
        known = {each.path for each in waiting}
        fresh = [path for path in dict.fromkeys(paths) if path not in known]
        self._all = [*waiting, *(WizardFile(path, Answers()) for path in fresh)]
        self._files.clear()
        self._files.addItems([each.path.name for each in self._all])
        # The first of those that came just now is what its owner wants to see.
        self._files.setCurrentIndex(len(waiting) if fresh else 0)
        self._read_again()

    # What is done off the GUI thread. ------------------------------------------------------

    def _read_again(self) -> None:
        if self._all:
            self._work(lambda desk, account, each, job: desk.imports_read(each, account, job))

    def _plan_again(self) -> None:
        """Take answers up that leave the reading as it is; only the file in view has new ones."""
        if self._state.runner.is_running(READING):
            self._read_again()
            return
        now = self._now
        self._work(
            lambda desk, account, each, job: (
                desk.plan_again(each, account, job) if each is now else each
            )
        )

    def _work(self, step: Callable[[Reader, str | None, WizardFile, Job], WizardFile]) -> None:
        reader, files = Reader(self._state.desk.imports), list(self._all)
        account = self._account.text().strip() or None

        def read(job: Job) -> list[WizardFile]:
            return [
                step(reader, account, each, Share(job, place, len(files)))
                for place, each in enumerate(files)
            ]

        self._busy(True)
        self._say("Reading\N{HORIZONTAL ELLIPSIS}", "muted")
        self._state.runner.submit(
            READING, "math", read, self._take, title="Reading files", trouble=self._failed
        )

    def _take(self, files: list[WizardFile]) -> None:
        old, self._all = self._all, files
        self._busy(False)
        for place, each in enumerate(files):
            if each.plan is not None:
                self._files.setItemText(place, file_word(each.path.name, each.plan))
            elif each.trouble is not None:
                self._files.setItemText(place, f"{each.path.name}  (cannot be read)")
        self._show()
        self._let_go(old)

    def _let_go(self, old: list[WizardFile]) -> None:
        """Let the rows of long files go on a worker thread; it takes its time."""
        self._state.runner.submit("let_go", "math", lambda _: old.clear())

    def _failed(self, trouble: Exception) -> None:
        self._busy(False)
        self._show_nothing()
        if isinstance(trouble, CorridorError):
            self._say(f"{trouble.sentence} {trouble.remedy}", "danger")

    def _show_nothing(self) -> None:
        self._text.show_file(())
        self._view.show_nothing()
        self._tabs.show_nothing()

    def _progress(self, key: str, fraction: float, _: str) -> None:
        if key in {READING, COMMITTING}:
            self._bar.setValue(round(1000 * fraction))

    def _ended(self, key: str) -> None:
        if key in {READING, COMMITTING}:
            QTimer.singleShot(0, self._settle)

    def _settle(self) -> None:
        """Notice work that was stopped: its answer never comes, so the bar still stands."""
        runner = self._state.runner
        if not self._bar.isVisibleTo(self) or any(map(runner.is_running, _WORK)):
            return
        self._busy(False)
        if self._committing:
            # A stop may come too late: reading the files again tells what is in the book.
            self._committing = False
            self._state.do(
                LOOKING, "store", lambda _: None, lambda _: self._read_again(), title="Stopping"
            )
            return
        self._again.show()
        self._say("Stopped. Nothing was imported.", "muted")

    def _busy(self, is_busy: bool) -> None:
        self._bar.setValue(0)
        self._bar.setVisible(is_busy)
        if is_busy:
            self._again.hide()
            self._import.setEnabled(False)

    # What is shown. -----------------------------------------------------------------------

    def _show(self) -> None:
        now = self._now
        if now is None:
            return
        if now.plan is None or now.rows is None:
            self._show_nothing()
            self._tell()
            return
        self._text.show_file(now.lines, now.rows.marks)
        self._view.show_reading(now.plan.reading, now.answers, now.rows)
        self._tabs.show_plan(now.plan, now.rows)
        self._tell()

    def _tell(self) -> None:
        now = self._now
        if now is not None and now.trouble is not None:
            self._say(f"{now.trouble.sentence} {now.trouble.remedy}", "danger")
        elif now is not None and now.plan is not None:
            refused = now.plan.reading.outcome is Outcome.REFUSED
            self._say(result_of(now.plan), "danger" if refused else "muted")
        ready = sum(bookable(plan) for plan in self._plans)
        self._import.setEnabled(ready > 0)
        single = len(self._all) == 1 or not ready
        self._import.setText("Import" if single else f"Import {counted(ready, 'file')}")

    def _say(self, words: str, role: str) -> None:
        self._result.setText(words)
        self._result.setToolTip(words)
        restyle(self._result, role)

    # What the user says. ------------------------------------------------------------------

    def _override(self, name: str, value: str) -> None:
        self._said(lambda answers: choices.override(answers, name, value))

    def _answer(self, question: Question, value: str) -> None:
        self._said(lambda answers: choices.answer(answers, question, value))

    def _map_columns(self, columns: dict[str, str]) -> None:
        self._said(lambda answers: replace(answers, columns=columns))

    def _said(self, change: Callable[[Answers], Answers]) -> None:
        now = self._now
        if now is None:
            return
        try:
            now.answers = change(now.answers)
        except CorridorError as trouble:
            self._state.troubleRaised.emit(trouble)
            return
        self._read_again()

    def _account_named(self) -> None:
        if self._account.isModified():
            self._account.setModified(False)
            self._read_again()

    def _name_format(self, name: str) -> None:
        if self._now is not None:
            self._now.format_name = name

    def _choose_instrument(self, key: str, value: str) -> None:
        now = self._now
        if now is not None:
            chosen = {**now.answers.instruments, key: value}
            now.answers = replace(now.answers, instruments=chosen)
            self._plan_again()

    def _decide(self, lines: list[int], word: str) -> None:
        now = self._now
        if now is not None:
            said = {**now.answers.restated, **dict.fromkeys(lines, word)}
            now.answers = replace(now.answers, restated=said)
            self._plan_again()

    def _agree(self, units: dict[str, Decimal | None]) -> None:
        now = self._now
        if now is not None:
            said = {**now.answers.openings, **units}
            kept = {key: value for key, value in said.items() if value is not None}
            now.answers = replace(now.answers, openings=kept)
            self._plan_again()

    def _choose_class(self, keys: list[str], value: str) -> None:
        now = self._now
        if now is not None:
            said = {**now.answers.classes, **dict.fromkeys(keys, value)}
            now.answers = replace(now.answers, classes=said)
            self._plan_again()

    # Booking, and stopping. ---------------------------------------------------------------

    def _commit(self) -> None:
        desk, plans = self._state.desk.imports, list(self._plans)
        account = self._account.text().strip() or None
        names = {each.plan.reading.fingerprint: each.format_name
                 for each in self._all if each.plan is not None and each.format_name}  # fmt: skip

        def book(job: Job) -> str:
            booked = desk.commit(plans, job, account)
            for fingerprint, name in names.items():
                desk.name_format(fingerprint, name)
            return _booked_words(booked)

        self._busy(True)
        self._committing = True
        self._say("Importing\N{HORIZONTAL ELLIPSIS}", "muted")
        self._state.do(
            COMMITTING, "store", book, self._booked, title="Importing", trouble=self._not_booked
        )

    def _booked(self, words: str) -> None:
        self._busy(False)
        self._committing = False
        old, self._all = self._all, []
        self._show_nothing()
        self._let_go(old)
        self.told.emit(words)
        self.finished.emit()

    def _not_booked(self, trouble: Exception) -> None:
        self._busy(False)
        self._committing = False
        self._tell()
        if isinstance(trouble, UsageTrouble) and trouble.code == "notice_unseen":
            self._ask_notice()
        elif isinstance(trouble, CorridorError):
            self._say(f"{trouble.sentence} {trouble.remedy}", "danger")

    def _ask_notice(self) -> None:
        """Show the notice that a direct link to the corridor asks for; then book after all."""
        from corridor_desktop.ui.dialogs.notice import NoticeDialog

        desk = self._state.desk
        if NoticeDialog(self, desk.sanctions.notice()).exec():
            desk.sanctions.see_notice()
            self._commit()

    def _stop(self) -> None:
        """Stop what is running; with nothing running, leave without a trace."""
        runner = self._state.runner
        for key in (READING, COMMITTING):
            if runner.is_running(key):
                runner.cancel(key)
                return
        old, self._all = self._all, []
        self._show_nothing()
        self._let_go(old)
        self.finished.emit()


def _booked_words(booked: Sequence[Batch]) -> str:
    also = ", ".join(batch.notes for batch in booked if batch.notes)
    records = counted(sum(batch.imported for batch in booked), "record")
    words = f"Imported {records} from {counted(len(booked), 'file')}"
    words += f", with {also}" if also else ""
    return f"{words}. It can be taken back here at any time."


def bookable(plan: StatementPlan) -> bool:
    """Tell whether a file would bring something."""
    from corridor_desktop.services.import_desk import is_bookable

    return is_bookable(plan)
