"""From what a portfolio file holds to one frozen review: every stage once, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from corridor_desktop.domain.account import CostMethod
from corridor_desktop.domain.finding import Finding
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import STATED, FxRate
from corridor_desktop.exposure.change import measure_changes
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.exposure.history import measure_history, tag_fractions
from corridor_desktop.exposure.liquidity import measure_liquidity
from corridor_desktop.exposure.past import DIMENSIONS, measure_past
from corridor_desktop.ledger.booking import book
from corridor_desktop.market.stated import stated_prices
from corridor_desktop.market.table import MAX_AGE, PriceTable
from corridor_desktop.performance.attribution import attribute
from corridor_desktop.performance.measure import (
    FEWEST,
    bridged,
    left_out,
    measure_performance,
    no_performance,
    standing_still,
)
from corridor_desktop.performance.statement_periods import Dietz, link_statements
from corridor_desktop.rules.check import check
from corridor_desktop.rules.contract import Context
from corridor_desktop.services.collector import collector_paused
from corridor_desktop.services.episodes import episodes
from corridor_desktop.services.fund_desk import fund_pairs, fund_status
from corridor_desktop.services.limits import journal
from corridor_desktop.services.looking_through import Seen, see
from corridor_desktop.services.portfolio_file import load
from corridor_desktop.services.review import Review
from corridor_desktop.services.settings import setting
from corridor_desktop.services.stress_choice import stress_choice
from corridor_desktop.services.tag_desk import fitting
from corridor_desktop.stress.stress import measure_stress
from corridor_desktop.valuation.observed import find_bridged, price_days
from corridor_desktop.valuation.through_time import DailyValues, value_through_time
from corridor_desktop.valuation.value import value

if TYPE_CHECKING:
    from corridor_desktop.domain.episode import Episode
    from corridor_desktop.domain.finding import Decision
    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.domain.job import Job
    from corridor_desktop.domain.money import Money
    from corridor_desktop.domain.theme import ThemeTag
    from corridor_desktop.exposure.exposure import History
    from corridor_desktop.ledger.book import Book
    from corridor_desktop.performance.performance import Performance
    from corridor_desktop.services.portfolio_data import PortfolioData
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore
    from corridor_desktop.stress.report import StressReport
    from corridor_desktop.valuation.valuation import Valuation

HISTORY_STEP = 5
"""Sessions between two points of exposure through time."""

_WORTH_SAYING = 0.005
"""A share of the value, from which on it is said that it is only known from statements."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a review is made from: a frozen copy of the file, and what the last review left."""

    data: PortfolioData
    previous: tuple[Finding, ...]
    own_episodes: tuple[Episode, ...]
    dismissed: frozenset[str]


def gather(store: PortfolioStore, today: date) -> Material:
    """Read everything a review needs from the portfolio file. Raises FileTrouble."""
    return Material(
        load(store, today),
        store.findings.get(),
        tuple(store.events.all().values()),
        store.dismissals.all(),
    )


def default_day(data: PortfolioData, today: date) -> date:
    """Return the day to look at: today, or the last session when every price is simulated."""
    lasts = [series.last for series in data.series.values() if series.last is not None]
    simulated = bool(lasts) and all(series.simulated for series in data.series.values())
    return min(max(lasts), today) if simulated else today


