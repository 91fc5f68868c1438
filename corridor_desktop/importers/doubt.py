"""Why one row cannot be read without the user; caught where rows become bins."""

from __future__ import annotations

from typing import Final

from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.contract import IGNORE

KIND_CHOICES: Final = (*(str(kind) for kind in Kind), IGNORE)


class Doubt(Exception):
    """A row waits. ``subject`` is the distinct value that is asked about once."""

    def __init__(
        self,
        code: str,
        column: str,
        subject: str = "",
        choices: tuple[str, ...] = (IGNORE,),
        **params: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.subject = subject
        self.choices = choices
        self.params = params


class Skip(Exception):
    """A row is left out for a known reason."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
