"""The formats of the user's own: rename, hand on without data, take over, forget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.services.formats import Format
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import row
from corridor_desktop.ui.parts.words import label, restyle
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor_desktop.services.import_desk import ImportDesk

FILE = "Format (*.json)"


def _columns(each: Format) -> str:
    return ", ".join(f"{title}: {field}" for title, field in each.columns.items())


def _words(each: Format) -> str:
    return ", ".join(f"{word}: {meaning}" for word, meaning in each.words.items())


COLUMNS: tuple[Column[Format], ...] = (
    Column("name", "Format", lambda f: f.name, lambda f: f.name, width=170),
    Column("columns", "Columns", _columns, _columns, _columns, width=320),
    Column("words", "Words", _words, _words, _words, width=220),
)


class FormatsDialog(QDialog):
    """A table of formats with its verbs; trouble is told in place."""

    def __init__(self, parent: QWidget, desk: ImportDesk) -> None:
        super().__init__(parent)
        self.setWindowTitle("Formats")
        self._desk = desk
        self._model: RowsModel[Format] = RowsModel(COLUMNS, lambda each: each.fingerprint)
        self.table: DataTable[Format] = DataTable(self._model, "Formats")
        self._said = label("", "muted", wrap=True)
        self._verbs = [
            self._button("Rename\N{HORIZONTAL ELLIPSIS}", self._rename),
            self._button("Export\N{HORIZONTAL ELLIPSIS}", self._export),
            self._button("Forget", self._forget),
        ]
        take = self._button("Take one over\N{HORIZONTAL ELLIPSIS}", self._import)
        tools = row(*self._verbs, take, gap=UNIT)
        tools.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT)
        about = (
            "A format is what you taught by mapping columns or answering what a word means. It is "
            "used for every file with the same column titles. An exported format holds titles and "
            "words, no names, numbers or amounts of yours."
        )
        layout.addWidget(label(about, "muted", wrap=True))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._said)
        layout.addLayout(tools)
        layout.addWidget(buttons)
        self.resize(UNIT * 96, UNIT * 56)
        self.table.picked.connect(self._picked)
        self._list("")

    def _button(self, text: str, verb: Callable[[], None]) -> QPushButton:
        made = QPushButton(text)
        made.clicked.connect(verb)
        return made

    def _list(self, words: str) -> None:
        self._model.set_rows(self._desk.formats())
        self._say(words or ("" if self._model.rows else "No format was taught yet."), "muted")
        self._picked()

    def _say(self, words: str, role: str) -> None:
        self._said.setText(words)
        restyle(self._said, role)

    def _picked(self) -> None:
        for button in self._verbs:
            button.setEnabled(len(self.table.selected()) == 1)

    def _try(self, verb: Callable[[], str]) -> None:
        try:
            self._list(verb())
        except CorridorError as trouble:
            self._say(f"{trouble.sentence} {trouble.remedy}", "danger")

    def _rename(self) -> None:
        each = self.table.selected()[0]
        name, agreed = QInputDialog.getText(self, "Rename", "Name of the format", text=each.name)
        if agreed:
            self._try(lambda: self._renamed(each, name))

    def _renamed(self, each: Format, name: str) -> str:
        self._desk.name_format(each.fingerprint, name)
        return ""

    def _export(self) -> None:
        each = self.table.selected()[0]
        path, _ = QFileDialog.getSaveFileName(
            self, "Export the format", str(Path.home() / f"{each.name}.json"), FILE
        )
        if path:
            self._try(lambda: self.export_to(each, Path(path)))

    def export_to(self, each: Format, path: Path) -> str:
        """Write a format; return what to say."""
        self._desk.export_format(each.fingerprint, path)
        return f"Wrote {path.name}. It holds titles and words, no data of yours."

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Take a format over", str(Path.home()), FILE)
        if path:
            self._try(lambda: self.import_from(Path(path)))

    def import_from(self, path: Path) -> str:
        """Take a format over; return what to say."""
        return f"“{self._desk.import_format(path).name}” was taken over."

    def _forget(self) -> None:
        each = self.table.selected()[0]
        self._try(lambda: self._forgotten(each))

    def _forgotten(self, each: Format) -> str:
        self._desk.forget_format(each.fingerprint)
        return f"“{each.name}” is forgotten. What was imported with it stays."