@collector_paused()
def make_review(material: Material, as_of: date | None, clock: Clock, job: Job) -> Review:
    """Return the review of one day; pure but for the clock's stamp.

    Raises
    ------
    Cancelled
        The user stopped it.
    """
    data = material.data
    day = as_of or default_day(data, clock.today())
    booked, valuation = worth(data, day, job)
    # What is tagged today counts at once, though the last close may be of Friday.
    tags_now = data.tags.at(day if as_of is not None else max(day, clock.today()))
    seen = see(data, valuation, tags_now)
    job.checkpoint(0.3, "Looking back")
    daily = _daily(data, day)
    job.checkpoint(0.5, "Measuring the link to KOSPI")
    stress = stress_of(material, valuation, seen, day, job)
    job.checkpoint(0.9, "Checking limits")
    context = context_of(material, valuation, seen, stress, day, clock.today())
    if as_of is not None:  # what stands today says nothing about where it stood on a past day
        context = replace(context, previous=())
    return Review(
        portfolio=data.name,
        as_of=day,
        base=data.base,
        made_at=clock.now(),
        accounts=data.accounts,
        instruments=data.instruments,
        book=booked,
        valuation=valuation,
        exposures=seen.plain,
        exposures_through=seen.all_through,
        fund_pairs=fund_pairs((line.instrument for line in valuation.lines), data.funds),
        listing_changes=data.listing_changes,
        looked_through=seen.through is not None,
        funds=fund_status(data.instruments, data.funds),
        histories=_histories(data, daily),
        performance=_performance(data, daily, valuation),
        stress=stress,
        findings=check(context),
        policy=data.policy,
        decisions=data.decisions,
        tags=data.tags,
        tags_now=tags_now,
        suggestions=fitting(_held(data, booked), material.dismissed),
        simulated=valuation.simulated or stress.simulated,
        log_broken_at=data.log_broken_at,
        policy_altered=data.policy_altered,
        scheduled=data.scheduled,
        changes={} if daily is None else measure_changes(daily, data.instruments, data.tags),
        themes_as_today=_as_today(data, daily, tags_now),
        liquidity=measure_liquidity(valuation, data.turnovers),
    )


def worth(data: PortfolioData, day: date, job: Job) -> tuple[Book, Valuation]:
    """Return what is held on a day and what it is worth."""
    job.checkpoint(0.05, "Booking transactions")
    method = CostMethod(setting(data.settings, "cost_method"))
    booked = book(data.transactions, data.statements, data.accounts, method, day)
    job.checkpoint(0.15, "Valuing holdings")
    market = market_of(data)
    return booked, value(booked, data.instruments, data.accounts, market, data.base, day)


def market_of(data: PortfolioData) -> PriceTable:
    """Return the file's prices: stored closes, and what statements say where there are none."""
    return PriceTable(data.series, stated=stated_prices(data.statements, data.transactions))


def context_of(
    material: Material,
    valuation: Valuation,
    seen: Seen,
    stress: StressReport,
    day: date,
    today: date,
) -> Context:
    """Return what the rules look at."""
    data = material.data
    return Context(
        as_of=day,
        policy=data.policy,
        valuation=valuation,
        exposures=seen.exposures,
        tags=data.tags,
        stress=stress,
        previous=material.previous,
        decisions=_trusted(data),
        today=today,
        turnovers=data.turnovers,
        through=seen.through,
    )


def _trusted(data: PortfolioData) -> tuple[Decision, ...]:
    """Return the log up to where it was altered: what follows acknowledges nothing."""
    if data.log_broken_at is None:
        return data.decisions
    return data.decisions[: data.log_broken_at - 1]


def _histories(data: PortfolioData, daily: DailyValues | None) -> dict[Dimension, History]:
    if daily is None:
        return {}
    sparse = daily.every(HISTORY_STEP)
    found = {by: measure_past(sparse, data.instruments, by) for by in DIMENSIONS}
    return {**found, Dimension.THEME: measure_history(sparse, data.instruments, data.tags)}


def _held(data: PortfolioData, booked: Book) -> dict[str, Instrument]:
    held = {position.instrument_id for position in booked.positions}
    return {key: thing for key, thing in data.instruments.items() if key in held}


def stress_of(
    material: Material, valuation: Valuation, seen: Seen, day: date, job: Job
) -> StressReport:
    """Return how a valuation, moves with KOSPI; ``seen`` tells which themes it hangs on."""
    settings = material.data.settings
    return measure_stress(
        valuation,
        seen.exposures[Dimension.THEME],
        material.data.series,
        material.data.base,
        (*episodes(), *material.own_episodes),
        day,
        benchmark=setting(settings, "benchmark"),
        window_years=float(setting(settings, "window_years")),
        reverse_loss=float(setting(settings, "loss_budget")) / 100,
        stress_set=stress_choice(settings),
        job=job,
    )


