"""The rail: icon and word for each page, a badge where something waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from corridor_desktop.ui.appearance import UNIT, Appearance
from corridor_desktop.ui.icons import SIZE, icon
from corridor_desktop.ui.parts.words import label

WIDE, NARROW = 176, 60


class Rail(QFrame):
    """Buttons that go to pages; Ctrl+1, Ctrl+2 ... do the same."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[tuple[str, str, str]]) -> None:
        """``pages`` are key, title and icon of each page, in order."""
        super().__init__()
        self.setObjectName("rail")
        self._titles = {key: title for key, title, _ in pages}
        self._icons = {key: name for key, _, name in pages}
        self._badges: dict[str, int] = {}
        self._narrow = False
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT * 2, UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        self._name = label("Corridor", "title")
        self._name.setContentsMargins(UNIT, 0, 0, UNIT)
        layout.addWidget(self._name)
        for place, (key, title, _) in enumerate(pages, 1):
            layout.addWidget(self._button(key, title, place))
        layout.addStretch(1)
        self._fold = QPushButton("Collapse")
        self._fold.setAccessibleName("Collapse or widen the rail")
        self._fold.clicked.connect(self.toggle)
        layout.addWidget(self._fold)
        self.setFixedWidth(WIDE)

    def _button(self, key: str, title: str, place: int) -> QPushButton:
        button = QPushButton(title)
        button.setCheckable(True)
        button.setIconSize(QSize(SIZE, SIZE))
        button.setProperty("page", key)
        button.setToolTip(f"{title} (Ctrl+{place})")
        button.setAccessibleName(title)
        button.clicked.connect(self._clicked)
        self._group.addButton(button)
        self._buttons[key] = button
        return button

    def bind_keys(self) -> None:
        """Open the pages by Ctrl+1, Ctrl+2 and so on; see ``actions.bind_keys``."""
        for place, button in enumerate(self._buttons.values(), start=1):
            QShortcut(QKeySequence(f"Ctrl+{place}"), self).activated.connect(button.click)

    def _clicked(self) -> None:
        button = self._group.checkedButton()
        if button is not None:
            self.chosen.emit(str(button.property("page")))

    def mark(self, key: str) -> None:
        """Show which page is open."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_badge(self, key: str, count: int) -> None:
        """Show how many things wait on a page; 0 shows nothing."""
        self._badges[key] = count
        self._word(key)

    def _word(self, key: str) -> None:
        button, title, count = self._buttons[key], self._titles[key], self._badges.get(key, 0)
        word = f"{title}  ({count})" if count else title
        button.setText("" if self._narrow else f"  {word}")
        button.setAccessibleName(f"{title}, {count} open" if count else title)

    @property
    def narrow(self) -> bool:
        """Tell whether only icons are shown."""
        return self._narrow

    def toggle(self) -> None:
        """Show words and icons, or icons alone."""
        self._narrow = not self._narrow
        self.setFixedWidth(NARROW if self._narrow else WIDE)
        self._name.setText("" if self._narrow else "Corridor")
        self._fold.setText("" if self._narrow else "  Collapse")
        for key in self._buttons:
            self._word(key)

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        for key, button in self._buttons.items():
            button.setIcon(icon(self._icons[key], look.text))
            self._word(key)
        self._fold.setIcon(icon("collapse", look.muted))
