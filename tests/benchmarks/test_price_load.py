"""Reading 300 symbols over 25 years beside reading the same bytes from a plain file."""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

import pytest

from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.domain.secret import Secret
from corridor_desktop.store.copies import rewrite
from corridor_desktop.store.portfolio import PortfolioStore

SYMBOLS = 300
SESSIONS = 25 * 252
AT = datetime(2026, 3, 20, tzinfo=UTC)


def fastest(work: Callable[[], object], rounds: int = 7) -> float:
    """Return the seconds of the fastest of several rounds, the least disturbed one."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def series(number: int) -> PriceSeries:
    chance = random.Random(number)
    first = date(2001, 1, 1).toordinal()
    days = array("i", range(first, first + SESSIONS))
    closes = array("d", [round(chance.uniform(1, 90_000), 2) for _ in days])
    return PriceSeries(f"{number:06d}.KS", "KRW", days, closes, source="invented")


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, Path]:
    path, plain = tmp_path / "prices.corridor", tmp_path / "prices.bin"
    with PortfolioStore.create(path, "Prices", "EUR", AT) as store:
        store.prices.keep(series(number) for number in range(SYMBOLS))
        blobs = [
            each.days.tobytes() + each.closes.tobytes() for each in store.prices.all().values()
        ]
    plain.write_bytes(b"".join(blobs))
    return path, plain


def test_loading_all_prices_costs_little_more_than_their_bytes(
    filled: tuple[Path, Path],
) -> None:
    path, plain = filled

    def read_plainly() -> list[tuple[array[int], array[float]]]:
        found = []
        with plain.open("rb") as file:
            for _ in range(SYMBOLS):
                days, closes = array("i"), array("d")
                days.fromfile(file, SESSIONS)
                closes.fromfile(file, SESSIONS)
                found.append((days, closes))
        return found

    with PortfolioStore.open(path, AT) as store:
        loaded = store.prices.all()
        assert [(each.days, each.closes) for each in loaded.values()] == read_plainly()
        stored, bare = fastest(store.prices.all), fastest(read_plainly)
    # A ratio, because a wall time would only measure the machine. Measured: 2 to 3.
    assert stored / bare < 8


def test_an_encrypted_file_loads_in_a_small_multiple_of_a_plain_one(
    filled: tuple[Path, Path], tmp_path: Path
) -> None:
    path, _ = filled
    secret, key = tmp_path / "secret.corridor", Secret("seven grey herons")
    secret.write_bytes(path.read_bytes())
    rewrite(secret, None, key)

    def opened(place: Path, under: Secret | None) -> tuple[float, float]:
        start = perf_counter()
        with PortfolioStore.open(place, AT, under) as store:
            ready = perf_counter() - start
            return ready, fastest(store.prices.all, 4)

    plain, encrypted = (
        [opened(path, None) for _ in range(3)],
        [opened(secret, key) for _ in range(3)],
    )
    load = min(each[1] for each in encrypted) / min(each[1] for each in plain)
    opening = min(each[0] for each in encrypted) / min(each[0] for each in plain)
    print(f"load x {load:.1f}, opening x {opening:.1f}, {plain}, {encrypted}")
    # Measured: loading 3 to 6 times as long; opening derives a key and checks every page.
    assert load < 12
    assert min(each[0] for each in encrypted) < 5 + 40 * min(each[0] for each in plain)
