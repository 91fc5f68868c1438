"""Exposure through time, as tagged on each day."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.theme import FULL, TagBook
from corridor_desktop.exposure.exposure import Dimension, History
from corridor_desktop.exposure.measure import UNTAGGED
from corridor_desktop.valuation.through_time import DailyValues

_CENT = Decimal("0.01")


def measure_history(
    daily: DailyValues, instruments: Mapping[str, Instrument], tags: TagBook
) -> History:
    """Return the theme exposure on each day of ``daily``; cash and what nobody tagged go last.

    A tag counts from the day it is valid from, so that tagging today does not rewrite the past.
    """
    factors = np.array([float(instruments[key].multiplier) for key in daily.instrument_ids])
    worth = daily.values * factors if len(factors) else daily.values
    keys = [theme.id for theme in tags.themes]
    columns = {key: place for place, key in enumerate(daily.instrument_ids)}
    found = np.zeros((len(daily.days), len(keys)))
    for place, key in enumerate(keys):
        found[:, place] = (worth * _fractions(daily, tags, key, columns)).sum(axis=1)
    used = [place for place in range(len(keys)) if np.any(found[:, place] != 0)]
    whole = worth.sum(axis=1) + daily.cash
    rest = whole - found.sum(axis=1)
    names = {theme.id: theme.name for theme in tags.themes}
    return History(
        Dimension.THEME,
        daily.base,
        daily.days,
        (*(keys[place] for place in used), UNTAGGED),
        (*(names[keys[place]] for place in used), "Untagged"),
        tuple(
            tuple(_money(amount) for amount in (*row, left))
            for row, left in zip(found[:, used], rest, strict=True)
        ),
        tuple(float(part) for part in daily.coverage),
    )


def _fractions(
    daily: DailyValues, tags: TagBook, theme: str, columns: Mapping[str, int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return what fraction of each instrument hangs on a theme, day by day."""
    found = np.zeros(daily.values.shape)
    ordinals = np.array([day.toordinal() for day in daily.days])
    for tag in tags.tags:
        column = columns.get(tag.instrument_id)
        if tag.theme_id == theme and column is not None:
            found[ordinals >= tag.valid_from.toordinal(), column] = tag.basis_points / FULL
    return found


def _money(amount: float) -> Decimal:
    return Decimal(repr(float(amount))).quantize(_CENT)
