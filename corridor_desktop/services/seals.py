"""Policies sealed into the decision log, so that a limit changed from outside shows.

The log is chained by digests; each change of the policy writes the digests of the versions that
it made, and of older ones that bear none yet, at the end of its entry.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from corridor_desktop.domain.finding import Decision
from corridor_desktop.domain.policy import Policy
from corridor_desktop.rules.policy_text import render

if TYPE_CHECKING:
    from datetime import datetime

    from corridor_desktop.store.portfolio import PortfolioStore

BEGUN = "policy_begun"
"""The kind of the first entry of a log: the limits that a portfolio began with."""

_BEARERS = frozenset({BEGUN, "policy_changed"})
_SEALS = re.compile(r"\s*\[((?:\d+:[0-9a-f]{16} ?)+)\]$")


def sealed(entry: Decision, versions: Iterable[Policy], log: Iterable[Decision]) -> Decision:
    """Return a log entry that carries the digest of every version that bears none yet."""
    known = _seals(log)
    marks = [
        f"{policy.version}:{digest(policy)}" for policy in versions if policy.version not in known
    ]
    return replace(entry, detail=f"{entry.detail} [{' '.join(marks)}]") if marks else entry


def seal_first(store: PortfolioStore, now: datetime) -> None:
    """Seal the limits that a portfolio begins with into its log."""
    begun = tuple(version.policy for version in store.policies.all())
    store.decisions.append(sealed(Decision(now, BEGUN, "", ""), begun, ()))


def altered(versions: Iterable[Policy], log: Iterable[Decision]) -> int | None:
    """Return the first version that is not as the log sealed it, ``None`` while all are.

    A version that was put in from outside bears no seal though older ones do; one that was taken
    out leaves its seal behind. Nothing can be told of a file that was made before its first
    version was sealed, until its limits are changed.
    """
    known = _seals(log)
    if not known:
        return None
    there = {policy.version: digest(policy) for policy in versions}
    wrong = [number for number in known if there.get(number) != known[number]]
    wrong += [number for number in there if number not in known and number > min(known)]
    return min(wrong, default=None)


def spoken(detail: str) -> str:
    """Return the detail of a log entry without its seals, as it is shown."""
    return _SEALS.sub("", detail)


def digest(policy: Policy) -> str:
    """Return sixteen digits that change with anything that a policy promises."""
    return hashlib.sha256(render(replace(policy, version=0)).encode()).hexdigest()[:16]


def _seals(log: Iterable[Decision]) -> dict[int, str]:
    known: dict[int, str] = {}
    for entry in log:
        found = _SEALS.search(entry.detail) if entry.kind in _BEARERS else None
        for mark in found[1].split() if found else ():
            number, _, written = mark.partition(":")
            known.setdefault(int(number), written)
    return known
