"""Open the window: paint first, then open the portfolio and load what is heavy."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication, QMenu

from corridor_desktop import APP_ID, __version__
from corridor_desktop.services.resources import icon_file
from corridor_desktop.ui.actions import allow, bind_keys, build_menus, shown_key
from corridor_desktop.ui.appearance import APPEARANCES, DARK, LIGHT, Appearance
from corridor_desktop.ui.background import Background
from corridor_desktop.ui.edits import EditVerbs
from corridor_desktop.ui.files import FileVerbs
from corridor_desktop.ui.page_makers import page_makers
from corridor_desktop.ui.safekeeping import SafeVerbs
from corridor_desktop.ui.shell.window import PAGES, MainWindow
from corridor_desktop.ui.state import AppState
from corridor_desktop.ui.tasks import TaskRunner
from corridor_desktop.ui.updates import UpdateVerbs

if TYPE_CHECKING:
    from corridor_desktop.services.desk import Desk
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.shell.palette import Entry


_log = logging.getLogger("corridor.crash")

# Half of the lightness of 255 that Qt gives to white.
_MIDDLE = 128

AFTER_START = 20_000
"""Milliseconds before the program looks for a newer version, if that was agreed to."""


@dataclass(frozen=True, slots=True)
class Start:
    """What to show first: a file, the sample, or neither; and where settings and files lie."""

    settings: Path
    folder: Path
    file: Path | None = None
    sample: bool = False


def application() -> QApplication:
    """Return the one application object, made when there is none."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Corridor Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(APP_ID)
    app.setWindowIcon(QIcon(icon_file("application")))
    app.setStyle("Fusion")
    return app


def system_appearance() -> Appearance:
    """Return the appearance that the system asks for.

    The style's own palette tells it, whatever palette the program has put on since; asking for
    ``Qt.ColorScheme`` would build every enumeration of ``Qt`` before the first paint.
    """
    window = QApplication.style().standardPalette().window().color()
    return DARK if window.lightness() < _MIDDLE else LIGHT


