"""Simulated closes: three forces that reach each market at its own hour, fat tails, two crises.

World news comes in three pieces a day: while Asia trades, while Europe trades, while New York
trades. Seoul and Tokyo close before the last two, so they answer them a session later; that is
the asynchrony which makes same-day correlation with New York look small. Korean news happens in
Seoul's hours and reaches the others the same day. Volatility follows a GARCH recursion, shocks
are Student-t with five degrees of freedom.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta

from sample_things import THINGS, Thing

SEED = 5
FIRST, LAST = date(2016, 11, 21), date(2026, 11, 20)
DRIFT = 0.00030
"""What the world gains on a day without news."""

FADES = {"FX": 0.004}
"""How fast own news is forgotten, by market; shares forget it at 0.0012 a day."""

ASIA, EUROPE, AMERICA = "asia", "europe", "america"
ZONES = {"XKRX": ASIA, "XKOS": ASIA, "XTKS": ASIA, "XETR": EUROPE, "XPAR": EUROPE, "XMIL": EUROPE}

# (first day, sessions, daily drift in percent of world, of Korea, of the thaw; volatility factor)
SPELLS = (
    (date(2019, 8, 5), 20, -1.35, -0.10, -0.30, 2.0),
    (date(2019, 9, 2), 70, 0.36, 0.05, 0.05, 1.2),
    (date(2024, 4, 8), 15, -0.05, -1.35, -1.10, 2.0),
    (date(2024, 4, 29), 40, 0.03, 0.26, 0.20, 1.2),
)

_CLOSED = {
    "KR": {(1, 1), (2, 5), (2, 6), (2, 7), (3, 1), (5, 5), (8, 15), (9, 21), (9, 22), (9, 23),
           (10, 3), (10, 9), (12, 25), (12, 31)},
    "JP": {(1, 1), (1, 2), (1, 3), (2, 11), (4, 29), (5, 3), (5, 4), (5, 5), (11, 3), (11, 23),
           (12, 31)},
    "EU": {(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)},
    "US": {(1, 1), (7, 4), (12, 25), (5, 26), (9, 1), (11, 27)},
    "FX": {(1, 1), (12, 25)},
}  # fmt: skip


@dataclass(frozen=True)
class Day:
    """The news of one weekday, in log returns, by the hour in which it arrives."""

    on: date
    asia: float
    europe: float
    america: float
    korea: float
    thaw: float


class Chance:
    """Seeded shocks: Student-t with five degrees of freedom and variance one."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - simulated prices, nothing secret

    def shock(self) -> float:
        """Return one shock."""
        gauss = self._random.gauss
        spread = sum(gauss(0, 1) ** 2 for _ in range(5)) / 5
        return gauss(0, 1) / math.sqrt(spread) * math.sqrt(3 / 5)


class Swing:
    """A GARCH(1,1) volatility around one."""

    def __init__(self) -> None:
        self._variance = 1.0

    def draw(self, chance: Chance) -> float:
        """Return a shock at the volatility of the day and move that on."""
        shock = chance.shock() * math.sqrt(self._variance)
        self._variance = min(0.06 + 0.07 * shock * shock + 0.87 * self._variance, 9.0)
        return shock


def weekdays() -> list[date]:
    """Return every weekday of the simulated span."""
    span = (LAST - FIRST).days
    return [day for n in range(span + 1) if (day := FIRST + timedelta(days=n)).weekday() < 5]


def news(chance: Chance) -> list[Day]:
    """Return the simulated news of every weekday."""
    world, korea, thaw = Swing(), Swing(), Swing()
    made = []
    for on in weekdays():
        drift_world, drift_korea, drift_thaw, wild = _spell(on)
        common = world.draw(chance) * wild / 100
        made.append(
            Day(
                on,
                asia=0.16 * common + chance.shock() * 0.0030 + drift_world * 0.2,
                europe=0.22 * common + chance.shock() * 0.0030 + drift_world * 0.3,
                america=0.40 * common + chance.shock() * 0.0046 + drift_world * 0.5 + DRIFT,
                korea=korea.draw(chance) * wild * 0.0078 + drift_korea,
                thaw=thaw.draw(chance) * wild * 0.0100 + drift_thaw,
            )
        )
    return made


def _spell(on: date) -> tuple[float, float, float, float]:
    for start, sessions, world, korea, thaw, wild in SPELLS:
        if start <= on < start + timedelta(days=sessions * 7 // 5):
            return world / 100, korea / 100, thaw / 100, wild
    return 0.0, 0.0, 0.0, 1.0


def world_seen(days: list[Day], at: int, zone: str) -> float:
    """Return the world news that a close in ``zone`` on day ``at`` has not yet answered."""
    today, before = days[at], days[at - 1] if at else days[0]
    if zone == ASIA:
        return before.europe + before.america + today.asia
    if zone == EUROPE:
        return today.asia + today.europe + 0.4 * today.america + 0.6 * before.america
    return today.asia + today.europe + today.america


def is_open(on: date, market: str) -> bool:
    """Tell whether a market of the simulated world trades on a weekday."""
    return (on.month, on.day) not in _CLOSED[market]


def simulate() -> dict[str, dict[date, str]]:
    """Return the closes as text by symbol and session."""
    chance = Chance(SEED)
    days = news(chance)
    made = {
        "^KS11": _path(days, chance, ASIA, "KR", 2000, (0.80, 1.0, 0.0, 0.15), 2),
        "^GSPC": _path(days, chance, AMERICA, "US", 2200, (1.0, 0.08, 0.0, 0.40), 2),
        "EURUSD=X": _path(days, chance, EUROPE, "FX", 1.06, (0.03, 0.0, 0.0, 0.42), 4),
        "KRW=X": _path(days, chance, ASIA, "FX", 1180, (-0.16, -0.16, 0.0, 0.32), 2),
        "JPY=X": _path(days, chance, ASIA, "FX", 112, (0.10, -0.02, 0.0, 0.42), 3),
    }
    for thing in THINGS:
        if thing.mic:
            made[thing.symbol] = _closes(thing, days, chance)
    return made


def _closes(thing: Thing, days: list[Day], chance: Chance) -> dict[date, str]:
    zone = ZONES.get(thing.mic, AMERICA)
    market = {"XKRX": "KR", "XKOS": "KR", "XTKS": "JP"}.get(thing.mic)
    market = market or ("EU" if zone == EUROPE else "US")
    digits = {"KRW": -1, "JPY": 0}.get(thing.currency, 2)
    loads = (thing.world, thing.korea, thing.thaw, thing.noise)
    path = _path(days, chance, zone, market, thing.start, loads, digits)
    since = date.fromisoformat(thing.listed) if thing.listed else FIRST
    return {on: close for on, close in path.items() if on >= since}


def _path(
    days: list[Day],
    chance: Chance,
    zone: str,
    market: str,
    start: float,
    loads: tuple[float, float, float, float],
    digits: int,
) -> dict[date, str]:
    world, korea, thaw, noise = loads
    level, heard, own, closes = math.log(start), 0.0, Swing(), {}
    for at, day in enumerate(days):
        level += world * world_seen(days, at, zone) + korea * day.korea + thaw * day.thaw * 0.6
        heard = heard * (1 - FADES.get(market, 0.0012)) + own.draw(chance) * noise / 100
        if is_open(day.on, market):
            close = round(math.exp(level + heard), digits)
            closes[day.on] = f"{close:.{max(digits, 0)}f}"
    return closes
