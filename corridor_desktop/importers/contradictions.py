"""Signs that speak against a trade: what is called a purchase may take one back."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import cast

from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.amounts import Values
from corridor_desktop.importers.contract import IGNORE, Identity
from corridor_desktop.importers.doubt import Doubt
from corridor_desktop.importers.kind_words import trade_side
from corridor_desktop.importers.table import Table


def _against_others(table: Table, kind: Kind, amount: Decimal) -> bool:
    """Tell whether at least two trades of a kind have the other sign, and hardly any has this."""
    signs = table.memo.get("signs of trades")
    if signs is None:
        signs = table.memo["signs of trades"] = _signs_of_trades(table)
    counts = cast("Counter[tuple[str, bool]]", signs)
    same, other = counts[str(kind), amount > 0], counts[str(kind), amount < 0]
    return other >= 2 and same * 4 <= other


def _eaten(values: Values) -> bool:
    """Tell whether the amount is far from units times price: costs may have turned its sign."""
    quantity, price, amount = (values.get(name) for name in ("quantity", "price", "amount"))
    if not quantity or not price or not amount:
        return False
    made = abs(quantity * price)
    near = (abs(abs(amount) - made / unit) <= made / unit / 5 for unit in (1, 100, 10_000))
    return not any(near)


def _signs_of_trades(table: Table) -> Counter[tuple[str, bool]]:
    """Count the purchases and sales by the sign of their amounts."""
    found: Counter[tuple[str, bool]] = Counter()
    for record in table.records:
        side = trade_side(table.cell(record, "type")) or trade_side(table.cell(record, "side"))
        value = table.numbers[table.at(record, table.spot(record, "amount"))].point
        if side and value:
            found[side, value > 0] += 1
    return found


def must_not_contradict(
    table: Table, kind: Kind, quantity: Decimal, values: Values, instrument: Identity
) -> None:
    """A purchase with a minus, or with money coming in, may be a cancellation: ask."""
    amount = values.get("amount")
    turned = kind is Kind.BUY and quantity < 0
    if table.layout.general and table.signed and amount and not _eaten(values):
        turned = turned or _against_others(table, kind, amount)
    if table.layout.strict and amount:
        turned = turned or (kind is Kind.BUY and amount > 0)
        turned = turned or (kind is Kind.SELL and amount < 0 and abs(amount) > abs(quantity))
    if turned:
        raise Doubt(
            "import.sign_contradicts",
            table.columns.title("quantity"),
            f"{kind} {instrument.label}",
            (str(Kind.BUY), str(Kind.SELL), IGNORE),
            word=str(kind),
            name=instrument.label,
        )