class Application:
    """One window over one desk, wired."""

    def __init__(
        self,
        make_desk: Callable[[], Desk],
        start: Start,
        print_report: Callable[[Review, Path, str], None],
        runner: TaskRunner | None = None,
    ) -> None:
        self._app = application()
        self._start = start
        self.state = AppState(make_desk, runner or TaskRunner(), system_appearance())
        settings = QSettings(str(start.settings), QSettings.Format.IniFormat)
        self.window = MainWindow(self.state, page_makers(), settings)
        self.safe = SafeVerbs(self.window, self.state, start.folder)
        self.files = FileVerbs(self.window, self.state, start.folder, print_report, self.safe)
        self.edits = EditVerbs(self.state, self.window.strip.tell)
        self.updates = UpdateVerbs(self.window, self.state)
        self._actions = build_menus(self.window, self._verbs())
        self._telling = False
        self._backed_up: Path | None = None
        self._recent = QMenu(self.window)
        self._recent.aboutToShow.connect(self._list_recent)
        self._recent.triggered.connect(self._open_recent)
        self._actions["recent"].setMenu(self._recent)
        self.window.begun.connect(self._welcome)
        self.window.filesDropped.connect(self.files.take)
        self.window.header.refreshAsked.connect(self.refresh)
        self.window.header.searchAsked.connect(self.search)
        self.state.reviewChanged.connect(self._reviewed)
        self.state.verbAsked.connect(self._do)
        self.state.appearanceChanged.connect(self._dress)
        self.state.runner.crashed.connect(self._crashed)
        self._app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.background = Background(self.window, self.state)
        self.state.dress(self.state.appearance)
        allow(self._actions, file_open=False)
        self.edits.name(self._actions, file_open=False)

    def _verbs(self) -> dict[str, Callable[[], object]]:
        files = self.files
        return {
            "new": files.new,
            "open": files.open,
            "recent": lambda: None,
            "sample": files.sample,
            "import": files.import_statements,
            "import_prices": files.import_prices,
            "report": files.report,
            "export": files.export,
            "copy": files.copy,
            "backup": files.back_up,
            "restore": self.safe.restore_any,
            "verify": self.safe.verify,
            "protect": self.safe.protect,
            "unprotect": self.safe.unprotect,
            "system": self.safe.system_report,
            "quit": self._quit,
            "undo": self.edits.undo,
            "redo": self.edits.redo,
            "palette": self.search,
            "explain": self.window.explain,
            "refresh": self.refresh,
            "preferences": lambda: self.window.go("settings"),
            "sanctions": self._sanctions,
            "licences": self._licences,
            "guide": self._guide,
            "updates": self.updates.open,
            "about": self._about,
        }

    def show(self) -> None:
        """Show the window; once it is painted, open what was asked for."""
        self.window.show()
        QTimer.singleShot(0, self._begin)

    def leave(self) -> None:
        """Keep what was shown for the next start, and let go of the file."""
        try:
            self.safe.keep_review()
        finally:
            self.state.desk.close()

    def bind_keys(self) -> None:
        """Give menus and pages their keys."""
        bind_keys(self._actions)
        self.window.rail.bind_keys()
        self.window.header.tell_key(shown_key(self._actions["palette"]))

    def _begin(self) -> None:
        self.bind_keys()
        if self._start.sample:
            self.files.sample()
        elif self._start.file is not None:
            self.files.start_with(self._start.file)
        else:
            last = next(iter(self.state.desk.recent()), None)
            if last is not None:
                self.files.open_path(last.path)
            else:
                self.state.show(None)
        QTimer.singleShot(AFTER_START, self.updates.look_by_itself)

    def _do(self, verb: str) -> None:
        """Do what a page asks for: what the menu does, or with the keyring."""
        if verb in self._actions:
            self._actions[verb].trigger()
        else:
            self.safe.keep_in_keyring(wanted=verb == "remember")

    def take(self, paths: tuple[Path, ...]) -> None:
        """Come to the front, and take the files that came from outside."""
        if self.window.isMinimized():
            self.window.showNormal()
        self.window.show()
        self.window.activateWindow()
        if paths:
            self.files.take(paths)

    def _list_recent(self) -> None:
        self._recent.clear()
        for found in self.state.desk.recent():
            action = self._recent.addAction(found.name or found.path.stem)
            action.setToolTip(str(found.path))
            action.setData(str(found.path))
        if self._recent.isEmpty():
            self._recent.addAction("Nothing was opened yet").setEnabled(False)

    def _open_recent(self, action: QAction) -> None:
        self.files.open_path(Path(str(action.data())))

    def _welcome(self, choice: str) -> None:
        {
            "import": self.files.import_statements,
            "sample": self.files.sample,
            "restore": self.safe.restore_any,
        }[choice]()

    def refresh(self) -> None:
        """Pull prices from the price source."""
        desk = self.state.desk

        def told(report: object) -> None:
            failed = len(getattr(report, "failures", ()))
            count = len(getattr(report, "series", ()))
            words = f"{count} symbols refreshed"
            self.window.strip.tell(f"{words}, {failed} failed: see Settings." if failed else words)

        self.state.do(
            "prices", "net", lambda job: desk.prices.refresh(None, job), told,
            title="Refreshing prices",
        )  # fmt: skip

    def search(self) -> None:
        """Open the command palette."""
        from corridor_desktop.ui.shell.palette import CommandPalette

        palette = CommandPalette(self.window, self._entries())
        palette.move(self.window.geometry().center() - palette.rect().center())
        palette.show()

    def _entries(self) -> list[Entry]:
        from corridor_desktop.ui.shell.palette import Entry

        entries = [
            Entry(f"Go to {title}", f"go to {title}", lambda key=key: self.window.go(key))  # type: ignore[misc]
            for key, title, _ in PAGES
        ]
        for action in self._actions.values():
            if action.isEnabled():
                text = action.text().replace("&", "")
                entries.append(Entry(text, text, action.trigger))
        review = self.state.review
        for line in review.valuation.lines if review else ():
            thing = line.instrument
            words = f"{thing.name} {thing.label} {thing.ticker or ''} {thing.isin or ''}"
            entries.append(
                Entry(
                    f"{thing.name}  ({thing.label})",
                    words,
                    lambda key=thing.id: self.window.go("holdings", key),  # type: ignore[misc]
                )
            )
        return entries

    def _reviewed(self, review: Review | None) -> None:
        allow(self._actions, file_open=review is not None)
        self.edits.name(self._actions, file_open=review is not None)
        if review is None:
            self._backed_up = None
            self.window.notes.tell(())
            return
        self._take_settings()
        desk = self.state.desk
        self.state.runner.submit("notes", "store", lambda _: desk.notes(), self.window.notes.tell)
        path = desk.path
        if path is not None and path != self._backed_up:
            self._backed_up = path
            self.safe.daily_backup()

    def _take_settings(self) -> None:
        chosen = self.state.desk.settings.all()
        wanted = APPEARANCES.get(chosen["appearance"], system_appearance())
        self.state.east_asian = chosen["rise_colour"] == "red"
        if self.state.east_asian:
            wanted = wanted.east_asian()
        if wanted != self.state.appearance:
            self.state.dress(wanted)
        self.background.follow(chosen["background"])

    def _follow_system(self) -> None:
        if self.state.review is None:
            self.state.dress(system_appearance())
        else:
            self._take_settings()

    def _dress(self, look: Appearance) -> None:
        self._app.setPalette(look.palette())

    def _crashed(self, error: Exception) -> None:
        """Write a bug to the log and show one calm dialog; a bug in the report stays in the log."""
        _log.critical("Unforeseen in a task", exc_info=error)
        if self._telling:
            return
        self._telling = True
        from corridor_desktop.services.report_trouble import report

        clock = self.state.desk.clock
        self.state.runner.submit("crash", "math", lambda _: report(clock, error), self._tell_crash)

    def _tell_crash(self, text: str) -> None:
        from corridor_desktop.ui.dialogs.report_text import ReportDialog

        words = "This is a mistake in the program. Your portfolio file was not changed by it."
        ReportDialog(self.window, "Something went wrong", words, text).exec()
        self._telling = False

    def _quit(self) -> None:
        if self.background.on:
            self.background.leave()
        else:
            self.window.close()

    def _guide(self) -> None:
        from corridor_desktop.ui.dialogs.guide import GuideDialog

        GuideDialog(self.window).show()

    def _sanctions(self) -> None:
        from corridor_desktop.services.theme_pack import sanctions_notice
        from corridor_desktop.ui.dialogs.reading import ReadingDialog

        ReadingDialog(self.window, "Sanctions notice", sanctions_notice()).exec()

    def _licences(self) -> None:
        from corridor_desktop.services.licences import licences_page
        from corridor_desktop.ui.dialogs.reading import ReadingDialog

        ReadingDialog(self.window, "Licences", licences_page()).exec()

    def _about(self) -> None:
        from PySide6.QtWidgets import QMessageBox

        QMessageBox.about(
            self.window,
            "About Corridor Desktop",
            f"<b>Corridor Desktop {__version__}</b><p>What a portfolio hangs on, what a bad day "
            "in Seoul costs, which limits hold. It gives no advice.</p><p>MIT licence.</p>",
        )


def refuse(told: str) -> None:
    """Say in a window of its own why the program cannot start."""
    from PySide6.QtWidgets import QMessageBox

    application()
    QMessageBox.critical(None, "Corridor Desktop", told)


def open_window(
    make_desk: Callable[[], Desk],
    start: Start,
    print_report: Callable[[Review, Path, str], None],
) -> int:
    """Open the window and run until it is closed; return the exit code.

    Where a window of the same user stands already, that one takes the file instead.
    """
    from corridor_desktop.ui.arrivals import Arrivals, hand_over, place_of

    app = application()
    place = place_of(start.settings.parent)
    if not start.sample and hand_over(place, (start.file,) if start.file else ()):
        return 0
    arrivals = Arrivals(place, app)
    app.installEventFilter(arrivals)
    running = Application(make_desk, start, print_report)
    arrivals.came.connect(running.take)
    running.show()
    code = app.exec()
    arrivals.close()
    running.leave()
    return code
