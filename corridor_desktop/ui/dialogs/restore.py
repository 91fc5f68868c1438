"""Restore a backup: which one, what is in it, and where it is put."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.domain.secret import Secret
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.dialogs.passphrase import hidden
from corridor_desktop.ui.parts.layout import column, grid, holding, row
from corridor_desktop.ui.parts.words import label, restyle
from corridor_desktop.ui.spoken import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.domain.errors import CorridorError
    from corridor_desktop.services.backups import Backup, Preview

SUFFIX = ".corridor"
_PATH = Qt.ItemDataRole.UserRole
_ROWS = ("Portfolio", "Transactions", "Last import", "Last trade", "Prices up to", "Size")
_ENCRYPTED = {"needs_passphrase", "wrong_passphrase"}


class RestoreDialog(QDialog):
    """Asks for one backup; what it holds comes from outside, as reading it takes a while.

    ``looked`` asks for a preview of a file with a passphrase that may be ``None``.
    """

    looked = Signal(object, object)

    def __init__(
        self, parent: QWidget, backups: Sequence[Backup], folder: Path, target: Path | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Restore a backup")
        self._folder, self._fixed = folder, target
        self._key: Secret | None = None
        self._shown: Preview | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("Backups, latest first")
        self.list.setMinimumWidth(UNIT * 36)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for found in backups:
            self._list(found.path, _title(found))
        self.list.itemSelectionChanged.connect(self._chosen)
        other = QPushButton("Another file\N{HORIZONTAL ELLIPSIS}")
        other.clicked.connect(self._choose_file)
        self.state = label("", "heading", wrap=True)
        self._values = [label("", wrap=True) for _ in _ROWS]
        self.pass_field = hidden("Passphrase of the backup")
        self.pass_field.returnPressed.connect(self._unlock)
        self._unlock_row = holding(row(self.pass_field, self._button("Look", self._unlock)))
        self._target = QLineEdit(str(target or ""))
        self._target.setAccessibleName("Restore as")
        self._target.textChanged.connect(self._weigh)
        self._note = label("", "muted", wrap=True)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.buttons.button(kinds.Ok).setText("Restore")
        self.buttons.button(kinds.Ok).setProperty("role", "primary")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(other)
        self._say("Choose a backup to see what it holds.", "muted")

    def _lay_out(self, other: QPushButton) -> None:
        facts = grid()
        facts.setColumnMinimumWidth(0, UNIT * 14)
        facts.setColumnStretch(1, 1)
        for place, (name, value) in enumerate(zip(_ROWS, self._values, strict=True)):
            facts.addWidget(label(name, "muted"), place, 0)
            facts.addWidget(value, place, 1)
        self._facts = holding(facts)
        right = column(self.state, self._unlock_row, self._facts, gap=UNIT * 2)
        right.addStretch(1)
        both = row(holding(column(self.list, other)), holding(right), gap=UNIT * 3)
        both.setStretch(1, 1)
        where = row(
            label("Restore as"),
            self._target,
            self._button("Choose\N{HORIZONTAL ELLIPSIS}", self._choose_target),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addLayout(both, 1)
        layout.addLayout(where)
        layout.addWidget(self._note)
        layout.addWidget(self.buttons)
        self.resize(UNIT * 100, UNIT * 56)

    def _button(self, text: str, verb: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(verb)
        return button

    def answer(self) -> tuple[Path, Path, Secret | None]:
        """Return the backup, the file it becomes, and its passphrase."""
        shown = self._shown
        target = Path(self._target.text().strip())
        target = target if target.suffix == SUFFIX else target.with_name(target.name + SUFFIX)
        return (shown.backup.path if shown else Path()), target, self._key

    def show_preview(self, seen: Preview) -> None:
        """Show what a backup holds; a late answer about another one is dropped."""
        if seen.backup.path != self._path():
            return
        self._shown = None if seen.wrong else seen
        self._unlock_row.hide()
        if seen.wrong:
            self._say(seen.wrong, "danger")
        else:
            self._say("This backup is whole.", "heading")
            self._fill(seen)
        self._propose(seen)
        self._weigh()

    def show_trouble(self, found: CorridorError) -> None:
        """Show why a backup could not be looked at; an encrypted one asks for its passphrase."""
        self._shown = None
        self._unlock_row.setVisible(found.code in _ENCRYPTED)
        words = (
            "This backup is encrypted. Give its passphrase to look into it."
            if found.code == "needs_passphrase"
            else f"{found.sentence} {found.remedy}"
        )
        self._say(words, "heading" if found.code == "needs_passphrase" else "danger")
        self._weigh()

    def _fill(self, seen: Preview) -> None:
        last = seen.last_import
        texts = (
            f"{seen.name}, in {seen.base}",
            f"{fmt.count(seen.transactions)} in {fmt.count(seen.accounts)} accounts",
            f"{fmt.day(last.date())} ({fmt.count(seen.imports)} in all)" if last else "none",
            written(seen.last_trade) or "none",
            written(seen.last_price) or "none",
            f"{seen.backup.size / 1e6:.1f} MB" + (", encrypted" if seen.backup.encrypted else ""),
        )
        for value, text in zip(self._values, texts, strict=True):
            value.setText(text)
        self._facts.show()

    def _say(self, words: str, role: str) -> None:
        self.state.setText(words)
        restyle(self.state, role)
        self._facts.hide()
        if role != "heading":
            self._unlock_row.setVisible(self._unlock_row.isVisible() and role == "danger")
        self._weigh()

    def _propose(self, seen: Preview) -> None:
        if self._fixed is None:
            self._target.setText(str(self._folder / f"{seen.backup.of}{SUFFIX}"))

    def _weigh(self) -> None:
        target = Path(self._target.text().strip())
        named = bool(self._target.text().strip())
        exists = named and target.is_file()
        note = ""
        if exists:
            note = f"{target.name} exists. It is kept beside it under a dated name."
        elif named and not target.parent.is_dir():
            note = f"There is no folder {target.parent}."
        self._note.setText(note)
        fit = self._shown is not None and named and target.parent.is_dir()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(fit)

    def _path(self) -> Path:
        chosen = self.list.selectedItems()
        return Path(str(chosen[0].data(_PATH))) if chosen else Path()

    def _chosen(self) -> None:
        self._shown, self._key = None, None
        self._unlock_row.hide()
        self._say("Looking into it \N{HORIZONTAL ELLIPSIS}", "muted")
        self.looked.emit(self._path(), None)

    def _unlock(self) -> None:
        self._key = Secret(self.pass_field.text())
        self.pass_field.clear()
        self.looked.emit(self._path(), self._key)

    def _list(self, path: Path, title: str) -> None:
        item = QListWidgetItem(title)
        item.setData(_PATH, str(path))
        item.setToolTip(str(path))
        self.list.addItem(item)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Choose a backup", str(self._folder), f"Portfolio (*{SUFFIX})"
        )
        if name:
            self._list(Path(name), Path(name).name)
            self.list.setCurrentRow(self.list.count() - 1)

    def _choose_target(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Restore it as", self._target.text(), f"Portfolio (*{SUFFIX})"
        )
        if name:
            self._fixed = Path(name)
            self._target.setText(name)


def _title(found: Backup) -> str:
    secret = ", encrypted" if found.encrypted else ""
    if found.made_at is None:
        return f"{found.of}{secret}"
    return f"{found.made_at.astimezone():%d %b %Y, %H:%M}{secret}\n{found.of}"
