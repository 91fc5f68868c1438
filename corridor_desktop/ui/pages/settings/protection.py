"""The card about encryption and backups: how the file stands, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from corridor_desktop.services.vault_desk import Standing

_VERBS = (
    ("protect", "Encrypt\N{HORIZONTAL ELLIPSIS}"),
    ("unprotect", "Stop encrypting\N{HORIZONTAL ELLIPSIS}"),
    ("remember", "Keep the passphrase in the keyring"),
    ("forget", "Take it out of the keyring"),
    ("backup", "Back up now"),
    ("restore", "Restore a backup\N{HORIZONTAL ELLIPSIS}"),
    ("verify", "Check the file"),
)


class ProtectionCard(Card):
    """Shows how the file is protected; ``asked`` names the verb of a pressed button."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("Encryption and backups")
        self._words = label("", wrap=True)
        self._keyring = label("", "muted", wrap=True)
        self.buttons = {key: self._button(key, text) for key, text in _VERBS}
        first, second = row(), row()
        for place, button in enumerate(self.buttons.values()):
            (first if place < 4 else second).addWidget(button)
        first.addStretch(1)
        second.addStretch(1)
        self.set_body(self._words, self._keyring, holding(first), holding(second), stretch=False)

    def _button(self, key: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("verb", key)
        button.clicked.connect(self._pressed)
        return button

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.asked.emit(str(button.property("verb")))

    def show_standing(self, found: Standing) -> None:
        """Say how the file stands, and offer what fits."""
        self._words.setText(
            "This file is encrypted: whoever has it needs its passphrase."
            if found.encrypted
            else "This file is not encrypted: whoever has it can read it."
        )
        self._keyring.setText(_keyring(found))
        self._keyring.setVisible(found.encrypted)
        self.buttons["protect"].setText(
            "Change the passphrase\N{HORIZONTAL ELLIPSIS}"
            if found.encrypted
            else "Encrypt\N{HORIZONTAL ELLIPSIS}"
        )
        self.buttons["unprotect"].setVisible(found.encrypted)
        self.buttons["remember"].setVisible(found.encrypted and found.in_keyring is False)
        self.buttons["forget"].setVisible(bool(found.in_keyring))
        for key in ("protect", "unprotect", "backup"):
            self.buttons[key].setEnabled(not found.read_only)


def _keyring(found: Standing) -> str:
    if found.in_keyring is None:
        return f"{found.keyring} It is asked for each time."
    if found.in_keyring:
        return "The system keyring of this computer keeps the passphrase, so it is not asked for."
    return "The passphrase is asked for each time the file is opened."
