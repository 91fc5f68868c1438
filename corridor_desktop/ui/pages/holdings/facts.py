"""The facts editor: what nobody stated stays unknown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPushButton, QWidget

from corridor_desktop.domain.instrument import AssetClass, Instrument
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import label

_TEXTS = (
    ("symbol", "&Price symbol", "005930.KS"),
    ("country", "Country of &risk", "two letters, like KR"),
    ("economic_currency", "Economic &currency", "three letters, like KRW"),
    ("sector", "Sec&tor", ""),
    ("issuer", "&Issuer group", "same name groups shares of one body"),
    ("multiplier", "E&xposure multiplier", "1; an inverse 2x fund is -2"),
    ("analysts", "&Analysts", "empty is unknown"),
)


class FactsEditor(QWidget):
    """Emits the facts as text by key when they are to be kept."""

    kept = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(UNIT)
        self._class = QComboBox()
        for found in AssetClass:
            self._class.addItem(str(found), str(found))
        form.addRow("Asset c&lass", self._class)
        self._fields: dict[str, QLineEdit] = {}
        for key, title, hint in _TEXTS:
            field = QLineEdit()
            field.setPlaceholderText(hint)
            field.setAccessibleName(title.replace("&", ""))
            form.addRow(title, field)
            self._fields[key] = field
        self._source = label("", "small", wrap=True)
        form.addRow("", self._source)
        keep = QPushButton("Keep facts")
        keep.clicked.connect(self._keep)
        form.addRow("", keep)
        self._before: dict[str, str] = {}

    def show_instrument(self, thing: Instrument) -> None:
        """Show what is known."""
        self._before = {
            "symbol": thing.listing.symbol if thing.listing else "",
            "country": thing.country or "",
            "economic_currency": thing.economic_currency or "",
            "sector": thing.sector or "",
            "issuer": thing.issuer or "",
            "multiplier": format(thing.multiplier, "f"),
            "analysts": "" if thing.analysts is None else str(thing.analysts),
            "asset_class": str(thing.asset_class),
        }
        for key, field in self._fields.items():
            field.setText(self._before[key])
        self._class.setCurrentIndex(self._class.findData(self._before["asset_class"]))
        said = f"Source: {thing.facts_source}, {thing.facts_date}." if thing.facts_source else ""
        self._source.setText(said)

    def _keep(self) -> None:
        now = {key: field.text().strip() for key, field in self._fields.items()}
        now["asset_class"] = str(self._class.currentData())
        changed = {key: value for key, value in now.items() if value != self._before[key]}
        if changed:
            self.kept.emit(changed)
