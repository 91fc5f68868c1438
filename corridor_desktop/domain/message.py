"""A message as a code with parameters, so that the Qt-free stages never word anything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """What to tell the user, not yet in words.

    ``code`` names a sentence of ``resources/words``; ``params`` are its values as text,
    in the order they were given.
    """

    code: str
    params: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, /, **params: object) -> Message:
        """Build a message; every parameter becomes text."""
        return cls(code, tuple((name, str(value)) for name, value in params.items()))

    def values(self) -> dict[str, str]:
        """Return the parameters as a mapping for formatting."""
        return dict(self.params)
