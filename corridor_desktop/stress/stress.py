"""What would a bad day in Seoul cost me? The whole answer, from valuation and stored closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.episode import Episode
from corridor_desktop.domain.job import Job, Quiet
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.exposure.exposure import Exposure
from corridor_desktop.stress.behind import Grounds, look_behind
from corridor_desktop.stress.betas import Beta, Group, Sensitivity, group_stakes, measure_betas
from corridor_desktop.stress.bootstrap import (
    RESAMPLES,
    Counts,
    choose_block,
    count_draws,
    derive_seed,
    draw_indices,
)
from corridor_desktop.stress.crises import study_crises
from corridor_desktop.stress.draws import add_korea, add_world
from corridor_desktop.stress.events import describe_crises
from corridor_desktop.stress.factor_report import FactorModel, Joint
from corridor_desktop.stress.factors import build_factors, compute_joint
from corridor_desktop.stress.folio import LEAST, Folio, build_folio
from corridor_desktop.stress.holding_links import link_holdings, link_portfolio
from corridor_desktop.stress.links import WEEK, Pair
from corridor_desktop.stress.panel import gather_panel
from corridor_desktop.stress.pictures import (
    describe_stress,
    draw_rolling,
    draw_scatter,
    shade_windows,
)
from corridor_desktop.stress.redraw import redraw_korea
from corridor_desktop.stress.replay import complete_episodes, list_episodes, replay_falls
from corridor_desktop.stress.report import Recipe, ShockModel, StressReport
from corridor_desktop.stress.returns import Rates
from corridor_desktop.stress.risk import measure_risk
from corridor_desktop.stress.risk_report import Draws
from corridor_desktop.stress.seoul import Seoul, read_seoul
from corridor_desktop.stress.sets import WORST_TENTH, StressChoice, make_marker
from corridor_desktop.stress.shocks import (
    compute_reverse,
    compute_shock,
    make_pulls,
    make_slope,
    read_fractions,
    reverse_at,
    shock_at,
)
from corridor_desktop.stress.stakes import Stake, gather_stakes
from corridor_desktop.stress.tail_risk import measure_tail
from corridor_desktop.valuation.valuation import Valuation

__all__ = ["joint_at", "measure_stress", "reverse_at", "shock_at"]

Array = npt.NDArray[np.float64]
BENCHMARK = "^KS11"
SHOCKS = (-0.03, -0.05, -0.10)
PROXIES = ("^GSPC", "SPY", "^IXIC")
LOSS = 0.10
STALE = 10
"""Sessions by which shared history may lag behind the benchmark without a word."""
SEEN = 0.05
"""Share of thinly traded holdings from which the portfolio's own figures show it."""
TABLE_RESAMPLES = 400
"""Resamples for the intervals in the table of holdings: only a standard error is read off."""


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """What every part of the answer stands on."""

    seoul: Seoul
    stakes: tuple[Stake, ...]
    groups: tuple[Group, ...]
    found: tuple[Sensitivity, ...]
    folio: Folio | None
    counts: Counts
    draws: Draws
    themes: Exposure | None
    series: Mapping[str, PriceSeries]
    base: str
    proxies: Sequence[str]


def measure_stress(
    valuation: Valuation,
    theme_exposure: Exposure | None,
    series: Mapping[str, PriceSeries],
    base: str,
    episodes: Sequence[Episode],
    as_of: date,
    *,
    benchmark: str = BENCHMARK,
    shocks: Sequence[float] = SHOCKS,
    window_years: float = 3.0,
    world_proxies: Sequence[str] = PROXIES,
    reverse_loss: float = LOSS,
    stress_set: StressChoice = WORST_TENTH,
    job: Job | None = None,
) -> StressReport:
    """Measure how today's portfolio moves with KOSPI and what its falls would cost.

    Parameters
    ----------
    valuation, theme_exposure
        What is held on ``as_of`` and which theme it hangs on.
    series
        Every stored series by symbol: holdings, benchmark, world proxy and currency pairs
        (``KRW=X`` is won per dollar, ``EURUSD=X`` dollars per euro).
    base
        The investor's currency; KOSPI itself stays in won.
    episodes
        Shipped and own history; reactions that are missing are measured where closes exist.
    shocks, reverse_loss
        KOSPI moves to show, and the loss whose fall is sought.
    window_years
        How far back the link is measured.
    stress_set
        Which sessions count as stress.
    world_proxies
        New York indices in order of preference, for what Korea's news is not.
    job
        Told of progress; may cancel.

    Returns
    -------
    StressReport
        Only data up to ``as_of`` enter. The same data give the same figures.
    """
    job = Quiet() if job is None else job
    found = series.get(benchmark)
    start = as_of - timedelta(days=round(window_years * 365.25))
    why = _refuse(valuation, found, benchmark, start, as_of)
    if found is None or why is not None:
        return _without_benchmark(benchmark, found, episodes, as_of, why)
    seoul = read_seoul(found, series, world_proxies, start, as_of)
    job.checkpoint(0.1)
    ground = _prepare(valuation, theme_exposure, series, base, start, as_of, seoul, world_proxies)
    job.checkpoint(0.5)
    past = [episode for episode in episodes if episode.day <= seoul.day(-1)]
    past = list(complete_episodes(past, seoul.full))
    report = _report(ground, benchmark, found, past, shocks, reverse_loss, stress_set, job)
    study = study_crises(past, seoul.full, series, world_proxies, ground.stakes)
    proxy = None if isinstance(seoul.news, Message) else seoul.news.symbol
    recipe = Recipe(window_years, proxy, ground.draws, TABLE_RESAMPLES)
    return replace(report, study=study, recipe=recipe)


