"""Rows of the planned tables go into the bins, one line at a time."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter

from corridor_desktop.domain.job import Job
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.bins import Bins
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.contract import (
    IGNORE,
    CanonicalRow,
    CashRow,
    Notice,
    PositionRow,
    StatementKind,
)
from corridor_desktop.importers.doubt import Doubt, Skip
from corridor_desktop.importers.fields import SUMMED
from corridor_desktop.importers.furniture import is_furniture, is_plain_row, is_remark, is_total
from corridor_desktop.importers.kind_words import column_tokens, no_cost_words, tokens_of
from corridor_desktop.importers.plan import Plan
from corridor_desktop.importers.positions import find_day, note_texts, read_position
from corridor_desktop.importers.proven import ProvenRows, proven_rows
from corridor_desktop.importers.rows import read_row
from corridor_desktop.importers.table import Table

_STEP = 5_000
_CENT = Decimal("0.011")


def read_tables(plan: Plan, bins: Bins, file_name: str, job: Job) -> list[Notice]:
    """Put every record of a file into its bin; return what was noticed on the way."""
    for record in plan.furniture:
        if plan.lead.layout.general and _is_row_above(record, plan):
            bins.ask(record.lines, Doubt("import.rows_above", "", "header_line"))
        else:
            bins.structure.append(record)
    for record, code in plan.left:
        if record.blank:
            bins.structure.append(record)
        else:
            bins.skip(record.lines, Skip(f"import.skip_{code}"))
    _keep_waiting(plan, bins)
    notices: list[Notice] = []
    for table in plan.tables:
        rows = _without_furniture(table, bins)
        as_of = _as_of(table, bins, file_name, notices)
        _read_rows(table, rows, bins, as_of, plan, job)
    return notices


def _is_row_above(record: Record, plan: Plan) -> bool:
    """Tell whether a record above a guessed header holds values: it may be another table."""
    told = plan.lead.answers.header_line is not None
    if told or record.filled < 3 or record.lines[0] >= plan.lead.header_line:
        return False
    return any(plan.lead.numbers[cell].point is not None for cell in record.cells if cell)


def _keep_waiting(plan: Plan, bins: Bins) -> None:
    """Lines that wait for a question about the whole table are counted with that question."""
    asked = {line for question in plan.questions for line in question.lines}
    for record in plan.waiting:
        if not asked.issuperset(record.lines):
            bins.structure.append(record)


def _without_furniture(table: Table, bins: Bins) -> list[Record]:
    rows: list[Record] = []
    for record in table.records:
        if is_plain_row(record, table.columns.header):
            rows.append(record)
        elif is_furniture(record, table.columns.header) or is_remark(record, table):
            bins.structure.append(record)
        elif is_total(record, table):
            bins.skip(record.lines, Skip("import.skip_total_line"))
        else:
            rows.append(record)
    return rows


def _as_of(table: Table, bins: Bins, file_name: str, notices: list[Notice]) -> date | None:
    if table.layout.kind is not StatementKind.POSITIONS:
        return None
    if table.answers.as_of is not None:
        return table.answers.as_of
    if table.has("as_of") or table.has("date"):
        return None
    found = find_day(note_texts(bins.structure), file_name, table.order or table.layout.date_order)
    if found is None:
        return None
    message = Message.of("import.as_of_found", day=found[0].isoformat(), where=found[1])
    notice = Notice("as_of_found", found[0].isoformat(), message)
    if notice not in notices:  # each table of a file is asked
        notices.append(notice)
    return found[0]


def _read_rows(
    table: Table,
    rows: Sequence[Record],
    bins: Bins,
    as_of: date | None,
    plan: Plan,
    job: Job,
) -> None:
    groups = itertools.groupby(rows, key=attrgetter("lines"))
    proven = proven_rows(table)
    for done, (lines, group) in enumerate(groups, 1):
        if done % _STEP == 0:
            job.checkpoint(0.2 + 0.7 * done / len(rows))
        try:
            facts = [_read(table, record, as_of, plan, proven) for record in group]
        except Doubt as doubt:
            bins.ask(lines, doubt)
        except Skip as skip:
            bins.skip(lines, skip)
        else:
            _keep(facts, bins)


def _read(
    table: Table, record: Record, as_of: date | None, plan: Plan, proven: ProvenRows | None
) -> CanonicalRow | PositionRow | CashRow:
    found = proven.read(record) if proven is not None else None
    if found is not None and (plan.cut is None or plan.cut.lines != record.lines):
        return found
    if table.answers.rows.get(record.lines[0]) == IGNORE:
        raise Skip("import.skip_by_you")
    if plan.cut is not None and plan.cut.lines == record.lines:
        _refuse_cut(table, record)
    if table.layout.kind is StatementKind.POSITIONS:
        return read_position(table, record, as_of)
    row = read_row(table, record)
    if proven is not None:
        proven.learn(record)
    if table.layout.general and not table.answers.columns:
        _must_agree(table, record, row)
    return row


def _refuse_cut(table: Table, record: Record) -> None:
    """The last line has no end and fewer cells than all others: the file was cut."""
    others = [len(other.cells) for other in table.records if other.filled > 1]
    if len(others) > 1 and len(record.cells) < min(others[:-1]):
        raise Doubt("import.cut_line", "", "")


def _must_agree(table: Table, record: Record, row: CanonicalRow) -> None:
    """With guessed columns, quantity times price has to make the amount, or we ask."""
    if row.kind not in {Kind.BUY, Kind.SELL}:
        return
    if not row.price:
        raise Doubt("import.missing_price", table.columns.title("price"), "columns")
    if row.gross is None or row.net_cash is None:
        return
    if row.currency != row.net_cash.currency:
        return
    _must_make_gross(table, record, row)
    _must_leave_no_cost(table, record, row)
    gap = abs(abs(row.net_cash.amount) - row.gross)
    net = row.net_cash.amount
    if table.has("accrued"):  # interest of a bond is paid beside its price and is no cost
        accrued = abs(table.values(record).get("accrued") or Decimal(0))
        gap, net = abs(gap - accrued), net + accrued * (1 if net < 0 else -1)
    if _exact(row, gap):
        return
    if (
        _counted_twice(table, record, gap)
        or not _explained(row, row.gross, net)
        or _may_be_cost(table, record, row, gap)
    ):
        raise Doubt(
            "import.amount_mismatch",
            table.columns.title("amount"),
            "columns",
            made=row.gross,
            stated=abs(row.net_cash.amount),
        )


def _must_make_gross(table: Table, record: Record, row: CanonicalRow) -> None:
    """Ask where a stated gross is not what units times price make, and no rounding explains it.

    It may hold costs already, and adding them again would count them twice.
    """
    if table.has("amount") or not table.has("gross") or not row.quantity or not row.price:
        return
    values = table.values(record)
    gross, price = abs(values.get("gross") or Decimal(0)), abs(values.get("price") or Decimal(0))
    if not gross or not price:
        return
    made = abs(row.quantity) * row.price
    rounding = abs(row.quantity) * row.price / price * _last_digit(price)
    unit = next((u for u in (1, 100) if abs(gross / u - made) < made / 10), 0)
    if unit and abs(gross / unit - made) > rounding + _CENT * 2:
        raise Doubt(
            "import.amount_mismatch",
            table.columns.title("gross"),
            "columns",
            made=made,
            stated=gross / unit,
        )


def _must_leave_no_cost(table: Table, record: Record, row: CanonicalRow) -> None:
    """Ask about an unread column of small sums where no amount shows that it is no cost."""
    if any(table.has(name) for name in ("amount", "gross", "debit", "credit")) or not row.gross:
        return
    unread, stop = set(table.columns.unused), column_tokens("column_stop") | no_cost_words()
    for place, title in enumerate(table.columns.header):
        cell = table.at(record, place)
        if title not in unread or tokens_of(title) & stop or not {".", ","} & set(cell):
            continue
        value = table.numbers[cell].point
        if value and abs(value) <= row.gross / 20:
            raise Doubt("import.unread_cost", title, "columns")


def _last_digit(value: Decimal) -> Decimal:
    """Return one step in the last digit that a number was written with."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _exact(row: CanonicalRow, gap: Decimal) -> bool:
    """Tell whether fee and tax, in the same currency, are the difference to the cent."""
    for part in (row.fee, row.tax):
        if part is not None and part.amount:
            if part.currency != row.currency:
                return False
            gap -= abs(part.amount)
    return abs(gap) <= _CENT


