"""A secret in memory that never shows itself by accident: not in a log, not in a traceback."""

from __future__ import annotations

import unicodedata


class Secret:
    """A passphrase or a key. It has no text form of its own; ``reveal`` is said on purpose.

    Composed and decomposed accents count as the same passphrase.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = unicodedata.normalize("NFC", value)

    def reveal(self) -> str:
        """Return the secret itself."""
        return self._value

    def __repr__(self) -> str:
        return "<secret>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)
