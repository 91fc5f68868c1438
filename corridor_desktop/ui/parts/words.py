"""Labels in the type scale."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

# Members of ``Qt`` as the numbers that Qt documents: PySide6 builds every enumeration of ``Qt``
# when the first is named, which takes a tenth of the time until the window is painted.
PLAIN_TEXT = 0  # TextFormat.PlainText
SELECTABLE = 1 | 2  # TextSelectableByMouse, TextSelectableByKeyboard


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label; ``role`` is title, big, heading, muted, small, warning, danger."""
    made = QLabel(text)
    made.setProperty("textFormat", PLAIN_TEXT)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        made.setMinimumWidth(80)
    return made


def selectable(text: str, role: str = "") -> QLabel:
    """Return a wrapping label whose text can be selected and copied."""
    made = label(text, role, wrap=True)
    made.setProperty("textInteractionFlags", SELECTABLE)
    return made


def rule() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def restyle(widget: QWidget, role: str) -> None:
    """Give a widget another role and let the stylesheet see it."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
