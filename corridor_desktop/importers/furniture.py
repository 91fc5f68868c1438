"""Which records of a table are furniture (blank lines, titles, footers) and not rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.contract import StatementKind
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.identity import isin_shaped
from corridor_desktop.importers.numbers import number
from corridor_desktop.importers.table import Table

_TOTAL: Final = re.compile(
    r"^(?:transactions? |account |grand |sub ?|overall |portfolio |depot|valeur |valore |valor )?"
    r"(?:totals?|sum|summe|gesamt|gesamtsumme|totaal|totale|suma|soma|subtotal|total general"
    r"|total (?:stocks?|holdings?|investments?|market|funds?|equity|positions?|securities|cash)"
    r"|depotwert(?: gesamt)?|gesamtwert|gesamtdepot|wert gesamt|yhteensa|i alt|totalt|summa"
    r"|합계|총계|소계|합 계|合計|小計|总计|合计|小计|итого)"
    r"(?: (?:value|amount|eur|usd|gbp|mouvements|general|des mouvements|portfolio|account"
    r"|depot|portefeuille|portafoglio|cartera))?\W*"
    r"[-+$€£\d.,\s]*$"
)

_SUM: Final = re.compile(
    r"^(?:sub ?totals?|totals?|grand total|zwischensumme|summe|sous total|totale|subtotale|totaal"
    r"|subtotaal|delsumma|summa|valisumma)\b"
)


def is_plain_row(record: Record, header: Sequence[str]) -> bool:
    """Tell at a glance, for most rows, that none of the three below holds.

    As wide as its header, two cells filled and more, and a digit in front: no title, header,
    total or line of prose is like that.
    """
    cells = record.cells
    return (
        len(cells) >= len(header) > 2
        and cells[0][:1].isdigit()
        and cells[0] != header[0]
        and len(cells) - cells.count("") > 1
    )


def is_furniture(record: Record, header: Sequence[str]) -> bool:
    """Tell whether a record is blank, a repeated header, or a line of prose."""
    if record.blank:
        return True
    if record.cells[0] == header[0] and _words(record.cells) == _words(header):
        return True
    if record.filled == 1:
        text = next(cell for cell in record.cells if cell.strip())
        found = number(text)
        return (found.bad or found.point is None) and not isin_shaped(text.strip())
    return False


def _words(cells: Sequence[str]) -> list[str]:
    return [fold(cell) for cell in cells if cell.strip()]


def is_total(record: Record, table: Table) -> bool:
    """Tell whether a record sums up others: it starts with such a word and names no row."""
    if _is_nameless_sum(record, table):
        return True
    first = next((cell for cell in record.cells if cell), "")
    if not first[:1].isalpha():
        return False
    # In the column of days a word for a sum may name what it sums.
    dayless = table.has("date") and first == table.cell(record, "date") and _SUM.match(fold(first))
    if not dayless and not _TOTAL.match(fold(first)):
        return False
    if table.cell(record, "isin"):
        return False
    return not table.has("date") or table.days[table.cell(record, "date")].dmy is None


def _is_nameless_sum(record: Record, table: Table) -> bool:
    """Tell whether the last row of a list of holdings gives sums, and no name, code or units."""
    if table.layout.kind is not StatementKind.POSITIONS or record is not _last(table):
        return False
    named = ("isin", "wkn", "sedol", "cusip", "symbol", "name", "quantity")
    worth = any(table.cell(record, name) for name in ("market_value", "cost_basis"))
    return worth and not any(table.cell(record, name) for name in named)


def _last(table: Table) -> Record | None:
    return next((row for row in reversed(table.records) if not row.blank), None)


def is_remark(record: Record, table: Table) -> bool:
    """Tell whether a record below a table is prose that a delimiter has cut in pieces."""
    if not table.has("date") or len(record.cells) > max(2, len(table.columns.header) // 2):
        return False
    moment = table.days[table.cell(record, "date")]
    if not (moment.bad or moment.empty) or record.cells[0].strip() == "":
        return False
    text = ",".join(record.cells).strip(", ")
    words = re.findall(r"[^\W\d_]{2,}", text)
    return len(words) >= 4
