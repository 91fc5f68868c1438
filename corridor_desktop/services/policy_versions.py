"""The versions of a policy in a portfolio: read, and a change written down and sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.services.seals import sealed

if TYPE_CHECKING:
    from datetime import datetime

    from corridor_desktop.domain.policy import Policy
    from corridor_desktop.services.policies import PolicyChange
    from corridor_desktop.store.portfolio import PortfolioStore


def keep_change(store: PortfolioStore, change: PolicyChange, now: datetime) -> None:
    """Write the versions of a change down and seal them into the log, all or nothing."""
    with store.together():
        for version in change.versions:
            store.policies.append(version, version.since or now.date(), now)
        entry = sealed(change.decision, versions(store), store.decisions.all())
        store.decisions.append(entry)


def versions(store: PortfolioStore) -> tuple[Policy, ...]:
    """Return every policy version of a portfolio, those scheduled for later included."""
    return tuple(version.policy for version in store.policies.all())
