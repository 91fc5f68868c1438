"""Valuation history: what the portfolio was worth on every weekday since the first booking."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.bench.inputs import read_trades
from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload
from corridor_desktop.bench.workloads.material import loaded

if TYPE_CHECKING:
    from corridor_desktop.services.portfolio_data import PortfolioData
    from corridor_desktop.valuation.through_time import DailyValues

Floats = NDArray[np.float64]


def _load(folder: Path, _: Scale) -> tuple[PortfolioData, list[date]]:
    days = [date.fromordinal(int(day)) for day in np.load(folder / "days.npy")]
    return loaded(folder), days


def _value(material: tuple[PortfolioData, list[date]]) -> DailyValues:
    from corridor_desktop.valuation.through_time import value_through_time

    data, days = material
    return value_through_time(
        data.transactions, data.statements, data.instruments, data.series, data.base, days
    )


def _told(found: DailyValues) -> Figures:
    return _figures(found.values.sum(axis=1))


def _figures(worth: Floats) -> Figures:
    return {"first": float(worth[0]), "last": float(worth[-1]), "sum": float(worth.sum())}


def _arrays(folder: Path, _: Scale) -> tuple[Any, Floats, Floats]:
    return read_trades(folder), np.load(folder / "closes.npy"), np.load(folder / "rates.npy")


def _numpy(material: tuple[Any, Floats, Floats]) -> Floats:
    """Add up units by day and instrument, then one product: units x closes x rates."""
    trades, closes, rates = material
    units = np.zeros(closes.shape)
    np.add.at(units, (trades.place, trades.number), trades.units)
    np.cumsum(units, axis=0, out=units)
    worth = np.zeros(len(closes))
    for place in range(rates.shape[1]):
        own = slice(place, None, rates.shape[1])
        worth += np.einsum("ij,ij->i", units[:, own], closes[:, own]) * rates[:, place]
    return worth


def _frames(folder: Path, _: Scale) -> Any:
    import pandas as pd

    trades, closes, rates = _arrays(folder, _)
    days = [date.fromordinal(int(day)) for day in np.load(folder / "days.npy")]
    index = pd.DatetimeIndex(pd.to_datetime(days))
    facts = pd.DataFrame({"day": index[trades.place], "what": trades.number, "units": trades.units})
    return facts, pd.DataFrame(closes, index=index), pd.DataFrame(rates, index=index)


def _pandas(material: Any) -> Floats:
    facts, closes, rates = material
    units = facts.pivot_table(index="day", columns="what", values="units", aggfunc="sum")
    held = units.reindex(index=closes.index, columns=closes.columns).fillna(0.0).cumsum()
    every = rates[[column % rates.shape[1] for column in closes.columns]]
    every.columns = closes.columns
    found: Floats = (held * closes * every).sum(axis=1).to_numpy()
    return found


VALUATION_HISTORY = Workload(
    name="valuation-history",
    title="Valuation history",
    does="value every holding on every weekday; flows, cash and what had no price kept apart",
    own=Part("ours", _load, _value, _told),
    floor=Part("numpy", _arrays, _numpy, _figures),
    peers=(Part("pandas", _frames, _pandas, _figures, ("pandas",)),),
    most=3.0,
    tolerance=1e-8,
    axes={"transactions": 1.1, "days": 1.1, "holdings": 1.1},
)
