"""Settings of the open portfolio: what they are, and another value for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import Answer, Command, Outside, option
from corridor_desktop.services.settings import SETTINGS

if TYPE_CHECKING:
    from argparse import Namespace


def _answer(outside: Outside) -> Answer:
    values = outside.desk.settings.all()
    document: dict[str, Any] = {
        "settings": [
            {
                "key": each.key,
                "value": values[each.key],
                "default": each.default,
                "title": each.title,
                "help": each.help,
                "choices": [value for value, _ in each.choices],
            }
            for each in SETTINGS
        ]
    }
    rows = [
        (each.key, values[each.key], dict(each.choices).get(values[each.key], ""), each.title)
        for each in SETTINGS
    ]
    return Answer(document, text.table(("setting", "value", "", "what it is"), rows, "    "))


def list_settings(_: Namespace, outside: Outside) -> Answer:
    """Show every setting with its value."""
    return _answer(outside)


def set_one(arguments: Namespace, outside: Outside) -> Answer:
    """Change one setting."""
    outside.desk.settings.set(arguments.key, arguments.value)
    return _answer(outside)


COMMANDS = (
    Command("settings list", "show every setting with its value", list_settings),
    Command(
        "settings set",
        "change one setting",
        set_one,
        (
            option("key", help="which setting, as the list shows it"),
            option("value", help="its value"),
        ),
    ),
)
