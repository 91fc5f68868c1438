"""Make the kept review again from the raw data and name every figure that differs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np

from corridor_desktop.domain.job import Quiet
from corridor_desktop.services.figures import MEASURED, figures
from corridor_desktop.services.make_review import default_day, gather, make_review
from corridor_desktop.services.review import Review
from corridor_desktop.services.review_codec import decode, shape
from corridor_desktop.store.portfolio import PortfolioStore

_NEAR = 1e-9
"""Relative difference of two floats up to which they count as one: rounding of the machine."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many figures were made again as of which day, and the places of those that differ."""

    as_of: date
    kept_at: datetime
    figures: int
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Then:
    """The clock as it stood when the review was made."""

    made_at: datetime
    day: date

    def now(self) -> datetime:
        return self.made_at

    def today(self) -> date:
        return self.day


def recompute(store: PortfolioStore) -> Recomputed | None:
    """Return how the kept review stands to one made anew; ``None`` where none can be read.

    Raises FileTrouble when the file cannot be read.
    """
    content = store.last_review.get(shape())
    kept = None if content is None else decode(content)
    if kept is None:
        return None
    then = _Then(kept.made_at, max(kept.as_of, kept.made_at.date()))
    material = gather(store, then.today())
    usual = default_day(material.data, then.today()) == kept.as_of
    anew = make_review(material, None if usual else kept.as_of, then, Quiet())
    return Recomputed(kept.as_of, kept.made_at, *compare(kept, anew))


def compare(kept: Review, anew: Review) -> tuple[int, tuple[str, ...]]:
    """Return how many figures two reviews hold, and the places of those that differ."""
    ours, theirs = (
        {place: found for part in MEASURED for place, found in figures(getattr(each, part), part)}
        for each in (kept, anew)
    )
    places = ours.keys() | theirs.keys()
    wrong = (p for p in places if p not in ours or p not in theirs or not _one(ours[p], theirs[p]))
    return len(places), tuple(sorted(wrong))


def _one(ours: Any, theirs: Any) -> bool:
    """Tell whether two figures are the same; exact decimals to the last digit."""
    if isinstance(ours, Decimal) or isinstance(theirs, Decimal):
        return bool(ours == theirs)
    if isinstance(ours, np.ndarray) or isinstance(theirs, np.ndarray):
        left, right = np.asarray(ours), np.asarray(theirs)
        if left.shape != right.shape:
            return False
        if left.dtype.kind == "f":
            return bool(np.allclose(left, right, rtol=_NEAR, atol=1e-12, equal_nan=True))
        return bool(np.array_equal(left, right))
    if math.isnan(ours) or math.isnan(theirs):
        return math.isnan(ours) and math.isnan(theirs)
    return math.isclose(ours, theirs, rel_tol=_NEAR, abs_tol=1e-12)
