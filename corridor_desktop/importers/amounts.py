"""Price, fee, tax and cash of a row, each with its currency and the sign of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.columns import currency_of
from corridor_desktop.importers.doubt import Doubt
from corridor_desktop.importers.fields import CURRENCIES
from corridor_desktop.importers.json_form import plain
from corridor_desktop.importers.sense import Sense
from corridor_desktop.importers.table import Table

_TRADES: Final = {Kind.BUY, Kind.SELL}
_MOVES: Final = {Kind.TRANSFER_IN, Kind.TRANSFER_OUT, Kind.SPLIT}
_PAYS: Final = {Kind.WITHDRAWAL, Kind.BUY}
_COSTS: Final = {Kind.FEE, Kind.TAX}
_NONE: Final = Decimal(0)
_CENT: Final = Decimal("0.011")
_DIGITS: Final = Decimal(1).scaleb(-10)
_FACTORS: Final = (Decimal("0.01"), Decimal("0.0001"))

_FUND_UNIT: Final = "口"

Values = dict[str, Decimal | None]


@dataclass(slots=True)  # not frozen: one is made a row, and freezing doubles the cost
class Amounts:
    """The money side of a row; the field names are those of ``CanonicalRow``."""

    price: Decimal | None = None
    currency: str = ""
    gross: Decimal | None = None
    fee: Money | None = None
    tax: Money | None = None
    net_cash: Money | None = None
    fx_rate: Decimal | None = None


def amounts_of(table: Table, record: Record, kind: Kind, values: Values, sense: Sense) -> Amounts:
    """Return the amounts of a row; raise ``Doubt`` where the file contradicts itself."""
    currency, unit = price_currency(table, record, sense)
    cash, cash_unit = cash_currency(table, record, sense)
    fee = _cost(table, record, "fee", cash or currency, table.layout.fee_sign)
    tax = _cost(table, record, "tax", cash or currency, table.layout.tax_sign)
    amount = values.get("amount")
    if kind in _TRADES:
        accrued = abs(values.get("accrued") or Decimal(0))
        trade = _Trade(
            values.get("quantity"),
            values.get("price"),
            amount,
            values.get("gross"),
            _costs_in(cash, fee, tax, accrued),
            kind is Kind.BUY,
        )
        if not currency and cash and trade.fits(cash_unit, fee):
            currency = cash
        elif currency and not cash and trade.fits(cash_unit, fee):
            cash = currency
        _must_show_factor(table, record, trade)
        currency = _asked_currency(table, record, trade, currency, cash, fee)
        price, gross = trade.priced(currency, unit, cash, cash_unit, fee, table)
        net = _net(table, kind, amount, gross, currency, cash, cash_unit, (fee, tax), accrued)
        return Amounts(price, currency, gross, fee, tax, net, values.get("fx_rate"))
    if kind in _MOVES:
        price = values.get("price")
        scaled = price / unit if price else None
        return Amounts(scaled, currency if scaled else "", None, fee, tax)
    net = _cash(table, kind, amount, cash, cash_unit, values, fee, tax)
    return Amounts(currency=cash, fee=fee, tax=tax, net_cash=net, fx_rate=values.get("fx_rate"))


def price_currency(table: Table, record: Record, sense: Sense) -> tuple[str, int]:
    """Return the currency of the price, and how many of its units make one of it."""
    known = sense.currencies.get("price")
    if known is None:
        known = sense.currencies["price"] = _find_price_currency(table, record, sense)
    return known


def _find_price_currency(table: Table, record: Record, sense: Sense) -> tuple[str, int]:
    word = sense.prose.get("currency")
    if word:
        code, unit = currency_of(word)
        if code:
            return code, unit
    name = "price" if table.has("price") or table.has("price_currency") else "amount"
    return table.currency(record, name)


def cash_currency(table: Table, record: Record, sense: Sense) -> tuple[str, int]:
    """Return the currency of what was paid, and how many of its units make one of it."""
    known = sense.currencies.get("cash")
    if known is None:
        known = table.currency(record, table.cash_field(record))
        sense.currencies["cash"] = known
    return known


def _asked_currency(
    table: Table, record: Record, trade: _Trade, currency: str, cash: str, fee: Money | None
) -> str:
    """Return the price currency where only that of the account is stated; ask when it differs."""
    if not table.layout.value_is_account or table.has("price_currency") or currency != cash:
        return currency
    target = trade.gross if trade.gross is not None else trade.amount
    if not (trade.price and trade.quantity and target):
        return currency
    made = abs(trade.price * trade.quantity)
    if trade.fits(1, fee):
        return currency
    name = table.cell(record, "symbol") or table.cell(record, "name")
    subject = f"currency of {name}"
    told = table.answers.words.get(subject, "").upper()
    if told in CURRENCIES:
        return told
    column = table.columns.title("price")
    raise Doubt(
        "import.price_currency",
        column,
        subject,
        ("USD", "EUR", "GBP", "CHF", "JPY", "KRW", "CAD"),
        name=name,
        made=made,
        stated=abs(target),
    )


def _must_show_factor(table: Table, record: Record, trade: _Trade) -> None:
    """Ask for the amount of a Japanese fund: its price is per 10,000 units as a rule only."""
    if not table.layout.general or trade.gross or trade.amount:
        return
    if _FUND_UNIT in table.columns.title("quantity") or _FUND_UNIT in table.cell(
        record, "quantity"
    ):
        raise Doubt("import.missing_amount", table.columns.title("price"), "")


def _cost(table: Table, record: Record, name: str, default: str, sign: str) -> Money | None:
    if not table.has(name):
        return None
    value, currency = table.sums(record, name)
    if value is None:
        value = Decimal(0)
    if sign == "negative":
        value = -value
    elif sign == "either":
        value = abs(value)
    return Money(value, currency or default)


@dataclass(slots=True)
class _Trade:
    quantity: Decimal | None
    price: Decimal | None
    amount: Decimal | None
    gross: Decimal | None
    costs: Decimal | None
    buying: bool

    def fits(self, cash_unit: int, fee: Money | None) -> bool:
        """Tell whether quantity times price makes the amount, as quoted or per 100 or 10,000."""
        stated = self.gross or self.amount
        if not (self.quantity and self.price and stated):
            return False
        made, target = abs(self.quantity * self.price), abs(stated) / cash_unit
        return any(fits(made * factor, target, fee) for factor in (Decimal(1), *_FACTORS))

    def priced(
        self, currency: str, unit: int, cash: str, cash_unit: int, fee: Money | None, table: Table
    ) -> tuple[Decimal | None, Decimal | None]:
        """Return price per unit in major units, and the unsigned gross in the same currency."""
        quantity = abs(self.quantity) if self.quantity else None
        if quantity is None:
            return None, None
        stated = abs(self.gross) / cash_unit if self.gross else None
        if self.price is None:
            return self._derived(quantity, stated, currency, cash, cash_unit, table)
        price = abs(self.price) / unit
        if table.layout.factor:
            price *= Decimal(table.layout.factor)
        made = price * quantity
        target = stated or (abs(self.amount) / cash_unit if self.amount else None)
        if target and currency == cash and not fits(made, target, fee):
            for factor in _FACTORS:
                if fits(made * factor, target, fee):
                    return price * factor, made * factor
        # An average price is rounded; the stated gross is not.
        if stated and currency == cash and fits(made, stated, None):
            return price, stated
        return price, made

    def _derived(
        self,
        quantity: Decimal,
        stated: Decimal | None,
        currency: str,
        cash: str,
        cash_unit: int,
        table: Table,
    ) -> tuple[Decimal | None, Decimal | None]:
        """Return price and gross from the amount, where it is known what the amount includes."""
        gross = stated
        if gross is None and self.amount and self.costs is not None:
            gross = abs(self.amount) / cash_unit
            if self.costs and table.layout.amount_is == "net":
                gross += -self.costs if self.buying else self.costs
            elif self.costs and table.layout.amount_is == "either":
                gross = None
        if gross is None or currency != cash:
            return None, None
        rounded = (gross / quantity).quantize(_DIGITS, rounding=ROUND_HALF_EVEN)
        price = Decimal(plain(rounded) or 0)
        return price, gross


def fits(made: Decimal, target: Decimal, fee: Money | None) -> bool:
    """Tell whether units times price make an amount, roundings and the fee left aside."""
    slack = max(target * Decimal("0.006"), Decimal("0.02")) + (abs(fee.amount) if fee else 0)
    return abs(made - target) <= slack


def _net(
    table: Table,
    kind: Kind,
    amount: Decimal | None,
    gross: Decimal | None,
    currency: str,
    cash: str,
    cash_unit: int,
    parts: tuple[Money | None, Money | None],
    accrued: Decimal,
) -> Money | None:
    costs = _costs_in(cash, *parts, accrued)
    if amount is None or (amount == 0 and gross):
        same = gross is not None and (currency == cash or not table.has("amount"))
        if not same or gross is None or costs is None:
            return None
        return Money(_directed(kind, gross, costs), currency)
    paid = abs(amount) / cash_unit
    expected = abs(_directed(kind, gross, costs)) if gross is not None and costs else None
    exact = expected is not None and gross is not None and abs(paid - expected) < abs(paid - gross)
    sure = table.layout.amount_is == "either" and exact
    if costs and not sure and _is_gross(table, paid, gross, currency == cash):
        return Money(_directed(kind, paid, costs), cash)
    if table.signed and kind is Kind.SELL and amount < 0 and costs and paid < costs:
        return Money(amount / cash_unit, cash)
    return Money(-paid if kind is Kind.BUY else paid, cash)


def _directed(kind: Kind, gross: Decimal, costs: Decimal) -> Decimal:
    return -(gross + costs) if kind is Kind.BUY else gross - costs


def _costs_in(
    cash: str, fee: Money | None, tax: Money | None, accrued: Decimal = _NONE
) -> Decimal | None:
    """Return fee, tax and accrued interest, ``None`` when one is in another currency."""
    total = accrued
    for part in (fee, tax):
        if part is not None and part.amount:
            if part.currency != cash:
                return None
            total += part.amount
    return total


def _is_gross(table: Table, paid: Decimal, gross: Decimal | None, same: bool) -> bool:
    """Tell whether the amount column leaves fee and tax out."""
    if table.layout.amount_is != "either":
        return table.layout.amount_is == "gross"
    return same and gross is not None and abs(paid - gross) < _CENT + gross / 100_000


def _cash(
    table: Table,
    kind: Kind,
    amount: Decimal | None,
    currency: str,
    unit: int,
    values: Values,
    fee: Money | None,
    tax: Money | None,
) -> Money | None:
    value = amount if amount is not None else values.get("gross")
    if value is None and kind in _COSTS:
        value = _own_cost(kind, fee, tax)
    if value is None and kind is Kind.DIVIDEND:
        quantity, price = values.get("quantity"), values.get("price")
        value = abs(quantity * price) if quantity and price else None
    if value is None:
        if kind is Kind.CORPORATE_ACTION:
            return None
        raise Doubt("import.missing_amount", table.columns.title("amount"), "")
    value = value / unit
    costs = _costs_in(currency, fee, tax) if kind not in _COSTS else None
    if costs and _before_costs(table, kind, value, costs, values, unit):
        value -= costs
    if kind is Kind.WITHDRAWAL:
        value = -abs(value)
    elif kind is Kind.DEPOSIT:
        value = abs(value)
    elif kind in _COSTS and not table.signed:
        value = -abs(value)
    elif kind is Kind.DIVIDEND and not table.signed:
        value = abs(value)
    return Money(value, currency)


def _before_costs(
    table: Table, kind: Kind, value: Decimal, costs: Decimal, values: Values, unit: int
) -> bool:
    """Tell whether a cash amount is the one before fee and tax; ask when nothing shows it."""
    if not table.layout.general or kind not in {Kind.DIVIDEND, Kind.INTEREST}:
        return table.layout.amount_is == "gross"
    told = table.answers.words.get("amount_is")
    if told in {"net", "gross"}:
        return told == "gross"
    quantity, price, gross = (values.get(name) for name in ("quantity", "price", "gross"))
    made = abs(gross) / unit if gross else abs(quantity * price) if quantity and price else None
    for before in (True, False):
        if made is not None and abs(made - (value if before else value + costs)) <= _CENT * 2:
            return before
    raise Doubt(
        "import.net_or_gross",
        table.columns.title("amount"),
        "amount_is",
        ("net", "gross"),
        stated=value,
        costs=costs,
    )


def _own_cost(kind: Kind, fee: Money | None, tax: Money | None) -> Decimal | None:
    """A fee row may write its amount into the fee column only."""
    own = fee if kind is Kind.FEE else tax
    return -own.amount if own is not None and own.amount else None
