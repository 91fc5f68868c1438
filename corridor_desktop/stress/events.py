"""What single events did: event studies, news of Korea's own, and crises as a distribution."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.episode import Episode
from corridor_desktop.stress.regress import dimson_design, ols_design
from corridor_desktop.stress.report import Distribution

Array = npt.NDArray[np.float64]
ESTIMATION = (-260, -11)
LEVELS = (-0.01, -0.02, -0.03, -0.05, -0.10)
WITHIN = 10


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Abnormal returns of one event and their sum with its t statistic."""

    coef: Array
    sigma: float
    abnormal: Array
    total: float
    variance: float
    t: float
    dof: int


def study_event(
    y: Array, design: Array, row: int, length: int = 5, estimation: tuple[int, int] = ESTIMATION
) -> Study:
    """Measure abnormal returns over ``row`` .. ``row + length - 1`` against a market model.

    ``design`` (n x p) holds the regressors with a leading column of ones; the model is fitted on
    rows ``row + estimation[0]`` .. ``row + estimation[1]``. The variance of the sum is
    sigma^2 (L + 1'X*(X'X)^-1 X*'1), so it carries the error of the fit as well. ``t`` is NaN
    where the model leaves no residual.

    Raises
    ------
    ValueError
        A window reaches beyond the data, is shorter than the regressors, or has missing values.
    """
    check_window(y, design, row, length, estimation)
    fit = slice(row + estimation[0], row + estimation[1] + 1)
    event = slice(row, row + length)
    x = design[fit]
    inverse = np.linalg.pinv(x.T @ x)
    coef = inverse @ (x.T @ y[fit])
    residuals = y[fit] - x @ coef
    dof = len(residuals) - x.shape[1]
    sigma2 = float(residuals @ residuals) / dof
    abnormal = y[event] - design[event] @ coef
    ones = design[event].sum(axis=0)
    variance = sigma2 * (length + float(ones @ inverse @ ones))
    total = float(abnormal.sum())
    t = total / variance**0.5 if variance > 0 else math.nan
    return Study(coef, sigma2**0.5, abnormal, total, variance, t, dof)


def check_window(
    y: Array, design: Array, row: int, length: int, estimation: tuple[int, int]
) -> None:
    """Raise ValueError where an event cannot be studied, saying why."""
    first, last = row + estimation[0], row + max(length, estimation[1] + 1)
    if first < 0 or last > len(y) or length < 1:
        raise ValueError(f"rows {first} to {last - 1} are needed, 0 to {len(y) - 1} are there")
    if estimation[1] - estimation[0] + 1 <= design.shape[1]:
        raise ValueError(f"an estimation window of {estimation} cannot carry the model")
    if not (np.isfinite(y[first:last]).all() and np.isfinite(design[first:last]).all()):
        raise ValueError("a value is missing inside the windows")


def study_market(
    y: Array, k: Array, row: int, length: int = 5, estimation: tuple[int, int] = ESTIMATION
) -> Study:
    """Study an event at ``row`` of ``y`` against the plain market model on ``k`` (same length).

    For KOSPI itself ``k`` is the return of the New York session before. Errors as in
    :func:`study_event`.
    """
    return study_event(y, ols_design(k)[0], row, length, estimation)


def study_dimson(
    y: Array, k: Array, row: int, length: int = 5, estimation: tuple[int, int] = ESTIMATION
) -> Study:
    """Study an event at ``row`` of ``y`` against Dimson's model: KOSPI, its lead and its lag.

    For holdings that close at other hours. Errors as in :func:`study_event`; one more value is
    needed on either side.
    """
    return study_event(y[1:-1], dimson_design(k)[0], row - 1, length, estimation)


def split_news(k: Array, prior: Array) -> tuple[Array, float, float]:
    """Split KOSPI's return into what the prior New York session explains and its own news.

    Returns the residuals of ``k`` on ``prior`` (with a constant), the slope and R squared.
    """
    centred = prior - prior.mean()
    spread = float(centred @ centred)
    slope = float(centred @ k) / spread if spread > 0 else 0.0
    moved = k - k.mean()
    own = moved - slope * centred
    total = float(moved @ moved)
    return own, slope, 1 - float(own @ own) / total if total > 0 else 0.0


def compare_placebo(
    statistic: Array, rows: Sequence[int], seed: int, draws: int = 5000, around: int = 125
) -> tuple[float, float, float]:
    """Compare the mean of ``statistic`` at ``rows`` with random dates near each of them.

    ``statistic`` has one value per session. Returns the mean at the events, the mean over all
    placebo draws, and the share of draws whose mean is at or below the events' (one-sided P).
    """
    chance = np.random.default_rng(seed)
    at = np.asarray(rows)
    moved = at + chance.integers(-around, around + 1, size=(draws, len(at)))
    means = statistic[np.clip(moved, 0, len(statistic) - 1)].mean(axis=1)
    real = float(statistic[at].mean())
    return real, float(means.mean()), float((1 + np.sum(means <= real)) / (1 + draws))


def trough_within(closes: Array, sessions: int = WITHIN) -> Array:
    """Return for every session t from 1 on the lowest cumulative return over t .. t + sessions.

    The base is the close of t - 1. Sessions without a whole window after them are left out.
    """
    if len(closes) < sessions + 2:
        return np.zeros(0)
    lowest = np.lib.stride_tricks.sliding_window_view(closes[1:], sessions + 1).min(axis=1)
    return np.asarray(lowest / closes[: len(lowest)] - 1)


def describe_crises(
    episodes: Iterable[Episode], days: npt.NDArray[np.int64], closes: Array
) -> Distribution | None:
    """Return how KOSPI's first session after each crisis came out, beside any session at all.

    ``days`` (ordinals) and ``closes`` are the benchmark's; without them the base rates stay
    empty. ``None`` when no crisis has a measured reaction.
    """
    reactions = [e.reaction for e in episodes if e.kind == "crisis" and e.reaction is not None]
    if not reactions:
        return None
    first = np.array([reaction.first for reaction in reactions])
    worst = np.array([r.worst for r in reactions if r.worst is not None])
    start = min(reaction.session for reaction in reactions)
    end = max(reaction.session for reaction in reactions)
    base = closes[max(int(np.searchsorted(days, start.toordinal())) - 1, 0) :]
    return Distribution(
        n=len(first),
        median=float(np.median(first)),
        mean=float(first.mean()),
        p10=float(np.quantile(first, 0.10)),
        worst=float(first.min()),
        at_or_below=tuple((level, int((first <= level).sum())) for level in LEVELS),
        base_rate=_shares(base[1:] / base[:-1] - 1 if len(base) > 1 else base[:0]),
        worst_within=_shares(worst),
        start=start,
        end=end,
        base_within=_shares(trough_within(base)),
        base_n=max(len(base) - 1, 0),
    )


def _shares(values: Array) -> tuple[tuple[float, float], ...]:
    if not len(values):
        return ()
    return tuple((level, float((values <= level).mean())) for level in LEVELS)
