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
MANY = 24
"""Groups beyond which fewer resamples have to do."""
FEWER = 400
BATCH = 64


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
    shift = seoul.news.slope - draw_slopes(seoul, seoul.news, counts)
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
    if len(parts) > MANY:
        counts, shift = counts[:FEWER], None if shift is None else shift[:FEWER]
    tasks: list[_Task] = []
    for sums, group in parts:
        columns = [i for i, at in enumerate(group.members) if at in known and known[at].weight >= 1]
        if columns:
            weights = np.array([stakes[group.members[i]].weight for i in columns])
            tasks.append(_Task(sums, sums.base[:, columns] @ weights))
    draws = _draw_all(tasks, counts, shift)
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


def draw_slopes(seoul: Seoul, news: News, counts: Counts) -> Array:
    """Return KOSPI's response to the New York session before, on every resample."""
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


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """One group's regression, to be repeated on every resample; ``y`` is its weighted return."""

    sums: Sums
    y: Array

    def products(self) -> Array:
        """Return every product (n x c) whose resampled sums the regression needs."""
        design, target, prior = self.scaled()
        blocks = [_pairs(design, design), design * target]
        if prior is not None:
            blocks += [_pairs(design, prior), _pairs(prior, prior), prior * target]
        return np.hstack(blocks)

    def scaled(self) -> tuple[Array, Array, Array | None]:
        """Return design, target and prior in units of the benchmark's deviation."""
        scale = self.sums.design[:, 1].std() or 1.0
        unit = np.array([1.0] + [scale] * (self.sums.design.shape[1] - 1))
        prior = None if self.sums.prior is None else self.sums.prior / unit
        return self.sums.design / unit, self.y[:, None] / scale, prior

    def solve(self, drawn: Array, shift: Array | None) -> Array:
        """Return the beta of every resample from the drawn sums (resamples x c).

        In a resample the news is design + shift x prior, so the same sums give all of them.
        """
        p = self.sums.design.shape[1]
        square = p * p
        left, right = drawn[:, :square].reshape(-1, p, p), drawn[:, square : square + p]
        if shift is not None and self.sums.prior is not None:
            rest = drawn[:, square + p :]
            cross = rest[:, :square].reshape(-1, p, p)
            step = shift[:, None, None]
            left = left + step * (cross + cross.transpose(0, 2, 1))
            left += step**2 * rest[:, square : 2 * square].reshape(-1, p, p)
            right = right + shift[:, None] * rest[:, 2 * square :]
        coef = np.linalg.solve(left + 1e-9 * np.eye(p), right[:, :, None])[:, :, 0]
        return np.asarray(coef @ self.sums.contrast)


def _pairs(one: Array, other: Array) -> Array:
    return np.asarray((one[:, :, None] * other[:, None, :]).reshape(len(one), -1))


def _draw_all(tasks: Sequence[_Task], counts: Counts, shift: Array | None) -> Array:
    # Zeros on the other days cost less than cutting days out of the counts; one large product
    # of matrices costs far less than many small ones.
    draws = np.zeros(counts.shape[0])
    for first in range(0, len(tasks), BATCH):
        some = tasks[first : first + BATCH]
        blocks = [task.products() for task in some]
        edges = np.cumsum([0] + [block.shape[1] for block in blocks])
        filled = np.zeros((counts.shape[1], int(edges[-1])), dtype=np.float32)
        for at, (task, block) in enumerate(zip(some, blocks, strict=True)):
            filled[task.sums.rows, edges[at] : edges[at + 1]] = block
        drawn = (counts @ filled).astype(np.float64)
        for at, task in enumerate(some):
            draws += task.solve(drawn[:, edges[at] : edges[at + 1]], shift)
    return draws
