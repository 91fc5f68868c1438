"""Looking for a newer version: what is asked of whom, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QPushButton, QVBoxLayout

from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.domain.release import Consent
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import label, selectable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from corridor_desktop.domain.release import ReleaseNews

_ASKS = (
    "The program fetches one small signed list of releases from {host}. Nothing about you or your "
    "portfolio is sent, not even your version; as with any web request, the address of your "
    "connection and the time can be seen there. Nothing is downloaded or installed: for a newer "
    "version your browser opens its page."
)
_NOBODY = (
    "This build names no publisher, so there is nobody to ask for a newer version. Look where you "
    "got the program from."
)
_SHOWN = 12


class UpdateDialog(QDialog):
    """Emits what is wanted; ``show_news`` and ``show_trouble`` say what came of it."""

    asked = Signal(bool)
    withdrawn = Signal()
    pageWanted = Signal(str)

    def __init__(self, parent: QWidget, address: str, consent: Consent) -> None:
        super().__init__(parent)
        self.setWindowTitle("Look for a newer version")
        self._page = ""
        host = QUrl(address).host()
        self.weekly = QCheckBox("Also ask by itself, &once a week")
        self.weekly.setChecked(consent is Consent.WEEKLY)
        self.weekly.toggled.connect(self._withdraw)
        self.said = selectable("")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.ask = self._button(buttons, "&Ask now", self._ask)
        self.ask.setProperty("role", "primary")
        self.page = self._button(buttons, "Open its &page", self._open)
        self.never = self._button(buttons, "&Never ask", self._never)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(label(_ASKS.format(host=host) if host else _NOBODY, wrap=True))
        layout.addWidget(self.weekly)
        layout.addWidget(self.said)
        layout.addWidget(buttons)
        self.page.hide()
        self.weekly.setVisible(bool(host))
        self.ask.setEnabled(bool(host))
        self.never.setVisible(consent is not Consent.NONE)
        self.setMinimumWidth(UNIT * 72)

    def _button(self, box: QDialogButtonBox, text: str, verb: object) -> QPushButton:
        button = box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(verb)
        return button

    def wait(self) -> None:
        """Say that an answer is awaited."""
        self.said.setText("Asking\N{HORIZONTAL ELLIPSIS}")
        self.ask.setEnabled(False)
        self.never.show()

    def show_news(self, news: ReleaseNews) -> None:
        """Say what is newer, or that nothing is."""
        self.ask.setEnabled(True)
        newest = news.newest
        if newest is None:
            self.said.setText(
                f"{news.installed} is the newest version, by the list of {news.issued:%d %B %Y}."
            )
            return
        hole = any(release.security for release in news.newer)
        lines = [f"Version {newest.version} of {newest.day:%d %B %Y} is newer than yours."]
        lines += ["It closes a security hole."] if hole else []
        changes = [change for release in news.newer for change in release.changes]
        lines += [f"• {change}" for change in changes[:_SHOWN]]
        if len(changes) > _SHOWN:
            lines.append(f"and {len(changes) - _SHOWN} more changes on its page")
        self.said.setText("\n".join(lines))
        self._page = newest.page
        self.page.show()

    def show_trouble(self, trouble: Exception) -> None:
        """Say why there is no answer, or why it was not believed."""
        self.ask.setEnabled(True)
        if isinstance(trouble, CorridorError):
            self.said.setText(f"{trouble.sentence} {trouble.remedy}".strip())

    def _ask(self) -> None:
        self.page.hide()
        self.asked.emit(self.weekly.isChecked())

    def _open(self) -> None:
        self.pageWanted.emit(self._page)

    def _never(self) -> None:
        self.weekly.setChecked(False)
        self.never.hide()
        self.page.hide()
        self.said.setText("It is not asked any more.")
        self.withdrawn.emit()

    def _withdraw(self) -> None:
        """Taking the tick away holds at once; setting it holds with the next question."""
        if not self.weekly.isChecked():
            self.withdrawn.emit()
