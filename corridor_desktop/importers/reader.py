"""The whole way from bytes to a reading; each stage pure, nothing written anywhere."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from corridor_desktop.domain.job import Job, Quiet
from corridor_desktop.domain.message import Message
from corridor_desktop.importers.bins import Bins
from corridor_desktop.importers.cells import Sheet, split
from corridor_desktop.importers.checks import check
from corridor_desktop.importers.classes import column_classes
from corridor_desktop.importers.contract import (
    Answers,
    FileReading,
    LineCount,
    Notice,
    Outcome,
    Question,
    Reading,
)
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.fronts import read_front
from corridor_desktop.importers.fronts.fronted import Fronted
from corridor_desktop.importers.plan import Plan, plan_tables
from corridor_desktop.importers.reading_rows import read_tables
from corridor_desktop.importers.refusal import refuse_bytes, refuse_lines, with_menu
from corridor_desktop.importers.text import Decoded, decode


def read(
    data: bytes,
    file_name: str,
    answers: Answers | None = None,
    job: Job | None = None,
    today: date | None = None,
) -> FileReading:
    """Read a broker file; whatever it holds, the result says so and nothing is raised.

    Parameters
    ----------
    data
        The bytes of the file.
    file_name
        Its name without folders; a snapshot may carry its day there.
    answers
        What the user has said about it so far.
    job
        Told of progress; may stop the reading by raising ``Cancelled``.
    today
        For the check on days to come; without it that check is left out.
    """
    with collector_paused():
        return _read(data, file_name, answers or Answers(), job or Quiet(), today)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python's cycle collector from walking the rows again and again while they are made.

    Rows hold no cycles, and at 100,000 of them these walks are a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(
    data: bytes, file_name: str, answers: Answers, job: Job, today: date | None
) -> FileReading:
    digest = hashlib.sha256(data).hexdigest()
    source = _source(data, answers)
    if isinstance(source, Message):
        return _refused(file_name, digest, source, data)
    job.checkpoint(0.2)
    if not source.sheets and source.classifications:
        return _classes_alone(file_name, digest, source)
    planned = _best_plan(source.sheets, answers)
    sheet = planned[0]
    plan = planned[1]
    decoded = Decoded("", source.encoding or "", source.evidence)
    if isinstance(plan, Message):
        refused = _refused(file_name, digest, plan, data, sheet.physical)
        return replace(refused, reading=_reading(decoded, sheet, None))
    bins = Bins()
    notices = read_tables(plan, bins, file_name, job)
    job.checkpoint(0.9)
    notices += check(bins, plan, today)
    found = _result(file_name, digest, decoded, sheet, plan, bins, notices)
    classes = (*source.classifications, *column_classes(plan, bins))
    return replace(found, classifications=classes)


def _classes_alone(file_name: str, digest: str, source: Fronted) -> FileReading:
    """Return the reading of a file that only says to which classes instruments belong."""
    lines = LineCount(physical=source.physical, structure=source.physical)
    how = Reading(encoding=source.encoding, evidence={"encoding": source.evidence})
    return FileReading(
        file=file_name,
        sha256=digest,
        outcome=Outcome.IMPORT,
        reading=how,
        lines=lines,
        classifications=source.classifications,
    )


def _source(data: bytes, answers: Answers) -> Fronted | Message:
    """Return the tables of a file: a front end's, or the one of a text file."""
    fronted = refuse_bytes(data) or read_front(data)
    if isinstance(fronted, Fronted):
        rows = sum(len(sheet.records) for sheet in fronted.sheets)
        return refuse_lines(rows) or fronted
    if fronted is not None:
        return fronted
    decoded = decode(data, answers.encoding)
    if isinstance(decoded, Message):
        return decoded
    many = refuse_lines(max(map(decoded.text.count, "\n\r")))
    if many is not None:
        return many
    sheet = split(decoded.text, answers.delimiter)
    if isinstance(sheet, Message):
        return sheet
    return Fronted((sheet,), decoded.encoding, decoded.evidence)


