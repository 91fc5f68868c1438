"""Message codes become sentences here; the sentences are data in ``resources/words``."""

from __future__ import annotations

import tomllib
from functools import cache

from corridor_desktop.domain.message import Message
from corridor_desktop.host.paths import resource_folder


@cache
def catalogue(language: str = "en") -> dict[str, str]:
    """Return every sentence of a language by code; files are merged by name order."""
    folder = resource_folder() / "words" / language
    merged: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        merged.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return merged


def say(message: Message, language: str = "en") -> str:
    """Return the sentence of a message; an unknown code is shown bare, never hidden.

    Where there is a sentence of its own for a ``count`` of one (``code#one``), it is taken then.
    """
    known, values = catalogue(language), message.values()
    template = known.get(message.code)
    if values.get("count") == "1":
        template = known.get(f"{message.code}#one", template)
    if template is None:
        return " ".join([message.code, *(f"{key}={value}" for key, value in message.params)])
    return template.format(**values)