def _refuse(
    valuation: Valuation, found: PriceSeries | None, benchmark: str, start: date, as_of: date
) -> Message | None:
    if found is None or found.index_at(as_of) < 0:
        return Message.of("stress.no_benchmark", symbol=benchmark)
    n = found.index_at(as_of) - found.index_at(start - timedelta(days=1))
    if n <= LEAST:
        return Message.of("stress.short_benchmark", symbol=benchmark, n=n, needed=LEAST)
    if valuation.total.amount <= 0:
        return Message.of("stress.no_value")
    return None


def _without_benchmark(
    benchmark: str,
    found: PriceSeries | None,
    episodes: Sequence[Episode],
    as_of: date,
    why: Message | None,
) -> StressReport:
    past = [episode for episode in episodes if episode.day <= as_of]
    nothing = np.zeros(0)
    return StressReport(
        benchmark=benchmark,
        benchmark_source="" if found is None else found.source,
        start=None,
        end=None,
        n=0,
        portfolio=None,
        holdings=(),
        shocks=(),
        reverse=None,
        episodes=list_episodes(past, None, (), ()),
        distribution=describe_crises(past, nothing.astype(np.int64), nothing),
        rolling=None,
        scatter=None,
        stress_set=None,
        windows=(),
        risk=None,
        covered=0.0,
        why=why,
    )


def _prepare(
    valuation: Valuation,
    themes: Exposure | None,
    series: Mapping[str, PriceSeries],
    base: str,
    start: date,
    as_of: date,
    seoul: Seoul,
    proxies: Sequence[str],
) -> _Ground:
    stakes = gather_stakes(valuation, series, Rates(series), base, start, as_of)
    groups = group_stakes(stakes, seoul)
    found = measure_betas(stakes, groups, seoul)
    folio = build_folio(stakes, seoul)
    y, k = _reference(folio, seoul)
    draws = Draws(RESAMPLES, choose_block(y * k, WEEK), derive_seed(y, k))
    counts = count_draws(draw_indices(len(seoul), draws.block, draws.seed, draws.resamples))
    found = redraw_korea(found, groups, seoul, counts[:TABLE_RESAMPLES])
    market = (series, base, proxies)
    return _Ground(seoul, stakes, groups, found, folio, counts, draws, themes, *market)


def _reference(folio: Folio | None, seoul: Seoul) -> tuple[Array, Array]:
    if folio is None:
        k = seoul.logs[WEEK:] - seoul.logs[:-WEEK]
        return k, k
    y, k, _ = folio.moves(WEEK)
    return y, k


def _report(
    ground: _Ground,
    benchmark: str,
    source: PriceSeries,
    episodes: Sequence[Episode],
    shocks: Sequence[float],
    reverse_loss: float,
    choice: StressChoice,
    job: Job,
) -> StressReport:
    seoul, stakes, found = ground.seoul, ground.stakes, ground.found
    parts = (stakes, found, ground.groups, seoul, ground.counts, ground.draws.seed)
    world, korea = add_world(*parts), add_korea(*parts)
    mark = make_marker(choice, seoul, episodes)
    portfolio, pair = link_portfolio(ground.folio, world, korea, seoul, ground.counts, mark)
    job.checkpoint(0.7)
    few = ground.counts[:TABLE_RESAMPLES]
    holdings = link_holdings(stakes, found, ground.groups, seoul, few, mark)
    job.checkpoint(0.9)
    fractions = read_fractions(ground.themes)
    covered = _cover(stakes, found)
    model = ShockModel(
        make_slope(world), make_slope(korea), make_pulls(stakes, found), _noise(pair),
        fractions, seoul.full.days, seoul.full.closes, covered,
    )  # fmt: skip
    rolling = None if pair is None else draw_rolling(pair, seoul, portfolio.correlation)
    ground_of = Grounds(stakes, ground.groups, seoul, ground.counts, ground.folio, episodes, choice)
    details, sets, describe = look_behind(ground_of, rolling, world, korea)
    return StressReport(
        benchmark=benchmark,
        benchmark_source=source.source,
        start=seoul.day(0),
        end=seoul.day(-1),
        n=len(seoul),
        portfolio=portfolio,
        holdings=holdings,
        shocks=tuple(compute_shock(model, size) for size in shocks),
        reverse=compute_reverse(model, reverse_loss),
        episodes=list_episodes(episodes, seoul.full, stakes, model.pulls),
        distribution=describe_crises(episodes, seoul.full.days, seoul.full.closes),
        rolling=rolling,
        scatter=None if pair is None else draw_scatter(pair, seoul),
        stress_set=None if pair is None else describe_stress(pair, choice, mark),
        windows=shade_windows(seoul.full),
        risk=measure_risk(
            stakes, found, ground.folio, seoul, portfolio.correlation, fractions, ground.counts
        ),
        covered=covered,
        notes=_notes(ground),
        simulated=source.simulated or any(stake.simulated for stake in stakes),
        replays=replay_falls(seoul.full, stakes, model.pulls),
        tail=measure_tail(stakes, seoul),
        factors=_factors(ground, benchmark),
        model=model,
        details=details,
        sets=sets,
        describe=describe,
    )


