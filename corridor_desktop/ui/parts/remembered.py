"""Fields whose choice outlives the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

REMEMBERED = "remembered"
"""The property under which a field says by what name its choice is remembered."""


def remembered(widget: QWidget, name: str) -> None:
    """Let the choice of a field outlive the window; ``name`` is unique within its page."""
    widget.setProperty(REMEMBERED, name)
