"""The main window: navigation only. Pages are made when they are first visited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.trouble import TroubleStrip
from corridor_desktop.ui.shell.banner import BreachBanner, NoteBanner
from corridor_desktop.ui.shell.header import Header
from corridor_desktop.ui.shell.memory import recall_page, remember_page
from corridor_desktop.ui.shell.rail import Rail
from corridor_desktop.ui.shell.strip import Strip
from corridor_desktop.ui.stylesheet import stylesheet

if TYPE_CHECKING:
    from corridor_desktop.domain.errors import CorridorError
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.pages.page import Page
    from corridor_desktop.ui.shell.welcome import Welcome
    from corridor_desktop.ui.state import AppState

# ``Qt.FocusPolicy.StrongFocus`` as a number, for the reason given in ``parts.words``.
STRONG_FOCUS = 11

PAGES = (
    ("overview", "Overview", "overview"),
    ("holdings", "Holdings", "holdings"),
    ("exposure", "Exposure", "exposure"),
    ("stress", "KOSPI stress", "stress"),
    ("limits", "Limits", "limits"),
    ("what_if", "What if", "what_if"),
    ("timeline", "Timeline", "timeline"),
    ("imports", "Imports", "imports"),
    ("settings", "Settings", "settings"),
)

PageMaker = Callable[["AppState"], "Page"]


class MainWindow(QMainWindow):
    """Rail, header, page, strip. ``makers`` make the pages by key when they are first visited."""

    filesDropped = Signal(list)
    begun = Signal(str)

    def __init__(
        self, state: AppState, makers: Mapping[str, PageMaker], settings: QSettings
    ) -> None:
        super().__init__()
        self.state = state
        self._makers = makers
        self._settings = settings
        self._pages: dict[str, Page] = {}
        self._behind: set[str] = set()
        self._current = "overview"
        self.stays = False
        self.setWindowTitle("Corridor Desktop")
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self.rail = Rail(PAGES)
        self.header = Header()
        self.trouble = TroubleStrip()
        self.banner = BreachBanner()
        self.notes = NoteBanner()
        self._welcome: Welcome | None = None
        self.strip = Strip()
        self._stack = QStackedWidget()
        # Empty until a review is there, or until it is known that nothing is to be opened.
        self._stack.addWidget(QWidget())
        self._lay_out()
        self._wire()
        self._restore()

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setObjectName("content")
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.banner)
        inner.addWidget(self.notes)
        inner.addWidget(self.trouble)
        inner.addWidget(self._stack, 1)
        right = holding(column(self.header, gap=0))
        layout = right.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addWidget(middle, 1)
            layout.addWidget(self.strip)
        whole = row(self.rail, gap=0)
        whole.addWidget(right, 1)
        self.setCentralWidget(holding(whole))

    def _wire(self) -> None:
        runner = self.state.runner
        self.rail.chosen.connect(self.go)
        self.banner.shown.connect(lambda: self.go("limits"))
        runner.started.connect(self.strip.begin)
        runner.progressed.connect(self.strip.progress)
        runner.ended.connect(self.strip.end)
        self.strip.cancelAsked.connect(runner.cancel)
        self.state.reviewChanged.connect(self.show_review)
        self.state.appearanceChanged.connect(self.dress)
        self.state.troubleRaised.connect(self._tell_trouble)

    def _tell_trouble(self, trouble: CorridorError) -> None:
        """Show trouble in place; where nothing is open, with the ways to begin below it."""
        self.trouble.tell(trouble)
        if self.state.review is None:
            self._stack.setCurrentWidget(self.welcome)

    @property
    def welcome(self) -> Welcome:
        """Return the welcome screen, made when it is first shown."""
        if self._welcome is None:
            from corridor_desktop.ui.shell.welcome import Welcome

            self._welcome = Welcome()
            self._welcome.dress(self.state.appearance)
            self._welcome.chosen.connect(self.begun)
            self._stack.addWidget(self._welcome)
        return self._welcome

    def go(self, key: str, detail: object = None) -> None:
        """Open a page; ``detail`` is what it should bring into view."""
        self._current = key
        self.rail.mark(key)
        page = self._page(key)
        if key in self._behind:
            self._behind.discard(key)
            page.show_review(self.state.review)
        self._stack.setCurrentWidget(page)
        if detail is not None:
            page.focus_on(detail)

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            page = self._makers[key](self.state)
            page.wantsPage.connect(self.go)
            page.dress(self.state.appearance)
            self._stack.addWidget(page)
            self._pages[key] = page
            recall_page(self._settings, page)
            page.show_review(self.state.review)
        return self._pages[key]

    @property
    def page(self) -> Page | None:
        """Return the page that is open, ``None`` on the welcome screen."""
        return self._pages.get(self._current)

    def tell_trail(self, place: str) -> None:
        """Show beside a figure how that at a place of the review was made."""
        from corridor_desktop.services.trails import trail_of
        from corridor_desktop.ui.parts.trail_popover import TrailPopover, below

        if self.state.review is None:
            return
        try:
            trail = trail_of(self.state.review, place)
        except UsageTrouble as trouble:
            self._tell_trouble(trouble)
            return
        shown = TrailPopover(self, trail, self.state.appearance)
        shown.open_at(below(QApplication.focusWidget() or self.focusWidget()))

    def explain(self) -> None:
        """Show the trail of the figure that has the keyboard."""
        from corridor_desktop.ui.parts.figures import figure_of

        place = figure_of(QApplication.focusWidget() or self.focusWidget())
        if place:
            self.tell_trail(place)
        else:
            self.strip.tell("Go to a figure with Tab or the arrow keys, then ask again.")

    def show_review(self, review: Review | None) -> None:
        """Swap a review into the page in view; the others take it when they are opened."""
        self.header.show_review(review)
        self.strip.show_review(review)
        self.banner.show_review(review)
        self.rail.set_badge("limits", len(review.open_breaches) if review else 0)
        self._behind = set(self._pages) - {self._current}
        if self.page is not None:
            self.page.show_review(review)
        if review is None:
            self._stack.setCurrentWidget(self.welcome)
        elif self.page is not self._stack.currentWidget():
            self.go(self._current)

    def dress(self, look: Appearance) -> None:
        """Change the appearance of everything, live."""
        self.setStyleSheet(stylesheet(look))
        for part in (self.rail, self.header):
            part.dress(look)
        if self._welcome is not None:
            self._welcome.dress(look)
        for page in self._pages.values():
            page.dress(look)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go on in the order of the page; parts that were made late stand where they are seen."""
        page = self._stack.currentWidget()
        if page is not None:
            from corridor_desktop.ui.parts.tab_order import order_tabs

            order_tabs(page)
        return super().focusNextPrevChild(forward)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import dropped files."""
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            self.filesDropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the geometry and let workers end; in the background, only hide."""
        if self.stays and event.spontaneous():
            event.ignore()
            self.hide()
            return
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._settings.setValue("window/page", self._current)
        self._settings.setValue("window/narrow", self.rail.narrow)
        for page in self._pages.values():
            remember_page(self._settings, page)
        self._settings.sync()
        self.state.runner.wait()
        super().closeEvent(event)

    def _restore(self) -> None:
        geometry = self._settings.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        else:
            self.resize(1280, 800)
        page = self._settings.value("window/page")
        if isinstance(page, str) and page in self._makers:
            self._current = page
        if self._settings.value("window/narrow", False, bool):
            self.rail.toggle()
        self.rail.mark(self._current)
        self.setProperty("focusPolicy", STRONG_FOCUS)
