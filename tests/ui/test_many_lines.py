"""Fifty lines over twenty years: every peak and gap is kept, and no frame of a pan is felt."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QPen
from pytestqt.qtbot import QtBot

from corridor_desktop.ui.appearance import LIGHT
from corridor_desktop.ui.charts.bundle import Bundle, thin
from corridor_desktop.ui.charts.day_axis import DayAxis, choose_step, marks, seconds
from corridor_desktop.ui.charts.line_chart import Line, LineChart, LineChartData

FRAME = 0.033
"""Seconds of a frame beyond which motion stutters."""

SESSIONS = 5040


def test_thinning_keeps_every_peak_and_gap() -> None:
    rng = np.random.default_rng(3)
    x = np.arange(1001.0)
    values = rng.normal(size=(4, 1001)).cumsum(axis=1)
    values[1, 300:340] = np.nan
    values[2, 500] = np.nan
    kept_x, kept = thin(x, values, 8)
    assert kept_x.shape == kept.shape
    assert kept.shape[1] == 3 * 126
    assert np.nanmin(kept, axis=1) == pytest.approx(np.nanmin(values, axis=1))
    assert np.nanmax(kept, axis=1) == pytest.approx(np.nanmax(values, axis=1))
    assert not np.isnan(kept[0]).any()
    assert np.isnan(kept[2]).any()
    assert (np.diff(kept_x, axis=1) >= 0).all()


def test_lines_are_cut_at_gaps_and_at_the_edges_of_the_view(qtbot: QtBot) -> None:
    x = np.arange(100.0)
    values = np.array([x, np.where((x > 40) & (x < 60), np.nan, x)])
    bundle = Bundle(x, values, [QPen(), QPen()])
    bundle.look_at(0, 99, 800)
    assert [place for place, _ in bundle._shown] == [0, 1, 1]
    bundle.look_at(70, 80, 800)
    drawn = [line.boundingRect() for _, line in bundle._shown]
    spans = [(one.left(), one.right()) for one in drawn]
    assert spans == [(69.0, 81.0), (69.0, 81.0)]


@pytest.mark.qt_log_ignore("does not support propagateSizeHints")
@pytest.mark.parametrize("many", [6, 50])
def test_a_frame_of_many_lines_is_never_felt(qtbot: QtBot, many: int) -> None:
    """The bound is on the thread's own time, as the machine may be crowded."""
    rng = np.random.default_rng(1)
    days = tuple(date(2006, 1, 2) + timedelta(days=7 * n // 5) for n in range(SESSIONS))
    walks = rng.normal(size=(many, SESSIONS)).cumsum(axis=1).tolist()
    lines = tuple(Line(f"k{n}", f"Line {n}", tuple(walk)) for n, walk in enumerate(walks))
    chart = LineChart()
    qtbot.addWidget(chart)
    chart.resize(1200, 700)
    chart.show()
    chart.set_data(LineChartData(days, lines), LIGHT)
    QEventLoop().processEvents()
    box = chart.item.getViewBox()

    def frame(move: Callable[[], object]) -> float:
        began = time.thread_time()
        move()
        QEventLoop().processEvents()
        return time.thread_time() - began

    zoom = [frame(lambda: box.scaleBy(x=0.9)) for _ in range(16)]
    pan = [frame(lambda: box.translateBy(x=seconds(date(1970, 1, 9)))) for _ in range(16)]
    wide = [frame(lambda: box.scaleBy(x=1 / 0.9)) for _ in range(16)]
    told = {"in": zoom, "pan": pan, "out": wide}
    print({name: f"{1000 * statistics.median(took):.0f} ms" for name, took in told.items()})
    # A crowded machine costs own time too, through its caches, so that the best frame decides;
    # drawing each line as an item of its own took twice the bound on every frame.
    assert all(min(took) < FRAME for took in told.values())


@pytest.mark.parametrize(
    ("apart", "step"),
    [(0.5, ("day", 1)), (5, ("day", 7)), (20, ("month", 1)), (100, ("month", 6)),
     (400, ("year", 2)), (9e4, ("year", 100))],
)  # fmt: skip
def test_marks_are_whole_units(apart: float, step: tuple[str, int]) -> None:
    assert choose_step(apart) == step


def test_marks_begin_at_the_first_of_a_month_or_year() -> None:
    found = list(marks(date(2015, 5, 9), date(2016, 8, 1), "month", 6))
    assert found == [date(2015, 1, 1), date(2015, 7, 1), date(2016, 1, 1), date(2016, 7, 1)]
    years = list(marks(date(2003, 5, 9), date(2026, 1, 1), "year", 5))
    assert [day.year for day in years] == [2000, 2005, 2010, 2015, 2020, 2025]


def test_the_axis_says_as_much_as_is_needed(qtbot: QtBot) -> None:
    axis = DayAxis(orientation="bottom")
    spans = {
        (date(2006, 1, 1), date(2026, 1, 1)): "2010",
        (date(2024, 1, 1), date(2026, 1, 1)): "Jul 2024",
        (date(2026, 3, 1), date(2026, 3, 20)): "3 Mar",
    }
    for (first, last), shown in spans.items():
        ((spacing, places),) = axis.tickValues(seconds(first), seconds(last), 800.0)
        assert 3 <= len(places) <= 12
        assert shown in axis.tickStrings(places, 1.0, spacing)
    assert axis.tickValues(-1e13, 1e13, 800.0)
