"""Invented trades by seed: buys, sales of what is held, dividends; every instrument is held."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.bench.invented_market import SEED
from corridor_desktop.bench.scale import Scale

BUY, SELL, DIVIDEND = 0, 1, 2
_SOLD, _PAID = 0.25, 0.33


@dataclass(frozen=True, slots=True)
class Trades:
    """Columns of equal length in the order of days.

    ``place`` is the session, ``number`` the instrument, ``kind`` one of BUY, SELL, DIVIDEND,
    ``units`` are signed and zero for a dividend, ``cents`` the price, or the dividend, of a unit
    in hundredths, ``held`` the units that a dividend is paid on.
    """

    place: NDArray[np.int64]
    number: NDArray[np.int64]
    kind: NDArray[np.int64]
    units: NDArray[np.int64]
    cents: NDArray[np.int64]
    held: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.place)

    def net_cents(self) -> NDArray[np.int64]:
        """Return what each moved the cash by, in hundredths of its currency."""
        return np.where(self.kind == DIVIDEND, self.held, -self.units) * self.cents


def hundredths(value: int) -> Decimal:
    """Return hundredths as the exact amount."""
    return Decimal(value).scaleb(-2)


def make_trades(scale: Scale, sessions: int) -> Trades:
    """Return trades without a price: ``cents`` are zero until ``priced``."""
    chance = np.random.default_rng([SEED, 2])
    first = chance.integers(0, max(1, sessions // 5), scale.holdings)
    later = chance.integers(0, sessions, scale.transactions - scale.holdings)
    place = np.concatenate([first, later])
    number = np.concatenate(
        [np.arange(scale.holdings), chance.integers(0, scale.holdings, len(later))]
    )
    order = np.argsort(place, kind="stable")
    place, number = place[order], number[order]
    wish = chance.random(len(place)).tolist()
    size = chance.integers(1, 200, len(place)).tolist()
    held = [0] * scale.holdings
    kind, units, owned = [], [], []
    for at, who in enumerate(number.tolist()):
        has = held[who]
        if has > 1 and wish[at] < _SOLD:
            what, moved = SELL, -max(1, min(has // 2, size[at]))
        elif has and wish[at] < _PAID:
            what, moved = DIVIDEND, 0
        else:
            what, moved = BUY, size[at]
        kind.append(what)
        units.append(moved)
        owned.append(has)
        held[who] = has + moved
    return Trades(
        place, number, np.array(kind), np.array(units), np.zeros(len(place), np.int64),
        np.array(owned),
    )  # fmt: skip


def priced(trades: Trades, first: int, closes: NDArray[np.float64]) -> None:
    """Write the prices of the instruments of one block into ``trades.cents``."""
    own = (trades.number >= first) & (trades.number < first + closes.shape[1])
    found = closes[trades.place[own], trades.number[own] - first]
    share = np.where(trades.kind[own] == DIVIDEND, 1.0, 100.0)  # a dividend is a hundredth
    trades.cents[own] = np.maximum(1, np.round(found * share)).astype(np.int64)
