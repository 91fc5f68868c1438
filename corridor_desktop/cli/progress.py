"""Progress on standard error, for a person who waits at a terminal."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(slots=True)
class Progress:
    """Prints a line whenever the text changes; silent when ``quiet`` or not at a terminal."""

    quiet: bool = False
    _last: str = ""

    def checkpoint(self, fraction: float, text: str = "") -> None:
        """Report how far a job is."""
        if self.quiet or text == self._last or not sys.stderr.isatty():
            return
        self._last = text
        print(f"{100 * fraction:3.0f} %  {text}", file=sys.stderr)
