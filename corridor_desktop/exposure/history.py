"""Exposure through time, as tagged on each day."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.theme import FULL, TagBook, ThemeTag
from corridor_desktop.exposure.exposure import Dimension, History
from corridor_desktop.exposure.measure import UNTAGGED
from corridor_desktop.valuation.through_time import DailyValues

Floats = NDArray[np.float64]
_CENT = Decimal("0.01")


def measure_history(
    daily: DailyValues,
    instruments: Mapping[str, Instrument],
    tags: TagBook,
    *,
    as_today: Mapping[str, tuple[ThemeTag, ...]] | None = None,
) -> History:
    """Return the theme exposure on each day of ``daily``; cash and what nobody tagged go last.

    A tag counts from the day it is valid from, so that tagging today does not rewrite the past.
    ``as_today`` are tags in force that count for all of it instead: the line to compare with.
    """
    factors = np.array([float(instruments[key].multiplier) for key in daily.instrument_ids])
    worth = daily.values * factors if len(factors) else daily.values
    fractions = tag_fractions(daily, tags) if as_today is None else _frozen(daily, tags, as_today)
    found = {key: (worth * share).sum(axis=1) for key, (_, share) in fractions.items()}
    used = [key for key in found if np.any(found[key] != 0)]
    whole = worth.sum(axis=1) + daily.cash
    columns = [found[key] for key in used]
    rest = whole - sum(columns, np.zeros(len(whole)))
    return History(
        Dimension.THEME,
        daily.base,
        daily.days,
        (*used, UNTAGGED),
        (*(fractions[key][0] for key in used), "Untagged"),
        tuple(tuple(_money(amount) for amount in row) for row in zip(*columns, rest, strict=True)),
        tuple(float(part) for part in daily.coverage),
    )


def tag_fractions(daily: DailyValues, tags: TagBook) -> dict[str, tuple[str, Floats]]:
    """Return the name and, day by day, the fraction of each instrument (T x N) of every theme.

    Themes that nothing held was ever tagged with are left out.
    """
    columns = {key: place for place, key in enumerate(daily.instrument_ids)}
    ordinals = np.array([day.toordinal() for day in daily.days])
    found: dict[str, tuple[str, Floats]] = {}
    for theme in tags.themes:
        given = [t for t in tags.tags if t.theme_id == theme.id and t.instrument_id in columns]
        if not given:
            continue
        share = np.zeros(daily.values.shape)
        for tag in given:
            share[ordinals >= tag.valid_from.toordinal(), columns[tag.instrument_id]] = (
                tag.basis_points / FULL
            )
        found[theme.id] = (theme.name, share)
    return found


def _frozen(
    daily: DailyValues, tags: TagBook, now: Mapping[str, tuple[ThemeTag, ...]]
) -> dict[str, tuple[str, Floats]]:
    """Return the fractions of one day's tags for every day."""
    found: dict[str, tuple[str, Floats]] = {}
    for theme in tags.themes:
        share = np.zeros(len(daily.instrument_ids))
        for place, key in enumerate(daily.instrument_ids):
            given = (tag.basis_points for tag in now.get(key, ()) if tag.theme_id == theme.id)
            share[place] = sum(given) / FULL
        if share.any():
            found[theme.id] = (theme.name, np.broadcast_to(share, daily.values.shape))
    return found


def _money(amount: float) -> Decimal:
    return Decimal(repr(float(amount))).quantize(_CENT)
