"""What would bring a value back inside its limit, told as information and never as advice."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from corridor_desktop.domain.finding import State
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import Money, minor_units
from corridor_desktop.domain.policy import Limit
from corridor_desktop.rules.contract import Reading, Rule
from corridor_desktop.rules.stakes import smallest_sale
from corridor_desktop.rules.state import CLEARS_AT

_SALES = frozenset({"sale", "move"})


def percent(fraction: float) -> str:
    """Return a fraction as the text of a percentage with at most one decimal."""
    text = f"{fraction * 100:.1f}".removesuffix(".0")
    return f"{text.replace('-', '−')} %"


def at_least(amount: Money) -> str:
    """Return an amount as text, rounded up to the minor unit so that it is enough."""
    step = Decimal(1).scaleb(-minor_units(amount.currency))
    return f"{amount.amount.quantize(step, rounding=ROUND_CEILING):,} {amount.currency}"


def remedy(rule: Rule, limit: Limit, reading: Reading, state: State, total: Money) -> Message:
    """Return what would change the state, as a message."""
    if state is State.INSIDE:
        return Message.of("rules.inside")
    if state is State.CANNOT_TELL:
        return Message.of("rules.tell_more_" + rule.id)
    level = limit.breach if state is State.BREACH and limit.breach is not None else limit.warn
    if level is None:
        level = limit.breach
    if level is None or rule.cure not in _SALES or not reading.stakes:
        return _driver(rule, reading)
    return _cure(rule, reading, level, total)


def _driver(rule: Rule, reading: Reading) -> Message:
    label = reading.drivers[0].label if reading.drivers else reading.label
    return Message.of("rules.driven_by" if rule.cure in _SALES else rule.cure, label=label)


def _cure(rule: Rule, reading: Reading, level: float, total: Money) -> Message:
    shown, clear = percent(level), percent(level * CLEARS_AT)
    if rule.cure == "move":
        excess = Decimal(repr(reading.measured)) - Decimal(repr(level))
        amount = Money(max(excess, Decimal(0)) * total.amount, total.currency)
        return Message.of(
            "rules.move", amount=at_least(amount), label=reading.label, level=shown, clear=clear
        )
    sale = smallest_sale(reading, total.amount, level)
    if sale is None:
        return Message.of("rules.no_sale", label=reading.label, level=shown)
    if sale.amount <= 0:
        return Message.of("rules.back_inside", level=shown, clear=clear)
    label = sale.stake.label
    amount_text = at_least(Money(sale.amount, total.currency))
    if not sale.enough:
        return Message.of(
            "rules.sale_too_small",
            amount=amount_text,
            label=label,
            left=percent(sale.left),
            level=shown,
        )
    return Message.of("rules.sale", amount=amount_text, label=label, level=shown, clear=clear)
