"""Returns, drawdown, volatility and the money-weighted return of daily values."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload

if TYPE_CHECKING:
    from corridor_desktop.performance.performance import Performance

PAID = 1_000.0
"""Paid in every 21st weekday."""


def _days(folder: Path, _: Scale) -> tuple[list[date], Any, Any]:
    """Return days, values and money paid in: the first instrument bought again and again."""
    closes = np.load(folder / "closes.npy", mmap_mode="r")[:, 0]
    days = [date.fromordinal(int(day)) for day in np.load(folder / "days.npy")]
    paid = np.zeros(len(days))
    paid[::21] = PAID
    return days, np.asarray(np.cumsum(paid / closes) * closes), paid


def _measure(found: tuple[list[date], Any, Any]) -> Performance:
    from corridor_desktop.performance.measure import measure_performance

    days, values, paid = found
    return measure_performance("EUR", days, values.tolist(), paid.tolist(), [0.0] * len(days))


def _told(found: Performance) -> Figures:
    return {
        "drawdown": abs(found.max_drawdown or 0.0),
        "volatility": found.volatility or 0.0,
        "xirr": found.xirr or 0.0,
        "twr": found.twr or 0.0,
    }


def _daily(found: tuple[list[date], Any, Any]) -> Any:
    _, values, paid = found
    return values[1:] / (values[:-1] + paid[1:]) - 1


def _numpy(found: tuple[list[date], Any, Any]) -> Any:
    """Chain, drawdown, deviation; the money-weighted return by twenty steps of Newton."""
    days, values, paid = found
    daily = _daily(found)
    growth = np.concatenate([[1.0], np.cumprod(1 + daily)])
    fall = 1 - (growth / np.maximum.accumulate(growth)).min()
    years = np.array([(days[-1] - day).days / 365.0 for day in days])
    flows, rate = np.append(-paid, values[-1]), 0.05
    years = np.append(years, 0.0)
    for _ in range(20):
        grown = (1 + rate) ** years
        rate -= float((flows * grown).sum() / (flows * years * grown / (1 + rate)).sum())
    return fall, float(daily.std(ddof=1) * np.sqrt(252)), rate, growth[-1] - 1


def _numpy_told(found: Any) -> Figures:
    return dict(zip(("drawdown", "volatility", "xirr", "twr"), map(float, found), strict=True))


def _returns(folder: Path, scale: Scale) -> Any:
    import pandas as pd

    found = _days(folder, scale)
    return pd.Series(_daily(found), index=pd.DatetimeIndex(pd.to_datetime(found[0][1:])))


def _quantstats(returns: Any) -> Any:
    from quantstats import stats

    return stats.max_drawdown(returns), stats.volatility(returns), stats.comp(returns)


def _empyrical(returns: Any) -> Any:
    import empyrical

    return (
        empyrical.max_drawdown(returns),
        empyrical.annual_volatility(returns),
        empyrical.cum_returns_final(returns),
    )


def _three_told(found: Any) -> Figures:
    fall, deviation, whole = (float(part) for part in found)
    return {"drawdown": abs(fall), "volatility": deviation, "twr": whole}


def _pyxirr(found: tuple[list[date], Any, Any]) -> float:
    from pyxirr import xirr

    days, values, paid = found
    flows = [(day, -amount) for day, amount in zip(days, paid.tolist(), strict=True) if amount]
    dates, amounts = zip(*flows, (days[-1], float(values[-1])), strict=True)
    return float(xirr(dates, amounts))


def _rate_told(rate: float) -> Figures:
    return {"xirr": rate}


PERFORMANCE = Workload(
    name="performance",
    title="Returns",
    does="time-weighted and money-weighted return, drawdown, volatility, growth of every day",
    own=Part("ours", _days, _measure, _told),
    floor=Part("numpy", _days, _numpy, _numpy_told),
    peers=(
        Part("quantstats (no cash flows)", _returns, _quantstats, _three_told, ("quantstats",)),
        Part("empyrical (no cash flows)", _returns, _empyrical, _three_told, ("empyrical",)),
        Part("pyxirr (one figure)", _days, _pyxirr, _rate_told, ("pyxirr",)),
    ),
    tolerance=1e-6,
    axes={"days": 1.1},
)
