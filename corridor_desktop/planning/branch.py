"""A valuation as it would be after hypothetical changes; the real one stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.money import ZERO, Money
from corridor_desktop.domain.prices import FxRate, PricePoint
from corridor_desktop.ledger.book import CashBalance, Position
from corridor_desktop.market.market import Market
from corridor_desktop.planning.changes import Changes, Trade
from corridor_desktop.valuation.valuation import CashLine, Line, Valuation

OWN = "own"
"""The source of a rate of a currency against itself."""


def branch(
    valuation: Valuation,
    changes: Changes,
    accounts: Iterable[Account],
    instruments: Mapping[str, Instrument],
    market: Market,
) -> Valuation:
    """Return ``valuation`` after ``changes``.

    What is sold turns into cash of the base currency in its account; what is bought is paid from
    the account's cash: of the currency it is quoted in first, then of the base currency, then of
    the others, largest first. So deploying cash never raises the total, and only fees, deposits
    and withdrawals move it. Moved prices and rates are marked by their source.

    Raises
    ------
    UsageTrouble
        ``unknown_holding``, ``no_price``, ``sells_too_much`` or ``not_enough_cash``.
    """
    known = {account.id: account for account in accounts}
    lines = [_moved(line, changes) for line in valuation.lines]
    cash = [_revalued(line, changes) for line in valuation.cash]
    for account_id, amount in changes.deposits.items():
        cash = _paid_in(cash, known[account_id], valuation, amount)
    for trade in _sales_first(changes.trades):
        lines, cash = _traded(lines, cash, trade, known, instruments, market, valuation, changes)
    return _weighed(valuation, lines, cash)


def _sales_first(trades: Iterable[Trade]) -> list[Trade]:
    return sorted(trades, key=lambda trade: trade.quantity > 0)


def _moved(line: Line, changes: Changes) -> Line:
    price, rate = line.price, _moved_rate(line.fx, changes)
    step = changes.prices.get(line.instrument.id)
    if step:
        price = replace(price, price=price.price * (1 + step), source=f"{price.source}, what if")
    if price is line.price and rate is line.fx:
        return line
    return _priced(line, line.position.quantity, price, rate)


def _moved_rate(rate: FxRate, changes: Changes) -> FxRate:
    step = changes.rates.get(rate.base)
    if not step or rate.base == rate.quote:
        return rate
    return replace(rate, rate=rate.rate * (1 + step), source=f"{rate.source}, what if")


def _revalued(line: CashLine, changes: Changes) -> CashLine:
    rate = _moved_rate(line.fx, changes)
    if rate is line.fx:
        return line
    worth = Money(line.balance.amount * rate.rate, line.value.currency)
    return replace(line, fx=rate, value=worth)


def _priced(line: Line, quantity: Decimal, price: PricePoint, rate: FxRate) -> Line:
    """Return a line with another quantity, price or rate; its gains are no longer known."""
    local = Money(quantity * price.price, price.currency)
    return replace(
        line,
        position=replace(line.position, quantity=quantity),
        price=price,
        fx=rate,
        local_value=local,
        value=Money(local.amount * rate.rate, line.value.currency),
        cost_basis=None,
        gain=None,
        price_gain=None,
        currency_gain=None,
    )


def _traded(
    lines: list[Line],
    cash: list[CashLine],
    trade: Trade,
    accounts: Mapping[str, Account],
    instruments: Mapping[str, Instrument],
    market: Market,
    valuation: Valuation,
    changes: Changes,
) -> tuple[list[Line], list[CashLine]]:
    place = _place(lines, trade)
    if place is None:
        if trade.quantity < 0:
            raise UsageTrouble(
                "sells_too_much",
                f"{_name(trade, instruments)} is not held there, so nothing of it can be sold.",
            )
        line = _opened(trade, accounts, instruments, market, valuation, changes)
        lines, place = [*lines, line], len(lines)
    line = lines[place]
    left = line.position.quantity + trade.quantity
    if left < 0:
        raise UsageTrouble(
            "sells_too_much",
            f"{-trade.quantity:f} of {line.instrument.label} are to be sold, but only "
            f"{line.position.quantity:f} are held in {line.account.name}.",
        )
    price = trade.price if trade.price is not None else line.price.price
    money = trade.quantity * price * line.fx.rate
    changed = _priced(line, left, line.price, line.fx)
    kept = [changed] if left else []
    account = accounts[trade.account_id]
    first = line.price.currency
    return (
        [*lines[:place], *kept, *lines[place + 1 :]],
        _settled(cash, account, valuation, -money - trade.fee, first),
    )


def _place(lines: list[Line], trade: Trade) -> int | None:
    wanted = (trade.instrument_id, trade.account_id)
    for place, line in enumerate(lines):
        if (line.instrument.id, line.account.id) == wanted:
            return place
    return None


def _name(trade: Trade, instruments: Mapping[str, Instrument]) -> str:
    found = instruments.get(trade.instrument_id)
    return found.label if found else trade.instrument_id


def _opened(
    trade: Trade,
    accounts: Mapping[str, Account],
    instruments: Mapping[str, Instrument],
    market: Market,
    valuation: Valuation,
    changes: Changes,
) -> Line:
    """Return an empty line of an instrument that is not held in the account yet."""
    thing = instruments.get(trade.instrument_id)
    if thing is None:
        raise UsageTrouble("unknown_holding", f"{trade.instrument_id} is not known.")
    price = market.price(thing, valuation.as_of)
    rate = (
        market.rate(price.currency, valuation.base, valuation.as_of)
        if isinstance(price, PricePoint)
        else None
    )
    if not isinstance(price, PricePoint) or not isinstance(rate, FxRate):
        raise UsageTrouble(
            "no_price", f"{thing.label} has no price, so it cannot be tried out.",
            "Refresh or import its prices first.",
        )  # fmt: skip
    base = valuation.base
    line = Line(
        thing,
        accounts[trade.account_id],
        Position(trade.account_id, thing.id, ZERO),
        price,
        rate,
        Money(ZERO, price.currency),
        Money(ZERO, base),
        0.0,
        None,
        None,
        stale_days=price.age(valuation.as_of),
    )
    return _moved(line, changes)


def _settled(
    cash: list[CashLine], account: Account, valuation: Valuation, money: Decimal, first: str
) -> list[CashLine]:
    if money >= 0:
        return _paid_in(cash, account, valuation, money)
    own = [line for line in cash if line.account.id == account.id and line.value.amount > 0]
    if sum((line.value.amount for line in own), ZERO) + money < 0:
        raise UsageTrouble(
            "not_enough_cash",
            f"{account.name} has too little known cash for these trades: "
            f"{-money:.2f} {valuation.base} are needed.",
            "Add a deposit to the plan, sell something, or trade less.",
        )
    order = (first, valuation.base)
    own.sort(key=lambda line: (_rank(line.balance.currency, order), -line.value.amount))
    for line in own:
        taken = min(line.value.amount, -money)
        cash = [_less(other, taken) if other is line else other for other in cash]
        money += taken
        if money >= 0:
            break
    return cash


def _rank(currency: str, order: tuple[str, ...]) -> int:
    return order.index(currency) if currency in order else len(order)


def _less(line: CashLine, taken: Decimal) -> CashLine:
    balance = Money(line.balance.amount - taken / line.fx.rate, line.balance.currency)
    return replace(
        line, balance=balance, value=Money(line.value.amount - taken, line.value.currency)
    )


def _paid_in(
    cash: list[CashLine], account: Account, valuation: Valuation, amount: Decimal
) -> list[CashLine]:
    base = valuation.base
    for place, line in enumerate(cash):
        if line.account.id == account.id and line.balance.currency == base:
            worth = Money(line.value.amount + amount, base)
            if amount < 0 and worth.amount < 0:
                raise UsageTrouble(
                    "not_enough_cash",
                    f"{account.name} has only {line.value.amount:.2f} {base} of known cash to "
                    "take out.",
                )
            changed = replace(line, balance=worth, value=worth)
            return [*cash[:place], changed, *cash[place + 1 :]]
    if amount == 0:
        return cash
    if amount < 0:
        raise UsageTrouble(
            "not_enough_cash",
            f"{account.name} has no known cash in {base} to take out.",
        )
    worth = Money(amount, base)
    rate = FxRate(base, base, Decimal(1), valuation.as_of, (), OWN)
    opened = CashBalance(account.id, worth)
    return [*cash, CashLine(account, opened.balance, rate, worth, 0.0)]


def _weighed(valuation: Valuation, lines: list[Line], cash: list[CashLine]) -> Valuation:
    free = sum((line.value.amount for line in cash), ZERO)
    total = free + sum((line.value.amount for line in lines), ZERO)

    def weight(amount: Decimal) -> float:
        return float(amount / total) if total > 0 else 0.0

    return replace(
        valuation,
        lines=tuple(replace(line, weight=weight(line.value.amount)) for line in lines),
        cash=tuple(replace(line, weight=weight(line.value.amount)) for line in cash),
        total=Money(total, valuation.base),
        cash_total=Money(free, valuation.base),
    )
