"""First start: three ways to begin, and a place to drop a file."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from corridor_desktop.ui.appearance import UNIT, Appearance
from corridor_desktop.ui.icons import icon
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.words import label

_CHOICES = (
    ("import", "imports", "Import a broker file", "Creates a portfolio and reads your export"),
    ("sample", "sample", "Open the sample portfolio", "Invented companies, simulated prices"),
    ("restore", "restore", "Restore a backup", "Brings a saved portfolio back"),
)

_WHAT_FOR = (
    "How much of your money is tied to the Moscow-Pyongyang corridor,\n"
    "what a bad day in Seoul would cost you, and whether you are inside\n"
    "the limits you set yourself. Everything stays on this computer."
)


class Welcome(QWidget):
    """Shown while no portfolio is open."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        title = label("What does your portfolio hang on?", "big")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words = label(_WHAT_FOR, "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(title)
        layout.addSpacing(UNIT)
        layout.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(UNIT * 3)
        self._buttons = {key: self._button(key, text, tip) for key, _, text, tip in _CHOICES}
        layout.addLayout(self._row())
        layout.addSpacing(UNIT * 2)
        drop = label("or drop a broker's CSV file anywhere on this window", "small")
        drop.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(drop)
        layout.addStretch(3)

    def _row(self) -> QVBoxLayout:
        centred = row(gap=UNIT * 2)
        centred.addStretch(1)
        for key, _, _, tip in _CHOICES:
            note = label(tip, "small")
            note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            centred.addWidget(holding(column(self._buttons[key], note)))
        centred.addStretch(1)
        return column(holding(centred))

    def _button(self, key: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(f"  {text}")
        button.setMinimumSize(QSize(UNIT * 28, UNIT * 6))
        button.setProperty("choice", key)
        button.setAccessibleDescription(tip)
        if key == "import":
            button.setProperty("role", "primary")
        button.clicked.connect(self._clicked)
        return button

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.chosen.emit(str(button.property("choice")))

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        for key, name, _, _ in _CHOICES:
            colour = look.accent_text if key == "import" else look.text
            self._buttons[key].setIcon(icon(name, colour))
