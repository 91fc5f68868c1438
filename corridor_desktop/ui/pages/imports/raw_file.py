"""An imported file as it was read, at the line that a fact came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from corridor_desktop.services.import_desk import text_of
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.imports.file_lines import LinesView
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.ui.state import AppState


class RawFileDialog(QDialog):
    """Shows the kept bytes as text; nothing can be changed."""

    def __init__(self, parent: QWidget, title: str, lines: Sequence[str], line: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.view = LinesView()
        self.view.show_file(lines)
        words = f"{fmt.count(len(lines))} lines, kept as they were imported."
        if line:
            words = f"Line {line} of {len(lines)}, kept as it was imported."
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT)
        layout.addWidget(label(words, "muted"))
        layout.addWidget(self.view, 1)
        layout.addWidget(buttons)
        self.resize(UNIT * 110, UNIT * 70)
        if line:
            self.view.point_at(line)


def show_raw_file(parent: QWidget, state: AppState, digest: str, name: str, line: int) -> None:
    """Fetch a kept file off the GUI thread and show it; ``line`` 0 shows its beginning."""
    desk = state.desk.imports

    def show(lines: Sequence[str]) -> None:
        RawFileDialog(parent, name, lines, line).exec()

    state.runner.submit(
        "raw_file", "store", lambda _: text_of(desk, digest), show, title=f"Opening {name}"
    )
