"""The tag editor: a share for each theme, with a reason and a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from corridor_desktop.domain.theme import FULL
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.spin import decimal_field
from corridor_desktop.ui.parts.words import label, restyle

if TYPE_CHECKING:
    from corridor_desktop.domain.theme import Theme, ThemeTag


class TagEditor(QWidget):
    """Emits theme id to basis points, the reason and the source when they are to be kept."""

    kept = Signal(object, str, str, bool)
    themeWanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(UNIT)
        self._shares: dict[str, QDoubleSpinBox] = {}
        self._before: dict[str, int] = {}

    def show_tags(self, themes: Sequence[Theme], tags: Sequence[ThemeTag], count: int) -> None:
        """Show the shares in force; with several holdings they start empty."""
        while self._form.rowCount():
            self._form.removeRow(0)
        self._before = {tag.theme_id: tag.basis_points for tag in tags} if count == 1 else {}
        self._shares = {}
        for theme in themes:
            field = decimal_field()
            field.setRange(0, 100)
            field.setDecimals(2)
            field.setSuffix(" %")
            field.lineEdit().setTextMargins(UNIT - 2, 0, 0, 0)
            field.setValue(self._before.get(theme.id, 0) / 100)
            field.setAccessibleName(f"Share of {theme.name}")
            field.valueChanged.connect(self._sum)
            self._shares[theme.id] = field
            self._form.addRow(theme.name, field)
        self._total = label("", "small")
        self._reason, self._source = QLineEdit(), QLineEdit()
        self._reason.setPlaceholderText("why you think so")
        self._source.setPlaceholderText("where it is written")
        self._form.addRow("", self._total)
        self._form.addRow("&Reason", self._reason)
        self._form.addRow("&Source", self._source)
        self._direct = QCheckBox("The link is &business there, not hope")
        self._direct.setToolTip("A direct link is kept after the sanctions notice was read.")
        self._form.addRow("", self._direct)
        self._button = QPushButton(
            "Keep tags" if count == 1 else f"Tag {fmt.of_them(count, 'holding')}"
        )
        self._button.clicked.connect(self._keep)
        self._form.addRow("", self._button)
        self._own = QLineEdit()
        self._own.setPlaceholderText("name of a theme of your own")
        add = QPushButton("Add")
        add.setAccessibleName("Add a theme of your own")
        add.clicked.connect(self._want_theme)
        self._own.returnPressed.connect(self._want_theme)
        self._form.addRow("Own &theme", holding(row(self._own, add)))
        self._sum()

    def shares(self) -> Mapping[str, int]:
        """Return the shares as basis points, only those that changed."""
        found = {key: round(field.value() * FULL / 100) for key, field in self._shares.items()}
        return {key: points for key, points in found.items() if points != self._before.get(key, 0)}

    def _sum(self) -> None:
        total = sum(field.value() for field in self._shares.values())
        over = total > 100
        self._total.setText(
            f"{total:g} % together: more than the whole holding" if over
            else f"{total:g} % tagged, {100 - total:g} % untagged"
        )  # fmt: skip
        restyle(self._total, "danger" if over else "small")
        self._button.setEnabled(not over)

    def _want_theme(self) -> None:
        name = self._own.text().strip()
        if name:
            self.themeWanted.emit(name)

    def _keep(self) -> None:
        reason, source = self._reason.text().strip(), self._source.text().strip()
        self.kept.emit(self.shares(), reason, source, self._direct.isChecked())
