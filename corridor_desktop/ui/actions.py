"""What the menu offers, declared; the verbs behind it live in ``files`` and the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

Keys = QKeySequence.StandardKey
Role = QAction.MenuRole


@dataclass(frozen=True, slots=True)
class Command:
    """A menu entry. ``key`` names the verb; ``needs_file`` greys it while nothing is open."""

    key: str
    menu: str
    text: str
    shortcut: QKeySequence.StandardKey | str | None = None
    needs_file: bool = True
    role: QAction.MenuRole = Role.NoRole
    rule_before: bool = False


COMMANDS = (
    Command("new", "&File", "&New portfolio\N{HORIZONTAL ELLIPSIS}", Keys.New, False),
    Command("open", "&File", "&Open\N{HORIZONTAL ELLIPSIS}", Keys.Open, False),
    Command("recent", "&File", "Open &recent", None, False),
    Command("sample", "&File", "Open the &sample portfolio", None, False),
    Command(
        "import", "&File", "&Import broker files\N{HORIZONTAL ELLIPSIS}", "Ctrl+I", rule_before=True
    ),
    Command("import_prices", "&File", "Import a &price file\N{HORIZONTAL ELLIPSIS}"),
    Command(
        "report",
        "&File",
        "&Report as PDF or HTML\N{HORIZONTAL ELLIPSIS}",
        Keys.Print,
        rule_before=True,
    ),
    Command("export", "&File", "&Export all data as CSV\N{HORIZONTAL ELLIPSIS}"),
    Command("copy", "&File", "Save a &copy\N{HORIZONTAL ELLIPSIS}", Keys.SaveAs, rule_before=True),
    Command("backup", "&File", "&Back up now"),
    Command("restore", "&File", "Restore a bac&kup\N{HORIZONTAL ELLIPSIS}", None, False),
    Command("verify", "&File", "C&heck the file"),
    Command("protect", "&File", "Encrypt, or change the &passphrase\N{HORIZONTAL ELLIPSIS}"),
    Command("unprotect", "&File", "Stop encr&ypting\N{HORIZONTAL ELLIPSIS}"),
    Command("quit", "&File", "&Quit", Keys.Quit, False, Role.QuitRole, rule_before=True),
    Command("undo", "&Edit", "&Undo", Keys.Undo),
    Command("redo", "&Edit", "&Redo", "Ctrl+Shift+Z"),
    Command("palette", "&View", "Search actions and &holdings", "Ctrl+K", False),
    Command("explain", "&View", "&Where does this figure come from?", Keys.WhatsThis),
    Command("refresh", "&View", "&Refresh prices", Keys.Refresh),
    Command("preferences", "&View", "&Settings", Keys.Preferences, True, Role.PreferencesRole),
    Command("guide", "&Help", "&Guide", Keys.HelpContents, False),
    Command("system", "&Help", "System &report\N{HORIZONTAL ELLIPSIS}", None, False),
    Command("sanctions", "&Help", "&Sanctions notice", None, False),
    Command("licences", "&Help", "&Licences", None, False),
    Command("updates", "&Help", "Look for a newer &version\N{HORIZONTAL ELLIPSIS}", None, False),
    Command("about", "&Help", "&About Corridor Desktop", None, False, Role.AboutRole),
)


def build_menus(
    window: QMainWindow, verbs: Mapping[str, Callable[[], object]]
) -> dict[str, QAction]:
    """Fill the menu bar from the declared commands; return the actions by key."""
    menus: dict[str, QMenu] = {}
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        menu = menus.get(command.menu)
        if menu is None:
            menu = menus[command.menu] = window.menuBar().addMenu(command.menu)
        if command.rule_before:
            menu.addSeparator()
        action = QAction(command.text, window)
        action.setMenuRole(command.role)
        action.triggered.connect(verbs[command.key])
        menu.addAction(action)
        actions[command.key] = action
    return actions


def bind_keys(actions: Mapping[str, QAction]) -> None:
    """Give the actions their keys.

    Apart from the menus, as the first key sequence makes PySide6 build every enumeration of
    ``Qt``: that may wait until the window is painted.
    """
    for command in COMMANDS:
        if command.shortcut is not None:
            actions[command.key].setShortcut(QKeySequence(command.shortcut))


def shown_key(action: QAction) -> str:
    """Return the key of an action as the platform writes it."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def allow(actions: Mapping[str, QAction], *, file_open: bool) -> None:
    """Grey what needs a portfolio while none is open."""
    for command in COMMANDS:
        actions[command.key].setEnabled(file_open or not command.needs_file)
