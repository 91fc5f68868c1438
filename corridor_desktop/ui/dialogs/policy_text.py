"""The limits as a text file, edited in place."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.rules.policy_text import parse
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import label, restyle


class PolicyTextDialog(QDialog):
    """Says at every change whether the text is a policy; only one that is can be kept."""

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Limits as text")
        self.editor = QPlainTextEdit(text)
        self.editor.setAccessibleName("Limits as text")
        self.editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.told = label("", "muted", wrap=True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.keep = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.keep.setText("Keep")
        self.keep.setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.editor.textChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT)
        for widget in (self.editor, self.told, buttons):
            layout.addWidget(widget)
        self.resize(UNIT * 84, UNIT * 72)
        self._check()

    @property
    def text(self) -> str:
        """Return the text as it stands."""
        return self.editor.toPlainText()

    def _check(self) -> None:
        try:
            policy = parse(self.text)
        except PolicyTrouble as trouble:
            self.told.setText(trouble.sentence)
            restyle(self.told, "danger")
            self.keep.setEnabled(False)
        else:
            on = sum(limit.on for limit in policy.limits)
            self.told.setText(
                f"{policy.name}: {on} limits on, {len(policy.limits) - on} off. Tightening is in "
                "force at once; loosening after the cooling-off period."
            )
            restyle(self.told, "muted")
            self.keep.setEnabled(True)
