"""What the charts of the exposure page are given."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from corridor_desktop.domain.money import Money
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.charts.range_bars import RangeBar, RangeBarsData
from corridor_desktop.ui.charts.tree_map import TreeMapData, TreeTile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.exposure.exposure import Exposure, History, Slice
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.charts.stacked_area import StackedAreaData

MOST = 24
"""Bars beyond this many are gathered in the table below."""
TITLES = {
    Dimension.THEME: "Theme",
    Dimension.DRIVER: "Driver",
    Dimension.COUNTRY: "Country of risk",
    Dimension.CURRENCY: "Economic currency",
    Dimension.SECTOR: "Sector",
    Dimension.ASSET_CLASS: "Asset class",
    Dimension.ACCOUNT: "Account",
    Dimension.HOLDING: "Holding",
    Dimension.MARKET: "Market",
    Dimension.ISSUER: "Issuer",
}


def parts_of(found: Exposure) -> tuple[Slice, ...]:
    """Return every slice, and the untagged part where there is one."""
    rest = (found.untagged,) if found.untagged.gross else ()
    return (*found.slices, *rest)


def amount(part: Slice, *, gross: bool) -> Decimal:
    """Return what a slice counts with."""
    return part.gross if gross else part.value


def share(part: Slice, found: Exposure, *, gross: bool) -> float:
    """Return a slice as a fraction of the priced total."""
    if not gross:
        return part.weight
    total = found.total.amount
    return float(part.gross / total) if total > 0 else 0.0


def text(part: Slice, found: Exposure, *, gross: bool, money: bool) -> str:
    """Return a slice as money or as a percentage."""
    if money:
        return fmt.amount(amount(part, gross=gross), found.total.currency, 0)
    return fmt.percent(share(part, found, gross=gross))


def tiles(found: Exposure, *, gross: bool, money: bool, chosen: str) -> TreeMapData:
    """Return the tree map; a tile's area is the absolute amount."""
    made = tuple(
        TreeTile(
            part.key,
            part.label,
            abs(float(amount(part, gross=gross))),
            text(part, found, gross=gross, money=money),
            f"{part.label}: {fmt.money(_money(part, found, gross=gross), 0)}",
        )
        for part in parts_of(found)
    )
    name = f"Exposure by {TITLES[found.by].lower()}"
    return TreeMapData(made, name, found.total.currency, chosen)


def bars(found: Exposure, *, gross: bool, money: bool, chosen: str) -> RangeBarsData:
    """Return ranked bars."""
    made = tuple(
        RangeBar(
            part.key,
            part.label,
            share(part, found, gross=gross),
            text(part, found, gross=gross, money=money),
            colour=part.key,
        )
        for part in parts_of(found)[:MOST]
    )
    return RangeBarsData(made, f"Exposure by {TITLES[found.by].lower()}", "fraction", 0.0, chosen)


def _money(part: Slice, found: Exposure, *, gross: bool) -> Money:
    return Money(amount(part, gross=gross), found.total.currency)


def history_title(history: History) -> str:
    """Return which part changed its share most between the first and the last day."""
    shares = [(day, _shares(row)) for day, row in zip(history.days, history.values, strict=True)]
    known = [(day, found) for day, found in shares if found]
    if not known:
        return f"Exposure by {TITLES[history.by].lower()} through time"
    (since, first), (_, last) = known[0], known[-1]
    most = max(range(len(first)), key=lambda place: abs(last[place] - first[place]))
    was, now = fmt.percent(first[most], 0), fmt.percent(last[most], 0)
    name = history.labels[most]
    if was == now:
        return f"{name} is {now} of it, as on {fmt.day(since)}"
    return f"{name} went from {was} on {fmt.day(since)} to {now}"


def _shares(values: Sequence[Decimal]) -> tuple[float, ...]:
    """Return parts of a day as fractions of its sum, nothing where there is none."""
    whole = sum(values, Decimal(0))
    return tuple(float(value / whole) for value in values) if whole > 0 else ()


def history_of(history: History, review: Review) -> StackedAreaData:
    """Return exposure through time with the crises that fall into it."""
    from corridor_desktop.ui.charts.line_chart import Event
    from corridor_desktop.ui.charts.stacked_area import Layer, StackedAreaData

    layers = tuple(
        Layer(key, label, tuple(float(row[place]) for row in history.values))
        for place, (key, label) in enumerate(zip(history.keys, history.labels, strict=True))
    )
    first, last = history.days[0], history.days[-1]
    events = tuple(
        Event(row.episode.day, row.episode.title)
        for row in review.stress.episodes
        if first <= row.episode.day <= last and row.episode.kind == "crisis"
    )
    return StackedAreaData(
        history.days,
        layers,
        f"Exposure by {TITLES[history.by].lower()} through time",
        lambda value: fmt.amount(value, history.base, 0),
        events,
    )
