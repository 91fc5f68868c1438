"""What became of listings: another symbol or ISIN, a merger, a spin-off; stated and taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QPushButton, QWidget

from corridor_desktop.domain.listing_change import ChangeKind, ListingChange
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import grid, holding, row
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState

ISIN = "isin"
"""A change that has no day: statements may use either ISIN."""

KINDS = (
    (str(ChangeKind.RENAMED), "trades under another symbol"),
    (ISIN, "has another ISIN"),
    (str(ChangeKind.MERGED), "became another holding"),
    (str(ChangeKind.SPUN_OFF), "brought another holding beside it"),
)

Told = tuple[ListingChange, str]
"""A change, and the sentence that tells it."""

COLUMNS: tuple[Column[Told], ...] = (
    Column("day", "From", lambda t: t[0].day.isoformat(), lambda t: fmt.day(t[0].day),
           numeric=True, width=110),
    Column("what", "What became of it", lambda t: t[1], lambda t: t[1], width=620),
)  # fmt: skip


def tell(change: ListingChange, known: Mapping[str, Instrument]) -> str:
    """Return a change as a sentence."""
    name = _name(change.instrument_id, known)
    into = _name(change.into, known)
    ratio = fmt.quantity(change.ratio.normalize())
    if change.kind is ChangeKind.RENAMED:
        return f"{name} trades as {change.after}, before as {change.before}."
    if change.kind is ChangeKind.MERGED:
        return f"Each unit of {name} became {ratio} of {into}."
    share = fmt.percent(float(change.cost_share))
    return f"Each unit of {name} brought {ratio} of {into}, with {share} of its cost."


def _name(key: str, known: Mapping[str, Instrument]) -> str:
    return known[key].name if key in known else key


class ListingsCard(Card):
    """The stated changes, and a form for another; each can be undone."""

    def __init__(self, state: AppState) -> None:
        super().__init__("What became of listings")
        self._state = state
        self._model: RowsModel[Told] = RowsModel(
            COLUMNS, lambda told: f"{told[0].instrument_id}|{told[0].day}|{told[0].kind}"
        )
        self._table: DataTable[Told] = DataTable(self._model, "What became of listings")
        self.holding, self.kind, self.into = QComboBox(), QComboBox(), QComboBox()
        self.day = QDateEdit()
        self.symbol, self.ratio, self.share = QLineEdit(), QLineEdit("1"), QLineEdit("0")
        self.back = QPushButton("Take it back")
        self.state_it = QPushButton("State it")
        self._wrong = label("", "danger", wrap=True)
        self._rows: dict[str, tuple[QWidget, QWidget]] = {}
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        for value, words in KINDS:
            self.kind.addItem(words, value)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMM yyyy")
        fields = grid(gap=UNIT)
        fields.setColumnMinimumWidth(0, UNIT * 28)
        fields.setColumnStretch(2, 1)
        named: tuple[tuple[str, str, QWidget], ...] = (
            ("holding", "Holding", self.holding), ("kind", "What became of it", self.kind),
            ("day", "From this day on", self.day), ("symbol", "New symbol or ISIN", self.symbol),
            ("into", "The other holding", self.into),
            ("ratio", "New units for each old one", self.ratio),
            ("share", "Share of the cost that goes along, in percent", self.share),
        )  # fmt: skip
        for place, (key, title, field) in enumerate(named):
            head = label(title)
            head.setBuddy(field)
            field.setAccessibleName(title)
            field.setFixedWidth(UNIT * 44)
            fields.addWidget(head, place, 0)
            fields.addWidget(field, place, 1)
            self._rows[key] = (head, field)
        note = label(
            "Statements, quantities and closes stay as they came; what you state is laid over "
            "them. The other holding has to be known already, from a statement. "
            "Edit, Undo takes a change back.", "small", wrap=True,
        )  # fmt: skip
        tools = row(self.state_it)
        tools.addStretch(1)
        backs = row(self.back)
        backs.addStretch(1)
        self.set_body(
            self._table, holding(backs), holding(fields), self._wrong, holding(tools), note,
            stretch=False,
        )  # fmt: skip

    def _wire(self) -> None:
        self.kind.currentIndexChanged.connect(self._fit)
        self.state_it.clicked.connect(self._state_change)
        self.back.clicked.connect(self._take_back)
        self._table.picked.connect(self._allow)
        self._fit()

    def show_review(self, review: Review, today: date) -> None:
        """Show what was stated; hidden while nothing is known that could change."""
        known = review.instruments
        self.setVisible(bool(known))
        self._model.set_rows(tuple((each, tell(each, known)) for each in review.listing_changes))
        self._table.setVisible(bool(review.listing_changes))
        self.back.setVisible(bool(review.listing_changes))
        self._table.fit_height(6)
        last = QDate(today.year, today.month, today.day)
        if self.day.maximumDate() != last:
            self.day.setMaximumDate(last)
            self.day.setDate(last)
        for box in (self.holding, self.into):
            _offer(box, known)
        self._allow()

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)

    def _fit(self) -> None:
        """Show the fields that the chosen kind needs."""
        kind = str(self.kind.currentData())
        shown = {
            str(ChangeKind.RENAMED): {"day", "symbol"},
            ISIN: {"symbol"},
            str(ChangeKind.MERGED): {"day", "into", "ratio"},
            str(ChangeKind.SPUN_OFF): {"day", "into", "ratio", "share"},
        }[kind]
        for key, pair in self._rows.items():
            for widget in pair:
                widget.setVisible(key in {"holding", "kind"} | shown)
        self._wrong.hide()

    def _allow(self) -> None:
        self.back.setEnabled(bool(self._table.selected()))

    def _state_change(self) -> None:
        listings, thing = self._state.desk.listings, str(self.holding.currentData())
        kind, text, into = str(self.kind.currentData()), self.symbol.text(), self.into.currentData()
        chosen = self.day.date()
        on = date(chosen.year(), chosen.month(), chosen.day())
        try:
            ratio, share = _number(self.ratio), _number(self.share) / 100
        except InvalidOperation:
            self._wrong.setText("A ratio and a share are numbers. Nothing was changed.")
            self._wrong.show()
            return
        self._wrong.hide()
        verbs = {
            str(ChangeKind.RENAMED): lambda _: listings.rename(thing, text, on),
            ISIN: lambda _: listings.new_isin(thing, text),
            str(ChangeKind.MERGED): lambda _: listings.merge(thing, str(into), on, ratio),
            str(ChangeKind.SPUN_OFF): lambda _: listings.spin_off(
                thing, str(into), on, ratio, share
            ),
        }
        self._state.do("listings", "store", verbs[kind])

    def _take_back(self) -> None:
        chosen = self._table.selected()
        if chosen:
            change, listings = chosen[0][0], self._state.desk.listings
            self._state.do(
                "listings", "store", lambda _: listings.take_back(change.instrument_id, change.day)
            )


def _number(field: QLineEdit) -> Decimal:
    return Decimal(field.text().replace("\N{NO-BREAK SPACE}", "").replace(",", ".").strip())


def _offer(box: QComboBox, known: Mapping[str, Instrument]) -> None:
    """Offer every instrument by name; the chosen one stays."""
    chosen = box.currentData()
    wanted = sorted(((thing.name, key) for key, thing in known.items()), key=lambda one: one[0])
    if [box.itemData(place) for place in range(box.count())] == [key for _, key in wanted]:
        return
    box.clear()
    for name, key in wanted:
        box.addItem(name, key)
    box.setCurrentIndex(max(box.findData(chosen), 0))