def _daily(data: PortfolioData, as_of: date) -> DailyValues | None:
    """Return the values of every weekday and booking since the first, ``None`` without any."""
    starts = [booked.trade_date for booked in data.transactions]
    starts += [statement.as_of for statement in data.statements]
    first = min((day for day in starts if day <= as_of), default=None)
    if first is None:
        return None
    days = weekdays(first, as_of, starts)
    return value_through_time(
        data.transactions, data.statements, data.instruments, data.series, data.base, days
    )


def weekdays(first: date, last: date, booked: Iterable[date] = ()) -> Sequence[date]:
    """Return Mondays to Fridays from ``first`` to ``last``, ``last`` itself, and days ``booked``.

    Money that moved on a Saturday counts from that day.
    """
    count = (last - first).days
    days = [first + timedelta(days=step) for step in range(count + 1)]
    also = {last, *booked}
    return [day for day in days if day.weekday() < 5 or day in also]


def _as_today(
    data: PortfolioData, daily: DailyValues | None, tags: Mapping[str, tuple[ThemeTag, ...]]
) -> History | None:
    if daily is None:
        return None
    return measure_history(daily.every(HISTORY_STEP), data.instruments, data.tags, as_today=tags)


def _performance(
    data: PortfolioData, daily: DailyValues | None, valuation: Valuation
) -> Performance:
    day = valuation.as_of
    if daily is None:
        return replace(measure_performance(data.base, (), (), (), ()), end=day)
    if valuation.unpriced and not valuation.lines:
        why = Message.of("performance.nothing_priced")
        return replace(no_performance(data.base, day, why), dietz=_between_statements(data, day))
    found = measure_performance(
        data.base,
        daily.days,
        daily.total.tolist(),
        daily.inflow.tolist(),
        daily.outflow.tolist(),
        notes=(*_gaps(valuation), *_bridged(data, daily)),
        observed=_observed(data, daily),
    )
    if found.twr is None:
        return replace(found, dietz=_between_statements(data, day))
    themes = tag_fractions(daily, data.tags)
    spans = (None, day - timedelta(days=365))
    first = found.start or day
    return replace(
        found,
        attributions=tuple(
            attribute(daily, data.instruments, themes, since)
            for since in spans
            if since is None or since > first
        ),
    )


def _observed(data: PortfolioData, daily: DailyValues) -> int | None:
    """Return on how many days prices were seen, at most as many as a return needs."""
    things = [data.instruments[key] for key in daily.instrument_ids]
    stated = stated_prices(data.statements, data.transactions)
    span = daily.days[0], daily.days[-1]
    return price_days(things, data.series, stated, *span, FEWEST) if things else None


def _gaps(valuation: Valuation) -> tuple[Message, ...]:
    share = sum(line.weight for line in valuation.lines if line.price.source == STATED)
    still = (standing_still(share),) if share >= _WORTH_SAYING else ()
    return (*still, left_out(len(valuation.unpriced))) if valuation.unpriced else still


def _bridged(data: PortfolioData, daily: DailyValues) -> tuple[Message, ...]:
    names = [
        data.instruments[key].label for key in find_bridged(daily, data.instruments, data.series)
    ]
    return (bridged(names, MAX_AGE),) if names else ()


def _between_statements(data: PortfolioData, day: date) -> Dietz:
    """Return the return between statements, for a portfolio without daily values."""
    market = PriceTable(data.series)

    def convert(money: Money, on: date) -> float | None:
        rate = market.rate(money.currency, data.base, on)
        return float(money.amount * rate.rate) if isinstance(rate, FxRate) else None

    statements = [found for found in data.statements if found.as_of <= day]
    return link_statements(statements, data.transactions, convert)


def keep_findings(review: Review, store: PortfolioStore, clock: Clock) -> Review:
    """Keep today's findings for the next review, and log breaches that opened or closed.

    Return the review with the log as it stands then.
    """
    with store.together():
        store.findings.keep(review.findings, review.as_of)
        log = store.decisions.all()
        entries = journal(review.findings, log, clock)
        store.decisions.append(*entries)
    return replace(review, decisions=(*log, *entries))
