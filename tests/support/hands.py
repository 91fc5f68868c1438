"""Two ways to use the window: with the keyboard alone, and with the mouse alone.

Neither calls a method of the product; both press what a person would press, and fail where that
cannot be reached.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QStyle,
    QStyleOptionSpinBox,
    QTableView,
    QWidget,
)

from corridor_desktop.ui.shell.window import PAGES

Kind = TypeVar("Kind", bound=QWidget)
Key, Left = Qt.Key, Qt.MouseButton.LeftButton
PATIENCE, EACH = 2400, 50
"""How often a dialog is looked for, and milliseconds between."""

LONG = 60_000
"""Milliseconds that a crowded machine may take to bring a window to the front."""

FAR = 400
"""Presses of Tab after which something counts as out of reach."""


def settle() -> None:
    """Let everything that waits happen."""
    for _ in range(6):
        QEventLoop().processEvents()


def found(top: QWidget, kind: type[Kind], name: str) -> Kind:
    """Return the visible widget of a kind with this name or these words."""
    for one in top.findChildren(kind):
        words = one.text().replace("&", "") if isinstance(one, QAbstractButton) else ""
        if one.isVisible() and name in {words.strip(), one.accessibleName(), one.objectName()}:
            return one
    raise AssertionError(f"no {kind.__name__} called {name!r} is shown")


class Hands(ABC):
    """What a person does. ``window`` is the one window."""

    def __init__(self, window: QMainWindow) -> None:
        self.window = window

    def answering(self, press: Callable[[], None], *answers: Callable[[QDialog], None]) -> None:
        """Press what opens dialogs one after the other, and answer each."""
        waiting, seen, troubles = list(answers), list[QWidget](), list[AssertionError]()
        left = [PATIENCE]

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            left[0] -= 1
            if isinstance(dialog, QDialog) and dialog not in seen and waiting:
                seen.append(dialog)
                step = waiting.pop(0)
                QTimer.singleShot(EACH, look)
                try:
                    step(dialog)
                except AssertionError as trouble:
                    troubles.append(trouble)
                    dialog.reject()
            elif left[0] > 0 and (waiting or dialog is not None):
                QTimer.singleShot(EACH, look)
            elif isinstance(dialog, QDialog):
                troubles.append(AssertionError(f"{dialog.windowTitle()!r} does not close"))
                dialog.reject()

        QTimer.singleShot(EACH, look)
        press()
        while waiting and left[0] > 0:
            QTest.qWait(EACH)
        if troubles:
            raise troubles[0]
        assert not waiting, "a dialog did not come"

    @abstractmethod
    def press(self, name: str, top: QWidget | None = None) -> None:
        """Press a button."""

    @abstractmethod
    def go(self, key: str) -> None:
        """Open a page."""

    @abstractmethod
    def select(self, table: QTableView, rows: int, start: int = 0) -> None:
        """Select some rows of a table, from ``start`` on."""

    @abstractmethod
    def count(self, field: QAbstractSpinBox, value: int) -> None:
        """Bring a number field from nought to a value."""

    @abstractmethod
    def menu(self, menu: str, entry: str) -> None:
        """Choose an entry of the menu bar."""

    @abstractmethod
    def choose_files(self, dialog: QDialog, *paths: Path) -> None:
        """Choose files of one folder that exist."""

    @abstractmethod
    def pick(self, box: QComboBox, text: str) -> None:
        """Choose an entry of a box."""

    def accept(self, dialog: QDialog, button: str) -> None:
        """Accept what a dialog proposes."""
        self.press(button, dialog)


class Keyboard(Hands):
    """Tab, arrows, space, Return, letters and shortcuts."""

    def _reach(self, wanted: QWidget) -> QWidget:
        """Press Tab until a widget has the keyboard, as a person who sees no mouse would."""
        top = wanted.window()
        top.activateWindow()
        assert QTest.qWaitForWindowActive(top, LONG), "the window never gets the keyboard"
        wanted = wanted.focusProxy() or wanted
        for _ in range(FAR):
            now = QApplication.focusWidget()
            now = top if now is None or now.window() is not top else now
            if now is wanted:
                return now
            QTest.keyClick(now, Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {wanted.accessibleName() or wanted!r}")

    def press(self, name: str, top: QWidget | None = None) -> None:
        QTest.keyClick(self._reach(found(top or self.window, QAbstractButton, name)), Key.Key_Space)
        settle()

    def accept(self, dialog: QDialog, button: str) -> None:
        assert found(dialog, QAbstractButton, button).isEnabled()
        QTest.keyClick(dialog.focusWidget(), Key.Key_Return)

    def go(self, key: str) -> None:
        place = [page for page, _, _ in PAGES].index(key)
        QTest.keyClick(self.window, Key(Key.Key_1 + place), Qt.KeyboardModifier.ControlModifier)
        settle()

    def select(self, table: QTableView, rows: int, start: int = 0) -> None:
        self._reach(table)
        QTest.keyClick(table, Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        # Control moves without choosing; space chooses.
        QTest.keyClick(table, Key.Key_Space)
        for _ in range(start):
            QTest.keyClick(table, Key.Key_Down)
        for _ in range(rows - 1):
            QTest.keyClick(table, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        settle()

    def count(self, field: QAbstractSpinBox, value: int) -> None:
        self._reach(field)
        field.selectAll()
        QTest.keyClicks(field, str(value))

    def write(self, field: QLineEdit, text: str) -> None:
        """Type into a field; a mouse cannot."""
        self._reach(field)
        QTest.keyClicks(field, text)

    def menu(self, menu: str, entry: str) -> None:
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window, LONG)
        bar = self.window.menuBar()
        action = next(one for one in bar.actions() if one.text().replace("&", "") == menu)
        letter = action.text()[action.text().index("&") + 1]
        QTest.keyClick(self.window, Key[f"Key_{letter.upper()}"], Qt.KeyboardModifier.AltModifier)
        settle()
        popup = QApplication.activePopupWidget()
        assert popup is not None, f"Alt+{letter} opens no menu"
        for _ in range(len(popup.actions()) + 1):
            now = popup.activeAction()  # type: ignore[attr-defined]
            if now is not None and now.text().replace("&", "") == entry:
                break
            QTest.keyClick(popup, Key.Key_Down)
        QTest.keyClick(popup, Key.Key_Return)
        settle()

    def pick(self, box: QComboBox, text: str) -> None:
        self._reach(box)
        while box.currentText() != text:
            before = box.currentIndex()
            QTest.keyClick(box, Key.Key_Down)
            assert box.currentIndex() > before, f"there is no {text!r}"

    def choose_files(self, dialog: QDialog, *paths: Path) -> None:
        assert isinstance(dialog, QFileDialog)
        field = found(dialog, QLineEdit, "fileNameEdit")
        self._reach(field)
        field.selectAll()
        names = [str(path) for path in paths]
        QTest.keyClicks(field, names[0] if len(names) == 1 else " ".join(map('"{}"'.format, names)))
        self.press("Open", dialog)


class Mouse(Hands):
    """Clicks on what is seen, nothing else."""

    def _bring(self, wanted: QWidget) -> None:
        """Turn the wheel of every scrolling area until a widget is in view."""
        parent = wanted.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(wanted)
            parent = parent.parentWidget()
        settle()

    def _click(self, widget: QWidget, where: QPoint | None = None) -> None:
        at = where or widget.rect().center()
        self._bring(widget)
        top = widget.window()
        under = top.childAt(widget.mapTo(top, at))
        assert under is not None, f"{widget!r} is out of sight"
        assert under is widget or widget.isAncestorOf(under) or under.isAncestorOf(widget)
        QTest.mouseClick(widget, Left, pos=at)
        settle()

    def press(self, name: str, top: QWidget | None = None) -> None:
        self._click(found(top or self.window, QAbstractButton, name))

    def go(self, key: str) -> None:
        title = next(title for page, title, _ in PAGES if page == key)
        buttons = self.window.findChildren(QAbstractButton)
        self._click(next(one for one in buttons if one.property("page") == key), None)
        assert title

    def select(self, table: QTableView, rows: int, start: int = 0) -> None:
        model = table.model()
        for place, held in ((start, False), (start + rows - 1, True))[: min(rows, 2)]:
            rect = table.visualRect(model.index(place, 0))
            keys = Qt.KeyboardModifier.ShiftModifier if held else Qt.KeyboardModifier.NoModifier
            QTest.mouseClick(table.viewport(), Left, keys, rect.center())
        settle()

    def count(self, field: QAbstractSpinBox, value: int) -> None:
        self._bring(field)
        option = QStyleOptionSpinBox()
        field.initStyleOption(option)
        up = field.style().subControlRect(
            QStyle.ComplexControl.CC_SpinBox, option, QStyle.SubControl.SC_SpinBoxUp, field
        )
        for _ in range(value):
            QTest.mouseClick(field, Left, pos=up.center())
        settle()

    def menu(self, menu: str, entry: str) -> None:
        bar = self.window.menuBar()
        action = next(one for one in bar.actions() if one.text().replace("&", "") == menu)
        QTest.mouseClick(bar, Left, pos=bar.actionGeometry(action).center())
        settle()
        popup = QApplication.activePopupWidget()
        assert popup is not None, f"{menu} opens no menu"
        chosen = next(one for one in popup.actions() if one.text().replace("&", "") == entry)
        QTest.mouseClick(popup, Left, pos=popup.actionGeometry(chosen).center())  # type: ignore[attr-defined]
        settle()

    def pick(self, box: QComboBox, text: str) -> None:
        QTest.mouseClick(box, Left, pos=QPoint(box.width() - 8, box.height() // 2))
        settle()
        view, place = box.view(), box.findText(text)
        assert view.isVisible(), "the box does not open"
        index = box.model().index(place, 0)
        view.scrollTo(index)
        QTest.mouseMove(view.viewport(), view.visualRect(index).center())
        QTest.mouseClick(view.viewport(), Left, pos=view.visualRect(index).center())
        settle()
        assert box.currentText() == text

    def choose_files(self, dialog: QDialog, *paths: Path) -> None:
        assert isinstance(dialog, QFileDialog)
        assert Path(dialog.directory().absolutePath()) == paths[0].parent
        known = {"listView", "treeView"}
        views = dialog.findChildren(QAbstractItemView)
        view = next(one for one in views if one.isVisible() and one.objectName() in known)
        for _ in range(1000):
            if all(_named(view, path.name).isValid() for path in paths):
                break
            QTest.qWait(20)
        for place, path in enumerate(paths):
            index = _named(view, path.name)
            view.scrollTo(index)
            keys = Qt.KeyboardModifier
            held = keys.ControlModifier if place else keys.NoModifier
            QTest.mouseClick(view.viewport(), Left, held, view.visualRect(index).center())
        self.press("Open", dialog)


def _named(view: QAbstractItemView, name: str) -> QModelIndex:
    model = view.model()
    for row in range(model.rowCount(view.rootIndex())):
        index = model.index(row, 0, view.rootIndex())
        if index.data() == name:
            return index
    return QModelIndex()
