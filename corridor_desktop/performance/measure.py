"""Put the returns of a portfolio together from its daily values and its flows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from corridor_desktop.domain.message import Message
from corridor_desktop.performance.money_weighted import Number, Roots, xirr
from corridor_desktop.performance.performance import Performance
from corridor_desktop.performance.time_weighted import (
    annualise,
    grow,
    link_days,
    max_drawdown,
    volatility,
)

SHORTEST = 30
"""Calendar days below which a money-weighted return would only mislead."""
FEWEST = 2
"""Days with a price of their own that a return needs."""

SPARSE = 20


def measure_performance(
    base: str,
    days: Sequence[date],
    values: Sequence[Number],
    inflows: Sequence[Number],
    outflows: Sequence[Number],
    flows_for_xirr: Sequence[tuple[date, Number]] | None = None,
    notes: Sequence[Message] = (),
    observed: int | None = None,
) -> Performance:
    """Measure how the portfolio did from the first to the last of ``days``.

    Parameters
    ----------
    base
        Currency of all amounts.
    days, values, inflows, outflows
        Parallel: rising days, the value at the end of each, money paid in and out on it (both
        positive). A portfolio that exists before ``days`` starts has its opening value as the
        first day's inflow, or simply its first value.
    flows_for_xirr
        Dates and amounts from the investor's side, paid in negative, without the final value;
        by default made from ``inflows`` and ``outflows``.
    notes
        What the caller has to say about gaps in the values.
    observed
        On how many different days a price was seen that the values rest on; ``None`` where no
        price is behind them. Values carried on from a single day make no return.

    Returns
    -------
    Performance
        Missing figures carry their reason.
    """
    if not days:
        return no_performance(base, date.min, Message.of("performance.no_days"), notes)
    worth = [float(value) for value in values]
    paid_in, paid_out = [float(v) for v in inflows], [float(v) for v in outflows]
    first = next((i for i, v in enumerate(worth) if v > 0 or paid_in[i] > 0), None)
    if first is None:
        return no_performance(base, days[-1], Message.of("performance.never_worth"), notes)
    if observed is not None and observed < FEWEST:
        return no_performance(base, days[-1], Message.of("performance.one_valuation"), notes)
    days, worth = list(days[first:]), worth[first:]
    paid_in, paid_out = paid_in[first:], paid_out[first:]
    if paid_in[0] <= 0:
        paid_in[0] = worth[0] + paid_out[0]
    return _measure(base, days, worth, paid_in, paid_out, flows_for_xirr, tuple(notes))


def no_performance(
    base: str, end: date, why: Message, notes: Sequence[Message] = ()
) -> Performance:
    """Return what is known where there can be no return: the reason."""
    return Performance(base, None, end, None, why, None, None, why, notes=tuple(notes))


def left_out(count: int) -> Message:
    """Return the note that holdings without a price are in no figure."""
    return Message.of("performance.left_out", count=count)


def standing_still(share: float) -> Message:
    """Return the note that a share (0 to 1) of the value is only known from statements."""
    return Message.of("performance.partly_stated", share=f"{share * 100:.0f} %")


def bridged(names: Sequence[str], days: int) -> Message:
    """Return the note that prices of holdings are missing for more than ``days`` in a row."""
    return Message.of("performance.bridged", names=", ".join(names), days=days)


def _measure(
    base: str,
    days: Sequence[date],
    worth: Sequence[float],
    paid_in: Sequence[float],
    paid_out: Sequence[float],
    flows: Sequence[tuple[date, Number]] | None,
    notes: tuple[Message, ...],
) -> Performance:
    daily = link_days(worth, paid_in, paid_out)
    growth = grow(daily)
    span = (days[-1] - days[0]).days
    why = _no_twr(daily, worth, paid_in)
    twr = None if why is not None else growth[-1] - 1
    if flows is None:
        flows = _from_daily(days, paid_in, paid_out)
    roots = xirr([*flows, (days[-1], worth[-1])])
    rate, rate_why = _judge(roots, span)
    usable = [value for value in daily[1:] if value is not None]
    return Performance(
        base=base,
        start=days[0],
        end=days[-1],
        twr=twr,
        twr_why=why,
        twr_annual=None if twr is None else annualise(twr, span),
        xirr=rate if span >= 365 else None,
        xirr_why=rate_why if rate_why is not None or span >= 365 else _below_a_year(span),
        xirr_period=None if rate is None or span >= 365 else (1 + rate) ** (span / 365.0) - 1,
        day_change=daily[-1] if len(daily) > 1 and why is None else None,
        month_change=_since(days, growth, days[-1]) if why is None else None,
        max_drawdown=max_drawdown([1.0, *growth]) if why is None else None,
        volatility=volatility(usable) if len(usable) >= SPARSE and why is None else None,
        days=tuple(days),
        values=tuple(worth),
        growth=growth,
        notes=notes,
    )


def _from_daily(
    days: Sequence[date], paid_in: Sequence[float], paid_out: Sequence[float]
) -> list[tuple[date, Number]]:
    flows: list[tuple[date, Number]] = [
        (day, out - into) for day, into, out in zip(days, paid_in, paid_out, strict=True)
    ]
    return flows


def _no_twr(
    daily: Sequence[float | None], worth: Sequence[float], paid_in: Sequence[float]
) -> Message | None:
    if len(daily) < 2:
        return Message.of("performance.one_day")
    before = [0.0, *worth[:-1]]
    if any(value < 0 for value in worth):
        return Message.of("performance.negative_value")
    if any(
        gain is None and (start + into != 0 or value > 0)
        for gain, start, into, value in zip(daily, before, paid_in, worth, strict=True)
    ):
        return Message.of("performance.unexplained_value")
    return None


def _judge(roots: Roots, span: int) -> tuple[float | None, Message | None]:
    if span < SHORTEST:
        return None, Message.of("performance.too_short", days=span, needed=SHORTEST)
    if roots.rate is None:
        return None, Message.of("performance.no_rate")
    if roots.several:
        rates = ", ".join(f"{rate * 100:.1f} %" for rate in sorted(roots.rates))
        return roots.rate, Message.of("performance.several_rates", rates=rates)
    return roots.rate, None


def _below_a_year(span: int) -> Message:
    return Message.of("performance.below_a_year", days=span)


def _since(days: Sequence[date], growth: Sequence[float], end: date) -> float | None:
    # A month ago: the same day of the month before, or that month's last day.
    first = end.replace(day=1)
    last_month = first - timedelta(days=1)
    start = last_month.replace(day=min(end.day, last_month.day))
    at = bisect_right(days, start) - 1
    return None if at < 0 else growth[-1] / growth[at] - 1 if growth[at] > 0 else None
