"""Where a command gets a passphrase from: a prompt, standard input or a descriptor; never argv.

What stands in the arguments of a program can be read by everybody on the computer.
"""

from __future__ import annotations

import os
import sys
from getpass import getpass
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.domain.opening import Opening
from corridor_desktop.domain.secret import Secret

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path
    from typing import TextIO

    from corridor_desktop.services.desk import Desk


class Asker:
    """Gives one passphrase after the other: a line each, or what is typed at a prompt."""

    def __init__(self, *, stdin: bool = False, descriptor: int | None = None) -> None:
        self._stdin, self._descriptor = stdin, descriptor
        self._lines: TextIO | None = None

    @classmethod
    def of(cls, arguments: Namespace) -> Asker:
        """Return what the arguments of a command name."""
        return cls(stdin=arguments.passphrase_stdin, descriptor=arguments.passphrase_fd)

    @property
    def can_ask(self) -> bool:
        """Tell whether a passphrase can be had at all."""
        return self._stdin or self._descriptor is not None or sys.stdin.isatty()

    def ask(self, prompt: str, *, twice: bool = False) -> Secret:
        """Return a passphrase; at a prompt a new one is asked for ``twice``.

        Raises
        ------
        UsageTrouble
            no_passphrase, or different_passphrases.
        """
        if self._stdin or self._descriptor is not None:
            return self._line()
        if not sys.stdin.isatty():
            raise _none()
        first = getpass(f"{prompt}: ", stream=sys.stderr)
        if twice and getpass(f"{prompt}, again: ", stream=sys.stderr) != first:
            raise UsageTrouble(
                "different_passphrases",
                "The two passphrases differ. Nothing was changed.",
                "Type the same one twice.",
            )
        if not first:
            raise _none()
        return Secret(first)

    def _line(self) -> Secret:
        try:
            if self._lines is None:
                self._lines = (
                    sys.stdin
                    if self._descriptor is None
                    else os.fdopen(self._descriptor, encoding="utf-8", closefd=False)
                )
            text = self._lines.readline().rstrip("\r\n")
        except (OSError, ValueError) as error:
            raise _none() from error
        if not text:
            raise _none()
        return Secret(text)


def open_portfolio(desk: Desk, path: Path, asker: Asker, how: Opening) -> None:
    """Open a portfolio file, asking for its passphrase where it needs one. Raises CorridorError."""
    try:
        desk.open(path, None, how)
    except FileTrouble as found:
        if found.code != "needs_passphrase" or not asker.can_ask:
            raise
        desk.open(path, asker.ask(f"Passphrase of {path.name}"), how)


def _none() -> UsageTrouble:
    return UsageTrouble(
        "no_passphrase",
        "A passphrase is needed and none was given. Nothing was changed.",
        "Type it at a terminal, or pass it with --passphrase-stdin or --passphrase-fd NUMBER.",
    )
