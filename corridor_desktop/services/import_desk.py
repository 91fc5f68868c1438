"""The verbs of importing on the open portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.message import Message
from corridor_desktop.importers.contract import Answers, Outcome
from corridor_desktop.services import formats
from corridor_desktop.services.book_statement import book_statement
from corridor_desktop.services.collector import collector_at_rest
from corridor_desktop.services.file_bytes import read_bytes
from corridor_desktop.services.formats import Format
from corridor_desktop.services.import_statement import StatementPlan, plan_again, plan_statement
from corridor_desktop.services.opening_balances import book_openings
from corridor_desktop.services.reconcile import AccountComparison, reconcile
from corridor_desktop.services.words import say
from corridor_desktop.store.batches import Batch as Batch  # noqa: PLC0414 (the window may name it)
from corridor_desktop.store.batches import Undone as Undone  # noqa: PLC0414 (and this)

if TYPE_CHECKING:
    from corridor_desktop.domain.foreign_class import ForeignClass
    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.session import Session


class ImportDesk:
    """Read files, book them, list and take back imports."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(
        self,
        paths: Sequence[Path],
        answers: Answers | None = None,
        account: str | None = None,
        job: Job | None = None,
    ) -> tuple[StatementPlan, ...]:
        """Read files and say what each would bring; works without an open portfolio too.

        Raises
        ------
        FileTrouble
            A file cannot be read from disk.
        """
        files = [(path.name, read_bytes(path)) for path in paths]
        return self.read_bytes(files, answers, account, job)

    def read_bytes(
        self,
        files: Sequence[tuple[str, bytes]],
        answers: Answers | None = None,
        account: str | None = None,
        job: Job | None = None,
    ) -> tuple[StatementPlan, ...]:
        """Read files that are in memory already, by name and content."""
        watched = job or Quiet()
        given = answers or Answers()
        if not self._session.is_open:
            return tuple(
                plan_statement(name, data, given, account, None, self._session.clock, watched)
                for name, data in files
            )
        with collector_at_rest(), self._session.store() as store:
            return tuple(
                plan_statement(name, data, given, account, store, self._session.clock, watched)
                for name, data in files
            )

    def plan_again(
        self,
        plan: StatementPlan,
        answers: Answers,
        account: str | None = None,
        job: Job | None = None,
    ) -> StatementPlan:
        """Return a plan after answers on instruments, restated rows or openings; see there."""
        watched = job or Quiet()
        if not self._session.is_open:
            return plan_again(plan, answers, account, None, self._session.clock, watched)
        with self._session.store() as store:
            return plan_again(plan, answers, account, store, self._session.clock, watched)

    def commit(
        self, plans: Sequence[StatementPlan], job: Job | None = None, account: str | None = None
    ) -> tuple[Batch, ...]:
        """Book files one after the other, each all or nothing; files imported before are left out.

        Rows that wait for an answer stay out; a file whose day or currency is open brings nothing.
        """
        watched = job or Quiet()
        booked = []
        ready = sorted((plan for plan in plans if is_bookable(plan)), key=_first_day)
        with collector_at_rest(), self._session.store() as store:
            for place, plan in enumerate(ready):
                part = _Part(watched, place, len(ready))
                booked.append(book_statement(plan, store, self._session.clock, account, part))
        return tuple(booked)

    def history(self) -> tuple[Batch, ...]:
        """Return every import, the latest first."""
        with self._session.store() as store:
            return tuple(reversed(store.batches.all()))

    def undo(self, batch_id: str) -> Undone:
        """Take one import back; later ones stay, with all they told. Raises UsageTrouble."""
        with self._session.store() as store:
            return store.undo_import(batch_id, self._session.clock.now())

    def reconcile(self) -> tuple[AccountComparison, ...]:
        """Compare the latest statement of each account with its history up to that day."""
        with self._session.store() as store:
            return reconcile(store, self._session.clock.today())

    def open_balances(self, comparison: AccountComparison) -> Batch:
        """Book what the broker has more than a history tells, as one step. Raises UsageTrouble."""
        with self._session.store() as store:
            return book_openings(comparison, store, self._session.clock)

    def classes(self) -> tuple[tuple[ForeignClass, ...], dict[str, str]]:
        """Return the classes that imports in force brought, and the names of instruments by id."""
        with self._session.store() as store:
            things = store.instruments.all()
            names = {key: thing.name for key, thing in things.items()}
            return store.foreign_classes.all(), names

    def formats(self) -> tuple[Format, ...]:
        """Return the formats that the user taught by mapping columns or answering words."""
        with self._session.store() as store:
            return formats.all_formats(store)

    def name_format(self, fingerprint: str, name: str) -> None:
        """Call a format something else. Raises UsageTrouble."""
        with self._session.store() as store:
            formats.name_format(store, fingerprint, name)

    def forget_format(self, fingerprint: str) -> None:
        """Forget a format. Raises UsageTrouble."""
        with self._session.store() as store:
            formats.forget_format(store, fingerprint)

    def export_format(self, fingerprint: str, path: Path) -> None:
        """Write a format without any data of the user. Raises UsageTrouble, FileTrouble."""
        with self._session.store() as store:
            formats.export_format(store, fingerprint, path)

    def import_format(self, path: Path) -> Format:
        """Take a format over from a file. Raises UsageTrouble, FileTrouble."""
        with self._session.store() as store:
            return formats.import_format(store, path)

    def raw_text(self, digest: str) -> bytes | None:
        """Return the bytes of an imported file as they were read."""
        with self._session.store() as store:
            return store.raw_files.content(digest)

    def file_names(self) -> dict[str, str]:
        """Return the names of imported files by digest."""
        with self._session.store() as store:
            return dict(store.raw_files.names())


class _Part:
    """One of several files as a share of the whole job."""

    def __init__(self, job: Job, place: int, count: int) -> None:
        self._job, self._place, self._count = job, place, count

    def checkpoint(self, fraction: float, text: str = "") -> None:
        """Pass progress on."""
        self._job.checkpoint((self._place + fraction) / self._count, text)


def _first_day(plan: StatementPlan) -> date:
    """Order files by where their history begins, so that each finds what came before it."""
    period = plan.reading.period
    return period[0] if period else date.max


def text_of(desk: ImportDesk, digest: str) -> list[str]:
    """Return the lines of an imported file, decoded as the reader would. Raises UsageTrouble."""
    from corridor_desktop.importers.text import decode

    data = desk.raw_text(digest)
    if data is None:
        raise UsageTrouble("no_such_file", "This portfolio keeps no file of that kind.")
    decoded = decode(data)
    if isinstance(decoded, Message):
        return [say(decoded)]
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines and not lines[-1] else lines


GENERAL = "general"
"""The profile that reads a file by its column names alone, whatever broker they remind of."""


def profiles() -> tuple[tuple[str, str], ...]:
    """Return every profile that a file can be read as: its id and a name for it."""
    from corridor_desktop.importers.profiles import all_layouts

    found = [
        (layout.id, f"{layout.broker} ({layout.id.partition('.')[2].replace('_', ' ')})")
        for layout in all_layouts()
        if not layout.sections
    ]
    return (*sorted(found, key=lambda each: each[1].casefold()), (GENERAL, "by its columns alone"))


def is_bookable(plan: StatementPlan) -> bool:
    """Tell whether a file has something to book: new rows that wait for no answer of the whole."""
    whole = any(not question.lines for question in plan.reading.questions)
    refused = plan.reading.outcome is Outcome.REFUSED
    brings = plan.new > 0 or (plan.take_probable and bool(plan.probable)) or plan.classes.new > 0
    return plan.already is None and not refused and not whole and brings
