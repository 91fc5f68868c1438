"""Say how much of a holding hangs on which theme; every tag keeps its reason, source and day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.theme import FULL, Confidence, TagBook, Theme, ThemeTag

if TYPE_CHECKING:
    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.domain.suggestion import Suggestion


def find_instrument(instruments: Mapping[str, Instrument], target: str) -> Instrument:
    """Return the instrument that a person means by ticker, ISIN, symbol or name.

    Raises
    ------
    UsageTrouble
        Nothing, or more than one thing, is called so.
    """
    wanted = target.strip().casefold()
    found = [thing for thing in instruments.values() if wanted in _names(thing)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageTrouble(
            "unknown_holding",
            f"No holding is called {target!r}.",
            "Use its ticker, its ISIN or its full name.",
        )
    listed = ", ".join(f"{thing.name} ({thing.isin or thing.label})" for thing in found)
    raise UsageTrouble(
        "ambiguous_holding", f"{target!r} may mean {listed}.", "Use the ISIN or the full name."
    )


def _names(thing: Instrument) -> set[str]:
    names = {thing.id, thing.name, thing.isin, thing.ticker}
    if thing.listing is not None:
        names.add(thing.listing.symbol)
    return {name.casefold() for name in names if name}


def make_tags(
    book: TagBook,
    instrument_id: str,
    shares: Mapping[str, int],
    today: date,
    *,
    reason: str = "",
    source: str = "",
    confidence: Confidence = Confidence.MEDIUM,
    valid_from: date | None = None,
    driver: str = "",
) -> tuple[ThemeTag, ...]:
    """Return the tags to write down for new ``shares`` (theme id to basis points; 0 ends one).

    Raises
    ------
    UsageTrouble
        A theme is unknown, a share is outside 0 to 100 %, or all shares together pass 100 %.
    """
    known = {theme.id for theme in book.themes}
    start = valid_from or today
    for theme, points in shares.items():
        if theme not in known:
            listed = ", ".join(sorted(known))
            raise UsageTrouble(
                "unknown_theme", f"There is no theme {theme!r}.", f"Known themes: {listed}."
            )
        if not 0 <= points <= FULL:
            raise UsageTrouble("bad_share", "A share lies between 0 and 100 %.")
    total = _largest_total(book, instrument_id, shares, start)
    if total > FULL:
        raise UsageTrouble(
            "over_tagged",
            f"The shares would add up to {total / 100:g} %. Nothing was changed.",
            "Lower one of them, so that they stay within 100 %.",
        )
    return tuple(
        ThemeTag(instrument_id, theme, points, start, today, reason, source, confidence, driver)
        for theme, points in shares.items()
    )


def _largest_total(
    book: TagBook, instrument_id: str, shares: Mapping[str, int], start: date
) -> int:
    """Return the most that all shares make together on any day from ``start`` on."""
    own = [tag.valid_from for tag in book.tags if tag.instrument_id == instrument_id]
    totals = []
    for day in {start, *(later for later in own if later > start)}:
        after = {tag.theme_id: tag.basis_points for tag in book.at(day).get(instrument_id, ())}
        totals.append(sum({**after, **shares}.values()))
    return max(totals)


def tag_from_suggestion(
    book: TagBook, instrument_id: str, row: Suggestion, basis_points: int, today: date
) -> tuple[ThemeTag, ...]:
    """Return the tag that accepts a suggestion at the share that the user chose."""
    if not row.investable:
        raise UsageTrouble(
            "not_suggested", "This row of the pack is only a caution and suggests no tag."
        )
    return make_tags(
        book,
        instrument_id,
        {row.theme_id: basis_points},
        today,
        reason=row.reason,
        source=f"{row.source_title} ({row.source_date}), {row.source_address}",
        confidence=Confidence(row.confidence),
        driver=row.driver,
    )


def new_theme(book: TagBook, name: str) -> Theme:
    """Return a theme of the user's own.

    Raises
    ------
    UsageTrouble
        The name is empty or taken.
    """
    clean = name.strip()
    slug = re.sub(r"\W+", "_", clean.casefold()).strip("_")
    taken = {theme.id for theme in book.themes} | {t.name.casefold() for t in book.themes}
    if not slug:
        raise UsageTrouble("empty_theme", "A theme needs a name.")
    if slug in taken or clean.casefold() in taken:
        raise UsageTrouble("theme_exists", f"There is a theme called {clean!r} already.")
    return Theme(slug, clean)