def _factors(ground: _Ground, benchmark: str) -> FactorModel | Message:
    panel = None
    if ground.folio is not None and len(ground.folio.rows) > WEEK:
        panel = gather_panel(ground.stakes, ground.found, ground.folio, ground.seoul)
    share = 0.0 if ground.folio is None else ground.folio.share
    market = (ground.series, ground.proxies, ground.base)
    return build_factors(panel, ground.stakes, ground.seoul, *market, benchmark, share)


def _noise(pair: Pair | None) -> float | None:
    """Return the one-session deviation of the portfolio around its line on KOSPI."""
    if pair is None or len(pair.y) < WEEK:
        return None
    slope = np.cov(pair.y, pair.k)[0, 1] / pair.k.var(ddof=1) if pair.k.var() > 0 else 0.0
    return float((pair.y - slope * pair.k).std(ddof=2) / np.sqrt(pair.horizon))


def _cover(stakes: Sequence[Stake], found: Sequence[Sensitivity]) -> float:
    known = [isinstance(one.world, Beta) for one in found]
    total = sum(abs(stake.weight) for stake in stakes)
    missing = sum(abs(stake.weight) for stake, good in zip(stakes, known, strict=True) if not good)
    still = max(0.0, 1.0 - sum(stake.weight for stake in stakes))
    return 1.0 - missing / (total + still) if total + still > 0 else 1.0


def _notes(ground: _Ground) -> tuple[Message, ...]:
    """Say which holdings are not in the figures and why, and what rests on assumption."""
    notes = [
        Message.of("stress.left_out", holding=stake.label, share=f"{abs(stake.weight) * 100:.1f} %")
        for stake, one in zip(ground.stakes, ground.found, strict=True)
        if isinstance(one.world, Message)
    ]
    assumed = [
        abs(stake.weight)
        for stake, one in zip(ground.stakes, ground.found, strict=True)
        if one.assumed
    ]
    if assumed:
        share = f"{sum(assumed) * 100:.1f} %"
        notes.append(Message.of("stress.assumed_weight", count=len(assumed), share=share))
    if isinstance(ground.seoul.news, Message):
        notes.append(ground.seoul.news)
    if ground.folio is not None and ground.folio.share < 0.995:
        share = f"{ground.folio.share * 100:.0f} %"
        notes.append(Message.of("stress.series_share", share=share))
    notes += _thin(ground)
    notes += _stale(ground)
    return tuple(notes)


def _thin(ground: _Ground) -> list[Message]:
    """Say when prices that are seldom made pull the portfolio's own correlation down."""
    share = sum(
        abs(stake.weight)
        for stake, one in zip(ground.stakes, ground.found, strict=True)
        if one.thin
    )
    return [Message.of("stress.thin_share", share=f"{share * 100:.0f} %")] if share >= SEEN else []


def _stale(ground: _Ground) -> list[Message]:
    """Say when the portfolio's shared history ends well before the benchmark's."""
    if ground.folio is None:
        return []
    last = int(ground.folio.rows[-1])
    if len(ground.seoul) - 1 - last <= STALE:
        return []
    return [Message.of("stress.ends_early", day=ground.seoul.day(last).isoformat())]


def joint_at(
    report: StressReport, shocks: Mapping[str, float], horizon: int = WEEK
) -> Joint | Message:
    """Return what follows when several factors move at once, or why it cannot be told."""
    if report.factors is None:
        return report.why or Message.of("stress.nothing_held")
    if isinstance(report.factors, Message):
        return report.factors
    return compute_joint(report.factors, shocks, horizon)
