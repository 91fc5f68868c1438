"""Read a broker file and see what booking it would bring; nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.contract import (
    Answers,
    CanonicalRow,
    CashRow,
    FileReading,
    Outcome,
    PositionRow,
)
from corridor_desktop.importers.duplicates import Probable, Sorted
from corridor_desktop.importers.identity import key_of
from corridor_desktop.importers.reader import read
from corridor_desktop.services.booked_rows import known_snapshot, resolver_of, sort_rows
from corridor_desktop.services.class_choices import ClassPlan, plan_classes
from corridor_desktop.services.collector import collector_at_rest
from corridor_desktop.services.column_maps import read_with_map
from corridor_desktop.services.named_instruments import Named, name_instruments
from corridor_desktop.services.openings import Opening, find_openings
from corridor_desktop.services.reconcile import AccountComparison, compare_rows
from corridor_desktop.services.resolve_instruments import Known

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore

_SPACES = re.compile(r"\s+")
Row = TypeVar("Row", CanonicalRow, PositionRow, CashRow)


class Standing(StrEnum):
    """What a row that was read would do to the book."""

    NEW = "new"
    KNOWN = "known"
    RESTATED = "restated"


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """One file as read, and what it would bring to the book.

    ``account`` is the account that rows without one of their own go to. ``new`` and
    ``duplicates`` count records; ``probable`` are rows that look like restated ones and are left
    out until the user says otherwise, or ``take_probable``. ``already`` says that this very file
    was imported before. ``standings`` gives, by place in transactions followed by positions, the
    rows that are not new. ``instruments`` are the distinct ones, ``openings`` what must have been
    held before the history begins, ``comparisons`` a snapshot beside what the book holds,
    ``classes`` what another tracker says about them.
    """

    reading: FileReading
    data: bytes
    answers: Answers
    account: str
    new: int
    duplicates: int
    probable: tuple[Probable, ...] = ()
    already: Message | None = None
    take_probable: bool = False
    standings: Mapping[int, Standing] = field(default_factory=dict)
    instruments: tuple[Named, ...] = ()
    openings: tuple[Opening, ...] = ()
    comparisons: tuple[AccountComparison, ...] = ()
    restated: tuple[Probable, ...] = ()
    classes: ClassPlan = ClassPlan()

    def standing(self, place: int) -> Standing:
        """Return what the row at a place of transactions followed by positions would do."""
        if self.already is not None:
            return Standing.KNOWN
        return self.standings.get(place, Standing.NEW)

    @property
    def waiting(self) -> int:
        """Return how many questions and restated rows are undecided."""
        return len(self.reading.questions) + len(self.probable)


def plan_statement(
    file_name: str,
    data: bytes,
    answers: Answers,
    account: str | None,
    store: PortfolioStore | None,
    clock: Clock,
    job: Job,
) -> StatementPlan:
    """Read one file; with an open portfolio also say what of it is new.

    A personal column map that was saved for the same header is used unless the answers say more.
    """
    with collector_at_rest():
        if store is None:
            reading = read(data, file_name, answers, job, clock.today())
        else:
            reading, answers = read_with_map(store, file_name, data, answers, job, clock.today())
        name = account or reading.broker or "My account"
        plan = StatementPlan(reading, data, answers, name, 0, 0)
        return _completed(_planned(_classed(plan, store, clock), account, store, job), store)


def plan_again(
    plan: StatementPlan,
    answers: Answers,
    given: str | None,
    store: PortfolioStore | None,
    clock: Clock,
    job: Job,
) -> StatementPlan:
    """Return a plan with other answers that leave the reading of the file as it is.

    That is so for instruments, restated rows, openings and classes; all else is read anew.
    """
    name = given or plan.reading.broker or "My account"
    bare = StatementPlan(plan.reading, plan.data, answers, name, 0, 0)
    with collector_at_rest():
        return _completed(_planned(_classed(bare, store, clock), given, store, job), store)


def _classed(plan: StatementPlan, store: PortfolioStore | None, clock: Clock) -> StatementPlan:
    classes = plan_classes(plan.reading, plan.answers.classes, store, clock.today())
    return replace(plan, classes=classes)


def _planned(
    plan: StatementPlan, given: str | None, store: PortfolioStore | None, job: Job
) -> StatementPlan:
    reading = plan.reading
    records = len(reading.transactions) + len(reading.positions)
    if store is None:
        fresh = [(row, key_of(row.instrument, row.currency)) for row in reading.transactions]
        openings = find_openings(fresh, plan.account, None, _answer_key)
        return replace(plan, new=records, openings=openings)
    already = store.batches.in_force(reading.sha256)
    # A file with rows left waiting is read anew, so that an answer can still bring them in.
    whole = already is not None and not already.incomplete and not already.needs_you
    whole = whole and not plan.classes.new
    if already is not None and whole and reading.outcome is Outcome.IMPORT:
        message = Message.of(
            "import.already", day=already.imported_at.date().isoformat(), file=already.file_name
        )
        return replace(plan, duplicates=records, already=message)
    job.checkpoint(0.92)
    return _compared(plan, given, store)


def _completed(plan: StatementPlan, store: PortfolioStore | None) -> StatementPlan:
    rows: list[CanonicalRow | PositionRow] = [*plan.reading.transactions]
    rows += plan.reading.positions
    known = Known.of(store) if store is not None else None
    return replace(plan, instruments=name_instruments(rows, plan.answers.instruments, known))


def _compared(plan: StatementPlan, given: str | None, store: PortfolioStore) -> StatementPlan:
    reading, several = plan.reading, names_several(plan.reading)
    sorted_rows: list[Sorted] = []
    openings: list[Opening] = []
    resolve = resolver_of(store)
    for account, rows in by_account(
        reading.transactions, plan.account, given, several=several
    ).items():
        found = sort_rows(rows, account, store, plan.answers)
        sorted_rows.append(found)
        fresh = [(row, resolve(row.instrument, row.currency)) for row in found.fresh]
        openings += find_openings(fresh, account, store, _answer_key)
    known: list[PositionRow] = []
    comparisons: list[AccountComparison] = []
    for account, positions in by_account(
        reading.positions, plan.account, given, several=several
    ).items():
        for day, rows_of_day in by_day(positions).items():
            if known_snapshot(rows_of_day, account, store, resolve) is not None:
                known += rows_of_day
            comparisons += compare_rows(rows_of_day, account, day, store, resolve)
    standings = _standings(reading, sorted_rows, known)
    probable = [part for found in sorted_rows for part in found.probable]
    left = len(probable) + sum(len(found.restated) for found in sorted_rows)
    duplicates = sum(len(found.known) for found in sorted_rows) + len(known)
    dated = [row for row in reading.positions if row.as_of is not None]
    return replace(
        plan,
        new=len(reading.transactions) + len(dated) - duplicates - left,
        duplicates=duplicates,
        probable=tuple(probable),
        restated=tuple(part for found in sorted_rows for part in found.restated),
        standings=standings,
        openings=tuple(openings),
        comparisons=tuple(comparisons),
    )


def _standings(
    reading: FileReading, sorted_rows: Sequence[Sorted], snapshot: Sequence[PositionRow]
) -> dict[int, Standing]:
    odd: dict[int, Standing] = {id(row): Standing.KNOWN for row in snapshot}
    for found in sorted_rows:
        odd.update((id(row), Standing.KNOWN) for row in found.known)
        pairs = (*found.probable, *found.restated)
        odd.update((id(part.row), Standing.RESTATED) for part in pairs)
    if not odd:
        return {}
    rows = (*reading.transactions, *reading.positions)
    return {place: odd[id(row)] for place, row in enumerate(rows) if id(row) in odd}


def _answer_key(row: CanonicalRow) -> str:
    key = key_of(row.instrument, row.currency)
    return f"{key} in {row.account}" if row.account else key


def openings_of(
    fresh: Sequence[CanonicalRow],
    account: str,
    store: PortfolioStore,
    resolve: Callable[[CanonicalRow], str],
) -> tuple[Opening, ...]:
    """Return what an account lacks before new rows are booked; see ``find_openings``."""
    return find_openings([(row, resolve(row)) for row in fresh], account, store, _answer_key)


def names_several(reading: FileReading) -> bool:
    """Tell whether a file names more than one account, in whatever it holds."""
    names = {row.account for row in reading.transactions}
    names |= {row.account for row in reading.positions}
    names |= {row.account for row in reading.cash}
    return len(names - {""}) > 1


def by_day(rows: Sequence[PositionRow]) -> dict[date, list[PositionRow]]:
    """Return positions by the day they are stated for, in order; those without a day are out."""
    days = sorted({row.as_of for row in rows if row.as_of is not None})
    return {day: [row for row in rows if row.as_of == day] for day in days}


def by_account(
    rows: Sequence[Row], name: str, given: str | None, *, several: bool
) -> dict[str, list[Row]]:
    """Return rows by the name of their account.

    A file that names ``several`` accounts keeps them apart; a name given by the user then goes
    before the file's own.
    """
    found: dict[str, list[Row]] = {}
    for row in rows:
        account = name
        if row.account and (several or given is None):
            account = _SPACES.sub(" ", f"{name} {row.account}")
        found.setdefault(account, []).append(row)
    return found
