"""Painted cells: chips and gauges stand beside their text; columns keep their widths."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from corridor_desktop.ui.appearance import DARK, LIGHT
from corridor_desktop.ui.tables.cells import Chip, Gauge
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import CELL_ROLE, RowsModel
from corridor_desktop.ui.tables.view import DataTable


@dataclass(frozen=True)
class Thing:
    name: str
    share: float | None
    group: str = ""


def gauge(thing: Thing) -> Gauge | None:
    return None if thing.share is None else Gauge(thing.share, 0.1, 0.2, "danger")


def chips(thing: Thing) -> tuple[Chip, ...]:
    return (Chip(thing.group, "resource_transit"),) if thing.group else ()


COLUMNS: tuple[Column[Thing], ...] = (
    Column("name", "Name", lambda t: t.name, lambda t: t.name, width=100),
    Column("bar", "Bar", lambda t: t.share, lambda t: "n/a" if t.share is None else "known",
           width=100, cell=gauge),
    Column("group", "Group", lambda t: t.group or None, lambda t: t.group or "none", width=100,
           cell=chips),
)  # fmt: skip
THINGS = (
    Thing("a", 0.3, "east"),
    Thing("b", None),
    Thing("c", 0.05, "west"),
    Thing("d", 1, "east"),
)


@pytest.fixture
def table(qtbot: QtBot) -> DataTable[Thing]:
    model: RowsModel[Thing] = RowsModel(COLUMNS, lambda thing: thing.name)
    model.set_rows(THINGS)
    made: DataTable[Thing] = DataTable(model, "Things")
    qtbot.addWidget(made)
    made.resize(330, 240)
    made.show()
    return made


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_qt_accepts_a_model_with_cells(table: DataTable[Thing], qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(table.rows_model)


def test_a_cell_keeps_its_text_for_copying_and_reading_aloud(table: DataTable[Thing]) -> None:
    model = table.rows_model
    assert model.data(model.index(0, 1), CELL_ROLE) == Gauge(0.3, 0.1, 0.2, "danger")
    assert model.data(model.index(0, 1)) == "known"
    assert model.data(model.index(1, 1), CELL_ROLE) is None
    assert "a\tknown\teast" in table.as_tsv()


def test_gauges_and_chips_are_painted_in_the_colours_of_the_appearance(
    table: DataTable[Thing],
) -> None:
    for look in (LIGHT, DARK):
        table.rows_model.dress(look)
        seen = colours(table.grab().toImage())
        assert QColor(look.danger).name() in seen
        assert QColor(look.themes["resource_transit"]).name() in seen


def test_a_gauge_has_room_for_value_and_limit() -> None:
    assert Gauge(0.3, 0.1, 0.2, "danger").reach > 0.3
    assert Gauge(0.0, None, 0.2, "accent").reach > 0.2
    assert Gauge(0.0, None, None, "accent").reach > 0


def test_groups_stay_together_whatever_the_order(table: DataTable[Thing]) -> None:
    model = table.rows_model
    model.sort(0)
    model.set_group("group")
    assert [thing.name for thing in model.rows] == ["a", "d", "c", "b"]
    model.set_group("")
    assert [thing.name for thing in model.rows] == ["a", "b", "c", "d"]


def test_columns_fill_a_wide_table_and_scroll_in_a_narrow_one(table: DataTable[Thing]) -> None:
    table.resize(900, 240)
    assert sum(table.columnWidth(place) for place in range(3)) == table.viewport().width()
    table.resize(200, 240)
    assert [table.columnWidth(place) for place in range(3)] == [100, 100, 100]


def test_columns_come_back_as_they_were_left(table: DataTable[Thing], qtbot: QtBot) -> None:
    table.setColumnWidth(0, 180)
    table.setColumnHidden(1, True)
    table.horizontalHeader().moveSection(2, 0)
    other: DataTable[Thing] = DataTable(table.rows_model, "Things")
    qtbot.addWidget(other)
    other.recall_columns(table.columns_state())
    assert other.columns_state() == table.columns_state()
    assert other.isColumnHidden(1)
    assert other.horizontalHeader().logicalIndex(0) == 2


def test_a_state_of_other_columns_is_passed_over(table: DataTable[Thing]) -> None:
    before = table.columns_state()
    table.recall_columns("gone:80:0 name:wide:0 :: ")
    assert table.columns_state() == before