def _explained(row: CanonicalRow, gross: Decimal, net: Decimal) -> bool:
    """Tell whether fee and tax explain what was paid more, or received less, than the gross.

    Without any stated cost a hundredth of the gross may be missing: some files leave it out.
    """
    costs = sum((part.amount for part in (row.fee, row.tax) if part is not None), Decimal(0))
    if any(part is not None and part.currency != row.currency for part in (row.fee, row.tax)):
        return abs(abs(net) - gross) <= abs(costs) + max(gross / 100, Decimal("0.02"))
    if not costs:
        return abs(abs(net) - gross) <= max(gross / 100, Decimal("0.02"))
    expected = -(gross + costs) if row.kind is Kind.BUY else gross - costs
    return abs(net - expected) <= max(gross / 200, Decimal("0.05"))


def _counted_twice(table: Table, record: Record, gap: Decimal) -> bool:
    """Tell whether one cost column alone makes the gap that all of them together do not."""
    values = [
        abs(table.single(record, place, name) or Decimal(0))
        for name in SUMMED
        for place in table.columns.places.get(name, ())
    ]
    costs = [value for value in values if value]
    return (
        len(costs) > 1
        and gap > _CENT
        and abs(sum(costs, Decimal(0)) - gap) > _CENT
        and any(abs(value - gap) <= _CENT for value in costs)
    )


def _may_be_cost(table: Table, record: Record, row: CanonicalRow, gap: Decimal) -> bool:
    """Tell whether a column that is read as nothing may hold the cost that makes the gap."""
    if gap <= _CENT or any(part is not None and part.amount for part in (row.fee, row.tax)):
        return False
    unread = set(table.columns.unused)
    cells = [
        table.at(record, place)
        for place, title in enumerate(table.columns.header)
        if title in unread
    ]
    values = [table.numbers[cell].point for cell in cells if cell]
    return any(value and gap / 2 <= abs(value) <= gap * 2 for value in values)


def _keep(facts: Sequence[CanonicalRow | PositionRow | CashRow], bins: Bins) -> None:
    for fact in facts:
        if isinstance(fact, CanonicalRow):
            bins.transactions.append(fact)
        elif isinstance(fact, PositionRow):
            bins.positions.append(fact)
        else:
            bins.keep_cash(fact)
