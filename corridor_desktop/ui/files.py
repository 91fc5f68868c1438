"""What the File menu does: each asks for a path and hands a verb to the desk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor_desktop.domain.secret import Secret
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.safekeeping import SafeVerbs
    from corridor_desktop.ui.shell.window import MainWindow
    from corridor_desktop.ui.state import AppState

SUFFIX = ".corridor"
PORTFOLIO = f"Portfolio (*{SUFFIX})"
STATEMENT = "Broker exports (*.csv *.txt *.tsv *.xls *.xlsx);;All files (*)"


class FileVerbs(QObject):
    """The verbs of the File menu on one window."""

    def __init__(
        self,
        window: MainWindow,
        state: AppState,
        folder: Path,
        print_report: Callable[[Review, Path, str], None],
        safe: SafeVerbs,
    ) -> None:
        super().__init__(window)
        self._safe = safe
        self._window, self._state = window, state
        self._folder = folder
        self._print_report = print_report

    def new(self) -> bool:
        """Create a portfolio; tell whether one was created."""
        from corridor_desktop.ui.dialogs.new_portfolio import NewPortfolioDialog
        from corridor_desktop.ui.dialogs.passphrase import SetPassphraseDialog

        dialog = NewPortfolioDialog(self._window, self._folder)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return False
        path, base, name = dialog.answer()
        key: Secret | None = None
        if dialog.encrypt.isChecked():
            asked = SetPassphraseDialog(
                self._window, "Encrypt the new portfolio", "Create", offer_key=False
            )
            if asked.exec() != QDialog.DialogCode.Accepted:
                return False
            key, remember = asked.answer()
        desk = self._state.desk

        def work(_: object) -> str:
            desk.new(path, base, name, key)
            return desk.vault.remember_quietly() if key is not None and remember else ""

        self._state.do("file", "store", work, self._created, title="Creating")
        return True

    def _created(self, said: str) -> None:
        if said:
            self._window.strip.tell(said)

    def open(self) -> None:
        """Open a portfolio file."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open a portfolio", str(self._folder), PORTFOLIO
        )
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a portfolio file that is named already."""
        self._safe.open_path(path)

    def start_with(self, path: Path) -> None:
        """Open what the program was started with: a portfolio, or a table for the last one."""
        last = next(iter(self._state.desk.recent()), None)
        if path.suffix == SUFFIX or last is None:
            self.take([path])
            return
        desk = self._state.desk
        self._state.do(
            "file", "store", lambda _: desk.open(last.path),
            lambda _: self.take([path]), title=f"Opening {last.path.name}",
        )  # fmt: skip

    def sample(self) -> None:
        """Open a fresh copy of the sample."""
        desk = self._state.desk
        self._state.do(
            "file", "store", lambda _: desk.open_sample(), title="Making the sample portfolio"
        )

    def import_statements(self) -> None:
        """Choose broker files and go to the import page."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "Import broker files", str(Path.home()), STATEMENT
        )
        if names:
            self.take([Path(name) for name in names])

    def take(self, paths: Sequence[Path]) -> None:
        """Read files on the import page; create a portfolio first where none is open."""
        portfolios = [path for path in paths if path.suffix == SUFFIX]
        if portfolios:
            self.open_path(portfolios[0])
        elif self._state.desk.path is not None or self.new():
            self._window.go("imports", tuple(paths))

    def import_prices(self) -> None:
        """Choose a price file and go to where its symbol is asked for."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Import a price file", str(Path.home()), "Prices (*.csv *.txt)"
        )
        if name:
            self._window.go("imports", Path(name))

    def report(self) -> None:
        """Write the report."""
        review = self._state.review
        if review is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            "Write the report",
            str(Path.home() / f"Portfolio {review.as_of.isoformat()}.pdf"),
            "PDF (*.pdf);;HTML (*.html)",
        )
        if name:
            out = Path(name)
            # Fonts and painters of Qt's text engine belong to the GUI thread.
            self._print_report(review, out, self._state.desk.settings.get("report_paper"))
            self._window.strip.tell(f"Wrote {out.name}.")

    def export(self) -> None:
        """Write all data as CSV."""
        name = QFileDialog.getExistingDirectory(
            self._window, "Choose an empty folder", str(Path.home())
        )
        if name:
            desk, told = self._state.desk, self._window.strip.tell
            self._state.runner.submit(
                "export",
                "store",
                lambda _: desk.export(Path(name)),
                lambda written: told(f"Wrote {len(written)} files."),
                title="Exporting",
            )

    def copy(self) -> None:
        """Write a copy of the portfolio."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Save a copy", str(self._folder), PORTFOLIO
        )
        if name:
            desk, told = self._state.desk, self._window.strip.tell
            self._state.runner.submit(
                "copy",
                "store",
                lambda _: desk.save_copy(Path(name), overwrite=True),
                lambda _: told("The copy is written."),
                title="Copying",
            )

    def back_up(self) -> None:
        """Write a dated copy into the backup folder."""
        desk, told = self._state.desk, self._window.strip.tell
        self._state.runner.submit(
            "backup",
            "store",
            lambda _: desk.back_up(),
            lambda path: told(f"Backed up to {path}."),
            title="Backing up",
        )
