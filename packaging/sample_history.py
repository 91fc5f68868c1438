"""Ten years of invented bookings that end in the holdings of sample_things.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal

from sample_things import (
    ACCOUNTS,
    MOVED_DAY,
    MOVED_KEY,
    MOVED_TO,
    SPLIT_DAY,
    SPLIT_KEY,
    SPLIT_RATIO,
    THINGS,
    UNPRICED,
    Thing,
)

TOTAL = Decimal(240_000)
"""What the holdings are worth at the end, in euro."""

CURRENCY = {key: currency for key, _, _, currency in ACCOUNTS}
_STEP = {"EUR": Decimal("0.01"), "USD": Decimal("0.01"), "JPY": Decimal(1), "KRW": Decimal(1)}
_ROUND_SUM = {"EUR": 500, "USD": 500, "KRW": 500_000}
_COMMISSION = {"EUR": Decimal("4.90"), "USD": Decimal("1.00"), "KRW": Decimal(3000)}

Closes = dict[str, dict[date, str]]


@dataclass
class Booking:
    """One line of the history; empty cells are facts that a statement would not give."""

    account: str
    kind: str
    day: date
    thing: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None
    currency: str = ""
    gross: Decimal | None = None
    fee: Decimal | None = None
    tax: Decimal | None = None
    net_cash: Decimal | None = None
    cash_currency: str = ""
    fx_rate: Decimal | None = None
    note: str = ""


@dataclass
class History:
    """Bookings in the making, with the closes they are made at."""

    closes: Closes
    bookings: list[Booking] = field(default_factory=list)

    def close(self, symbol: str, on: date) -> Decimal:
        """Return the last close on or before a day (the first one for a day before it)."""
        series = self.closes[symbol]
        days = [day for day in series if day <= on]
        return Decimal(series[max(days) if days else min(series)])

    def rate(self, base: str, quote: str, on: date) -> Decimal:
        """Return how many ``quote`` one ``base`` is worth, over the dollar."""
        return self._dollars(base, on) / self._dollars(quote, on)

    def _dollars(self, currency: str, on: date) -> Decimal:
        if currency == "USD":
            return Decimal(1)
        if currency == "EUR":
            return self.close("EURUSD=X", on)
        return 1 / self.close(f"{currency}=X", on)


def write_history(closes: Closes, last: date) -> list[Booking]:
    """Return every booking by day; the cash of no account ever falls below zero."""
    history = History(closes)
    for thing in THINGS:
        _hold(history, thing, last)
    _extras(history)
    return _funded(history.bookings)


def _hold(history: History, thing: Thing, last: date) -> None:
    if thing.key in UNPRICED:
        _trade(history, thing, date.fromisoformat(thing.buys[0]), 300, Decimal("4.05"))
        return
    rate = history.rate("EUR", thing.currency, last)
    value = TOTAL * Decimal(str(thing.share)) / 100 * rate
    units = int(value / history.close(thing.symbol, last))
    splits = SPLIT_RATIO if thing.key == SPLIT_KEY else 1
    units -= units % (splits * 2)
    lots = _parts(units, len(thing.buys), splits)
    for place, text in enumerate(thing.buys):
        on = date.fromisoformat(text)
        before = splits if on < date.fromisoformat(SPLIT_DAY) else 1
        price = history.close(thing.symbol, on) * before
        _trade(history, thing, on, lots[place] // before, price)
    if splits > 1:
        early = sum(
            lot // splits for lot, text in zip(lots, thing.buys, strict=True) if text < SPLIT_DAY
        )
        history.bookings.append(
            Booking(thing.account, "split", date.fromisoformat(SPLIT_DAY), thing.key,
                    Decimal(early * (splits - 1)), note=f"{splits} for 1")
        )  # fmt: skip
    if thing.key == MOVED_KEY:
        _move(history, thing, units // 2)
    _dividends(history, thing, last)


def _parts(units: int, count: int, multiple: int) -> list[int]:
    part = units // count // multiple * multiple
    return [units - part * (count - 1), *([part] * (count - 1))]


def _trade(history: History, thing: Thing, on: date, units: int, price: Decimal) -> None:
    """Book a purchase (or, with negative units, a sale) settled in the account's currency."""
    own = CURRENCY[thing.account]
    gross = abs(units) * price
    foreign = thing.currency != own
    rate = _fx(history.rate(thing.currency, own, on)) if foreign else None
    fee = _COMMISSION[own]
    value = gross * (rate or 1)
    net = _money(-value - fee if units > 0 else value - fee, own)
    history.bookings.append(
        Booking(thing.account, "buy" if units > 0 else "sell", on, thing.key, Decimal(units),
                price, thing.currency, gross, fee, None, net, own, rate)
    )  # fmt: skip


