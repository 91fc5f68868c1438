"""Accepted repairs, laid over a series whenever it is read; the stored closes stay as they came."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from corridor_desktop.domain.fault import Repair, RepairKind
from corridor_desktop.domain.prices import PriceSeries, Split, exact


def repaired(series: PriceSeries, repairs: Iterable[Repair]) -> PriceSeries:
    """Return the series with each repair applied, in the order given.

    Every other close keeps its digits. A repair of another symbol, or one that asks the source
    anew, changes nothing here.
    """
    for repair in repairs:
        apply = _APPLY.get(repair.kind)
        if apply is not None and repair.symbol == series.symbol:
            series = apply(series, repair)
    return series


def all_repaired(
    series: Mapping[str, PriceSeries], repairs: Iterable[Repair]
) -> Mapping[str, PriceSeries]:
    """Return every series by symbol with its repairs applied."""
    by_symbol: dict[str, list[Repair]] = {}
    for repair in repairs:
        by_symbol.setdefault(repair.symbol, []).append(repair)
    if not by_symbol:
        return series
    return {symbol: repaired(found, by_symbol.get(symbol, ())) for symbol, found in series.items()}


def _within(repair: Repair) -> range:
    return range(repair.first.toordinal(), repair.last.toordinal() + 1)


def _leave_out(series: PriceSeries, repair: Repair) -> PriceSeries:
    named = {day.toordinal() for day, _ in repair.closes}
    span = _within(repair)
    kept = [
        place
        for place, day in enumerate(series.days)
        if not (day in named if named else day in span)
    ]
    return replace(
        series,
        days=array("i", [series.days[place] for place in kept]),
        closes=array("d", [series.closes[place] for place in kept]),
    )


def _scaled(series: PriceSeries, repair: Repair, factor: Decimal) -> PriceSeries:
    closes, span = array("d", series.closes), _within(repair)
    for place, day in enumerate(series.days):
        if day in span:
            closes[place] = float(exact(closes[place]) * factor)
    return replace(series, closes=closes)


def _scale(series: PriceSeries, repair: Repair) -> PriceSeries:
    return _scaled(series, repair, repair.factor)


def _split(series: PriceSeries, repair: Repair) -> PriceSeries:
    """Divide the closes up to ``last`` by the split after it, and let the series know of it."""
    after = series.index_at(repair.last) + 1
    if after >= len(series):
        return series
    session = repair.last.fromordinal(series.days[after])
    known = {split.session for split in series.splits}
    scaled = _scaled(series, repair, 1 / repair.factor)
    if session in known:
        return scaled
    splits = sorted((*series.splits, Split(session, repair.factor)), key=lambda each: each.session)
    return replace(scaled, splits=tuple(splits))


def _replace(series: PriceSeries, repair: Repair) -> PriceSeries:
    other = {day.toordinal(): close for day, close in repair.closes}
    closes = [other.get(day, close) for day, close in zip(series.days, series.closes, strict=True)]
    return replace(series, closes=array("d", closes))


_APPLY = {
    RepairKind.LEAVE_OUT: _leave_out,
    RepairKind.SCALE: _scale,
    RepairKind.SPLIT: _split,
    RepairKind.REPLACE: _replace,
}
