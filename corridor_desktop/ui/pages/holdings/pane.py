"""The pane beside the table: price chart, lots, tags, suggestions and facts of the selection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.holdings.facts import FactsEditor
from corridor_desktop.ui.pages.holdings.price_chart import PriceChart
from corridor_desktop.ui.pages.holdings.pricing import PriceByHand
from corridor_desktop.ui.pages.holdings.suggesting import SuggestionList
from corridor_desktop.ui.pages.holdings.tagging import TagEditor
from corridor_desktop.ui.parts.layout import column, holding, scrolling
from corridor_desktop.ui.parts.words import label, rule, selectable

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.pages.holdings.rows import HoldingRow


class HoldingPane(QWidget):
    """Four tabs: themes, lots and where they come from, price, facts."""

    tagged = Signal(object, str, str, bool)
    taken = Signal(str, int)
    dismissed = Signal(str)
    stated = Signal(object)
    priced = Signal(object, object, str)
    themeWanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = label("Choose a holding", "heading", wrap=True)
        self._value = selectable("", "muted")
        self._tags = selectable("", "muted")
        self._editor = TagEditor()
        self._suggestions = SuggestionList()
        self._lots = selectable("")
        self._facts = FactsEditor()
        themes = column(self._tags, self._editor, self._suggestions, gap=UNIT * 2, margin=UNIT)
        themes.addStretch(1)
        lots = column(self._lots, margin=UNIT)
        lots.addStretch(1)
        self._price = PriceByHand()
        facts = column(self._facts, rule(), self._price, gap=UNIT * 2, margin=UNIT)
        facts.addStretch(1)
        self._tabs = QTabWidget()
        self._tabs.addTab(scrolling(holding(themes)), "Themes")
        self.chart = PriceChart()
        self._tabs.addTab(scrolling(holding(lots)), "Lots")
        self._tabs.addTab(self.chart, "Price")
        self._tabs.addTab(scrolling(holding(facts)), "Facts")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        for widget in (self._title, self._value, self._tabs):
            layout.addWidget(widget)
        self._editor.kept.connect(self.tagged)
        self._suggestions.taken.connect(self.taken)
        self._suggestions.dismissed.connect(self.dismissed)
        self._facts.kept.connect(self.stated)
        self._price.stated.connect(self.priced)
        self._editor.themeWanted.connect(self.themeWanted)
        self.show_rows((), None, date.min, {})

    def show_rows(
        self,
        rows: Sequence[HoldingRow],
        review: Review | None,
        today: date,
        files: dict[str, str],
    ) -> None:
        """Show the selected holdings; several can only be tagged together."""
        self._tabs.setVisible(bool(rows))
        if not rows or review is None:
            self._title.setText("Choose a holding")
            self._value.setText("Its lots, tags, suggestions and facts are shown here.")
            return
        first = rows[0]
        single = len({row.instrument.id for row in rows}) == 1
        names = {theme.id: theme.name for theme in review.tags.themes}
        self._title.setText(
            first.instrument.name if single else fmt.sentence(fmt.of_them(len(rows), "holding"))
        )
        self._value.setText(_value_line(rows))
        self._editor.show_tags(review.tags.themes, first.tags, 1 if single else len(rows))
        self._tags.setText(_tag_lines(first, names) if single else "")
        self._tags.setVisible(bool(self._tags.text()))
        rows_of_pack = review.suggestions.get(first.instrument.id, ()) if single else ()
        self._suggestions.show_rows(rows_of_pack, names, today)
        self._lots.setText(_lot_lines(first, review, files) if single else "")
        self._facts.setEnabled(single)
        self._facts.show_instrument(first.instrument)
        self._price.setEnabled(single)
        self._price.show_row(first, today)

    def show_themes(self) -> None:
        """Open the tab in which themes are edited."""
        self._tabs.setCurrentIndex(0)


def _value_line(rows: Sequence[HoldingRow]) -> str:
    lines = [row.line for row in rows if row.line is not None]
    if not lines:
        return rows[0].why
    total = lines[0].value
    for line in lines[1:]:
        total = total + line.value
    weight = sum(line.weight for line in lines)
    return f"{fmt.money(total)}, {fmt.percent(weight)} of the portfolio"


def _tag_lines(row: HoldingRow, names: dict[str, str]) -> str:
    lines = []
    for tag in row.tags:
        said = f"{names.get(tag.theme_id, tag.theme_id)} {tag.basis_points / 100:g} % "
        said += f"since {fmt.day(tag.valid_from)}, confidence {tag.confidence}"
        reason = f"{tag.reason.rstrip('.')}." if tag.reason else ""
        source = f"Source: {tag.source}" if tag.source else ""
        lines.append(" ".join(filter(None, (f"{said}.", reason, source))))
    return "\n".join(lines)


def _lot_lines(row: HoldingRow, review: Review, files: dict[str, str]) -> str:
    if row.position is None:
        return ""
    lines = [
        f"{fmt.quantity(lot.quantity.normalize())} bought {fmt.day(lot.acquired)}, cost "
        f"{fmt.money(lot.cost)}{_source(lot.source.digest, lot.source.lines, files)}"
        for lot in row.position.lots
    ]
    if row.position.origin == "statement":
        lines.insert(0, f"As the broker stated on {fmt.day(row.position.stated_on)}.")
    booked = [
        fact
        for fact in review.book.realised
        if fact.instrument_id == row.instrument.id and fact.account_id == row.account_id
    ]
    lines += [
        f"{fmt.quantity(part.quantity.normalize())} sold {fmt.day(part.sold)} for "
        f"{fmt.money(part.proceeds)}, cost {fmt.money(part.cost)}"
        for part in booked
    ]
    return "\n".join(lines) or "No lots are known."


def _source(digest: str, lines: tuple[int, ...], files: dict[str, str]) -> str:
    if not digest:
        return ""
    return f"  ({files.get(digest, 'file')}, line {lines[0] if lines else '?'})"
