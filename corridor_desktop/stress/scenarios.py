"""What if: shocks with their two bands, and the fall behind a loss."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.message import Message
from corridor_desktop.stress.quantiles import Z95
from corridor_desktop.stress.report import Loss
from corridor_desktop.stress.windows import count_clusters, falls

Array = npt.NDArray[np.float64]
WEEK = 5
MONTH = 21


def choose_horizon(shock: float) -> int:
    """Return over how many sessions such a move is thought of: a week to 5 %, a month beyond.

    A fall of 10 % in one session has been so rare that it is only meaningful as a longer one.
    """
    return WEEK if abs(shock) <= 0.05 + 1e-12 else MONTH


def shock_loss(
    shock: float,
    beta: float,
    se: float,
    noise: float | None,
    horizon: int,
    local: float | None = None,
) -> Loss:
    """Return the expected move with its two 95 % bands, as signed fractions.

    ``se`` is the error of ``beta``; ``noise`` the one-session standard deviation of what KOSPI
    does not explain (sqrt of time to ``horizon``), ``None`` when unknown: then there is no outer
    band; ``local`` the beta without currencies.
    """
    loss = shock * beta
    error = abs(shock) * se
    inner = Z95 * error
    outer = None if noise is None else Z95 * math.sqrt(error**2 + horizon * noise**2)
    market = None if local is None else shock * local
    return Loss(
        loss,
        loss - inner,
        loss + inner,
        None if outer is None else loss - outer,
        None if outer is None else loss + outer,
        market,
        None if market is None else loss - market,
    )


@dataclass(frozen=True, slots=True)
class Fall:
    """The KOSPI move behind a loss; ``low`` is the deepest, ``high`` the mildest of 95 %."""

    kospi: float
    low: float
    high: float


def reverse_fall(loss: float, beta: float, draws: Array) -> Fall | None:
    """Return s = -loss / beta with its interval from drawn betas.

    ``None`` when the 95 % interval of beta reaches zero, when it is negative (then only a rise
    would cost that much) or when even a fall to nothing would not do it.
    """
    low, high = (float(v) for v in np.quantile(draws, (0.025, 0.975)))
    if beta <= 0 or low <= 0 or loss >= beta:
        return None
    return Fall(-loss / beta, max(-loss / low, -1.0), -loss / high)


def describe_frequency(
    days: npt.NDArray[np.int64], closes: Array, shock: float, horizon: int
) -> Message | None:
    """Say how many ``horizon``-session windows moved by ``shock`` or more, in how many spells."""
    if len(closes) <= horizon:
        return None
    moves = falls(closes, horizon)
    hit = moves <= shock if shock < 0 else moves >= shock
    code = "stress.frequency_fall" if shock < 0 else "stress.frequency_rise"
    return Message.of(
        code,
        size=f"{abs(shock) * 100:.1f} %",
        sessions=horizon,
        count=int(hit.sum()),
        clusters=count_clusters(hit),
        windows=len(moves),
        start=date.fromordinal(int(days[0])).isoformat(),
        end=date.fromordinal(int(days[-1])).isoformat(),
    )
