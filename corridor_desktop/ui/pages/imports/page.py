"""Imports: read files, see what was understood, answer, book; and take imports back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
)

from corridor_desktop.services.import_desk import Batch, Undone
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.format import counted
from corridor_desktop.ui.pages.imports.compare_face import CompareFace
from corridor_desktop.ui.pages.imports.history import HISTORY_COLUMNS
from corridor_desktop.ui.pages.imports.wizard import ImportWizard
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState

STATEMENT = "Broker exports (*.csv *.txt *.tsv *.xls *.xlsx);;All files (*)"


class ImportsPage(Page):
    """The history of imports, and the wizard over it while files are being read."""

    key = "imports"
    title = "Imports"
    icon = "imports"

    def __init__(self, state: AppState) -> None:
        super().__init__(state)
        self._model: RowsModel[Batch] = RowsModel(HISTORY_COLUMNS, lambda batch: batch.id)
        self._table: DataTable[Batch] = DataTable(self._model, "Past imports")
        self._undo = QPushButton("Take back the selected import")
        self._undo.setEnabled(False)
        self._raw = QPushButton("Show the file")
        self._raw.setEnabled(False)
        self._formats = QPushButton("Formats\N{HORIZONTAL ELLIPSIS}")
        self._compare = QPushButton("Compare with the broker")
        self._told = label("", "muted", wrap=True)
        self._none_yet = label(
            "No file was imported yet. Choose a broker's export, or drop it on the window.",
            "muted",
            wrap=True,
        )
        self._none_yet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._try = QPushButton("Try it on two sample exports")
        self._try.setProperty("role", "quiet")
        self._try.clicked.connect(self._try_samples)
        self._wizard = ImportWizard(state)
        self._faces = QStackedLayout(self.body)
        self._faces.addWidget(holding(self._history()))
        self._faces.addWidget(self._wizard)
        self._comparison = CompareFace(state)
        self._faces.addWidget(self._comparison)
        choose = QPushButton("Import broker files\N{HORIZONTAL ELLIPSIS}")
        choose.setProperty("role", "primary")
        choose.clicked.connect(self._choose)
        prices = QPushButton("Import a price file\N{HORIZONTAL ELLIPSIS}")
        prices.clicked.connect(self._choose_prices)
        self.buttons.addWidget(prices)
        self.buttons.addWidget(choose)
        self._table.picked.connect(self._picked)
        self._undo.clicked.connect(self._take_back)
        self._raw.clicked.connect(self._show_raw)
        self._formats.clicked.connect(self._show_formats)
        self._compare.clicked.connect(self._show_comparison)
        self._wizard.finished.connect(self._show_history)
        self._wizard.told.connect(self._told.setText)
        self._comparison.finished.connect(self._show_history)
        self._comparison.told.connect(self._told.setText)

    def _history(self) -> QVBoxLayout:
        tools: QHBoxLayout = row(self._undo, self._raw, self._compare, self._formats)
        tools.addStretch(1)
        self._past = holding(column(self._told, self._table, holding(tools), gap=UNIT + UNIT // 2))
        self._past.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = column(gap=UNIT)
        layout.addStretch(1)
        layout.addWidget(self._none_yet)
        layout.addWidget(self._past, 100)
        layout.addWidget(self._try, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        return layout

    def is_empty(self, review: Review) -> bool:
        """The way in is shown for an empty portfolio too."""
        return False

    def finding(self, review: Review) -> str:
        """Say what an import is."""
        return "Every line of a file is accounted for, and every import can be taken back."

    def draw(self, review: Review) -> None:
        """Show the history."""
        self._try.setVisible(review.simulated)
        desk = self.state.desk
        self.state.runner.submit("imports", "store", lambda _: desk.imports.history(), self._listed)

    def _listed(self, batches: tuple[Batch, ...]) -> None:
        self._model.set_rows(batches)
        self._none_yet.setVisible(not batches)
        self._past.setVisible(bool(batches))

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)
        self._wizard.dress(look)
        self._comparison.dress(look)

    def focus_on(self, detail: object) -> None:
        """Read files that were dropped or chosen elsewhere; a single path is a price file."""
        if isinstance(detail, tuple):
            self._begin([path for path in detail if isinstance(path, Path)])
        elif isinstance(detail, Path):
            self._take_prices(detail)

    def _begin(self, paths: Sequence[Path]) -> None:
        self._faces.setCurrentWidget(self._wizard)
        self._wizard.begin(paths)

    def _show_history(self) -> None:
        self._faces.setCurrentIndex(0)

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, "Import broker files", str(Path.home()), STATEMENT
        )
        if names:
            self._begin([Path(name) for name in names])

    def _try_samples(self) -> None:
        from corridor_desktop.services.sample import sample_statements

        self._begin(sample_statements())

    def _choose_prices(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Import a price file", str(Path.home()), "Prices (*.csv *.txt);;All files (*)"
        )
        if name:
            self._take_prices(Path(name))

    def _take_prices(self, path: Path) -> None:
        from corridor_desktop.ui.dialogs.price_file import PriceFileDialog

        dialog = PriceFileDialog(self, path)
        if dialog.exec():
            symbol, currency = dialog.answer()
            desk = self.state.desk
            self.state.do(
                "prices",
                "store",
                lambda _: desk.prices.import_file(path, symbol, currency),
                title=f"Reading {path.name}",
            )

    def _picked(self) -> None:
        chosen = self._table.selected()
        self._undo.setEnabled(bool(chosen) and chosen[0].undone_at is None)
        self._raw.setEnabled(bool(chosen))

    def _take_back(self) -> None:
        chosen = self._table.selected()
        if chosen:
            desk, batch_id = self.state.desk, chosen[0].id
            self.state.do(
                "undo",
                "store",
                lambda _: desk.imports.undo(batch_id),
                self._taken_back,
                title="Taking it back",
            )

    def _taken_back(self, undone: Undone) -> None:
        gone = undone.transactions + undone.statements
        words = f"Taken back: {counted(gone, 'record is', 'records are')} gone"
        if undone.kept:
            stay = counted(undone.kept, "stays", "stay")
            words += f"; {stay}, because another import told the same"
        if undone.reread:
            words += ". Import the files again that are marked so: they left out what is gone now"
        self._told.setText(f"{words}.")

    def _show_raw(self) -> None:
        from corridor_desktop.ui.pages.imports.raw_file import show_raw_file

        chosen = self._table.selected()
        if chosen:
            show_raw_file(self, self.state, chosen[0].digest, chosen[0].file_name, 0)

    def _show_formats(self) -> None:
        from corridor_desktop.ui.dialogs.formats import FormatsDialog

        FormatsDialog(self, self.state.desk.imports).exec()

    def _show_comparison(self) -> None:
        self._faces.setCurrentWidget(self._comparison)
        self._comparison.begin()
