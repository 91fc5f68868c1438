"""Why exposure changed: prices, exchange rates, trades and new tags, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QPushButton

from corridor_desktop.exposure.change import SliceChange
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT, Appearance
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import clear, holding, row
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from corridor_desktop.exposure.change import Change
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.charts.line_chart import LineChart, LineChartData

_SPANS = {"month": "A month", "year": "A year", "all": "Since the start"}


class ChangeCard(Card):
    """A table for the chosen span; where tags changed, the line as tagged then and as today."""

    def __init__(self) -> None:
        super().__init__("Why it changed")
        self._changes: tuple[Change, ...] = ()
        self._look: Appearance | None = None
        self._span = "year"
        self._buttons = QButtonGroup(self)
        self._buttons.buttonClicked.connect(self._picked)
        self._switch = row(gap=0)
        self._note = label("", "muted", wrap=True)
        self.model: RowsModel[SliceChange] = RowsModel(COLUMNS, lambda part: part.key)
        self.table: DataTable[SliceChange] = DataTable(self.model, "Why exposure changed")
        self._tags = label("", "muted", wrap=True)
        self._chart: LineChart | None = None
        self.set_body(holding(self._switch), self._note, self.table, self._tags, stretch=False)

    def show_review(self, review: Review, by: Dimension, look: Appearance) -> None:
        """Show the changes along one dimension; hidden where there are none."""
        self._changes, self._look = review.changes.get(by, ()), look
        self.setVisible(bool(self._changes))
        if not self._changes:
            return
        words = [change.span for change in self._changes]
        if self._span not in words:
            self._span = words[0]
        clear(self._switch)
        for word in words:
            button = QPushButton(_SPANS[word])
            button.setCheckable(True)
            button.setProperty("role", "segment")
            button.setProperty("span", word)
            button.setChecked(word == self._span)
            self._buttons.addButton(button)
            self._switch.addWidget(button)
        self._switch.addStretch(1)
        self._fill()
        self._draw_tags(review, by, look)

    def _picked(self, button: QPushButton) -> None:
        self._span = str(button.property("span"))
        self._fill()

    def _fill(self) -> None:
        change = next(change for change in self._changes if change.span == self._span)
        self._note.setText(
            f"In {change.base}, from {fmt.day(change.start)} to {fmt.day(change.end)}. A purchase "
            "counts at its own price, what its price did afterwards under prices; the four parts "
            "add up to the change."
        )
        if self._look is not None:
            self.model.dress(self._look)
        at = self._changes.index(change)
        place = f"changes[{change.by.value}][{at}].slices[{{at}}]"
        parts = {word: f"{place}.parts.{word}" for word in ("price", "currency", "trade", "retag")}
        self.table.figures = {**parts, "before": f"{place}.before", "after": f"{place}.after"}
        self.model.set_rows(change.slices)
        self.table.fit_height(10)

    def _draw_tags(self, review: Review, by: Dimension, look: Appearance) -> None:
        data = tag_lines(review) if by is Dimension.THEME else None
        self._tags.setVisible(data is not None)
        if self._chart is not None:
            self._chart.setVisible(data is not None)
        if data is None:
            return
        self._tags.setText(
            "Tags changed, so the corridor has two pasts: as it was tagged on each day, and as it "
            "would look had today's tags always held."
        )
        if self._chart is None:
            from corridor_desktop.ui.charts.line_chart import LineChart

            self._chart = LineChart()
            self._chart.setFixedHeight(UNIT * 28)
            self.body.addWidget(self._chart)
        self._chart.set_data(data, look)


def tag_lines(review: Review) -> LineChartData | None:
    """Return the corridor as tagged then and as tagged today; ``None`` where they agree."""
    from corridor_desktop.ui.charts.line_chart import Line, LineChartData

    then, now = review.histories.get(Dimension.THEME), review.themes_as_today
    if then is None or now is None or len(then.days) < 2:
        return None
    corridor = {theme.id for theme in review.tags.themes if theme.corridor}
    lines = []
    for history in (then, now):
        places = [place for place, key in enumerate(history.keys) if key in corridor]
        lines.append(tuple(float(sum(row[place] for place in places)) for row in history.values))
    if all(abs(a - b) < 0.01 for a, b in zip(*lines, strict=True)):
        return None
    return LineChartData(
        then.days,
        (
            Line("then", "As tagged then", lines[0], tone="accent"),
            Line("today", "As tagged today", lines[1], tone="muted"),
        ),
        "The corridor as tagged then and as tagged today",
        then.base,
        lambda value: fmt.amount(value, then.base, 0),
    )


def _column(
    key: str, title: str, value: Callable[[SliceChange], Decimal], *, signed: bool = True
) -> Column[SliceChange]:
    def text(part: SliceChange) -> str:
        amount = value(part)
        shown = fmt.amount(amount, "", 0) if round(amount) else "0"
        return f"+{shown}" if signed and round(amount) > 0 else shown

    return Column(key, title, lambda p: float(value(p)), text, numeric=True, width=116)


COLUMNS: tuple[Column[SliceChange], ...] = (
    Column("part", "Part", lambda p: p.label, lambda p: p.label, width=230),
    _column("before", "Before", lambda p: p.before, signed=False),
    _column("price", "Prices", lambda p: p.parts.price),
    _column("currency", "Exchange rates", lambda p: p.parts.currency),
    _column("trade", "Trades", lambda p: p.parts.trade),
    _column("retag", "New tags", lambda p: p.parts.retag),
    _column("after", "Now", lambda p: p.after, signed=False),
)