def _best_plan(sheets: Sequence[Sheet], answers: Answers) -> tuple[Sheet, Plan | Message]:
    """Return the sheet that can be read best; the rows of the others are left out by name."""
    plans = [(sheet, plan_tables(sheet, answers)) for sheet in sheets]
    if not plans:
        return Sheet([], 0, None, ""), Message.of("import.refused_no_table")
    best = max(range(len(plans)), key=lambda place: (_fitness(plans[place][1]), -place))
    sheet, plan = plans[best]
    if isinstance(plan, Message) or len(plans) == 1:
        return sheet, plan
    others = [
        (record, "other_sheet")
        for place, (other, _) in enumerate(plans)
        if place != best
        for record in other.records
    ]
    return sheet, replace(plan, left=(*plan.left, *others))


def _fitness(plan: Plan | Message) -> tuple[int, int]:
    if isinstance(plan, Message):
        return (0, 0)
    known = not plan.lead.layout.general
    return (3 if known else 1 if plan.questions else 2, len(plan.lead.records))


def _refused(
    file_name: str, digest: str, reason: Message, data: bytes, physical: int | None = None
) -> FileReading:
    lines = physical if physical is not None else _lines_of(data)
    return FileReading(
        file=file_name,
        sha256=digest,
        outcome=Outcome.REFUSED,
        reason=with_menu(reason, data, file_name),
        lines=LineCount(physical=lines, structure=lines),
    )


def _lines_of(data: bytes) -> int:
    return data.count(b"\n") + (1 if data and not data.endswith(b"\n") else 0)


def _result(
    file_name: str,
    digest: str,
    decoded: Decoded,
    sheet: Sheet,
    plan: Plan,
    bins: Bins,
    notices: Sequence[Notice],
) -> FileReading:
    questions = (*plan.questions, *bins.questions(), *_file_questions(bins))
    lead = plan.lead
    rows = bool(bins.transactions or bins.positions or bins.cash)
    reason = None
    if not rows and not questions:
        reason = Message.of("import.no_rows", skipped=len(bins.skipped))
    header = lead.columns.header
    return FileReading(
        file=file_name,
        sha256=digest,
        outcome=Outcome.NEEDS_YOU if questions else Outcome.IMPORT,
        reason=reason,
        profile=".".join(lead.layout.id.split(".")[:2]),
        broker=lead.layout.broker or None,
        kind=lead.layout.kind,
        reading=_reading(decoded, sheet, plan),
        lines=bins.count(sheet.physical, plan.questions),
        transactions=tuple(bins.transactions),
        positions=tuple(bins.positions),
        cash=tuple(bins.cash),
        skipped=tuple(sorted(bins.skipped, key=lambda row: row.lines)),
        questions=questions,
        notices=tuple(notices),
        header=header,
        columns=_column_map(plan),
        unused=lead.columns.unused,
        fingerprint=fingerprint(header),
    )


def fingerprint(header: Sequence[str]) -> str:
    """Return a name for a set of header words, the same in any order and case."""
    words = sorted({fold(title) for title in header if title.strip()})
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def _column_map(plan: Plan) -> dict[str, str]:
    columns = plan.lead.columns
    return {
        columns.header[place]: name
        for name, places in columns.places.items()
        for place in places
        if place < len(columns.header) and columns.header[place]
    }


def _file_questions(bins: Bins) -> list[Question]:
    asked: list[Question] = []
    if any(row.as_of is None for row in bins.positions):
        asked.append(Question((), "", "as_of", Message.of("import.as_of"), (), "as_of"))
    nameless = [row for row in bins.transactions if _lacks_currency(row)]
    count = len(nameless) + sum(1 for row in bins.positions if not row.currency)
    if count:
        message = Message.of("import.account_currency", count=count)
        asked.append(Question((), "", "account_currency", message, (), "account_currency"))
    return asked


def _lacks_currency(row: object) -> bool:
    price = getattr(row, "price", None)
    cash = getattr(row, "net_cash", None)
    if price is not None and not getattr(row, "currency", ""):
        return True
    return cash is not None and not cash.currency


def _reading(decoded: Decoded, sheet: Sheet, plan: Plan | None) -> Reading:
    evidence = {"encoding": decoded.evidence}
    if sheet.delimiter:
        evidence["delimiter"] = sheet.evidence
    if plan is None:
        return Reading(decoded.encoding or None, sheet.delimiter or None, evidence=evidence)
    evidence.update({key: text for key, text in plan.evidence.items() if text})
    return Reading(
        encoding=decoded.encoding or None,
        delimiter=sheet.delimiter or None,
        decimal=plan.decimal,
        date_order=plan.date_order,
        header_line=plan.lead.header_line,
        evidence=evidence,
    )
