"""A crisis or a milestone of one's own, entered or changed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.domain.episode import CRISIS, MILESTONE, OWN, Episode
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.services.event_desk import checked_event
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.words import label


class EventDialog(QDialog):
    """Says in place what makes no sense; what is kept can be removed again."""

    def __init__(
        self, parent: QWidget, topics: tuple[str, ...], today: date, given: Episode | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.setWindowTitle("Change an event" if given else "Add an event")
        self.title, self.source, self.address = QLineEdit(), QLineEdit(), QLineEdit()
        self.day, self.end, self.long = QDateEdit(), QDateEdit(), QCheckBox("until")
        self.kind, self.topic = QComboBox(), QComboBox()
        self.kind.addItem("Crisis", CRISIS)
        self.kind.addItem("Milestone", MILESTONE)
        self.topic.setEditable(True)
        self.topic.addItems(topics)
        self._wrong = label("", "danger", wrap=True)
        self._wrong.hide()
        self._lay_out()
        self._fill(given or Episode(today, CRISIS, "", "", "", "", OWN))

    def _lay_out(self) -> None:
        for field in (self.day, self.end):
            field.setCalendarPopup(True)
            field.setDisplayFormat("d MMM yyyy")
        self.end.setEnabled(False)
        self.end.setAccessibleName("Last day")
        self.long.toggled.connect(self.end.setEnabled)
        self.source.setPlaceholderText("where it is written")
        self.address.setPlaceholderText("https://\N{HORIZONTAL ELLIPSIS}")
        form = QFormLayout()
        form.setSpacing(UNIT)
        form.addRow("&What happened", self.title)
        form.addRow("&Day", self.day)
        form.addRow("", holding(row(self.long, self.end)))
        form.addRow("&Kind", self.kind)
        form.addRow("&Topic", self.topic)
        form.addRow("&Source", self.source)
        form.addRow("&Address", self.address)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        buttons.button(standard.Save).setText("Keep")
        buttons.button(standard.Save).setProperty("role", "primary")
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addLayout(form)
        layout.addWidget(self._wrong)
        layout.addWidget(buttons)
        self.resize(UNIT * 60, self.sizeHint().height())

    def _fill(self, given: Episode) -> None:
        self.title.setText(given.title)
        self.source.setText(given.source)
        self.address.setText(given.address)
        self.day.setDate(_qdate(given.day))
        self.end.setDate(_qdate(given.end or given.day))
        self.long.setChecked(given.end is not None)
        self.kind.setCurrentIndex(max(self.kind.findData(given.kind), 0))
        self.topic.setCurrentText(given.topic)

    @property
    def episode(self) -> Episode:
        """Return what was entered, as it stands."""
        return Episode(
            _date(self.day.date()),
            str(self.kind.currentData()),
            self.topic.currentText(),
            self.title.text(),
            self.source.text(),
            self.address.text(),
            OWN,
            _date(self.end.date()) if self.long.isChecked() else None,
        )

    def _keep(self) -> None:
        try:
            checked_event(self.episode, self._today)
        except UsageTrouble as trouble:
            self._wrong.setText(trouble.sentence)
            self._wrong.show()
        else:
            self.accept()


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
