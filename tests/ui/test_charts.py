"""Charts: always the whole, words for what is shown, twins and pictures that open elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.ui.appearance import APPEARANCES, DARK, LIGHT, Appearance
from corridor_desktop.ui.charts import paint
from corridor_desktop.ui.charts.band_labels import roomiest
from corridor_desktop.ui.charts.contract import Chart, Table
from corridor_desktop.ui.charts.decimate import decimate
from corridor_desktop.ui.charts.export import as_csv, as_image, as_png, as_svg, save
from corridor_desktop.ui.charts.limit_bar import LimitBar, LimitBarData
from corridor_desktop.ui.charts.line_chart import Line, LineChart, LineChartData, Shade
from corridor_desktop.ui.charts.range_bars import RangeBar, RangeBars, RangeBarsData
from corridor_desktop.ui.charts.scatter_plot import ScatterPlot, ScatterPlotData
from corridor_desktop.ui.charts.share_bar import ShareBar, ShareBarData, SharePart
from corridor_desktop.ui.charts.shock_fan import Rib, ShockFan, ShockFanData
from corridor_desktop.ui.charts.squarify import Box, squarify
from corridor_desktop.ui.charts.stacked_area import Layer, StackedArea, StackedAreaData
from corridor_desktop.ui.charts.tornado import Swing, Tornado, TornadoData
from corridor_desktop.ui.charts.tree_map import TreeMap, TreeMapData, TreeTile
from corridor_desktop.ui.charts.twin import TableTwin

THEMES = (
    SharePart("resource_transit", "Resource transit", 0.25),
    SharePart("tourism_education", "Tourism and education", 0.25),
    SharePart("untagged", "Untagged", 0.5),
)
DAYS = tuple(date(2024, 1, 1) + timedelta(days=n) for n in range(400))


def share_bar() -> ShareBar:
    chart = ShareBar()
    chart.set_data(ShareBarData(THEMES, "Themes"), LIGHT)
    return chart


def limit_bar() -> LimitBar:
    chart = LimitBar()
    chart.set_data(LimitBarData("Single issuer", 0.216, 0.15, 0.2), LIGHT)
    return chart


def range_bars() -> RangeBars:
    chart = RangeBars()
    bars = (
        RangeBar("w", "World", -0.03, "−3.0 %", -0.033, -0.026, "negative"),
        RangeBar("h", "Hedge", 0.004, "+0.4 %", tone="positive"),
    )
    chart.set_data(RangeBarsData(bars, "Losses"), LIGHT)
    return chart


def tree_map() -> TreeMap:
    chart = TreeMap()
    tiles = tuple(TreeTile(f"k{n}", f"Part {n}", float(n), f"{n} EUR") for n in range(1, 9))
    chart.set_data(TreeMapData(tiles, "Parts"), LIGHT)
    return chart


def line_chart() -> LineChart:
    chart = LineChart()
    values: tuple[float | None, ...] = (None, *(n / 400 for n in range(1, 400)))
    low = tuple(None if value is None else value - 0.1 for value in values)
    high = tuple(None if value is None else value + 0.1 for value in values)
    shades = (Shade(DAYS[50], DAYS[90], "A fall"),)
    data = LineChartData(DAYS, (Line("c", "Correlation", values, low, high),), shades=shades)
    chart.set_data(data, LIGHT)
    return chart


def stacked_area() -> StackedArea:
    chart = StackedArea()
    layers = (
        Layer("resource_transit", "Resource transit", tuple(float(n) for n in range(400))),
        Layer("untagged", "Untagged", tuple(-5.0 for _ in range(400))),
    )
    chart.set_data(StackedAreaData(DAYS, layers), LIGHT)
    return chart


def scatter_plot() -> ScatterPlot:
    chart = ScatterPlot()
    x = tuple(np.linspace(-0.1, 0.1, 50).tolist())
    y = tuple(0.5 * value for value in x)
    chart.set_data(ScatterPlotData(x, y, DAYS[:50], 0.5, 0.0, "KOSPI", "Portfolio"), LIGHT)
    return chart


def shock_fan() -> ShockFan:
    chart = ShockFan()
    ribs = tuple(
        Rib(-n / 100, -n / 200, -n / 180, -n / 220, -n / 200 - 0.03, -n / 200 + 0.03)
        for n in range(1, 21)
    )
    chart.set_data(ShockFanData(ribs, -0.05), LIGHT)
    return chart


def tornado() -> Tornado:
    chart = Tornado()
    swings = (Swing("a", "How well it is known", -0.033, -0.026), Swing("b", "Else", 0.01, -0.06))
    chart.set_data(TornadoData(swings, -0.03), LIGHT)
    return chart


@pytest.fixture
def frame() -> Iterator[QWidget]:
    """A frame that does not take the least size of its chart, and is gone after the test."""
    made = QWidget()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown(chart: Any, frame: QWidget, width: int, height: int) -> Any:
    chart.setParent(frame)
    chart.resize(width, height)
    frame.resize(width, height)
    frame.show()
    chart.show()
    return chart


MAKERS = [
    share_bar, limit_bar, range_bars, tree_map, line_chart, stacked_area, scatter_plot, shock_fan,
    tornado,
]  # fmt: skip


@pytest.fixture(params=MAKERS, ids=lambda make: make.__name__)
def chart(request: pytest.FixtureRequest, qtbot: QtBot, frame: QWidget) -> Chart:
    result: Chart = shown(request.param(), frame, 480, 240)
    return result


def test_a_chart_says_what_it_shows(chart: Chart) -> None:
    said = chart.summary()
    assert said.endswith(".")
    assert any(letter.isdigit() for letter in said)
    assert chart.accessibleDescription() == said  # type: ignore[attr-defined]


def test_a_chart_has_its_numbers_as_csv(chart: Chart) -> None:
    table = chart.table()
    rows = list(csv.reader(io.StringIO(as_csv(table))))
    assert tuple(rows[0]) == table.header
    assert len(rows) == len(table.rows) + 1
    assert {len(row) for row in rows} == {len(table.header)}


def test_a_picture_opens_and_is_not_blank(chart: Chart) -> None:
    image = QImage.fromData(as_png(chart))
    assert image.width() > 480
    seen = {
        image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 5)
    }
    assert len(seen) > 2


def test_a_drawing_is_well_formed_svg(chart: Chart) -> None:
    root = ET.fromstring(as_svg(chart))  # noqa: S314
    assert root.tag.endswith("svg")
    assert len(list(root.iter())) > 10


@pytest.mark.parametrize("look", APPEARANCES.values(), ids=APPEARANCES)
def test_a_chart_takes_every_appearance(chart: Chart, look: Appearance) -> None:
    chart.dress(look)  # type: ignore[attr-defined]
    image = as_image(chart)
    assert image.pixelColor(2, 2) == QColor(look.surface)


def test_formulas_in_names_stay_text() -> None:
    assert as_csv(Table(("Name",), (("=1+1",), ("ok",)))).splitlines()[1] == "'=1+1"


def test_saving_where_there_is_no_folder_is_foreseen(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble) as trouble:
        save(str(tmp_path / "nowhere" / "chart.png"), b"x")
    assert trouble.value.remedy
    save(str(tmp_path / "chart.csv"), b"a,b")
    assert (tmp_path / "chart.csv").read_bytes() == b"a,b"


def test_shares_fill_the_bar_in_proportion(qtbot: QtBot) -> None:
    bar = share_bar()
    qtbot.addWidget(bar)
    bar.resize(400, 80)
    image = bar.grab().toImage()
    colours = [image.pixelColor(x, 3).name() for x in (50, 150)]
    assert colours == [LIGHT.themes["resource_transit"], LIGHT.themes["tourism_education"]]


def test_what_the_parts_leave_is_drawn_as_the_rest(qtbot: QtBot) -> None:
    bar = ShareBar()
    qtbot.addWidget(bar)
    bar.set_data(ShareBarData((SharePart("a", "A", 0.3),), "Parts"), LIGHT)
    name, share, _ = bar.table().rows[-1]
    assert name == "Rest"
    assert share == pytest.approx(0.7)
    bar.set_data(ShareBarData((), "Parts"), LIGHT)
    assert "nothing" in bar.summary()


@pytest.mark.parametrize(
    ("value", "floor", "state"),
    [(0.1, False, "inside"), (0.15, False, "near"), (0.2, False, "breach"),
     (None, False, "cannot tell"), (0.1, True, "breach"),
     (0.18, True, "near"), (0.3, True, "inside")],
)  # fmt: skip
def test_a_limit_bar_tells_the_state(
    qtbot: QtBot, value: float | None, floor: bool, state: str
) -> None:
    bar = LimitBar()
    qtbot.addWidget(bar)
    levels = (0.2, 0.15) if floor else (0.15, 0.2)
    bar.set_data(LimitBarData("Limit", value, *levels, floor=floor), LIGHT)
    assert bar.state() == state
    assert state in bar.summary()


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_click_on_a_tile_picks_it(qtbot: QtBot, frame: QWidget) -> None:
    chart = shown(tree_map(), frame, 600, 300)
    chart.grab()
    with qtbot.waitSignal(chart.picked, timeout=1000) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert told.args == ["k8"]
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    with qtbot.waitSignal(chart.picked, timeout=1000) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == ["k7"]


def test_tiles_cover_the_box_in_proportion() -> None:
    sizes = [40.0, 25.0, 20.0, 10.0, 5.0]
    boxes = squarify(sizes, Box(0, 0, 200, 100))
    areas = [box.width * box.height for box in boxes]
    assert areas == pytest.approx([size * 200 for size in sizes])
    assert all(box.x + box.width <= 200.001 and box.y + box.height <= 100.001 for box in boxes)
    assert [box.width for box in squarify([], Box(0, 0, 9, 9))] == []
    assert squarify([1.0], Box(0, 0, 0, 9))[0].width == 0


def test_losses_alone_grow_away_from_their_labels(qtbot: QtBot) -> None:
    chart = RangeBars()
    qtbot.addWidget(chart)
    bars = tuple(RangeBar(str(n), f"B{n}", -0.01 * n, f"{n}", tone="negative") for n in (4, 1))
    chart.set_data(RangeBarsData(bars), LIGHT)
    chart.resize(400, 48)
    image = chart.grab().toImage()
    red = [
        sum(image.pixelColor(x, y).name() == LIGHT.negative for x in range(400)) for y in (12, 36)
    ]
    assert red[0] == pytest.approx(4 * red[1], rel=0.1)
    first = next(x for x in range(400) if image.pixelColor(x, 12).name() == LIGHT.negative)
    assert first < 60


@pytest.mark.parametrize("look", APPEARANCES.values(), ids=APPEARANCES)
def test_text_on_marks_can_be_read(look: Appearance) -> None:
    for colour in {*look.themes.values(), *look.series}:
        assert paint.contrast(paint.ink(colour).name(), colour) >= 4.5
        assert paint.contrast(colour, look.surface) >= 3


def test_themes_keep_their_colours_and_own_themes_get_others() -> None:
    keys = ("resource_transit", "mine", "yours", "untagged")
    given = paint.colours(LIGHT, keys)
    assert given["resource_transit"] == LIGHT.themes["resource_transit"]
    assert len(set(given.values())) == 4
    assert paint.colours(DARK, keys)["untagged"] == DARK.themes["untagged"]


def test_decimation_keeps_every_peak_and_gap() -> None:
    x = np.arange(10_000.0)
    y = np.sin(x / 50)
    y[5000], y[7000:7100] = 9.0, np.nan
    fewer_x, fewer_y = decimate(x, y, 400)
    assert len(fewer_x) < 1300
    assert np.nanmax(fewer_y) == 9.0
    assert np.isnan(fewer_y).any()
    assert (np.diff(fewer_x) > 0).all()
    same_x, _ = decimate(x[:100], y[:100], 400)
    assert len(same_x) == 100


def test_a_line_is_read_out_panned_zoomed_and_reset(qtbot: QtBot, frame: QWidget) -> None:
    chart = shown(line_chart(), frame, 600, 240)
    box = chart.item.getViewBox()
    (left, right), _ = box.viewRange()
    qtbot.keyClick(chart.view, Qt.Key.Key_Plus)
    (zoomed_left, zoomed_right), _ = box.viewRange()
    assert zoomed_right - zoomed_left < right - left
    qtbot.keyClick(chart.view, Qt.Key.Key_Left)
    assert box.viewRange()[0][0] < zoomed_left
    chart.view.resetAsked.emit()
    assert box.viewRange()[0] == pytest.approx([left, right])
    found = chart.read_at((left + right) / 2, 0.5)
    assert found is not None
    assert "Correlation" in found[1]
    chart.view.hovered.emit(QPointF(300, 100))
    assert chart.readout.isVisible()
    chart.view.hovered.emit(None)
    assert not chart.readout.isVisible()


def test_empty_charts_say_so(qtbot: QtBot, frame: QWidget) -> None:
    every = (
        LineChart(), StackedArea(), ScatterPlot(), TreeMap(), RangeBars(), ShockFan(), Tornado()
    )  # fmt: skip
    for made in every:
        shown(made, frame, 300, 200)
        assert "nothing to show" in made.summary()
        assert made.table().rows == ()
        assert not made.grab().isNull()


def test_a_fan_reads_out_the_nearest_fall(qtbot: QtBot, frame: QWidget) -> None:
    chart = shown(shock_fan(), frame, 480, 260)
    found = chart.read_at(0.052, 0.0)
    assert found is not None
    assert found[0] == 0.05
    assert "KOSPI −5.0\N{NO-BREAK SPACE}%" in found[1]
    assert "With all else: −5.5" in found[1]


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_tornado_puts_the_widest_on_top_and_hatches_what_is_worse(
    qtbot: QtBot, frame: QWidget
) -> None:
    chart = shown(tornado(), frame, 480, 160)
    assert [row[0] for row in chart.table().rows] == ["Else", "How well it is known"]
    image = chart.grab().toImage()
    y = int(2.5 * 8 + 16 + 6)
    seen = {image.pixelColor(x, y).name() for x in range(480)}
    assert {LIGHT.positive, LIGHT.negative} <= seen
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.accessibleDescription().startswith("Else")


def test_a_name_stands_where_its_band_has_most_room() -> None:
    low, high = np.zeros(100), np.full(100, 1.0)
    high[60:80] = 5.0
    assert roomiest(low, high, 10) == (65, 5.0)
    assert roomiest(low, high, 40)[1] == 1.0
    assert roomiest(low, low - 1, 10)[1] < 0


def test_bands_are_named_in_place_when_they_are_high_enough(qtbot: QtBot, frame: QWidget) -> None:
    chart = shown(stacked_area(), frame, 700, 300)
    chart.grab()
    chart.redraw_lines()
    assert chart._labels is not None
    assert chart._labels.shown == ("Resource transit",)
    box = chart.item.getViewBox()
    box.setXRange(box.viewRange()[0][0], box.viewRange()[0][0] + 86400 * 12, padding=0)
    assert chart._labels.shown == ()


def test_labels_stand_clear_of_the_end_of_their_lines(qtbot: QtBot, frame: QWidget) -> None:
    chart = LineChart()
    high = tuple(10.0 + (n % 7) for n in range(400))
    low = tuple(1.0 + (n % 5) for n in range(400))
    data = LineChartData(DAYS, (Line("a", "Above", high), Line("b", "Below", low)))
    shown(chart, frame, 600, 240)
    chart.set_data(data, LIGHT)
    texts = {one.toPlainText(): one.pos().y() for one in chart.item.items
             if hasattr(one, "toPlainText")}  # fmt: skip
    assert texts == {"Above": 16.0, "Below": 1.0}


def test_the_table_twin_is_a_sound_model(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    table = Table(("Day", "Value", "Name"), ((DAYS[0], 1.5, "a"), (DAYS[1], None, "b")))
    twin = TableTwin("Twin", "In words.", table, None)
    qtbot.addWidget(twin)
    qtmodeltester.check(twin.model)
    assert twin.model.index(1, 1).data() == "n/a"


def test_fifty_lines_over_twenty_years_are_thinned_in_a_blink() -> None:
    """Zooming out draws all of them again; the bound is on the thread's own time."""
    import time

    x = np.arange(5040.0)
    lines = [np.cumsum(np.sin(x * (1 + place))) for place in range(50)]
    began = time.thread_time()
    for y in lines:
        kept, values = decimate(x, y, 1200)
        assert len(kept) <= 2 * 1200 + 2
        assert values.min() == y.min()
        assert values.max() == y.max()
    assert time.thread_time() - began < 0.25
