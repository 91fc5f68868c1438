"""How KOSPI went around one session, beside how it goes around any session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]
Array = npt.NDArray[np.float64]
BEFORE, AFTER = 5, 20


@dataclass(frozen=True, slots=True)
class EventPath:
    """Closes around ``session`` (offset 0) over the close before it, less one.

    ``offsets`` count sessions, from before 0 to after it; all tuples are parallel. ``moves`` ends
    early (``None``) where the stored closes do. ``low``, ``middle`` and ``high`` are the 10th,
    50th and 90th percentile (type 7) of the same move around each of ``n`` sessions between
    ``start`` and ``end`` that have a whole window.
    """

    session: date
    offsets: tuple[int, ...]
    moves: tuple[float | None, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    n: int
    start: date
    end: date


def event_path(
    days: Days, closes: Array, session: date, before: int = BEFORE, after: int = AFTER
) -> EventPath | None:
    """Return the path around a session of a benchmark.

    Parameters
    ----------
    days
        Ordinals of the sessions (T,), rising.
    closes
        Closes on them (T,), positive.
    session
        The first session that could react; it has to be one of ``days``.
    before, after
        How many sessions are looked at on either side.

    Returns
    -------
    ``None`` when the session or enough of what lies before it is not stored, or when fewer than
    30 sessions have a whole window to compare it with.
    """
    at = int(np.searchsorted(days, session.toordinal()))
    whole = len(days) - before - after
    if at < max(before, 1) or at >= len(days) or days[at] != session.toordinal() or whole < 30:
        return None
    offsets = np.arange(-before, after + 1)
    centres = np.arange(max(before, 1), len(days) - after)
    windows = closes[centres[:, None] + offsets] / closes[centres - 1][:, None] - 1
    low, middle, high = np.quantile(windows, (0.1, 0.5, 0.9), axis=0)
    own = [
        float(closes[at + step] / closes[at - 1] - 1) if at + step < len(days) else None
        for step in offsets
    ]
    return EventPath(
        session,
        tuple(int(step) for step in offsets),
        tuple(own),
        tuple(low.tolist()),
        tuple(middle.tolist()),
        tuple(high.tolist()),
        len(centres),
        date.fromordinal(int(days[centres[0]])),
        date.fromordinal(int(days[centres[-1]])),
    )
