"""One pause for the whole program after a source refused to answer so many questions.

A refusal is about the address of the computer, not about a symbol: whoever asks on makes it last.
So the pause is kept in a file that windows, commands and later starts all read.
"""

from __future__ import annotations

import contextlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

FIRST = timedelta(minutes=15)
LONGEST = timedelta(hours=2)


class BackOff:
    """The pause of one source, kept in ``path``. A file that cannot be read means no pause."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def until(self, now: datetime) -> datetime | None:
        """Return the instant before which not to ask, ``None`` when it may be asked.

        A pause that ends later than any pause could is one of a wrong clock and is not kept.
        """
        end, _ = self._read()
        return end if end is not None and now < end <= now + LONGEST else None

    def begin(self, now: datetime) -> datetime:
        """Pause from now, twice as long as the pause before when that was not long ago."""
        end, length = self._read()
        recent = end is not None and end - LONGEST < now < end + LONGEST
        length = min(length * 2, LONGEST) if recent and length else FIRST
        self._write({"until": (now + length).isoformat(), "minutes": length.total_seconds() / 60})
        return now + length

    def clear(self) -> None:
        """End the pause: the source answered."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[datetime | None, timedelta]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            end = datetime.fromisoformat(found["until"]).astimezone(UTC)
            return end, timedelta(minutes=float(found["minutes"]))
        except (OSError, ValueError, LookupError, TypeError, OverflowError):
            return None, timedelta(0)

    def _write(self, content: dict[str, object]) -> None:
        beside = self._path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(content), encoding="utf-8")
            beside.replace(self._path)
