"""Today's portfolio carried back through the window: its own returns on Seoul's sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor_desktop.stress.returns import at_or_before
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.stakes import Stake

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
LEAST = 60
_ENOUGH = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Folio:
    """Log closes (n x m) of ``members`` on the Seoul rows on which all of them have one.

    A close of another time zone is the last one on or before the Seoul day, so only spans of
    several sessions mean anything. ``weights`` (m) are today's; ``share`` is how much of the
    value that could move is in it.
    """

    rows: Rows
    members: tuple[int, ...]
    logs: Array
    weights: Array
    benchmark: Array
    share: float

    def moves(self, horizon: int) -> tuple[Array, Array, Rows]:
        """Return log returns of portfolio and benchmark over ``horizon`` rows, and their ends.

        Fixed weights: the portfolio's simple return is the weighted sum of the simple returns.
        """
        simple = np.expm1(self.logs[horizon:] - self.logs[:-horizon]) @ self.weights
        folio = np.log1p(np.maximum(simple, -0.999))
        return folio, self.benchmark[horizon:] - self.benchmark[:-horizon], self.rows[horizon:]


def build_folio(stakes: Sequence[Stake], seoul: Seoul) -> Folio | None:
    """Carry the weights back over the sessions that nearly all of the value has in common.

    Holdings that came to the market late, or whose prices stop, are left out when keeping them
    would cost the others their history; how much stayed in is ``share``. ``None`` below 60 rows.
    """
    held = [at for at, stake in enumerate(stakes) if stake.base is not None]
    if not held or len(seoul) < LEAST:
        return None
    panel = np.column_stack([_along(stakes[at], seoul) for at in held])
    good = np.isfinite(panel)
    weights = np.array([stakes[at].weight for at in held])
    first = np.where(good.any(axis=0), good.argmax(axis=0), len(seoul))
    last = np.where(good.any(axis=0), len(seoul) - 1 - good[::-1].argmax(axis=0), -1)
    start = _choose_start(first, np.abs(weights))
    end = len(seoul) - 1 - _choose_start(len(seoul) - 1 - last, np.abs(weights))
    if end - start < LEAST:
        return None
    span = slice(start, end + 1)
    whole = (first <= start) & (last >= end) & (good[span].mean(axis=0) >= _ENOUGH)
    if not whole.any():
        return None
    rows = np.flatnonzero(good[:, whole].all(axis=1))
    if len(rows) < LEAST:
        return None
    movable = sum(abs(stake.weight) for stake in stakes)
    return Folio(
        rows,
        tuple(at for at, keep in zip(held, whole, strict=True) if keep),
        panel[np.ix_(rows, whole)],
        weights[whole],
        seoul.logs[rows],
        float(np.abs(weights[whole]).sum() / movable),
    )


def _along(stake: Stake, seoul: Seoul) -> Array:
    if stake.full is None:
        return np.full(len(seoul), np.nan)
    return np.log(at_or_before(stake.full, seoul.days))


def _choose_start(first: Rows, worth: Array) -> int:
    # The first row on which 95 % of the value had come to the market.
    order = np.argsort(first, kind="stable")
    reached = np.cumsum(worth[order]) >= _ENOUGH * worth.sum() - 1e-12
    return int(min(first[order][int(np.argmax(reached))], first.max()))
