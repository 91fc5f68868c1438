"""What the tables of a file are, before any row is read: layout, header, marks and date order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.brokers import arrange
from corridor_desktop.importers.cells import Record, Sheet
from corridor_desktop.importers.columns import pair_currencies
from corridor_desktop.importers.contract import Answers, Question, StatementKind
from corridor_desktop.importers.dates import Days
from corridor_desktop.importers.guess import guess, table_columns
from corridor_desktop.importers.home import eastern
from corridor_desktop.importers.matching import Match, best_matches, match_header, rivals
from corridor_desktop.importers.numbers import Numbers
from corridor_desktop.importers.profiles import Layout, all_layouts
from corridor_desktop.importers.sections import Section, find_sections, plan_sections
from corridor_desktop.importers.table import Table, decide_marks

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Plan:
    """The tables of a file. ``lead`` is the one that names profile and kind; ``furniture`` are
    records outside every table; ``left`` tables that are known and not used, with the reason."""

    lead: Table
    tables: tuple[Table, ...]
    furniture: tuple[Record, ...] = ()
    left: tuple[tuple[Record, str], ...] = ()
    questions: tuple[Question, ...] = ()
    waiting: tuple[Record, ...] = ()
    decimal: str | None = None
    date_order: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    cut: Record | None = None


def plan_tables(sheet: Sheet, answers: Answers) -> Plan | Message:
    """Return the tables of a file, or why it holds none that we can use."""
    if sheet.delimiter is None:
        return Message.of("import.refused_no_table")
    sections = find_sections(sheet.records)
    if sections:
        return _plan_sections(sections, sheet, answers)
    layouts = _layouts(answers)
    found = best_matches(sheet.records, layouts, answers.header_line)
    if answers.columns or not found:
        return _guessed(sheet, answers)
    best = found[0]
    plan = _plan_match(best, sheet, answers)
    other = rivals(found) if answers.profile is None else []
    if other:
        return _ask_profile(plan, best, other)
    return plan


def _layouts(answers: Answers) -> Sequence[Layout]:
    if answers.profile is None:
        return [layout for layout in all_layouts() if not layout.sections]
    return [layout for layout in all_layouts() if layout.id == answers.profile]


def _ask_profile(plan: Plan, best: Match, other: Sequence[Match]) -> Plan:
    choices = tuple(dict.fromkeys(match.layout.id for match in (best, *other)))
    brokers = dict.fromkeys(match.layout.broker for match in (best, *other))
    message = Message.of("import.choose_profile", brokers=", ".join(brokers))
    question = Question((), "", "choose_profile", message, choices, "profile")
    return replace(plan, questions=(*plan.questions, question))


def _plan_match(match: Match, sheet: Sheet, answers: Answers) -> Plan:
    """Split the file at its header rows and decide over the whole columns of each table."""
    start = _first_header(match, sheet.records)
    head, rest = sheet.records[: start.index], sheet.records[start.index :]
    tables: list[Table] = []
    furniture: list[Record] = list(head)
    parts = _cut_tables(start, head, rest)
    for part, (found, records) in enumerate(parts):
        table, used = build_table(found.layout, records, answers)
        above = parts[part - 1][1] if part else head
        tables.append(replace(table, title=_account_above(above)) if len(parts) > 1 else table)
        furniture.extend(used)
    return _without_snapshot(finish(tables, furniture, sheet, answers))


def _first_header(match: Match, records: Sequence[Record]) -> Match:
    """Return the first header row of the same broker: a table may stand above the best one."""
    same = [layout for layout in all_layouts() if layout.broker == match.layout.broker]
    for index, record in enumerate(records[: match.index]):
        if record.filled < 3 or _DIGIT.search("".join(record.cells)):
            continue
        found = [hit for layout in same if (hit := match_header(record.cells, layout, index))]
        if found:
            return max(found, key=lambda hit: hit.score)
    return match


def _without_snapshot(plan: Plan) -> Plan:
    """Leave positions out that stand beside a history: they are for comparing, never added."""
    history = any(
        table.records and table.layout.kind is not StatementKind.POSITIONS for table in plan.tables
    )
    held = [table for table in plan.tables if table.layout.kind is StatementKind.POSITIONS]
    if not history or not held:
        return plan
    left = [(record, "snapshot_beside_history") for table in held for record in table.records]
    tables = tuple(table for table in plan.tables if table not in held)
    return replace(plan, tables=tables, left=(*plan.left, *left))


def _account_above(records: Sequence[Record]) -> str:
    """Return the one-cell line right above a header, which names the account of the table."""
    for record in reversed(records):
        if not record.blank:
            return _title(record)[0] if record.filled == 1 else ""
    return ""


def _cut_tables(
    match: Match, head: Sequence[Record], records: Sequence[Record]
) -> list[tuple[Match, Sequence[Record]]]:
    """A later header row of the same broker opens another table.

    So does the same header again, where the line above each of them names another account.
    """
    same = [
        layout
        for layout in all_layouts()
        if layout.broker == match.layout.broker and not layout.sections
    ]
    starts: list[tuple[int, Match]] = [(0, match)]
    title, account = _title(records[0]), _account_above(head)
    for index, record in enumerate(records[1:], 1):
        if record.filled < 3 or _DIGIT.search("".join(record.cells)):
            continue
        if _title(record) == title:
            next_account = _account_above(records[:index])
            if account and next_account and next_account != account and _lists_holdings(match):
                starts.append((index, replace(match, index=index)))
                account = next_account
            continue
        found = [hit for layout in same if (hit := match_header(record.cells, layout, index))]
        if found:
            starts.append((index, max(found, key=lambda hit: hit.score)))
    ends = [index for index, _ in starts[1:]] + [len(records)]
    return [(hit, records[start:end]) for (start, hit), end in zip(starts, ends, strict=True)]


def _lists_holdings(match: Match) -> bool:
    return match.layout.kind is StatementKind.POSITIONS and not match.layout.general


def _title(record: Record) -> tuple[str, ...]:
    return tuple(cell for cell in record.cells if cell)


def build_table(
    layout: Layout, records: Sequence[Record], answers: Answers, base: str = ""
) -> tuple[Table, list[Record]]:
    """Return the table whose header is the first record, and the header records used up."""
    arranged = arrange(layout.hook, records)
    columns = table_columns(arranged.header, layout, arranged.records)
    columns = pair_currencies(columns, arranged.records)
    numbers, days = Numbers(), Days(year_first=eastern(arranged.header))
    marks, decimal, evidence = decide_marks(
        columns, arranged.records, numbers, layout, answers.decimal
    )
    order, _ = _order(columns.places, arranged.records, days, layout, answers)
    table = Table(
        layout=layout,
        columns=columns,
        records=arranged.records,
        header_line=records[0].lines[0],
        numbers=numbers,
        days=days,
        answers=answers,
        marks=marks,
        order=order,
        base=base,
        decimal=decimal,
        decimal_evidence=evidence,
    )
    return replace(table, signed=_signed(table)), list(arranged.used)


def _order(
    places: Mapping[str, tuple[int, ...]],
    records: Sequence[Record],
    days: Days,
    layout: Layout,
    answers: Answers,
) -> tuple[str, str]:
    if answers.date_order:
        return answers.date_order, "chosen by you"
    proof = _date_proof(places, records, days)
    shown = [order for order in ("DMY", "MDY") if order in proof]
    if len(shown) == 1:
        line, text = proof[shown[0]]
        return shown[0], f"line {line}: {text}"
    if shown:
        return "", ""
    return (layout.date_order, _habit(layout)) if layout.date_order else ("", "")


def _habit(layout: Layout) -> str:
    return f"the habit of {layout.broker}" if layout.broker else "the language of the columns"


def _date_proof(
    places: Mapping[str, tuple[int, ...]], records: Sequence[Record], days: Days
) -> dict[str, tuple[int, str]]:
    proof: dict[str, tuple[int, str]] = {}
    for name in ("date", "settle_date", "as_of"):
        for place in places.get(name, ()):
            first: dict[str, int] = {}
            for record in records:
                if place < len(record.cells):
                    first.setdefault(record.cells[place], record.lines[0])
            for order, found in days.orders(first).items():
                proof.setdefault(order, found)
    return proof


def _signed(table: Table) -> bool:
    """Tell whether amounts carry their sign: a profile says so, or some amount is negative."""
    if table.layout.signed is not None:
        return table.layout.signed
    if table.has("debit") or table.has("credit"):
        return True
    place = table.columns.first("amount")
    if place is None:
        place = table.columns.first("gross")
    if place is None:
        return False
    for record in table.records:
        if place < len(record.cells):
            value = table.numbers[record.cells[place]].point
            if value is not None and value < 0:
                return True
    return False


def finish(
    tables: Sequence[Table],
    furniture: Sequence[Record],
    sheet: Sheet,
    answers: Answers,
    left: Sequence[tuple[Record, str]] = (),
) -> Plan:
    """Return the plan of a file from its tables."""
    lead = max(tables, key=lambda table: (_weight(table), len(table.records)))
    order = lead.order
    proof = _date_proof(lead.columns.places, lead.records, lead.days)
    evidence = {
        "profile": f"column names of {lead.layout.broker}" if lead.layout.broker else "",
        "decimal": lead.decimal_evidence,
        "date_order": _order_evidence(order, proof, lead, answers),
    }
    shown = order or ("YMD" if set(proof) == {"YMD"} else None)
    if not ({"DMY", "MDY"} & set(proof)) and "YMD" in proof:
        shown = "YMD"
    return Plan(
        lead=lead,
        tables=tuple(tables),
        furniture=tuple(furniture),
        left=tuple(left),
        decimal=lead.decimal,
        date_order=shown,
        evidence=evidence,
        cut=sheet.records[-1] if sheet.cut and sheet.records else None,
    )


def _weight(table: Table) -> int:
    return {StatementKind.TRANSACTIONS: 2, StatementKind.ORDERS: 1}.get(table.layout.kind, 0)


def _order_evidence(
    order: str, proof: Mapping[str, tuple[int, str]], lead: Table, answers: Answers
) -> str:
    if answers.date_order:
        return "chosen by you"
    for wanted in (order, "YMD"):
        if wanted in proof:
            line, text = proof[wanted]
            return f"line {line}: {text}"
    return _habit(lead.layout) if order else ""


def _plan_sections(sections: Sequence[Section], sheet: Sheet, answers: Answers) -> Plan | Message:
    planned = plan_sections(sections)
    if isinstance(planned, Message):
        return planned
    tables = []
    furniture = list(planned.furniture)
    for layout, records in planned.tables:
        table, used = build_table(layout, records, answers, planned.base)
        tables.append(replace(table, names=planned.names))
        furniture.extend(used)
    return finish(tables, furniture, sheet, answers, planned.left)


def _guessed(sheet: Sheet, answers: Answers) -> Plan | Message:
    guessed = guess(sheet.records, answers)
    if isinstance(guessed, Message):
        return guessed
    records = sheet.records[guessed.index :]
    table, used = build_table(guessed.layout, records, answers)
    plan = finish([table], [*sheet.records[: guessed.index], *used], sheet, answers)
    if not guessed.questions:
        return plan
    return replace(
        plan,
        questions=guessed.questions,
        tables=(),
        waiting=tuple(table.records),
    )
