"""Composition root: the only file that knows everyone."""

from __future__ import annotations


def console() -> int:
    """Run the command line, or open the window when no command is given."""
    return 0


def window() -> int:
    """Open the window without a console."""
    return console()
