"""Passphrases: one that opens a file, and one for a file that is to be encrypted."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.secret import Secret
from corridor_desktop.services.passphrases import checked, new_key
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import column
from corridor_desktop.ui.parts.words import label

_REMEMBER = "&Keep it in the system keyring of this computer"
_LOST = (
    "Nobody can open the file without it, and nobody can bring a forgotten passphrase back. "
    "The backups of this file are encrypted with it too."
)


def hidden(name: str) -> QLineEdit:
    """Return a field that shows dots; the system's input help and its memory are kept out."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


class AskPassphraseDialog(QDialog):
    """Asks for the passphrase of one file; ``answer`` gives it once it was accepted."""

    def __init__(self, parent: QWidget, name: str, said: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("Passphrase")
        self.field = hidden("Passphrase")
        self.field.textChanged.connect(self._typed)
        self.remember = QCheckBox(_REMEMBER)
        wrong = label(said, "danger", wrap=True)
        wrong.setVisible(bool(said))
        self.buttons = _buttons(self, "Open")
        layout = _laid(self)
        layout.addWidget(label(f"{name} is encrypted.", "heading", wrap=True))
        layout.addWidget(wrong)
        form = QFormLayout()
        form.addRow("&Passphrase", self.field)
        layout.addLayout(form)
        layout.addWidget(self.remember)
        layout.addWidget(self.buttons)
        self._typed("")

    def answer(self) -> tuple[Secret, bool]:
        """Return the passphrase, and whether the keyring is to keep it."""
        return Secret(self.field.text()), self.remember.isChecked()

    def _typed(self, text: str) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(text))


class SetPassphraseDialog(QDialog):
    """Asks for a new passphrase twice, or offers a random key that the keyring keeps."""

    def __init__(self, parent: QWidget, title: str, verb: str, *, offer_key: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._made: Secret | None = None
        self.own = QRadioButton("A passphrase of my &own")
        self.random = QRadioButton("A &random key that the system keyring keeps")
        self.own.setChecked(True)
        for choice in (self.own, self.random):
            choice.setVisible(offer_key)
            choice.toggled.connect(self._show_choice)
        self.first, self.second = hidden("New passphrase"), hidden("The same again")
        for field in (self.first, self.second):
            field.textChanged.connect(self._typed)
        self.remember = QCheckBox(_REMEMBER)
        self._form = QWidget()
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(UNIT + UNIT // 2)
        form.addRow("&New passphrase", self.first)
        form.addRow("The same &again", self.second)
        form.addRow("", self.remember)
        self.note = label("", "muted", wrap=True)
        self.note.setMinimumHeight(UNIT * 5)
        self.buttons = _buttons(self, verb)
        layout = _laid(self)
        layout.addWidget(label(_LOST, wrap=True))
        layout.addLayout(column(self.own, self.random))
        layout.addWidget(self._form)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)
        self._show_choice()

    def answer(self) -> tuple[Secret, bool]:
        """Return the passphrase, and whether the keyring is to keep it."""
        if self.random.isChecked():
            self._made = self._made or new_key()
            return self._made, True
        return Secret(self.first.text()), self.remember.isChecked()

    @property
    def is_random(self) -> bool:
        """Tell whether a random key was chosen, which has to be written down."""
        return self.random.isChecked()

    def _show_choice(self) -> None:
        own = self.own.isChecked()
        self._form.setEnabled(own)
        if own:
            self._typed("")
        else:
            words = "The key is shown once, so that you can write it down for another computer."
            self._say(words, good=True)

    def _typed(self, _: str) -> None:
        try:
            checked(Secret(self.first.text()))
        except UsageTrouble as found:
            empty = not self.first.text()
            said = found.sentence.removesuffix(" Nothing was changed.")
            self._say(found.remedy if empty else said, good=False)
            return
        if self.first.text() != self.second.text():
            self._say("Type the same passphrase in both fields.", good=False)
        else:
            self._say("Both are alike.", good=True)

    def _say(self, words: str, *, good: bool) -> None:
        self.note.setText(words)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(good)


def _buttons(dialog: QDialog, verb: str) -> QDialogButtonBox:
    kinds = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
    buttons.button(kinds.Ok).setText(verb)
    buttons.button(kinds.Ok).setProperty("role", "primary")
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons


def _laid(dialog: QDialog) -> QVBoxLayout:
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
    layout.setSpacing(UNIT * 2)
    dialog.setMinimumWidth(UNIT * 64)
    return layout
