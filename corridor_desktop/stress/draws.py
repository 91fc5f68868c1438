"""The portfolio's betas resampled: all holdings on the same drawn days, both steps at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.message import Message
from corridor_desktop.stress.betas import (
    Beta,
    Group,
    Sensitivity,
    Sums,
    prepare_korea,
    prepare_world,
)
from corridor_desktop.stress.bootstrap import Counts
from corridor_desktop.stress.seoul import News, Seoul
from corridor_desktop.stress.stakes import Stake

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """The portfolio's beta: sum of weight x beta. ``draws`` are resampled values of it.

    ``local`` is the part without currencies, ``n`` the longest common history behind it and
    ``assumed`` the share of its absolute contributions that rests mostly on a prior belief.
    """

    value: float
    se: float
    local: float
    n: int
    draws: Array
    assumed: float

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the draws."""
        low, high = np.quantile(self.draws, (0.025, 0.975))
        return float(low), float(high)


def add_world(
    stakes: Sequence[Stake],
    found: Sequence[Sensitivity],
    groups: Sequence[Group],
    seoul: Seoul,
    counts: Counts,
    seed: int,
) -> Whole | Message:
    """Add the holdings' world-slump betas up, with the error of the sum."""
    betas = [one.world for one in found]
    parts = [(prepare_world(group, seoul), group) for group in groups]
    return _add(stakes, betas, parts, counts, None, seed)


def add_korea(
    stakes: Sequence[Stake],
    found: Sequence[Sensitivity],
    groups: Sequence[Group],
    seoul: Seoul,
    counts: Counts,
    seed: int,
) -> Whole | Message:
    """Add the Korea-origin betas up; the draws repeat the regression on New York as well."""
    if isinstance(seoul.news, Message):
        return seoul.news
    betas = [one.korea for one in found]
    parts = [
        (sums, group) for group in groups if (sums := prepare_korea(group, seoul.news)) is not None
    ]
    shift = seoul.news.slope - _draw_slopes(seoul, seoul.news, counts)
    return _add(stakes, betas, parts, counts, shift, seed)


def _add(
    stakes: Sequence[Stake],
    betas: Sequence[Beta | Message],
    parts: Sequence[tuple[Sums, Group]],
    counts: Counts,
    shift: Array | None,
    seed: int,
) -> Whole | Message:
    known = {at: beta for at, beta in enumerate(betas) if isinstance(beta, Beta)}
    held = {at for at in known if not stakes[at].is_cash}
    if not held:
        first = next((b for b in betas if isinstance(b, Message)), None)
        return first or Message.of("stress.nothing_held")
    draws = np.zeros(counts.shape[0])
    for sums, group in parts:
        columns = [i for i, at in enumerate(group.members) if at in known and known[at].weight >= 1]
        if columns:
            weights = np.array([stakes[group.members[i]].weight for i in columns])
            draws += _draw(sums, sums.base[:, columns] @ weights, counts, shift)
    mixed = [at for at, beta in known.items() if beta.weight < 1]
    centre = sum(stakes[at].weight * known[at].value for at in mixed)
    spread = sum((stakes[at].weight * known[at].se) ** 2 for at in mixed) ** 0.5
    if mixed:
        draws += centre + spread * np.random.default_rng(seed).standard_normal(len(draws))
    pulls = {at: stakes[at].weight * beta.value for at, beta in known.items()}
    total = sum(abs(pull) for pull in pulls.values())
    belief = sum(abs(pulls[at]) for at in mixed if known[at].weight < 0.5)
    return Whole(
        sum(pulls.values()),
        float(draws.std(ddof=1)),
        sum(stakes[at].weight * beta.local for at, beta in known.items()),
        max(known[at].n for at in held),
        draws,
        belief / total if total > 0 else 0.0,
    )


def _draw_slopes(seoul: Seoul, news: News, counts: Counts) -> Array:
    rows = slice(news.first, news.last + 1)
    k = np.diff(seoul.logs, prepend=seoul.logs[0])[rows]
    prior = news.prior[rows]
    scale = prior.std() or 1.0
    k, prior = k / scale, prior / scale
    stack = np.column_stack([np.ones(len(k)), prior, k, prior * prior, prior * k])
    sums = counts[:, rows].astype(np.float64) @ stack
    n, sp, sk, spp, spk = sums.T
    n = np.maximum(n, 1.0)
    return np.asarray((spk - sp * sk / n) / np.maximum(spp - sp * sp / n, 1e-12))


def _draw(sums: Sums, y: Array, counts: Counts, shift: Array | None) -> Array:
    """Return the weighted beta of one group for every resample.

    In a resample the news is design + shift x prior, so three matrices of products give all of
    them without another pass over the days.
    """
    scale = sums.design[:, 1].std() or 1.0
    unit = np.array([1.0] + [scale] * (sums.design.shape[1] - 1))
    design, target = sums.design / unit, y / scale
    p = design.shape[1]
    drawn = counts[:, sums.rows].astype(np.float64)
    left = _products(drawn, design, design)
    right = drawn @ (design * target[:, None])
    if shift is not None and sums.prior is not None:
        prior = sums.prior / unit
        cross = _products(drawn, design, prior)
        step = shift[:, None, None]
        left = left + step * (cross + cross.transpose(0, 2, 1))
        left += step**2 * _products(drawn, prior, prior)
        right = right + shift[:, None] * (drawn @ (prior * target[:, None]))
    left += 1e-9 * np.eye(p)
    coef = np.linalg.solve(left, right[:, :, None])[:, :, 0]
    return np.asarray(coef @ sums.contrast)


def _products(drawn: Array, one: Array, other: Array) -> Array:
    pairs = (one[:, :, None] * other[:, None, :]).reshape(len(one), -1)
    return np.asarray((drawn @ pairs).reshape(len(drawn), one.shape[1], other.shape[1]))
