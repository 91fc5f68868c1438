"""The shipped moves against the exchange's own closes, where those are at hand."""

from __future__ import annotations

import csv
from bisect import bisect_left
from datetime import date
from pathlib import Path

import pytest

from corridor_desktop.services.episodes import episodes

HUNDREDTH = 6e-5
"""Half of a hundredth of a percent, and a hair: the table is rounded to that."""


@pytest.fixture(scope="module")
def closes(test_data: Path) -> tuple[list[date], list[float]]:
    path = test_data / "market" / "kospi_close_1995_2026.csv"
    if not path.exists():
        pytest.skip("no KOSPI closes")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (date.fromisoformat(row["date"]), float(row["close"])) for row in csv.DictReader(file)
        ]
    return [day for day, _ in rows], [close for _, close in rows]


def test_every_reaction_can_be_measured_again(closes: tuple[list[date], list[float]]) -> None:
    days, prices = closes
    compared = 0
    for episode in episodes():
        told = episode.reaction
        if told is None:
            continue
        at = bisect_left(days, told.session)
        assert days[at] == told.session
        base = prices[at - 1]
        path = [price / base - 1 for price in prices[at : at + 11]]
        assert told.first == pytest.approx(path[0], abs=HUNDREDTH), episode.day
        assert told.next == pytest.approx(path[1], abs=HUNDREDTH), episode.day
        assert told.week == pytest.approx(path[5], abs=HUNDREDTH), episode.day
        assert told.worst == pytest.approx(min(path), abs=HUNDREDTH), episode.day
        assert told.drawdown == pytest.approx(_drawdown([0.0, *path]), abs=HUNDREDTH), episode.day
        back = next(n for n, price in enumerate(prices[at:]) if price >= base)
        assert told.recovery == back, episode.day
        compared += 1
    assert compared == 55


def _drawdown(path: list[float]) -> float:
    top, worst = 0.0, 0.0
    for move in path:
        top = max(top, move)
        worst = min(worst, (1 + move) / (1 + top) - 1)
    return worst