def _move(history: History, thing: Thing, units: int) -> None:
    on = date.fromisoformat(MOVED_DAY)
    for account, sign, kind in ((thing.account, -1, "transfer_out"), (MOVED_TO, 1, "transfer_in")):
        history.bookings.append(
            Booking(
                account, kind, on, thing.key, Decimal(sign * units), note="between own accounts"
            )
        )


def _dividends(history: History, thing: Thing, last: date) -> None:
    if not thing.yield_percent:
        return
    for year in range(2018, last.year + 1):
        on = date(year, 5, 4 + len(thing.name) % 20)
        held = _held(history.bookings, thing.key, on)
        for account, units in held.items():
            own = CURRENCY[account]
            price = history.close(thing.symbol, on)
            rate = _fx(history.rate(thing.currency, own, on)) if thing.currency != own else None
            gross = _money(units * price * Decimal(str(thing.yield_percent)) / 100, thing.currency)
            paid = _money(gross * (rate or 1), own)
            tax = _money(paid * Decimal("0.15"), own)
            history.bookings.append(
                Booking(account, "dividend", on, thing.key, None, None, thing.currency, gross,
                        None, tax, paid - tax, own, rate)
            )  # fmt: skip


def _held(bookings: list[Booking], key: str, on: date) -> dict[str, Decimal]:
    """Return the units by account on a day, in units of after the split."""
    held: dict[str, Decimal] = {}
    for booking in bookings:
        if booking.thing == key and booking.quantity is not None and booking.day <= on:
            held[booking.account] = held.get(booking.account, Decimal(0)) + booking.quantity
    split = SPLIT_RATIO if key == SPLIT_KEY and on < date.fromisoformat(SPLIT_DAY) else 1
    return {account: units * split for account, units in held.items() if units > 0}


def _extras(history: History) -> None:
    """Add what every real account has: custody fees, interest, a trade that was closed again."""
    book = history.bookings.append
    for year in range(2018, 2027):
        book(Booking("linden", "fee", date(year, 1, 15), net_cash=Decimal("-18.00"),
                     cash_currency="EUR", note="custody fee"))  # fmt: skip
    for year in (2023, 2024, 2025):
        book(Booking("bluefin", "interest", date(year, 12, 29), net_cash=Decimal("21.37"),
                     cash_currency="USD", note="interest on cash"))  # fmt: skip
    things = {thing.key: thing for thing in THINGS}
    for key, day, units in (("NRDH", "2019-02-11", 60), ("NRDH", "2020-08-17", -60),
                            ("NURI", "2018-06-18", 12), ("NURI", "2021-02-15", -12)):  # fmt: skip
        on = date.fromisoformat(day)
        _trade(history, things[key], on, units, history.close(things[key].symbol, on))
    book(Booking("linden", "withdrawal", date(2025, 7, 14), net_cash=Decimal(-2500),
                 cash_currency="EUR", note="new bicycle"))  # fmt: skip
    for account, amount in (("linden", 4200), ("bluefin", 3800), ("seorabeol", 1_900_000)):
        book(Booking(account, "deposit", date(2026, 10, 5), net_cash=Decimal(amount),
                     cash_currency=CURRENCY[account], note="standing order"))  # fmt: skip


def _funded(bookings: list[Booking]) -> list[Booking]:
    """Insert a round deposit three days before each booking that the cash would not cover."""
    order = {"deposit": 0, "transfer_out": 1, "transfer_in": 2, "split": 3}
    cash = dict.fromkeys(CURRENCY, Decimal(0))
    made: list[Booking] = []
    for booking in sorted(bookings, key=lambda one: (one.day, order.get(one.kind, 4), one.thing)):
        own = CURRENCY[booking.account]
        after = cash[booking.account] + (booking.net_cash or 0)
        if after < 0:
            step = Decimal(_ROUND_SUM[own])
            amount = (-after / step).to_integral_value(ROUND_CEILING) * step
            _deposit(made, booking, amount, own)
            after += amount
        cash[booking.account] = after
        made.append(booking)
    return sorted(made, key=lambda one: (one.day, order.get(one.kind, 4), one.account, one.thing))


def _deposit(made: list[Booking], booking: Booking, amount: Decimal, own: str) -> None:
    on = booking.day - timedelta(days=3)
    for earlier in made:
        same = (earlier.account, earlier.day, earlier.kind) == (booking.account, on, "deposit")
        if same and earlier.net_cash is not None:
            earlier.net_cash += amount
            return
    made.append(
        Booking(
            booking.account,
            "deposit",
            on,
            net_cash=amount,
            cash_currency=own,
            note="from the bank",
        )
    )


def _money(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(_STEP[currency], rounding=ROUND_HALF_EVEN)


def _fx(rate: Decimal) -> Decimal:
    return rate.quantize(Decimal("0.000001"), rounding=ROUND_HALF_EVEN)
