"""Exposure: the portfolio along one dimension, through time, and what is behind each part."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QComboBox, QPushButton, QVBoxLayout, QWidget

from corridor_desktop.exposure.exposure import Dimension, Exposure
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.charts.range_bars import RangeBars
from corridor_desktop.ui.charts.tree_map import TreeMap
from corridor_desktop.ui.pages.exposure import pictures
from corridor_desktop.ui.pages.exposure.change_card import ChangeCard
from corridor_desktop.ui.pages.exposure.funds_card import FundsCard
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.figures import slices_of
from corridor_desktop.ui.parts.layout import column, holding, row, scrolling
from corridor_desktop.ui.parts.remembered import remembered
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.charts.stacked_area import StackedArea
    from corridor_desktop.ui.state import AppState


@dataclass(frozen=True, slots=True)
class PartRow:
    """What one holding contributes to one part."""

    part: str
    part_key: str
    holding: str
    account: str
    value: Decimal
    weight: float
    currency: str


COLUMNS: tuple[Column[PartRow], ...] = (
    Column("part", "Part", lambda r: r.part, lambda r: r.part, width=220),
    Column("holding", "Holding", lambda r: r.holding, lambda r: r.holding, width=260),
    Column("account", "Account", lambda r: r.account, lambda r: r.account, width=180),
    Column("value", "Value", lambda r: float(r.value),
           lambda r: fmt.amount(r.value, r.currency), numeric=True, width=130),
    Column("weight", "Share", lambda r: r.weight, lambda r: fmt.percent(r.weight), numeric=True,
           width=90),
)  # fmt: skip


class ExposurePage(Page):
    """Dimension, picture, money or percent, net or gross; a click filters the table."""

    key = "exposure"
    title = "Exposure"
    icon = "exposure"

    def __init__(self, state: AppState) -> None:
        super().__init__(state)
        self._chosen = ""
        self._by = QComboBox()
        self._by.setAccessibleName("Dimension")
        for dimension, words in pictures.TITLES.items():
            self._by.addItem(words, dimension)
        remembered(self._by, "dimension")
        self._picture = _Switch("Picture", ("Tree map", "Bars"))
        self._unit = _Switch("Unit", ("Percent", "Money"))
        self._sum = _Switch("Sum", ("Net", "Gross"))
        self._funds = _Switch("Funds", ("Funds as one", "Looked through"))
        self._lists = FundsCard()
        self._tree, self._bars = TreeMap(), RangeBars()
        self._bars.pickable = True
        self._measure = label("", "muted", wrap=True)
        self._history: StackedArea | None = None
        self._past = Card("Through time")
        self.change = ChangeCard()
        self._model: RowsModel[PartRow] = RowsModel(
            COLUMNS, lambda found: f"{found.part_key}|{found.holding}|{found.account}"
        )
        self._table: DataTable[PartRow] = DataTable(self._model, "What is behind it")
        self._clear = QPushButton("Show all parts")
        self._clear.setProperty("role", "quiet")
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        tools = row(self._by, self._picture, self._unit, self._sum, self._funds, gap=UNIT * 2)
        tools.addStretch(1)
        now = Card("")
        now.body.addLayout(tools)
        now.body.addWidget(self._measure)
        now.body.addWidget(self._tree)
        now.body.addWidget(self._bars)
        self._tree.setMinimumHeight(UNIT * 34)
        behind = Card("What is behind it")
        head = row(self._clear)
        head.addStretch(1)
        behind.body.addLayout(head)
        behind.body.addWidget(self._table)
        content = column(now, self._past, self.change, behind, self._lists, gap=UNIT * 2)
        content.addStretch(1)
        content.setContentsMargins(0, 0, UNIT, UNIT)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(holding(content)))

    def _wire(self) -> None:
        self._by.activated.connect(self._switched)
        for switch in (self._picture, self._unit, self._sum, self._funds):
            switch.group.idClicked.connect(self._redraw)
        self._lists.listWanted.connect(self._bring_list)
        self._lists.forgetWanted.connect(self._forget_list)
        self._lists.countWanted.connect(self._count_inside)
        self._tree.picked.connect(self._choose)
        self._bars.picked.connect(self._choose)
        self._clear.clicked.connect(self._show_all)

    @property
    def _dimension(self) -> Dimension:
        return Dimension(self._by.currentData())

    def _exposure(self, review: Review) -> Exposure:
        """Return the chosen dimension, with funds looked through where that is asked."""
        through = self._part(review) == "exposures_through"
        return (review.exposures_through if through else review.exposures)[self._dimension]

    def _part(self, review: Review) -> str:
        """Return in which part of the review the chosen exposure stands."""
        through = self._funds.second and bool(review.exposures_through)
        return "exposures_through" if through else "exposures"

    def _funds_note(self, review: Review) -> str:
        if not (self._funds.second and review.exposures_through):
            return ""
        return (
            " Funds are looked through; what their lists do not name stays with the fund, and "
            "the picture through time shows them as one."
        )

    def finding(self, review: Review) -> str:
        """Say how much hangs on the corridor, or what the largest part is."""
        found = self._exposure(review)
        if found.by is Dimension.THEME:
            corridor = {theme.id for theme in review.tags.themes if theme.corridor}
            weight = sum(part.weight for part in found.slices if part.key in corridor)
            return (
                f"{fmt.percent(weight)} of your money hangs on the corridor; "
                f"{fmt.percent(found.untagged.weight)} is untagged."
            )
        first = next(iter(found.slices), found.untagged)
        words = f"The largest part is {first.label} with {fmt.percent(first.weight)}"
        number = found.effective_number
        acts = f"; it acts like {fmt.number(number, 1)} equal parts" if number else ""
        return f"{words}{acts}."

    def draw(self, review: Review) -> None:
        """Draw the chosen dimension."""
        self._funds.setVisible(bool(review.exposures_through))
        found = self._exposure(review)
        known = {part.key for part in pictures.parts_of(found)}
        self._chosen = self._chosen if self._chosen in known else ""
        gross, money = self._sum.second, self._unit.second
        look = self.state.appearance
        self._tree.set_data(
            pictures.tiles(found, gross=gross, money=money, chosen=self._chosen), look
        )
        self._bars.set_data(
            pictures.bars(found, gross=gross, money=money, chosen=self._chosen), look
        )
        self._tree.setVisible(not self._picture.second)
        self._bars.setVisible(self._picture.second)
        kind = "gross" if gross else "net"
        measure = f"{fmt.sentence(kind)} exposure, {found.total.currency}, {fmt.day(found.as_of)}"
        for picture in (self._tree, self._bars):
            picture.figures = slices_of(found, self._part(review))
            picture.caption(self.finding(review), measure)
        count = len(review.valuation.lines)
        self._measure.setText(
            f"{kind.capitalize()} exposure of {fmt.of_them(count, 'priced holding')} and cash, "
            f"{fmt.money(found.total, 0)}, as of {fmt.day(found.as_of)}. "
            f"What nobody labelled is always shown.{self._funds_note(review)}"
        )
        self._draw_history(review)
        self.change.show_review(review, found.by, look)
        self._fill(found, review)
        counted = review.looked_through if review.exposures_through else None
        self._lists.show_funds(review.funds, review.fund_pairs, counted)

    def _bring_list(self) -> None:
        from corridor_desktop.ui.dialogs.fund_list import ask_for_list

        review = self.state.review
        asked = ask_for_list(self, review) if review is not None else None
        if asked is not None:
            path, fund = asked
            desk = self.state.desk
            self.state.do(
                "fund list", "store", lambda _: desk.funds.import_file(path, fund),
                title=f"Reading {path.name}",
            )  # fmt: skip

    def _forget_list(self, fund: str) -> None:
        desk = self.state.desk
        self.state.do("fund list", "store", lambda _: desk.funds.forget(fund))

    def _count_inside(self, yes: bool) -> None:
        desk = self.state.desk
        value = "limits" if yes else "off"
        self.state.do("setting", "store", lambda _: desk.settings.set("look_through", value))

    def _draw_history(self, review: Review) -> None:
        history = review.histories.get(self._dimension)
        shown = history is not None and len(history.days) > 1
        self._past.setVisible(shown)
        if not shown or history is None:
            return
        if self._history is None:
            from corridor_desktop.ui.charts.stacked_area import StackedArea

            self._history = StackedArea()
            self._history.setMinimumHeight(UNIT * 36)
            self._past.body.addWidget(self._history)
            note = "Dotted lines are crises; point at one to read it. Hatched: not labelled."
            self._past.body.addWidget(label(note, "small", wrap=True))
        title = pictures.history_title(history)
        span = f"{fmt.day(history.days[0])} to {fmt.day(history.days[-1])}"
        measure = f"Net exposure in {history.base} by {self._by.currentText().lower()}, {span}"
        self._past.heading.setText(title)
        self._history.figure = (
            f"histories[{self._dimension.value}].values[{len(history.days) - 1}][0]"
        )
        self._history.caption(title, measure)
        self._history.set_data(pictures.history_of(history, review), self.state.appearance)

    def _fill(self, found: Exposure, review: Review) -> None:
        accounts = {account.id: account.name for account in review.accounts}
        total = found.total.amount
        rows = tuple(
            PartRow(
                part.label,
                part.key,
                piece.label,
                accounts.get(piece.account_id, piece.account_id),
                piece.value,
                float(piece.value / total) if total > 0 else 0.0,
                found.total.currency,
            )
            for part in pictures.parts_of(found)
            for piece in sorted(part.parts, key=lambda piece: -abs(piece.value))
        )
        self._model.set_rows(rows)
        chosen = self._chosen
        self._model.set_filter("", (lambda one: one.part_key == chosen) if chosen else None)
        self._table.fit_height(14)
        self._clear.setVisible(bool(chosen))

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._tree.dress(look)
        self._bars.dress(look)
        self._model.dress(look)
        self._lists.dress(look)
        if self._history is not None:
            self._history.dress(look)

    def focus_on(self, detail: object) -> None:
        """Show a dimension by its word."""
        if isinstance(detail, str):
            place = self._by.findData(Dimension(detail))
            self._by.setCurrentIndex(max(place, 0))
            self._switched()

    def _switched(self) -> None:
        self._chosen = ""
        self._redraw()

    def _redraw(self) -> None:
        self.show_review(self.state.review)

    def _choose(self, key: str) -> None:
        self._chosen = "" if key == self._chosen else key
        self._redraw()

    def _show_all(self) -> None:
        self._chosen = ""
        self._redraw()


class _Switch(QWidget):
    """Two buttons of which one is down."""

    def __init__(self, name: str, words: tuple[str, str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.group = QButtonGroup(self)
        layout = row(gap=0)
        for place, word in enumerate(words):
            button = QPushButton(word)
            button.setCheckable(True)
            button.setChecked(place == 0)
            button.setProperty("role", "segment")
            self.group.addButton(button, place)
            layout.addWidget(button)
        self.setLayout(layout)

    @property
    def second(self) -> bool:
        """Tell whether the second button is down."""
        return self.group.checkedId() == 1
