"""Limits taken back: a new version of the policy, and no way around the cooling-off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.message import Message
from corridor_desktop.rules.policy_text import changes
from corridor_desktop.services import policies
from corridor_desktop.services.policy_versions import keep_change, versions

if TYPE_CHECKING:
    from corridor_desktop.domain.policy import Policy
    from corridor_desktop.services.policies import PolicyChange
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore

REASON = "an earlier change was taken back"


@dataclass(frozen=True, slots=True)
class PolicyPiece:
    """The limits as they will stand once everything scheduled holds."""

    def look(self, store: PortfolioStore, clock: Clock) -> Policy:
        """Return the last policy to come, without its number and day."""
        last = policies.policy_on(versions(store), date.max)
        limits = tuple(replace(limit, origin="") for limit in last.limits)
        return replace(last, version=0, since=None, limits=limits)

    def put(self, store: PortfolioStore, state: Policy, clock: Clock) -> Message | None:
        """Ask for the policy as any change is asked for; say from when it holds.

        What tightens holds at once, what loosens after the cooling-off. Raises PolicyTrouble.
        """
        today, effective = clock.today(), clock.today()
        with store.together():
            for change in _asked(store, state, clock):
                keep_change(store, change, clock.now())
                effective = max(effective, change.effective)
        if effective > today:
            return Message.of("limits.from_later", day=effective.isoformat())
        return Message.of("limits.in_force")


def _asked(store: PortfolioStore, state: Policy, clock: Clock) -> tuple[PolicyChange, ...]:
    """Return the changes that lead to ``state``: of one limit where only that one differs."""
    known = versions(store)
    last = policies.policy_on(known, date.max)
    wanted = _with_origins(state, last)
    moved = changes(last, wanted)
    alone = moved[0].after if len(moved) == 1 else None
    if alone is not None and replace(wanted, limits=last.limits) == replace(
        last, version=0, since=None
    ):
        return (policies.change_limit(known, alone, clock, REASON),)
    made: list[PolicyChange] = []
    current = policies.policy_on(known, clock.today())
    if policies.scheduled(known, clock.today()):
        made.append(policies.withdraw_scheduled(known, clock))
        known = (*known, *made[-1].versions)
    if changes(current, wanted) or _terms(current) != _terms(wanted):
        made.append(policies.change_policy(known, wanted, clock, REASON))
    return tuple(made)


def _terms(policy: Policy) -> Policy:
    return replace(policy, version=0, since=None, limits=())


def _with_origins(state: Policy, last: Policy) -> Policy:
    """Return the policy with each limit's origin: known where it is the same, else the user's."""
    same = {replace(limit, origin=""): limit for limit in last.limits}
    limits = tuple(same.get(limit, replace(limit, origin="user")) for limit in state.limits)
    return replace(state, limits=limits)
