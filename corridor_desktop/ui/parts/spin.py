"""Number fields with the inset that every other field has."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from corridor_desktop.ui.appearance import UNIT

Spin = TypeVar("Spin", QSpinBox, QDoubleSpinBox)


def number_field() -> QSpinBox:
    """Return a field for whole numbers."""
    return _inset(QSpinBox())


def decimal_field() -> QDoubleSpinBox:
    """Return a field for numbers with decimals."""
    return _inset(QDoubleSpinBox())


def _inset(field: Spin) -> Spin:
    """A style sheet's padding moves the text of every field but this kind's."""
    field.lineEdit().setTextMargins(UNIT, 0, 0, 0)
    return field
