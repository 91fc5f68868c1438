"""The link to KOSPI from imported files, computed a second time from the same files by others.

Seoul, New York, Hong Kong and London have holidays of their own; the portfolio is in euros. The
second way uses nothing of the product: dictionaries, statsmodels and scipy.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import statsmodels.api as sm
from scipy import stats

from corridor_desktop.cli.answer import DONE
from tests.cli.conftest import Program

Array = npt.NDArray[np.float64]
LAST = date(2026, 3, 19)
HELD = {
    "111110.KS": ("KRW", 120),
    "FARR": ("USD", 40),
    "0099.HK": ("HKD", 300),
    "LATE.L": ("GBP", 30),
}
NEAR = {"111110.KS", "0099.HK"}
HISTORY = "Date,Type,Symbol,Name,Quantity,Price,Fee,Currency,Amount\n" + "".join(
    f"2024-01-16,Buy,{symbol},{symbol},{units},1,0,{currency},-{units}\n"
    for symbol, (currency, units) in HELD.items()
)
Closes = dict[date, float]


def sessions(chance: np.random.Generator, holidays: float) -> Array:
    """Which of the weekdays a market is open on."""
    return np.asarray(chance.random(N) > holidays)


WEEKDAYS = [
    day for back in range(1500, -1, -1) if (day := LAST - timedelta(days=back)).weekday() < 5
]
N = len(WEEKDAYS)


def invent() -> dict[str, Closes]:
    """Seoul's own news and New York's night before; the others answer in their own hours."""
    chance = np.random.default_rng(77)
    own, night = 0.009 * chance.standard_t(5, N), 0.008 * chance.standard_t(6, N)
    kospi = own + 0.35 * np.concatenate([[0.0], night[:-1]])
    noise = 0.009 * chance.standard_normal((N, 4))
    late = np.concatenate([[0.0], kospi[:-1]])
    moves = {
        "^KS11": (kospi, 2500.0), "^GSPC": (night + 0.1 * own, 4000.0),
        "111110.KS": (1.2 * kospi + noise[:, 0], 60000.0),
        "FARR": (0.6 * own + 0.9 * night + noise[:, 1], 90.0),
        "0099.HK": (0.7 * kospi + noise[:, 2], 70.0),
        "LATE.L": (0.3 * kospi + 0.2 * late + 0.4 * night + noise[:, 3], 12.0),
    }  # fmt: skip
    found = {}
    for name, (path, start) in moves.items():
        kept = sessions(chance, 0.04)
        closes = start * np.exp(np.cumsum(path))
        found[name] = {
            day: round(float(close), 4)
            for day, close, is_open in zip(WEEKDAYS, closes, kept, strict=True)
            if is_open
        }
    for name, start in (("EURUSD=X", 1.1), ("KRW=X", 1300.0), ("HKD=X", 7.8), ("GBPUSD=X", 1.27)):
        path = 0.004 * chance.standard_normal(N) - (0.2 * kospi if name == "KRW=X" else 0.0)
        rate = start * np.exp(np.cumsum(path))
        found[name] = {
            day: round(float(close), 6) for day, close in zip(WEEKDAYS, rate, strict=True)
        }
    return found


QUOTED = {"^KS11": "KRW", "^GSPC": "USD", "EURUSD=X": "USD", "KRW=X": "KRW", "HKD=X": "HKD",
          "GBPUSD=X": "USD"}  # fmt: skip


def ask(empty: Program, folder: Path, closes: Mapping[str, Closes]) -> Any:
    """Give the files to the program and return what it says of the link."""
    file = folder / "history.csv"
    file.write_text(HISTORY, encoding="utf-8")
    # The invented amounts are no prices; only the units matter here.
    empty.json("import", "import", str(file))
    for name, rows in closes.items():
        file = folder / "closes.csv"
        text = "".join(f"{day},{close}\n" for day, close in rows.items())
        file.write_text("Date,Close\n" + text, encoding="utf-8")
        currency = QUOTED.get(name) or HELD[name][0]
        said = empty("prices", "import", str(file), "--listing", name, "--currency", currency)
        assert said.code == DONE, said.err
    return empty.json("stress", "stress", "--move", "kospi=-5", "--move", "won=-3")


class Other:
    """Everything once more from the same closes."""

    def __init__(self, closes: Mapping[str, Closes], today: date) -> None:
        self.closes = closes
        start = today - timedelta(days=round(3 * 365.25))
        self.days = sorted(day for day in closes["^KS11"] if start <= day <= today)
        self.k = np.log([closes["^KS11"][day] for day in self.days])
        self.base = {
            name: {day: close * self.euros(currency, day) for day, close in closes[name].items()}
            for name, (currency, _) in HELD.items()
        }
        worth = {
            name: units * self.latest(self.closes[name], today) * self.euros(currency, today)
            for name, (currency, units) in HELD.items()
        }
        self.weights = np.array([one / sum(worth.values()) for one in worth.values()])
        before = [self.latest(closes["^GSPC"], day - timedelta(days=1)) for day in self.days]
        design = sm.add_constant(np.diff(np.log(before)))
        self.news = np.concatenate([[0.0], sm.OLS(np.diff(self.k), design).fit().resid])
        panel = np.array(
            [[self.latest(own, day) for own in self.base.values()] for day in self.days]
        )
        self.weekly = panel[5:] / panel[:-5] - 1
        self.folio = np.log1p(self.weekly @ self.weights)
        self.week = self.k[5:] - self.k[:-5]

    def latest(self, closes: Closes, day: date) -> float:
        return next(
            closes[on] for back in range(11) if (on := day - timedelta(days=back)) in closes
        )

    def euros(self, currency: str, day: date) -> float:
        dollars = 1 / self.latest(self.closes["EURUSD=X"], day)
        if currency == "USD":
            return dollars
        if currency == "GBP":
            return self.latest(self.closes["GBPUSD=X"], day) * dollars
        return dollars / self.latest(self.closes[f"{currency}=X"], day)

    def shared(self, name: str) -> tuple[list[int], Array, Array]:
        """Rows of Seoul on which both have a close, and both log closes there."""
        rows = [at for at, day in enumerate(self.days) if day in self.base[name]]
        own = np.log([self.base[name][self.days[at]] for at in rows])
        return rows, own, self.k[rows]

    def betas(self, name: str) -> tuple[tuple[float, float], float]:
        """World beta with its error, and Korea-origin beta."""
        rows, own, market = self.shared(name)
        y, k = np.diff(own), np.diff(market)
        news = np.diff(np.cumsum(self.news)[rows])
        if name in NEAR:
            return newey_west(y, k), newey_west(y, news)[0]
        around = np.column_stack([k[:-2], k[1:-1], k[2:]])
        return newey_west(y[1:-1], around), newey_west(
            y[1:], np.column_stack([news[1:], news[:-1]])
        )[0]


def newey_west(y: Array, x: Array) -> tuple[float, float]:
    settings = {"maxlags": 5, "use_correction": False}
    fit = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HAC", cov_kwds=settings)
    pick = np.array([0.0] + [1.0] * (len(fit.params) - 1))
    return float(pick @ fit.params), math.sqrt(float(pick @ fit.cov_params() @ pick))


@pytest.fixture
def both(empty: Program, tmp_path: Path) -> tuple[Any, Other]:
    closes = invent()
    return ask(empty, tmp_path, closes), Other(closes, empty.clock.today())


def differences(
    pairs: Iterator[tuple[str, float | None, float]],
) -> list[tuple[str, object, float]]:
    """Return what disagrees beyond rounding."""
    return [
        (name, said, other)
        for name, said, other in pairs
        if said is None or abs(said - other) > 1e-9 * max(abs(other), 1e-3)
    ]


def of_holdings(said: Any, other: Other) -> Iterator[tuple[str, float | None, float]]:
    for row in said["holdings"]:
        name = row["symbol"]
        (world, error), korea = other.betas(name)
        yield f"{name} beta", row["beta_global"]["value"], world
        yield f"{name} error", row["beta_global"]["se"], error
        yield f"{name} korea", row["beta_korea"]["value"], korea
        _, own, market = other.shared(name)
        y, k = own[5:] - own[:-5], market[5:] - market[:-5]
        day = float(np.corrcoef(np.diff(own), np.diff(market))[0, 1])
        fit = day if name in NEAR else float(np.corrcoef(y, k)[0, 1])
        bad = k <= np.quantile(k, 0.1)
        yield f"{name} correlation", row["correlation"]["value"], fit
        yield f"{name} same day", row["correlation_same_day"], day
        yield f"{name} co-move", row["co_move"]["value"], float(y[bad].mean() - y.mean())
        yield (
            f"{name} together",
            row["falls_together"]["value"],
            float(np.mean(y[bad] <= np.quantile(y, 0.1))),
        )


def of_the_portfolio(said: Any, other: Other) -> Iterator[tuple[str, float | None, float]]:
    names = list(HELD)
    world = sum(w * other.betas(name)[0][0] for w, name in zip(other.weights, names, strict=True))
    korea = sum(w * other.betas(name)[1] for w, name in zip(other.weights, names, strict=True))
    y, k = other.folio, other.week
    yield "beta", said["portfolio"]["beta_global"]["value"], world
    yield "korea", said["portfolio"]["beta_korea"]["value"], korea
    yield "correlation", said["portfolio"]["correlation"]["value"], float(np.corrcoef(y, k)[0, 1])
    for shock in said["shocks"]:
        yield "shock", shock["global"]["loss"], shock["kospi"] * world
        yield "korea shock", shock["korea"]["loss"], shock["kospi"] * korea
    yield "reverse", said["reverse"]["kospi"], -0.1 / world
    yield "spearman", said["details"]["spearman"]["value"], float(stats.spearmanr(y, k)[0])
    yield "kendall", said["details"]["kendall"]["value"], float(stats.kendalltau(y, k)[0])
    rho, cut = float(np.corrcoef(y, k)[0, 1]), stats.norm.ppf(0.1)
    together = stats.multivariate_normal.cdf([cut, cut], cov=[[1, rho], [rho, 1]])
    yield "normal together", said["details"]["falls_together_normal"], round(together / 0.1, 9)


def of_both_moves(said: Any, other: Other) -> Iterator[tuple[str, float | None, float]]:
    """KOSPI and the won given: normal and Student's t with five degrees, over one week."""
    rates, ends = other.closes, list(zip(other.days[:-5], other.days[5:], strict=True))
    inverse: Callable[[str], list[float]] = lambda name: [  # noqa: E731
        other.latest(rates[name], a) / other.latest(rates[name], b) - 1 for a, b in ends
    ]
    world = [other.latest(rates["^GSPC"], b) / other.latest(rates["^GSPC"], a) - 1 for a, b in ends]
    moves = np.column_stack(
        [np.expm1(other.week), inverse("KRW=X"), inverse("EURUSD=X"), world,
         other.weekly @ other.weights]
    )  # fmt: skip
    mean, spread = moves.mean(axis=0), np.cov(moves.T)
    gap = np.array([-0.05, -0.03]) - mean[:2]
    pull = spread[2:, :2] @ np.linalg.inv(spread[:2, :2])
    left = (spread[2:, 2:] - pull @ spread[:2, 2:])[-1, -1]
    far = float(gap @ np.linalg.inv(spread[:2, :2]) @ gap)
    found = said["joint"]
    move = float(mean[-1] + (pull @ gap)[-1])
    yield "move", found["move"], move
    yield "low", found["low"], move - float(stats.norm.ppf(0.975)) * math.sqrt(left)
    yield "plausibility", found["plausibility"], float(stats.chi2.sf(far, 2))
    fat = left * 0.6 * (5 + far / 0.6) / 7
    yield "fat low", found["fat_low"], move - float(stats.t.ppf(0.975, 7)) * math.sqrt(fat)
    yield "fat plausibility", found["fat_plausibility"], float(stats.f.sf(far / 0.6 / 2, 2, 5))


def of_risk(said: Any, other: Other) -> Iterator[tuple[str, float | None, float]]:
    risk, weights = said["risk"], other.weights
    yield "hhi", risk["spread"]["hhi"], float(weights @ weights)
    yield "shares", sum(row["share"] for row in risk["by_holding"]), 1.0
    spread = np.cov(other.weekly.T)
    deviation = np.sqrt(np.diag(spread))
    pairs = np.outer(weights, weights)
    np.fill_diagonal(pairs, 0.0)
    mean = (pairs * spread / np.outer(deviation, deviation)).sum() / pairs.sum()
    yield "pairs", risk["spread"]["pairs"]["value"], float(mean)


PARTS: Sequence[Callable[[Any, Other], Iterator[tuple[str, float | None, float]]]] = (
    of_holdings, of_the_portfolio, of_both_moves, of_risk,
)  # fmt: skip


def test_both_ways_agree_to_nine_digits(both: tuple[Any, Other]) -> None:
    said, other = both
    assert len(said["holdings"]) == len(HELD)
    assert len(said["shocks"]) == 3
    for part in PARTS:
        assert differences(part(said, other)) == []
