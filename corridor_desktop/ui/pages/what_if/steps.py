"""The changes of a branch as rows, and a branch with one change more or less."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from corridor_desktop.domain.money import ZERO, Money
from corridor_desktop.domain.theme import FULL
from corridor_desktop.planning.changes import Changes, Retag, Trade
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.pages.limits import rows as limit_rows
from corridor_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from corridor_desktop.services.plan_desk import Order, Trial
    from corridor_desktop.services.review import Review


Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Step:
    """One change. ``key`` finds it again: its kind and its place or name."""

    key: str
    what: str
    account: str
    size: str
    value: float | None
    worth: str
    gain: str
    reason: str


def steps(changes: Changes, review: Review, trial: Trial | None) -> tuple[Step, ...]:
    """Return one row for each change; ``trial`` adds what trades are worth and are for."""
    orders = {order.trade: order for order in trial.orders} if trial else {}
    names = {account.id: account.name for account in review.accounts}
    labels = {key: thing.label for key, thing in review.instruments.items()}
    themes = {theme.id: theme.name for theme in review.tags.themes}
    rows = [
        _traded(f"trade {place}", one, names, labels, orders.get(one))
        for place, one in enumerate(changes.trades)
    ]
    for key, amount in changes.deposits.items():
        words = "Pay in" if amount >= 0 else "Take out"
        worth = fmt.money(Money(abs(amount), review.base))
        rows.append(_bare(f"deposit {key}", f"{words} cash", worth, names.get(key, key)))
    for key, move in changes.prices.items():
        rows.append(_bare(f"price {key}", f"Price of {labels.get(key, key)}", _move(move)))
    for key, move in changes.rates.items():
        rows.append(_bare(f"rate {key}", f"{key} against {review.base}", _move(move)))
    for place, tag in enumerate(changes.retags):
        theme = themes.get(tag.theme_id, tag.theme_id)
        thing = labels.get(tag.instrument_id, tag.instrument_id)
        share = fmt.percent(tag.basis_points / FULL)
        rows.append(_bare(f"tag {place}", f"{thing} hangs on {theme}", share))
    return tuple(rows)


def _traded(
    key: str, trade: Trade, names: dict[str, str], labels: dict[str, str], order: Order | None
) -> Step:
    verb = "Buy" if trade.quantity > 0 else "Sell"
    thing = labels.get(trade.instrument_id, trade.instrument_id)
    return Step(
        key,
        f"{verb} {thing}",
        names.get(trade.account_id, trade.account_id),
        fmt.quantity(abs(trade.quantity)),
        float(order.value) if order else None,
        fmt.money(Money(abs(order.value), order.currency)) if order else "",
        fmt.money(order.gain) if order and order.gain is not None else _no_gain(trade),
        _purpose(order) if order else "",
    )


def _purpose(order: Order) -> str:
    if order.sought and not order.reasons:
        return "Keeps other limits inside"
    return "; ".join(
        f"{limit_rows.title(one.limit)} {'' if one.subject == 'portfolio' else one.subject} "
        f"{limit_rows.level(one.limit, one.before)} → {limit_rows.level(one.limit, one.after)}"
        for one in order.reasons
    ).replace("  ", " ")


def _no_gain(trade: Trade) -> str:
    return "" if trade.quantity > 0 else "cost not known"


def _bare(key: str, what: str, size: str, account: str = "") -> Step:
    return Step(key, what, account, size, None, "", "", "")


def _move(value: Decimal) -> str:
    return fmt.percent(float(value), signed=True)


def without(changes: Changes, key: str) -> Changes:
    """Return the changes without one of them."""
    kind, _, name = key.partition(" ")
    if kind == "trade":
        return replace(changes, trades=_left(changes.trades, int(name)))
    if kind == "tag":
        return replace(changes, retags=_left(changes.retags, int(name)))
    fields = {"deposit": "deposits", "price": "prices", "rate": "rates"}
    field = fields[kind]
    kept = {other: value for other, value in getattr(changes, field).items() if other != name}
    return replace(changes, **{field: kept})  # type: ignore[arg-type]


def _left(parts: tuple[Part, ...], place: int) -> tuple[Part, ...]:
    return (*parts[:place], *parts[place + 1 :])


def with_trade(changes: Changes, instrument: str, account: str, quantity: Decimal) -> Changes:
    """Return the changes with a trade more; two of the same holding become one."""
    same = [
        one
        for one in changes.trades
        if (one.instrument_id, one.account_id) == (instrument, account)
    ]
    rest = tuple(one for one in changes.trades if one not in same)
    total = quantity + sum((one.quantity for one in same), ZERO)
    added = (Trade(instrument, account, total),) if total else ()
    return replace(changes, trades=(*rest, *added))


def with_cash(changes: Changes, account: str, amount: Decimal) -> Changes:
    """Return the changes with cash paid in (+) or taken out (-)."""
    total = changes.deposits.get(account, ZERO) + amount
    kept = {key: value for key, value in changes.deposits.items() if key != account}
    return replace(changes, deposits={**kept, account: total} if total else kept)


def with_price(changes: Changes, instrument: str, move: Decimal) -> Changes:
    """Return the changes with another price of an instrument."""
    return replace(changes, prices={**changes.prices, instrument: move})


def with_rate(changes: Changes, currency: str, move: Decimal) -> Changes:
    """Return the changes with another rate of a currency."""
    return replace(changes, rates={**changes.rates, currency: move})


def with_tag(changes: Changes, instrument: str, theme: str, share: Decimal) -> Changes:
    """Return the changes with a share of a holding on a theme."""
    rest = tuple(
        one for one in changes.retags if (one.instrument_id, one.theme_id) != (instrument, theme)
    )
    return replace(changes, retags=(*rest, Retag(instrument, theme, int(share * FULL))))


COLUMNS: tuple[Column[Step], ...] = (
    Column("what", "Change", lambda s: s.what, lambda s: s.what, lambda s: s.reason, width=220),
    Column("size", "How much", lambda s: s.size, lambda s: s.size, numeric=True, width=110),
    Column("account", "Account", lambda s: s.account, lambda s: s.account, width=150),
    Column("worth", "Worth", lambda s: s.value, lambda s: s.worth, numeric=True, width=140),
    Column("gain", "Gain realised", lambda s: s.gain, lambda s: s.gain, numeric=True, width=140,
           help="By your cost method, before fees and taxes, in the currency of the price."),
    Column("reason", "For", lambda s: s.reason, lambda s: s.reason, lambda s: s.reason,
           width=280),
)  # fmt: skip
