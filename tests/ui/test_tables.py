"""The one table model: Qt's own tester, sorting, filtering, keeping the selection."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from corridor_desktop.ui.appearance import DARK, LIGHT
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import SORT_ROLE, RowsModel
from corridor_desktop.ui.tables.view import DataTable


@dataclass(frozen=True)
class Thing:
    name: str
    size: float | None


COLUMNS: tuple[Column[Thing], ...] = (
    Column("name", "Name", lambda t: t.name, lambda t: t.name, lambda t: f"tip {t.name}"),
    Column(
        "size", "Size", lambda t: t.size, lambda t: "n/a" if t.size is None else f"{t.size:g}",
        numeric=True, tone=lambda t: "negative" if (t.size or 0) < 0 else "",
    ),
)  # fmt: skip
THINGS = (Thing("beta", 2), Thing("Alpha", None), Thing("gamma", -10), Thing("delta", 9))


@pytest.fixture
def model() -> RowsModel[Thing]:
    made = RowsModel(COLUMNS, lambda thing: thing.name)
    made.set_rows(THINGS)
    return made


def test_qt_accepts_the_model(model: RowsModel[Thing], qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)
    model.set_rows(())
    qtmodeltester.check(model)


def test_numbers_sort_as_numbers_and_missing_goes_last(model: RowsModel[Thing]) -> None:
    model.sort(1)
    assert [thing.name for thing in model.rows] == ["gamma", "beta", "delta", "Alpha"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [thing.name for thing in model.rows] == ["delta", "beta", "gamma", "Alpha"]


def test_words_sort_without_regard_to_case(model: RowsModel[Thing]) -> None:
    model.sort(0)
    assert [thing.name for thing in model.rows] == ["Alpha", "beta", "delta", "gamma"]


def test_every_word_of_the_filter_must_be_there(model: RowsModel[Thing]) -> None:
    model.set_filter("alpha n/a")
    assert [thing.name for thing in model.rows] == ["Alpha"]
    model.set_filter("", lambda thing: thing.size is not None)
    assert len(model.rows) == 3


def test_a_missing_value_is_never_an_empty_cell(model: RowsModel[Thing]) -> None:
    place = model.place_of("Alpha")
    assert model.data(model.index(place, 1)) == "n/a"
    assert model.data(model.index(place, 1), SORT_ROLE) is None


def test_tones_follow_the_appearance(model: RowsModel[Thing]) -> None:
    index = model.index(model.place_of("gamma"), 1)
    role = Qt.ItemDataRole.ForegroundRole
    assert model.data(index, role) == QColor(LIGHT.negative)
    model.dress(DARK)
    assert model.data(index, role) == QColor(DARK.negative)


def test_the_selection_survives_new_rows(model: RowsModel[Thing], qtbot: QtBot) -> None:
    table = DataTable(model, "Things")
    qtbot.addWidget(table)
    table.select(("gamma",))
    model.set_rows((Thing("gamma", 5), *THINGS[:2]))
    assert [thing.size for thing in table.selected()] == [5]


def test_copying_gives_tab_separated_text(model: RowsModel[Thing], qtbot: QtBot) -> None:
    table = DataTable(model, "Things")
    qtbot.addWidget(table)
    table.select(("beta", "gamma"))
    assert table.as_tsv() == "Name\tSize\nbeta\t2\ngamma\t-10"
