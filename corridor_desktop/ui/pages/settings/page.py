"""Settings: drawn from the declared settings, each with one line of help."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from corridor_desktop.services.key_desk import SOURCES_WITH_KEYS
from corridor_desktop.services.settings import SETTINGS, Setting
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import BODY, UNIT
from corridor_desktop.ui.charts.paint import width_of
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.pages.settings.accounts_card import AccountsCard
from corridor_desktop.ui.pages.settings.faults_card import FaultsCard
from corridor_desktop.ui.pages.settings.keys_card import KeysCard
from corridor_desktop.ui.pages.settings.listings_card import ListingsCard
from corridor_desktop.ui.pages.settings.protection import ProtectionCard
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import column, grid, holding, scrolling
from corridor_desktop.ui.parts.words import label, selectable
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.services.price_faults import FoundFault
    from corridor_desktop.services.refresh_prices import PriceStatus
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState


CHOICE = 9 * UNIT
"""Pixels of a choice besides its words: margins and the arrow."""


def _closes(part: PriceStatus) -> str:
    return fmt.count(part.n) if part.n else "none"


STATUS_COLUMNS: tuple[Column[PriceStatus], ...] = (
    Column("symbol", "Symbol", lambda p: p.symbol, lambda p: p.symbol, width=120),
    Column("used_for", "Used for", lambda p: p.used_for, lambda p: p.used_for, width=220),
    Column("n", "Closes", lambda p: float(p.n), _closes, numeric=True, width=80),
    Column("last", "Last", lambda p: p.last.isoformat() if p.last else None,
           lambda p: fmt.day(p.last), numeric=True, width=110),
    Column("age", "Age", lambda p: None if p.age_days is None else float(p.age_days),
           lambda p: fmt.MISSING if p.age_days is None else fmt.age(p.age_days), numeric=True,
           width=90, tone=lambda p: "warning" if (p.age_days or 0) > 7 else ""),
    Column("change", "On the day", lambda p: p.day_change,
           lambda p: fmt.percent(p.day_change, signed=True),
           tip=lambda _: "From the last two stored closes.", numeric=True, width=100),
    Column("source", "Source", lambda p: p.source or None, lambda p: p.source or "none yet",
           width=160),
)  # fmt: skip


class SettingsPage(Page):
    """One card for each group of settings, and the state of the stored prices."""

    key = "settings"
    title = "Settings"
    icon = "settings"
    empty = "Settings belong to a portfolio. Open or create one first."

    def __init__(self, state: AppState) -> None:
        super().__init__(state)
        self._fields: dict[str, QComboBox | QLineEdit] = {}
        self._model: RowsModel[PriceStatus] = RowsModel(STATUS_COLUMNS, lambda part: part.symbol)
        self._table: DataTable[PriceStatus] = DataTable(self._model, "Stored prices")
        self._faults = FaultsCard()
        self._faults.decisionWanted.connect(self._decide)
        self._faults.reopenWanted.connect(self._reopen)
        self._where = selectable("", "muted")
        content = column(gap=UNIT * 2)
        for group, settings in groupby(SETTINGS, key=lambda found: found.group):
            content.addWidget(self._group(group, list(settings)))
        for source in SOURCES_WITH_KEYS:
            content.addWidget(KeysCard(state, source))
        content.addWidget(self._faults)
        self.listings = ListingsCard(state)
        content.addWidget(self.listings)
        prices = Card("Stored prices")
        prices.set_body(self._table, stretch=False)
        content.addWidget(prices)
        self.protection = ProtectionCard()
        self.protection.asked.connect(state.verbAsked)
        content.insertWidget(1, self.protection)
        self.accounts = AccountsCard(state)
        content.insertWidget(1, self.accounts)
        files = Card("Where your data lies")
        files.set_body(self._where)
        content.addWidget(files)
        content.addStretch(1)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(holding(content)))

    def _group(self, title: str, settings: list[Setting]) -> QWidget:
        card = Card(title)
        fields = grid(gap=UNIT + UNIT // 2)
        fields.setColumnMinimumWidth(0, UNIT * 28)
        fields.setColumnMinimumWidth(1, UNIT * 28)
        fields.setColumnStretch(2, 1)
        for place, found in enumerate(settings):
            name = label(found.title)
            field = self._field(found)
            name.setBuddy(field)
            field.setAccessibleName(found.title)
            field.setAccessibleDescription(found.help)
            fields.addWidget(name, place, 0)
            fields.addWidget(field, place, 1)
            fields.addWidget(label(found.help, "muted", wrap=True), place, 2)
        card.set_body(holding(fields), stretch=False)
        return card

    def _field(self, found: Setting) -> QComboBox | QLineEdit:
        field: QComboBox | QLineEdit
        if found.choices:
            field = QComboBox()
            for value, text in found.choices:
                field.addItem(text, value)
            longest = max(width_of(text, BODY) for _, text in found.choices)
            field.setFixedWidth(max(UNIT * 34, int(longest) + CHOICE))
            field.activated.connect(self._changed)
        else:
            field = QLineEdit()
            field.setFixedWidth(UNIT * 34)
            field.editingFinished.connect(self._changed)
        field.setProperty("setting", found.key)
        self._fields[found.key] = field
        return field

    def is_empty(self, review: Review) -> bool:
        """Settings are there for an empty portfolio too."""
        return False

    def draw(self, review: Review) -> None:
        """Show the values in force."""
        self.accounts.show_accounts(review.accounts)
        self.listings.show_review(review, self.state.desk.clock.today())
        for key, value in self.state.desk.settings.all().items():
            field = self._fields.get(key)
            if isinstance(field, QComboBox):
                field.setCurrentIndex(max(field.findData(value), 0))
            elif field is not None and not field.hasFocus():
                field.setText(value)
        self._where.setText(f"Portfolio file: {self.state.desk.path}")
        desk = self.state.desk
        self.state.runner.submit(
            "standing", "store", lambda _: desk.vault.standing(), self.protection.show_standing
        )
        self.state.runner.submit(
            "status", "store", lambda _: (desk.prices.status(), desk.prices.faults()), self._stored
        )

    def _stored(self, found: tuple[tuple[PriceStatus, ...], tuple[FoundFault, ...]]) -> None:
        status, faults = found
        self._model.set_rows(status)
        self._table.fit_height(10)
        self._faults.show_faults(faults)

    def _decide(self, key: str, accept: bool) -> None:
        desk = self.state.desk
        self.state.do("faults", "store", lambda _: desk.prices.decide(key, accept=accept))

    def _reopen(self, key: str) -> None:
        desk = self.state.desk
        self.state.do("faults", "store", lambda _: desk.prices.reopen(key))

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)
        self._faults.dress(look)
        self.listings.dress(look)

    def _changed(self) -> None:
        field = self.sender()
        if not isinstance(field, QComboBox | QLineEdit):
            return
        key = str(field.property("setting"))
        value = str(field.currentData()) if isinstance(field, QComboBox) else field.text()
        desk = self.state.desk
        if desk.settings.get(key) != value:
            self.state.do("settings", "store", lambda _: desk.settings.set(key, value))
