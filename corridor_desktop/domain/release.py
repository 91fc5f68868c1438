"""Releases of this program as a signed feed tells of them, and what a question to it brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Consent(StrEnum):
    """How far the user let the program ask: not at all, when told to, or once a week as well."""

    NONE = "none"
    WHEN_TOLD = "when_told"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A released version; versions are ordered by their three numbers."""

    major: int
    minor: int
    patch: int

    @classmethod
    def read(cls, text: str) -> Version:
        """Return the version that a text like ``1.4.0`` names. Raises ValueError."""
        parts = text.split(".")
        if len(parts) != 3 or not all(
            part.isascii() and part.isdigit() and len(part) <= 6 and (part == "0" or part[0] != "0")
            for part in parts
        ):
            raise ValueError(f"{text!r} is not a version of three numbers")
        return cls(*(int(part) for part in parts))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


@dataclass(frozen=True, slots=True)
class Release:
    """One released version: its day, its page (an https address), and what changed in it.

    ``security`` tells whether it closes a hole that could harm somebody who keeps the older one.
    """

    version: Version
    day: date
    page: str
    changes: tuple[str, ...]
    security: bool = False


@dataclass(frozen=True, slots=True)
class ReleaseFeed:
    """What a publisher signed. ``counter`` rises with every feed; instants are aware, in UTC."""

    counter: int
    issued: datetime
    expires: datetime
    releases: tuple[Release, ...]


@dataclass(frozen=True, slots=True)
class ReleaseNews:
    """The answer to a question: releases above ``installed``, newest first; none is good news."""

    installed: Version
    newer: tuple[Release, ...]
    issued: datetime
    expires: datetime

    @property
    def newest(self) -> Release | None:
        """Return the release to look at, ``None`` when the installed one is the newest."""
        return self.newer[0] if self.newer else None
