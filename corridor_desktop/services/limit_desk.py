"""The verbs of limits on the open portfolio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.domain.message import Message
from corridor_desktop.services import limits, policies

if TYPE_CHECKING:
    from corridor_desktop.domain.finding import Decision, Finding
    from corridor_desktop.domain.policy import Limit, Policy
    from corridor_desktop.services.policies import PolicyChange
    from corridor_desktop.services.session import Session
    from corridor_desktop.store.portfolio import PortfolioStore


class LimitDesk:
    """Acknowledge, withdraw, change limits; every decision goes into the log.

    ``findings`` gives what the limits say today, freshly measured.
    """

    def __init__(self, session: Session, findings: Callable[[], tuple[Finding, ...]]) -> None:
        self._session = session
        self._findings = findings

    def acknowledge(self, limit: str, subject: str, reason: str, until: date) -> None:
        """Accept an open finding until a day. Raises PolicyTrouble."""
        found = self._findings()
        with self._session.store() as store:
            store.decisions.append(
                limits.acknowledge(found, limit, subject, reason, until, self._session.clock)
            )

    def withdraw(self, limit: str, subject: str) -> None:
        """Take an acknowledgement back. Raises PolicyTrouble."""
        found = self._findings()
        with self._session.store() as store:
            store.decisions.append(limits.withdraw(found, limit, subject, self._session.clock))

    def policy(self) -> Policy:
        """Return the policy in force today."""
        with self._session.store() as store:
            return policies.policy_on(versions(store), self._session.clock.today())

    def change(
        self,
        limit: str,
        warn: float | None,
        breach: float | None,
        on: bool,
        subject: str = "",
        reason: str = "",
    ) -> Message:
        """Set one limit; say from when it holds. Raises PolicyTrouble."""
        old = _limit(self.policy(), limit, subject)
        wanted = replace(old, warn=warn, breach=breach, on=on, subject=subject)
        with self._session.store() as store:
            change = policies.change_limit(versions(store), wanted, self._session.clock, reason)
            return self._keep(store, change)

    def use_profile(self, name: str) -> tuple[Message, ...]:
        """Take over a shipped profile; say from when it holds. Raises PolicyTrouble."""
        with self._session.store() as store:
            known = versions(store)
            current = policies.policy_on(known, self._session.clock.today())
            wanted = policies.profile(name, home_country=current.home_country)
            change = policies.change_policy(known, wanted, self._session.clock)
            return (self._keep(store, change),)

    def log(self) -> tuple[Decision, ...]:
        """Return every decision, oldest first."""
        with self._session.store() as store:
            return store.decisions.all()

    def _keep(self, store: PortfolioStore, change: PolicyChange) -> Message:
        now = self._session.clock.now()
        with store.together():
            for version in change.versions:
                store.policies.append(version, version.since or now.date(), now)
            store.decisions.append(change.decision)
        if change.effective > self._session.clock.today():
            return Message.of("limits.from_later", day=change.effective.isoformat())
        return Message.of("limits.in_force")


def versions(store: PortfolioStore) -> tuple[Policy, ...]:
    """Return every policy version of a portfolio, those scheduled for later included."""
    return tuple(version.policy for version in store.policies.all())


def _limit(policy: Policy, limit: str, subject: str) -> Limit:
    same = [found for found in policy.limits if found.id == limit]
    for found in same:
        if found.subject == subject:
            return found
    if not same:
        raise PolicyTrouble("unknown_limit", f"There is no limit called {limit!r}.")
    return same[0]
