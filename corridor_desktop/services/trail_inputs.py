"""What a figure was made of: inputs with their values, days, counts and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from corridor_desktop.domain.finding import Finding
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import FxRate
from corridor_desktop.domain.theme import ThemeTag
from corridor_desktop.domain.trail import Input, Unit
from corridor_desktop.exposure.change import Change
from corridor_desktop.exposure.exposure import Exposure, History, Slice
from corridor_desktop.exposure.liquidity import Liquidity
from corridor_desktop.ledger.book import CashBalance, Lot, Position, Realised
from corridor_desktop.performance.performance import Performance
from corridor_desktop.rules.registry import rule
from corridor_desktop.services.fund_desk import FundStatus
from corridor_desktop.services.review import Review
from corridor_desktop.services.trail_closes import (
    line_of_each,
    seen_of,
    tell_episode,
    tell_event,
    tell_holding,
    tell_news,
    tell_past,
    tell_report,
    tell_tail,
)
from corridor_desktop.stress.detail import CrisisStudy, EventRow
from corridor_desktop.stress.report import (
    Distribution,
    EpisodeRow,
    HoldingLink,
    Replay,
    StressReport,
    Window,
)
from corridor_desktop.stress.risk_report import TailRisk
from corridor_desktop.valuation.valuation import CashLine, Line, Unpriced, Valuation

Inputs = tuple[Input, ...]
_LOTS = {"cost_basis", "unrealised_gain"}


def inputs_of(review: Review, way: Sequence[Any], place: str, method: str) -> Inputs:
    """Return the inputs of what stands at the end of ``way``; the nearest thing above it tells."""
    asked = place.partition("describe[")[2].partition("]")[0]
    if asked:
        rows = (row for row in review.stress.holdings if asked in {row.label, row.instrument_id})
        way = (*way, *rows)
    for thing in reversed(way):
        tell = _TELLERS.get(type(thing))
        if tell is not None:
            found = tell(review, thing)
            return (*found, *_lots(thing, method), *tell_news(review, place))
    return ()


def _line(_: Review, line: Line) -> Inputs:
    held = line.position
    rate = Input(
        Message.of("trail.in_rate", base=line.fx.base, quote=line.fx.quote),
        line.fx.rate, Unit.RATE, line.fx.quote, None, line.fx.session, None,
        _provider(line.fx), line.fx.path,
    )  # fmt: skip
    close = Input(
        Message.of("trail.in_close", name=line.instrument.label),
        line.price.price, Unit.PRICE, line.price.currency, None, line.price.session, None,
        line.price.source,
    )  # fmt: skip
    return (*_position(_, held), close, rate)


def _position(_: Review, held: Position) -> Inputs:
    days = [lot.acquired for lot in held.lots]
    return (
        Input(
            Message.of(f"trail.in_units_{held.origin}"),
            held.quantity,
            Unit.QUANTITY,
            start=min(days, default=None),
            as_of=held.stated_on or max(days, default=None),
            n=len(held.lots) or None,
        ),
    )


def _lots(thing: Any, method: str) -> Inputs:
    if method not in _LOTS:
        return ()
    held = thing.position if isinstance(thing, Line) else thing
    lots = held.lots if isinstance(held, Position) else ()
    return tuple(found for lot in lots for found in _lot(None, lot))


def _lot(_: Review | None, lot: Lot) -> Inputs:
    lines = ", ".join(map(str, lot.source.lines))
    units = format(lot.quantity.normalize(), "f")
    what = Message.of("trail.in_lot_line" if lines else "trail.in_lot", units=units, lines=lines)
    if lot.cost is None:
        return (Input(what, as_of=lot.acquired, source=lot.source.digest[:12]),)
    cost = lot.cost
    source = lot.source.digest[:12]
    return (Input(what, cost.amount, Unit.MONEY, cost.currency, as_of=lot.acquired, source=source),)


def _realised(_: Review, sold: Realised) -> Inputs:
    return (
        Input(
            Message.of("trail.in_sold"), sold.quantity, Unit.QUANTITY,
            start=sold.acquired, as_of=sold.sold,
        ),
    )  # fmt: skip


def _provider(rate: FxRate) -> str:
    """Return who provided a rate; nobody does where both currencies are one."""
    return "" if rate.base == rate.quote else rate.source


def _cash(_: Review, line: CashLine) -> Inputs:
    what = Message.of("trail.in_cash", account=line.account.name)
    rate = Message.of("trail.in_rate", base=line.fx.base, quote=line.fx.quote)
    return (
        Input(what, line.balance.amount, Unit.MONEY, line.balance.currency),
        Input(
            rate, line.fx.rate, Unit.RATE, line.fx.quote, None, line.fx.session, None,
            _provider(line.fx), line.fx.path,
        ),
    )  # fmt: skip


def _balance(review: Review, found: CashBalance) -> Inputs:
    names = {account.id: account.name for account in review.accounts}
    what = Message.of("trail.in_cash", account=names.get(found.account_id, found.account_id))
    return (Input(what, found.balance.amount, Unit.MONEY, found.balance.currency),)


def _unpriced(_: Review, gap: Unpriced) -> Inputs:
    what = Message.of("trail.in_units_history")
    return (Input(what, gap.quantity, Unit.QUANTITY, as_of=gap.last_seen),)


def _valuation(review: Review, found: Valuation) -> Inputs:
    held = (
        Input(
            Message.of("trail.in_holding", name=line.instrument.label, account=line.account.name),
            line.value.amount, Unit.MONEY, review.base, None, line.price.session, None,
            line.price.source, line.fx.path,
        )
        for line in found.lines
    )  # fmt: skip
    cash = (
        Input(
            Message.of("trail.in_cash", account=line.account.name),
            line.value.amount, Unit.MONEY, review.base, None, line.fx.session, None,
            _provider(line.fx), line.fx.path,
        )
        for line in found.cash
    )  # fmt: skip
    return (*held, *cash)


def _exposure(review: Review, found: Exposure) -> Inputs:
    return tuple(
        Input(
            Message.of("trail.in_slice", name=each.label, by=found.by),
            each.value, Unit.MONEY, review.base, as_of=found.as_of,
        )
        for each in (*found.slices, found.untagged)
    )  # fmt: skip


def _slice(review: Review, found: Slice) -> Inputs:
    known = line_of_each(review)
    return tuple(
        Input(
            Message.of("trail.in_part", name=part.label),
            part.value, Unit.MONEY, review.base, None, *seen_of(known, part.instrument_id, review),
        )
        for part in found.parts
    )  # fmt: skip


def _history(review: Review, found: History) -> Inputs:
    days = found.days
    what = Message.of("trail.in_days", by=found.by)
    return (
        Input(what, start=days[0] if days else None, as_of=days[-1] if days else None, n=len(days)),
        _prices(review),
    )


def _change(review: Review, found: Change) -> Inputs:
    what = Message.of("trail.in_days", by=found.by)
    return (Input(what, start=found.start, as_of=found.end), _prices(review))


def _performance(review: Review, found: Performance) -> Inputs:
    values = Input(
        Message.of("trail.in_values"), start=found.start, as_of=found.end, n=len(found.days)
    )
    return (values, _prices(review))


def _liquidity(review: Review, found: Liquidity) -> Inputs:
    what = Message.of("trail.in_volumes")
    return (Input(what, as_of=review.as_of, n=len(found.days)),)


def _prices(review: Review) -> Input:
    """Return all closes together: from when the latest of each is, and who provided them."""
    days = [line.price.session for line in review.valuation.lines]
    names = sorted({line.price.source for line in review.valuation.lines if line.price.source})
    return Input(
        Message.of("trail.in_prices"),
        start=min(days, default=None), as_of=max(days, default=None), n=len(days),
        source=", ".join(names),
    )  # fmt: skip


def level_unit(limit: str) -> Unit:
    """Return in what a limit is measured: a fraction of one, or a count."""
    declared = rule(limit)
    return Unit.NUMBER if declared is not None and declared.unit == "count" else Unit.FRACTION


def _finding(_: Review, found: Finding) -> Inputs:
    return tuple(
        Input(
            Message.of("trail.in_driver", name=driver.label), driver.share, level_unit(found.limit)
        )
        for driver in found.drivers
    )


def _tag(_: Review, tag: ThemeTag) -> Inputs:
    what = Message.of("trail.in_tag", reason=tag.reason)
    return (
        Input(what, tag.basis_points, Unit.BASIS_POINTS, as_of=tag.valid_from, source=tag.source),
    )


def _fund(_: Review, found: FundStatus) -> Inputs:
    what = Message.of("trail.in_list", name=found.fund.label)
    return (Input(what, as_of=found.as_of, n=found.count, source=found.source),)


_TELLERS: dict[type, Callable[[Review, Any], Inputs]] = {
    Line: _line,
    Position: _position,
    Lot: _lot,
    Realised: _realised,
    CashLine: _cash,
    CashBalance: _balance,
    Unpriced: _unpriced,
    Valuation: _valuation,
    Exposure: _exposure,
    Slice: _slice,
    History: _history,
    Change: _change,
    Performance: _performance,
    Liquidity: _liquidity,
    HoldingLink: tell_holding,
    EpisodeRow: tell_episode,
    EventRow: tell_event,
    CrisisStudy: tell_past,
    Distribution: tell_past,
    Replay: tell_past,
    Window: tell_past,
    TailRisk: tell_tail,
    StressReport: tell_report,
    Finding: _finding,
    ThemeTag: _tag,
    FundStatus: _fund,
}
