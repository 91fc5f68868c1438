"""Put the link of every holding and of the portfolio together, with all that stands beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corridor_desktop.domain.estimate import Estimate, Measure, TooLittle
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.betas import FULL, HIDE, NEAR, THIN, Beta, Group, Sensitivity
from corridor_desktop.stress.bootstrap import Counts
from corridor_desktop.stress.draws import Whole
from corridor_desktop.stress.folio import Folio
from corridor_desktop.stress.link import correlate
from corridor_desktop.stress.links import (
    WEEK,
    Marker,
    Pair,
    mark_tenth,
    measure_correlations,
    measure_sides,
    measure_split,
    measure_tails,
    name_strength,
)
from corridor_desktop.stress.quantiles import block_half_width
from corridor_desktop.stress.report import HoldingLink, Link
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.stakes import Stake


def link_holdings(
    stakes: Sequence[Stake],
    found: Sequence[Sensitivity],
    groups: Sequence[Group],
    seoul: Seoul,
    counts: Counts,
    mark: Marker = mark_tenth,
) -> tuple[HoldingLink, ...]:
    """Return the link of every holding (not of cash), the largest pull on the portfolio first.

    ``mark`` tells which windows of a pair count as stress.
    """
    held = [at for at, stake in enumerate(stakes) if not stake.is_cash]
    own: dict[int, tuple[Pair, Pair, float | None]] = {}
    for group in groups:
        for column, at in enumerate(group.members):
            own[at] = _pairs(group, column, seoul)
    fit = [own[at][0] if at in own else None for at in held]
    week = [own[at][1] if at in own else None for at in held]
    links = _links(
        fit,
        week,
        [_measure(found[at].world, found[at], seoul) for at in held],
        [_measure(found[at].korea, found[at], seoul) for at in held],
        [own[at][2] if at in own else None for at in held],
        [found[at].thin for at in held],
        counts,
        mark,
    )
    pulls = [_pull(stakes[at], found[at]) for at in held]
    total = sum(pull for pull in pulls if pull is not None)
    rows = [
        HoldingLink(
            stakes[at].key,
            stakes[at].label,
            stakes[at].weight,
            link,
            None if pull is None or total == 0 else pull / total,
            _assumed(found[at]),
        )
        for at, link, pull in zip(held, links, pulls, strict=True)
    ]
    size = {stakes[at].key: pull for at, pull in zip(held, pulls, strict=True)}
    return tuple(sorted(rows, key=lambda row: (-(size[row.instrument_id] or 0.0), row.label)))


def _pairs(group: Group, column: int, seoul: Seoul) -> tuple[Pair, Pair, float | None]:
    y, k = group.base[:, column], seoul.logs[group.rows]
    days = (seoul.day(int(group.rows[0])), seoul.day(int(group.rows[-1])))

    def over(horizon: int, rows: int) -> Pair:
        ends = group.rows[rows:]
        return Pair(y[rows:] - y[:-rows], k[rows:] - k[:-rows], ends, horizon, days, rows)

    week, day = over(WEEK, group.week), over(1, 1)
    naive = correlate(day.y, day.k)
    return (day if group.method == NEAR else week), week, naive if np.isfinite(naive) else None


def _pull(stake: Stake, one: Sensitivity) -> float | None:
    return stake.weight * one.world.value if isinstance(one.world, Beta) else None


def _assumed(one: Sensitivity) -> Message | None:
    if not isinstance(one.world, Beta) or not one.assumed:
        return None
    code = "stress.mostly_assumed" if one.world.weight < 0.5 else "stress.partly_assumed"
    return Message.of(code, sessions=one.sessions, data=f"{one.world.weight * 100:.0f} %")


def _measure(beta: Beta | Message, one: Sensitivity, seoul: Seoul) -> Measure:
    if isinstance(beta, Message):
        return TooLittle(beta, one.sessions, HIDE)
    half = block_half_width(beta.n) * beta.se
    return Estimate(
        beta.value,
        beta.value - half,
        beta.value + half,
        beta.n,
        float(beta.n),
        WEEK if beta.method == THIN else 1,
        seoul.day(one.span[0]),
        seoul.day(one.span[1]),
        beta.method,
        beta.n < FULL or beta.weight < 1,
        beta.se,
    )


def _links(
    fit: Sequence[Pair | None],
    week: Sequence[Pair | None],
    world: Sequence[Measure],
    korea: Sequence[Measure],
    naive: Sequence[float | None],
    thin: Sequence[bool],
    counts: Counts,
    mark: Marker,
) -> list[Link]:
    if not fit:
        return []
    correlations = measure_correlations(fit, counts)
    flags = [None if pair is None else mark(pair) for pair in week]
    calm, stress, same = measure_split(week, flags, counts)
    moves, together = measure_tails(week, flags, counts)
    links: list[Link] = []
    for at, pair in enumerate(fit):
        down, up = measure_sides(pair)
        links.append(
            Link(
                correlation=correlations[at],
                beta_global=world[at],
                beta_korea=korea[at],
                co_move=moves[at],
                falls_together=together[at],
                correlation_calm=calm[at],
                correlation_stress=stress[at],
                no_change=same[at],
                same_day=naive[at],
                beta_down=down,
                beta_up=up,
                word=name_strength(correlations[at]),
                thin=thin[at],
            )
        )
    return links


def link_portfolio(
    folio: Folio | None,
    world: Whole | Message,
    korea: Whole | Message,
    seoul: Seoul,
    counts: Counts,
    mark: Marker = mark_tenth,
) -> tuple[Link, Pair | None]:
    """Return the portfolio's own link and the weekly returns behind it."""
    pair, naive = None, None
    if folio is not None:
        y, k, rows = folio.moves(WEEK)
        days = (seoul.day(int(folio.rows[0])), seoul.day(int(folio.rows[-1])))
        pair = Pair(y, k, rows, WEEK, days)
        daily, market, _ = folio.moves(1)
        value = correlate(daily, market)
        naive = value if np.isfinite(value) else None
    betas = [_whole(one, seoul) for one in (world, korea)]
    link = _links([pair], [pair], [betas[0]], [betas[1]], [naive], [False], counts, mark)[0]
    return link, pair


def _whole(whole: Whole | Message, seoul: Seoul) -> Measure:
    if isinstance(whole, Message):
        return TooLittle(whole)
    low, high = whole.interval
    few = whole.n < FULL or whole.assumed > 0.5
    return Estimate(
        whole.value,
        min(low, whole.value),
        max(high, whole.value),
        whole.n,
        float(whole.n),
        1,
        seoul.day(0),
        seoul.day(-1),
        "sum_of_holdings",
        few,
        whole.se,
    )
