"""The errors of the holdings' Korea-origin betas, with both steps of the regression redrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.message import Message
from corridor_desktop.stress.betas import Beta, Group, Sensitivity, Sums, prepare_korea
from corridor_desktop.stress.bootstrap import Counts
from corridor_desktop.stress.draws import draw_slopes
from corridor_desktop.stress.seoul import Seoul

Array = npt.NDArray[np.float64]


def redraw_korea(
    found: Sequence[Sensitivity], groups: Sequence[Group], seoul: Seoul, counts: Counts
) -> tuple[Sensitivity, ...]:
    """Give Korea-origin betas the error that counts the regression on New York as well.

    The plain error takes Korea's own news as known. Betas mixed with a prior belief keep theirs.
    """
    news = seoul.news
    if isinstance(news, Message):
        return tuple(found)
    shift = news.slope - draw_slopes(seoul, news, counts)
    again = list(found)
    for group in groups:
        sums = prepare_korea(group, news)
        if sums is None:
            continue
        errors = draw_betas(sums, counts, shift).std(axis=0, ddof=1)
        for at, error in zip(group.members, errors.tolist(), strict=True):
            beta = again[at].korea
            if isinstance(beta, Beta) and beta.weight >= 1:
                again[at] = replace(again[at], korea=replace(beta, se=error))
    return tuple(again)


def draw_betas(sums: Sums, counts: Counts, shift: Array) -> Array:
    """Return the beta of every column on every resample (resamples x m).

    In a resample the news is design + ``shift`` x prior, so sums drawn once give all of them.
    """
    scale = sums.design[:, 1].std() or 1.0
    p = sums.design.shape[1]
    design, prior = sums.design.copy(), np.zeros_like(sums.design)
    design[:, 1:] /= scale
    if sums.prior is not None:
        prior = sums.prior / scale
    spread = sums.base.std(axis=0)
    y = sums.base / np.where(spread > 0, spread, 1.0)
    drawn = counts[:, sums.rows]
    left = _redrawn(drawn, design, design)
    cross, square = _redrawn(drawn, design, prior), _redrawn(drawn, prior, prior)
    step = shift[:, None, None]
    left = left + step * (cross + cross.transpose(0, 2, 1)) + step**2 * square
    right = _redrawn(drawn, design, y) + step * _redrawn(drawn, prior, y)
    coef = np.linalg.solve(left + 1e-9 * np.eye(p), right)
    return np.asarray(np.einsum("p,rpm->rm", sums.contrast, coef) * spread / scale)


def _redrawn(counts: Counts, one: Array, other: Array) -> Array:
    pairs = (one[:, :, None] * other[:, None, :]).reshape(len(one), -1).astype(np.float32)
    shape = (len(counts), one.shape[1], other.shape[1])
    return (counts @ pairs).astype(np.float64).reshape(shape)
