"""A researched suggestion of the theme pack; nothing is tagged until the user accepts it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row of the pack.

    ``low`` and ``high`` bound the share of the holding in basis points. ``directness`` is one of
    direct_revenue, asset, option_value, sentiment_only; ``direction`` positive, negative, mixed.
    ``source_date`` is when the cited source was written, as far as known (``2018-06-14`` or
    ``2018-06``). ``count_once`` names instruments whose sum would count the same thing twice.
    ``investable`` false rows are recognised, not suggested.
    """

    id: str
    symbol: str
    mic: str
    isin: str
    name: str
    theme_id: str
    low: int
    high: int
    direction: str
    directness: str
    driver: str
    reason: str
    source_title: str
    source_address: str
    source_date: str
    confidence: str
    caution: str
    group: str
    investable: bool
    listing_status: str
    count_once: str
