"""Policies as they were promised: every version kept, a loosening dated ahead."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from corridor_desktop.domain.policy import Limit, Policy
from corridor_desktop.store.cells import pack
from corridor_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A policy, the day from which it holds, and when it was written down."""

    policy: Policy
    effective: date
    recorded_at: datetime


class Policies:
    """Append and read policy versions. The latest version that is already effective holds.

    A version written later replaces one that is still waiting for its day.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[PolicyVersion, ...]:
        """Return every version, oldest first."""
        rows = self._database.rows(
            "SELECT version, effective, recorded_at, content FROM policies ORDER BY version"
        )
        return tuple(
            PolicyVersion(
                _policy(content, version, date.fromisoformat(effective)),
                date.fromisoformat(effective),
                datetime.fromisoformat(recorded_at),
            )
            for version, effective, recorded_at, content in rows
        )

    def current(self, today: date) -> Policy | None:
        """Return the policy that holds on ``today``; ``since`` and ``version`` are filled in."""
        held = [each for each in self.all() if each.effective <= today]
        return held[-1].policy if held else None

    def pending(self, today: date) -> PolicyVersion | None:
        """Return the last version when it is still waiting for its day."""
        versions = self.all()
        return versions[-1] if versions and versions[-1].effective > today else None

    def append(self, policy: Policy, effective: date, at: datetime) -> Policy:
        """Write a version down as the next one; return it with its number and first day."""
        with self._database.write() as connection:
            found = connection.execute("SELECT coalesce(max(version), 0) + 1 FROM policies")
            version = int(found.fetchone()[0])
            connection.execute(
                "INSERT INTO policies (version, effective, recorded_at, content) "
                "VALUES (?, ?, ?, ?)",
                (version, effective.isoformat(), at.isoformat(), _content(policy)),
            )
        return replace(policy, version=version, since=effective)


def _content(policy: Policy) -> str:
    return pack(asdict(replace(policy, since=None, version=0)))


def _policy(content: str, version: int, since: date) -> Policy:
    cells = json.loads(content)
    cells["limits"] = tuple(Limit(**limit) for limit in cells["limits"])
    cells.update(version=version, since=since)
    return Policy(**cells)
