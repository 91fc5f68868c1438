"""Exposure through time along every dimension, every fifth weekday."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor_desktop.bench.inputs import AT
from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload
from corridor_desktop.bench.workloads.material import loaded

if TYPE_CHECKING:
    from corridor_desktop.exposure.exposure import History
    from corridor_desktop.services.portfolio_data import PortfolioData
    from corridor_desktop.valuation.through_time import DailyValues


def history_material(folder: Path, _: Scale) -> tuple[PortfolioData, DailyValues]:
    """Return the data and the values of every fifth weekday."""
    from corridor_desktop.services.make_review import weekdays
    from corridor_desktop.valuation.through_time import value_through_time

    data = loaded(folder)
    first = min(fact.trade_date for fact in data.transactions)
    daily = value_through_time(
        data.transactions, data.statements, data.instruments, data.series, data.base,
        weekdays(first, AT.date()),
    )  # fmt: skip
    return data, daily.every(5)


def _measure(material: tuple[PortfolioData, DailyValues]) -> dict[str, History]:
    from corridor_desktop.exposure.history import measure_history
    from corridor_desktop.exposure.past import DIMENSIONS, measure_past

    data, daily = material
    found = {str(by): measure_past(daily, data.instruments, by) for by in DIMENSIONS}
    return {**found, "theme": measure_history(daily, data.instruments, data.tags)}


def _told(found: dict[str, History]) -> Figures:
    return {
        f"last by {by}": float(sum(history.values[-1]))
        for by, history in found.items()
        if by in {"country", "sector", "theme"}
    }


def _products(material: tuple[PortfolioData, DailyValues]) -> dict[str, Any]:
    """Multiply values by membership: one product for each dimension, tags once for all days."""
    data, daily = material
    things = [data.instruments[key] for key in daily.instrument_ids]
    found = {}
    for by in ("country", "economic_currency", "sector", "asset_class", "id"):
        keys = [str(getattr(thing, by)) for thing in things]
        names = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        if len(names) == len(keys):
            found[by] = daily.values
            continue
        member = np.zeros((len(keys), len(names)))
        member[np.arange(len(keys)), [names[key] for key in keys]] = 1.0
        found[by] = daily.values @ member
    share = np.zeros((len(things), len(data.tags.themes)))
    themes = {theme.id: place for place, theme in enumerate(data.tags.themes)}
    places = {key: place for place, key in enumerate(daily.instrument_ids)}
    for tag in data.tags.tags:
        share[places[tag.instrument_id], themes[tag.theme_id]] = tag.basis_points / 10_000
    found["theme"] = daily.values @ share
    found["cash"] = daily.cash
    return found


def _products_told(found: dict[str, Any]) -> Figures:
    cash = float(found["cash"][-1])
    return {f"last by {by}": float(found[by][-1].sum()) + cash for by in ("country", "sector")}


EXPOSURE_HISTORY = Workload(
    name="exposure-history",
    title="Exposure history",
    does="themes as tagged on each day, and five dimensions, in cents, with what is left over",
    own=Part("ours", history_material, _measure, _told),
    floor=Part("numpy products", history_material, _products, _products_told),
    tolerance=1e-6,
    axes={"days": 1.1, "holdings": 1.1},
)
