"""The table on screen: sort by header, copy as TSV, choose columns, keep the selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from corridor_desktop.ui.parts.figures import ask_for
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.painting import CellDelegate

Row = TypeVar("Row")
ROW_HEIGHT = 32


class DataTable(QTableView, Generic[Row]):
    """Shows a ``RowsModel``; ``picked`` tells the selected rows.

    ``figures`` says by the key of a column where its figures stand in the review; ``{key}`` is
    the key of the row, ``{thing}`` what stands in it before a bar, and ``{at}`` its place among the
    rows that were given. A right click tells the trail unless the page has its ``own_menu``.
    """

    picked = Signal()
    asked = Signal(object, QPoint)

    def __init__(self, model: RowsModel[Row], name: str) -> None:
        super().__init__()
        self.rows_model = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self._natural: dict[int, int] = {}
        self._spreading = False
        self._set_up_header()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask)
        self.selectionModel().selectionChanged.connect(self.picked)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self._selected: tuple[str, ...] = ()
        self.figures: Mapping[str, str] = {}
        self.own_menu = False

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        self.setSortingEnabled(True)
        for place, column in enumerate(self.rows_model.columns):
            self.setColumnWidth(place, column.width or (96 if column.numeric else 140))
            self._natural[place] = self.columnWidth(place)  # of a hidden column it is nought
            self.setColumnHidden(place, not column.shown)
        header.sectionResized.connect(self._remember_width)

    def selected(self) -> tuple[Row, ...]:
        """Return the selected rows from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.rows_model.row(place) for place in places)

    def select(self, keys: Sequence[str]) -> None:
        """Select the rows of some keys and bring the first into view."""
        selection = self.selectionModel()
        selection.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        for key in keys:
            place = self.rows_model.place_of(key)
            if place >= 0:
                index = self.rows_model.index(place, 0)
                selection.select(index, flags.Select | flags.Rows)
                selection.setCurrentIndex(index, flags.NoUpdate)
                self.scrollTo(index)

    def fit_height(self, most: int = 12) -> None:
        """Be as high as the rows need, at most ``most`` rows."""
        shown = min(max(self.rows_model.rowCount(), 1), most)
        frame = 2 * self.frameWidth() + 2
        self.setFixedHeight(
            self.horizontalHeader().sizeHint().height() + shown * ROW_HEIGHT + frame
        )

    def as_tsv(self) -> str:
        """Return the selected rows (all when none is) as tab-separated text with titles."""
        rows = self.selected() or self.rows_model.rows
        columns = [
            column
            for place, column in enumerate(self.rows_model.columns)
            if not self.isColumnHidden(place)
        ]
        lines = ["\t".join(column.title for column in columns)]
        lines += ["\t".join(column.text(row) for column in columns) for row in rows]
        return "\n".join(lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns when there is more room than they need."""
        super().resizeEvent(event)
        self.spread()

    def spread(self) -> None:
        """Share the width out in proportion; too little room is scrolled instead."""
        shown = [place for place in self._natural if not self.isColumnHidden(place)]
        wanted = sum(self._natural[place] for place in shown)
        if not wanted:
            return
        room = self.viewport().width()
        factor = max(room / wanted, 1.0)
        self._spreading = True
        widths = {place: int(self._natural[place] * factor) for place in shown}
        if factor > 1:
            widths[shown[-1]] += room - sum(widths.values())
        for place, width in widths.items():
            self.setColumnWidth(place, width)
        self._spreading = False

    def _remember_width(self, place: int, _: int, width: int) -> None:
        if not self._spreading and width > 0:
            self._natural[place] = width

    def columns_state(self) -> str:
        """Return order, width and visibility of the columns as text, by their keys."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        keys = [column.key for column in self.rows_model.columns]
        return " ".join(
            f"{keys[place]}:{self._natural[place]}:{int(self.isColumnHidden(place))}"
            for place in order
        )

    def recall_columns(self, state: str) -> None:
        """Put back what ``columns_state`` gave; columns that are gone are passed over."""
        keys = [column.key for column in self.rows_model.columns]
        header = self.horizontalHeader()
        seen = 0
        for part in state.split():
            key, _, rest = part.partition(":")
            width, _, hidden = rest.partition(":")
            if key not in keys or not width.isdigit():
                continue
            place = keys.index(key)
            self._natural[place] = max(int(width), 24)
            self.setColumnHidden(place, hidden == "1")
            header.moveSection(header.visualIndex(place), seen)
            seen += 1
        self.spread()

    def sort_state(self) -> str:
        """Return by which column the rows are sorted, and how; empty when they are not."""
        header = self.horizontalHeader()
        place = header.sortIndicatorSection()
        if not 0 <= place < len(self.rows_model.columns):
            return ""
        down = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        return f"{self.rows_model.columns[place].key}:{int(down)}"

    def recall_sort(self, state: str) -> None:
        """Put back what ``sort_state`` gave; a column that is gone sorts nothing."""
        key, _, down = state.partition(":")
        keys = [column.key for column in self.rows_model.columns]
        if key in keys:
            order = Qt.SortOrder.DescendingOrder if down == "1" else Qt.SortOrder.AscendingOrder
            self.sortByColumn(keys.index(key), order)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on the platform's shortcut."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_tsv())
            return
        super().keyPressEvent(event)

    def _remember(self) -> None:
        self._selected = tuple(self.rows_model.key(row) for row in self.selected())

    def _restore(self) -> None:
        if self._selected:
            self.select(self._selected)

    def figure_place(self) -> str:
        """Return the place of the figure in the current cell; empty where it holds none."""
        return self.figure_at(self.currentIndex())

    def figure_at(self, index: QModelIndex) -> str:
        """Return the place of the figure in a cell; empty where the cell has none."""
        if not index.isValid():
            return ""
        column, row = self.rows_model.columns[index.column()], self.rows_model.row(index.row())
        place = self.figures.get(column.key, "")
        if not place or column.value(row) is None:
            return ""
        key = self.rows_model.key(row)
        thing = key.partition("|")[0]
        return place.format(key=key, thing=thing, at=self.rows_model.given_at(row))

    def _ask(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if index.isValid() and self.figures and not self.own_menu:
            ask_for(self, self.figure_at(index))
        elif index.isValid():
            self.setCurrentIndex(index)
            self.asked.emit(self.rows_model.row(index.row()), self.viewport().mapToGlobal(where))

    def _choose_columns(self, where: QPoint) -> None:
        place = self.horizontalHeader().logicalIndexAt(where)
        menu = self.header_menu(place) if place >= 0 else self.columns_menu()
        menu.exec(self.horizontalHeader().mapToGlobal(where))

    def header_menu(self, place: int) -> QMenu:
        """Return what can be done with one column: sort by it, fit it, hide it; then the others."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        numeric = self.rows_model.columns[place].numeric
        first, last = ("Smallest", "Largest") if numeric else ("A", "Z")
        menu.addAction(f"{first} first", lambda: self.sortByColumn(place, up))
        menu.addAction(f"{last} first", lambda: self.sortByColumn(place, down))
        menu.addAction("As it came", lambda: self.sortByColumn(-1, up))
        menu.addSeparator()
        menu.addAction("Fit to its contents", lambda: self.resizeColumnToContents(place))
        hide = menu.addAction("Hide this column", lambda: self._hide(place))
        hide.setEnabled(sum(not self.isColumnHidden(one) for one in self._natural) > 1)
        columns = self.columns_menu()
        columns.setTitle("Columns")
        menu.addMenu(columns)
        return menu

    def _hide(self, place: int) -> None:
        self.setColumnHidden(place, True)
        self.spread()

    def columns_menu(self) -> QMenu:
        """Return a menu that shows and hides columns; the last one shown stays."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = sum(not self.isColumnHidden(place) for place in self._natural)
        for place, column in enumerate(self.rows_model.columns):
            action = QAction(column.title, menu, checkable=True)
            action.setChecked(not self.isColumnHidden(place))
            action.setData(place)
            action.setEnabled(shown > 1 or self.isColumnHidden(place))
            menu.addAction(action)
        menu.triggered.connect(self._toggle_column)
        return menu

    def _toggle_column(self, action: QAction) -> None:
        place: Any = action.data()
        self.setColumnHidden(int(place), not action.isChecked())
        self.spread()
