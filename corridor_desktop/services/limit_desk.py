"""The verbs of limits on the open portfolio."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.domain.message import Message
from corridor_desktop.rules import episodes, policy_text
from corridor_desktop.rules.clearance import clearance
from corridor_desktop.services import limits, policies
from corridor_desktop.services.edit_policy import PolicyPiece
from corridor_desktop.services.policy_versions import keep_change, versions
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from corridor_desktop.domain.finding import Decision, Finding
    from corridor_desktop.domain.policy import Limit, Policy
    from corridor_desktop.rules.policy_text import Scheduled
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
            clearance((), store.decisions.verify()).require("an acknowledgement")
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
            title = Message.of(f"rules.title_{limit}")
            return self._keep(store, change, Message.of("edits.limit", title=say(title)))

    def use_profile(self, name: str) -> tuple[Message, ...]:
        """Take over a shipped profile; say from when it holds. Raises PolicyTrouble."""
        with self._session.store() as store:
            known = versions(store)
            current = policies.policy_on(known, self._session.clock.today())
            shipped = policies.profile(name, home_country=current.home_country)
            # The cooling-off is the user's own choice and no part of a profile.
            wanted = replace(shipped, cooling_off=current.cooling_off)
            change = policies.change_policy(known, wanted, self._session.clock)
            return (self._keep(store, change, Message.of("edits.policy")),)

    def use_text(self, text: str, reason: str = "") -> Message:
        """Take over a policy from its text file; say from when all of it holds.

        The country of residence stays where the text names none. Raises PolicyTrouble.
        """
        wanted = policy_text.parse(text)
        with self._session.store() as store:
            known = versions(store)
            current = policies.policy_on(known, self._session.clock.today())
            if not wanted.home_country:
                wanted = replace(wanted, home_country=current.home_country)
            change = policies.change_policy(known, wanted, self._session.clock, reason)
            return self._keep(store, change, Message.of("edits.policy"))

    def text(self) -> str:
        """Return the policy in force as a text file that ``use_text`` reads back."""
        return policy_text.render(self.policy())

    def set_cooling_off(self, days: int) -> Message:
        """Choose the cooling-off period: longer at once, shorter after the present one."""
        with self._session.store() as store:
            known = versions(store)
            current = policies.policy_on(known, self._session.clock.today())
            wanted = replace(current, cooling_off=days)
            change = policies.change_policy(known, wanted, self._session.clock)
            return self._keep(store, change, Message.of("edits.cooling_off"))

    def scheduled(self) -> tuple[Scheduled, ...]:
        """Return what will change on which later day."""
        with self._session.store() as store:
            return policies.scheduled(versions(store), self._session.clock.today())

    def withdraw_scheduled(self) -> Message:
        """Take back every change that is still to come. Raises PolicyTrouble."""
        with self._session.store() as store:
            change = policies.withdraw_scheduled(versions(store), self._session.clock)
            self._keep(store, change, Message.of("edits.scheduled"))
            return Message.of("limits.withdrawn")

    def notices(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the breaches that a notice is due for, and log that it was given."""
        with self._session.store() as store:
            found = episodes.due(findings, store.decisions.all())
            store.decisions.append(
                *(limits.noticed(finding, self._session.clock) for finding in found)
            )
            return found

    def log(self) -> tuple[Decision, ...]:
        """Return every decision, oldest first."""
        with self._session.store() as store:
            return store.decisions.all()

    def _keep(self, store: PortfolioStore, change: PolicyChange, words: Message) -> Message:
        now = self._session.clock.now()
        with self._session.edits.step(store, words, PolicyPiece()):
            keep_change(store, change, now)
        if change.effective > self._session.clock.today():
            return Message.of("limits.from_later", day=change.effective.isoformat())
        return Message.of("limits.in_force")


def _limit(policy: Policy, limit: str, subject: str) -> Limit:
    same = [found for found in policy.limits if found.id == limit]
    for found in same:
        if found.subject == subject:
            return found
    if not same:
        raise PolicyTrouble("unknown_limit", f"There is no limit called {limit!r}.")
    return same[0]
