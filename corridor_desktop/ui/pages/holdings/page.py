"""Holdings: one table of everything held, and a pane for what is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QPushButton, QSplitter, QVBoxLayout

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.holdings.pane import HoldingPane
from corridor_desktop.ui.pages.holdings.rows import (
    COLUMNS,
    FIGURES,
    HoldingRow,
    group_words,
    rows_of,
)
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.parts.figures import ASK, ask_for
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.remembered import remembered
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from corridor_desktop.domain.foreign_class import ForeignClass
    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState

SHOW = (
    ("all", "All holdings"),
    ("untagged", "Untagged"),
    ("suggested", "With suggestions"),
    ("missing", "Without a value"),
)

GROUPS = (
    ("", "Not grouped"),
    ("themes", "By theme"),
    ("account", "By account"),
    ("country", "By country"),
    ("currency", "By currency"),
)


class HoldingsPage(Page):
    """Filter, sort, select; tag one or several."""

    key = "holdings"
    title = "Holdings"
    icon = "holdings"

    def __init__(self, state: AppState) -> None:
        super().__init__(state)
        self._model: RowsModel[HoldingRow] = RowsModel(COLUMNS, lambda found: found.key)
        self._table: DataTable[HoldingRow] = DataTable(self._model, "Holdings")
        self._files: dict[str, str] = {}
        self._classes: tuple[ForeignClass, ...] = ()
        self._filter = QLineEdit()
        self._filter.setPlaceholderText("Filter by any word")
        self._filter.setAccessibleName("Filter holdings")
        self._filter.setClearButtonEnabled(True)
        self._filter.setMaximumWidth(UNIT * 36)
        self._show = QComboBox()
        self._show.setAccessibleName("Which holdings")
        for key, text in SHOW:
            self._show.addItem(text, key)
        self._group = QComboBox()
        self._group.setAccessibleName("Group holdings")
        for key, text in GROUPS:
            self._group.addItem(text, key)
        self._parts = label("", "muted", wrap=True)
        self._count = label("", "small")
        self._copy = QPushButton("Copy")
        self._copy.setToolTip("Copy the selected rows, or all, as a table")
        self._columns = QPushButton("Columns")
        self._columns.setToolTip("Choose which columns are shown")
        for field, name in ((self._filter, "filter"), (self._show, "show"), (self._group, "group")):
            remembered(field, name)
        self._pane = HoldingPane()
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        tools = row(self._filter, self._show, self._group, self._count, gap=UNIT)
        tools.addStretch(1)
        tools.addWidget(self._columns)
        tools.addWidget(self._copy)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(holding(column(holding(tools), self._parts, self._table, gap=UNIT)))
        split.addWidget(self._pane)
        self._pane.setMinimumWidth(UNIT * 48)
        split.setStretchFactor(0, 1)
        split.setSizes([UNIT * 100, UNIT * 48])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(UNIT * 2)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _wire(self) -> None:
        self._filter.textChanged.connect(self._narrow)
        self._show.activated.connect(self._narrow)
        self._group.activated.connect(self._narrow)
        self._table.picked.connect(self._pick)
        self._table.asked.connect(self._ask)
        self._table.own_menu = True
        self._table.figures = FIGURES
        self._copy.clicked.connect(self._copy_rows)
        self._columns.clicked.connect(self._choose_columns)
        self._pane.tagged.connect(self._tag)
        self._pane.taken.connect(self._take)
        self._pane.dismissed.connect(self._dismiss)
        self._pane.stated.connect(self._state_facts)
        self._pane.priced.connect(self._state_price)
        self._pane.themeWanted.connect(self._add_theme)

    def is_empty(self, review: Review) -> bool:
        """Tell whether nothing is held."""
        return not review.book.positions

    def finding(self, review: Review) -> str:
        """Say how many are held and what they are worth."""
        found = review.valuation
        many = fmt.sentence(fmt.of_them(len(found.lines), "priced holding"))
        words = f"{many}, together {fmt.money(found.total)}"
        missing = sum(part.instrument is not None for part in found.unpriced)
        return f"{words}; {missing} without a value." if missing else f"{words}."

    def draw(self, review: Review) -> None:
        """Show every position."""
        self._model.set_rows(rows_of(review))
        self._narrow()
        desk = self.state.desk
        self.state.runner.submit(
            "files",
            "store",
            lambda _: (desk.imports.file_names(), desk.imports.classes()[0]),
            self._named,
        )
        self._pick()

    def _named(self, found: tuple[dict[str, str], tuple[ForeignClass, ...]]) -> None:
        self._files, self._classes = found

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)

    def focus_on(self, detail: object) -> None:
        """Select the rows of an instrument."""
        if isinstance(detail, str):
            self._filter.clear()
            self._show.setCurrentIndex(0)
            self._narrow()
            keys = [found.key for found in self._model.rows if found.instrument.id == detail]
            self._table.select(keys)

    def _narrow(self) -> None:
        wanted = self._show.currentData()
        keep = {
            "untagged": lambda found: not found.tags,
            "suggested": lambda found: found.suggestions > 0,
            "missing": lambda found: found.line is None,
        }.get(wanted)
        self._model.set_filter(self._filter.text(), keep)
        self._count.setText(f"{fmt.count(len(self._model.rows))} shown")
        group = str(self._group.currentData())
        self._model.set_group(group)
        self._parts.setText(group_words(self._model.rows, group))
        self._parts.setVisible(bool(group))

    def _pick(self) -> None:
        today = self.state.desk.clock.today()
        chosen = self._table.selected()
        self._pane.setVisible(bool(chosen))
        self._pane.show_rows(chosen, self.state.review, today, self._files)
        listing = chosen[0].instrument.listing if len(chosen) == 1 else None
        if listing is not None:
            desk = self.state.desk
            self.state.runner.submit(
                "chart", "store", lambda _: desk.prices.series(listing.symbol), self._chart
            )
        else:
            self._chart(None)

    def _chart(self, series: PriceSeries | None) -> None:
        self._pane.chart.show_series(series, self.state.review, self.state.appearance)

    def _copy_rows(self) -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(self._table.as_tsv())

    def _choose_columns(self) -> None:
        below = self._columns.rect().bottomLeft()
        self._table.columns_menu().exec(self._columns.mapToGlobal(below))

    def _ask(self, found: HoldingRow, where: QPoint) -> None:
        menu = QMenu(self)
        tag = menu.addAction("Tag\N{HORIZONTAL ELLIPSIS}")
        tag.triggered.connect(self._pane.show_themes)
        place = self._table.figure_place()
        if place:
            menu.addAction(ASK).triggered.connect(lambda: ask_for(self, place))
        origin = menu.addAction("Which lines of which files are behind it?")
        origin.triggered.connect(self._tell_origin)
        self._table.select((found.key,))
        menu.exec(where)

    def _tell_origin(self) -> None:
        from corridor_desktop.ui.dialogs.reading import ReadingDialog
        from corridor_desktop.ui.pages.holdings.origin import origin_of

        chosen = self._table.selected()
        if chosen:
            text = origin_of(chosen[0], self._files, self._classes)
            dialog = ReadingDialog(self, f"Where {chosen[0].instrument.name} comes from", text)
            dialog.followed.connect(self._show_source)
            dialog.exec()

    def _show_source(self, link: str) -> None:
        """Open a kept file at the line that a lot came from."""
        from corridor_desktop.ui.pages.holdings.origin import SOURCE
        from corridor_desktop.ui.pages.imports.raw_file import show_raw_file

        digest, _, line = link.removeprefix(SOURCE).partition("/")
        if line.isdigit():
            name = self._files.get(digest, "Imported file")
            show_raw_file(self, self.state, digest, name, int(line))

    def _instruments(self) -> list[str]:
        return list(dict.fromkeys(found.instrument.id for found in self._table.selected()))

    def _tag(
        self, shares: Mapping[str, int], reason: str, source: str, direct: bool = False
    ) -> None:
        desk, chosen = self.state.desk, self._instruments()
        if shares and chosen:

            def tag(_: object) -> None:
                desk.tags.set_all(chosen, shares, reason, source, direct=direct)

            self._tag_with_notice(tag)

    def _take(self, suggestion: str, points: int) -> None:
        desk, chosen = self.state.desk, self._instruments()
        if chosen:
            self._tag_with_notice(lambda _: desk.tags.accept(chosen[0], suggestion, points))

    def _tag_with_notice(self, verb: Callable[[object], object]) -> None:
        """Tag; where the sanctions notice has to be read first, show it and tag then."""

        def ask(trouble: Exception) -> None:
            if not isinstance(trouble, UsageTrouble) or trouble.code != "notice_unseen":
                self.state.troubleRaised.emit(trouble)
            elif self._read_notice():
                self.state.desk.sanctions.see_notice()
                self.state.do("tags", "store", verb, title="Tagging")

        self.state.do("tags", "store", verb, title="Tagging", trouble=ask)

    def _read_notice(self) -> bool:
        from corridor_desktop.ui.dialogs.notice import NoticeDialog

        return bool(NoticeDialog(self, self.state.desk.sanctions.notice()).exec())

    def _dismiss(self, suggestion: str) -> None:
        desk, chosen = self.state.desk, self._instruments()
        if chosen:
            self.state.do("tags", "store", lambda _: desk.tags.dismiss(chosen[0], suggestion))

    def _state_facts(self, facts: Mapping[str, str]) -> None:
        desk, chosen = self.state.desk, self._instruments()
        if chosen:
            self.state.do("facts", "store", lambda _: desk.tags.edit_facts(chosen[0], **facts))

    def _state_price(self, on: date, price: Decimal, currency: str) -> None:
        desk, chosen = self.state.desk, self._instruments()
        if chosen:
            self.state.do(
                "price", "store", lambda _: desk.prices.set_manual(chosen[0], on, price, currency)
            )

    def _add_theme(self, name: str) -> None:
        desk = self.state.desk
        self.state.do("tags", "store", lambda _: desk.tags.add_theme(name))
