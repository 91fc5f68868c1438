"""One day's worth of a book in one currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import FxRate, Missing, PricePoint
from corridor_desktop.ledger.book import Book, CashBalance, Position
from corridor_desktop.market.market import Market
from corridor_desktop.valuation.gains import Gain, gain_of
from corridor_desktop.valuation.valuation import CashLine, Line, Unpriced, Valuation


@dataclass(frozen=True, slots=True)
class _Day:
    """What valuing one day needs."""

    instruments: Mapping[str, Instrument]
    accounts: Mapping[str, Account]
    market: Market
    base: str
    as_of: date


def value(
    book: Book,
    instruments: Mapping[str, Instrument],
    accounts: Iterable[Account],
    market: Market,
    base: str,
    as_of: date,
) -> Valuation:
    """Return what the book was worth in ``base`` on ``as_of``.

    A holding without a price, without a rate, or below zero has no value here: it is listed with
    its reason and counts in no total. Weights are fractions of priced holdings plus known cash.
    """
    day = _Day(instruments, {account.id: account for account in accounts}, market, base, as_of)
    lines: list[Line] = []
    unpriced: list[Unpriced] = []
    for position in book.positions:
        found = _line(day, position)
        (lines if isinstance(found, Line) else unpriced).append(found)  # type: ignore[arg-type]
    cash: list[CashLine] = []
    for balance in book.cash:
        line = _cash(day, balance)
        (cash if isinstance(line, CashLine) else unpriced).append(line)  # type: ignore[arg-type]
    cash_total = sum((line.value.amount for line in cash), Decimal(0))
    total = cash_total + sum((line.value.amount for line in lines), Decimal(0))
    return Valuation(
        as_of,
        base,
        tuple(replace(line, weight=_weight(line.value.amount, total)) for line in lines),
        tuple(replace(line, weight=_weight(line.value.amount, total)) for line in cash),
        tuple(unpriced),
        Money(total, base),
        Money(cash_total, base),
        _coverage(day, lines, unpriced, book),
    )


def _weight(amount: Decimal, total: Decimal) -> float:
    return float(amount / total) if total > 0 else 0.0


def _line(day: _Day, position: Position) -> Line | Unpriced:
    instrument = day.instruments[position.instrument_id]
    account = day.accounts[position.account_id]
    if position.oversold:
        reason = "short" if position.stated_short else "oversold"
        return _unpriced(account, instrument, position, Missing(reason))
    price = day.market.price(instrument, day.as_of)
    if not isinstance(price, PricePoint):
        return _unpriced(account, instrument, position, price)
    fx = day.market.rate(price.currency, day.base, day.as_of)
    if not isinstance(fx, FxRate):
        return _unpriced(account, instrument, position, fx, price.currency)
    local = Money(position.quantity * price.price, price.currency)
    worth = Money(local.amount * fx.rate, day.base)
    gain = gain_of(position, local, worth, day.market)
    series = day.market.series(instrument.listing.symbol) if instrument.listing else None
    return _made(day, instrument, account, position, price, fx, local, worth, gain,
                 simulated=series is not None and series.simulated)  # fmt: skip


def _made(
    day: _Day,
    instrument: Instrument,
    account: Account,
    position: Position,
    price: PricePoint,
    fx: FxRate,
    local: Money,
    worth: Money,
    gain: Gain,
    *,
    simulated: bool,
) -> Line:
    return Line(
        instrument,
        account,
        position,
        price,
        fx,
        local,
        worth,
        0.0,
        gain.cost,
        gain.total,
        gain.price,
        gain.currency,
        price.age(day.as_of),
        simulated,
    )


def _unpriced(
    account: Account,
    instrument: Instrument,
    position: Position,
    missing: Missing,
    currency: str = "",
) -> Unpriced:
    reason = Message.of(
        f"valuation.{missing.reason}",
        name=instrument.name,
        seen=missing.last_seen or "never",
        currency=currency,
    )
    return Unpriced(
        instrument.name,
        account,
        instrument,
        position.quantity,
        reason,
        missing.last_seen,
        position.stated,
        position.split_factor,
    )


def _cash(day: _Day, balance: CashBalance) -> CashLine | Unpriced:
    account = day.accounts[balance.account_id]
    currency = balance.balance.currency
    label = f"Cash {currency}"
    if not balance.known:
        reason = Message.of("valuation.cash_unknown", currency=currency)
        return Unpriced(label, account, None, None, reason)
    fx = day.market.rate(currency, day.base, day.as_of)
    if not isinstance(fx, FxRate):
        reason = Message.of("valuation.no_rate", name=label, currency=currency, seen="never")
        return Unpriced(label, account, None, None, reason, fx.last_seen, balance.balance)
    worth = Money(balance.balance.amount * fx.rate, day.base)
    return CashLine(account, balance.balance, fx, worth, 0.0)


def _coverage(day: _Day, lines: Iterable[Line], unpriced: Iterable[Unpriced], book: Book) -> float:
    """Return the priced fraction of holdings: by size where every size is known, else by count."""
    priced = [abs(line.value.amount) for line in lines]
    missing = [part for part in unpriced if part.instrument is not None]
    if not priced and not missing:
        return 1.0
    sizes = [_size(day, part, book) for part in missing]
    known = [size for size in sizes if size is not None]
    if len(known) == len(sizes) and (whole := sum(priced) + sum(known)) > 0:
        return float(sum(priced) / whole)
    return len(priced) / (len(priced) + len(missing))


def _size(day: _Day, part: Unpriced, book: Book) -> Decimal | None:
    """Return the best known size of an unpriced holding: as stated, else what it cost."""
    amounts = [part.stated] if part.stated is not None else []
    if not amounts and part.instrument is not None:
        for position in book.positions:
            key = (position.account_id, position.instrument_id)
            if key == (part.account.id, part.instrument.id):
                amounts = [lot.cost for lot in position.lots if lot.cost is not None]
                if len(amounts) != len(position.lots):
                    return None
    total = Decimal(0)
    for amount in amounts:
        fx = day.market.rate(amount.currency, day.base, day.as_of)
        if not isinstance(fx, FxRate):
            return None
        total += abs(amount.amount) * fx.rate
    return total if amounts else None
