"""The shipped policies, and changing one: tightening at once, loosening after the cooling-off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.domain.finding import Decision
from corridor_desktop.domain.policy import Limit, Policy
from corridor_desktop.host.paths import resource_folder
from corridor_desktop.rules.policy_text import (
    Change,
    Direction,
    Scheduled,
    changes,
    parse,
    tighter_half,
    validate,
)
from corridor_desktop.services.ports import Clock

DEFAULT_PROFILE = "retail"


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What a change of policy comes to.

    ``versions`` are to be appended, in this order; each is in force from its ``since``.
    ``decision`` goes into the log. ``effective`` is the day from which all of it holds.
    """

    versions: tuple[Policy, ...]
    decision: Decision
    effective: date
    changes: tuple[Change, ...]


@cache
def profiles() -> dict[str, Policy]:
    """Return the shipped policies by profile id (``retail``, ``ucits-like``, ...)."""
    folder = resource_folder() / "policies"
    return {
        path.stem: parse(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))
    }


def profile(name: str, since: date | None = None, home_country: str = "") -> Policy:
    """Return a shipped policy, in force from ``since``.

    Raises
    ------
    PolicyTrouble
        There is no profile of that name.
    """
    found = profiles().get(name)
    if found is None:
        known = ", ".join(profiles())
        raise PolicyTrouble(
            "unknown_profile", f"There is no policy profile {name!r}.", f"Choose one of: {known}."
        )
    return replace(found, since=since, home_country=home_country)


def default_policy(since: date | None = None, home_country: str = "") -> Policy:
    """Return the policy that a new portfolio starts with."""
    return profile(DEFAULT_PROFILE, since, home_country)


def policy_on(versions: Iterable[Policy], day: date) -> Policy:
    """Return the version in force on ``day``: the latest of those that have begun.

    The shipped default stands where none has begun yet.
    """
    begun = [policy for policy in versions if policy.since is None or policy.since <= day]
    return max(begun, key=lambda policy: policy.version, default=None) or default_policy()


def change_limit(
    versions: Sequence[Policy], limit: Limit, clock: Clock, reason: str = ""
) -> PolicyChange:
    """Return what setting one limit comes to.

    Setting it to what is in force already takes back a change of it that is still to come.

    Raises
    ------
    PolicyTrouble
        The limit is unknown, its levels make no sense, or nothing would change.
    """
    wanted = _with(policy_on(versions, clock.today()), replace(limit, origin="user"))
    validate(wanted)
    return _change(versions, wanted, clock, reason, limit)


def change_policy(
    versions: Sequence[Policy], wanted: Policy, clock: Clock, reason: str = ""
) -> PolicyChange:
    """Return what replacing the policy in force by ``wanted`` comes to.

    What tightens holds from today, what loosens after the cooling-off in force; a change that
    does both is split. Versions already scheduled for later take it over, so that they do not
    undo it when their day comes, and they loosen nothing earlier than its own day.

    Raises
    ------
    PolicyTrouble
        ``wanted`` is not valid, or nothing would change.
    """
    validate(wanted)
    return _change(versions, wanted, clock, reason)


def withdraw_scheduled(versions: Sequence[Policy], clock: Clock) -> PolicyChange:
    """Return what taking back every change that is still to come comes to.

    Raises
    ------
    PolicyTrouble
        Nothing is to come.
    """
    today = clock.today()
    current = policy_on(versions, today)
    moved = tuple(change for each in scheduled(versions, today) for change in each.changes)
    first = max((policy.version for policy in versions), default=0) + 1
    made: list[Policy] = []
    for day in _later_days(versions, today):
        if _content(policy_on([*versions, *made], day)) != _content(current):
            made.append(replace(current, since=day, version=first + len(made)))
    if not made:
        raise PolicyTrouble("nothing_scheduled", "No change of your limits is still to come.")
    entry = Decision(
        clock.now(), "policy_changed", "", "", detail="what was still to come was withdrawn"
    )
    return PolicyChange(tuple(made), entry, today, moved)


def scheduled(versions: Sequence[Policy], today: date) -> tuple[Scheduled, ...]:
    """Return what will change on which later day, earliest first."""
    found = []
    before = policy_on(versions, today)
    for day in _later_days(versions, today):
        after = policy_on(versions, day)
        if _content(after) != _content(before):
            found.append(Scheduled(day, changes(before, after)))
        before = after
    return tuple(found)


def _later_days(versions: Iterable[Policy], today: date) -> list[date]:
    return sorted({policy.since for policy in versions if policy.since and policy.since > today})


def _change(
    versions: Sequence[Policy],
    wanted: Policy,
    clock: Clock,
    reason: str,
    kept: Limit | None = None,
) -> PolicyChange:
    today = clock.today()
    current = policy_on(versions, today)
    moved = changes(current, wanted)
    stays = next((old for old in current.limits if kept and _key(old) == _key(kept)), None)
    if not moved and stays is not None:
        moved = (Change(stays.id, stays.subject, stays, stays, Direction.TIGHTER),)
    first_said = not current.home_country and _first_day(versions, today)
    moves = current.home_country != wanted.home_country and not first_said
    loosens = (
        moves
        or wanted.cooling_off < current.cooling_off
        or any(change.direction is not Direction.TIGHTER for change in moved)
    )
    effective = today + timedelta(days=current.cooling_off) if loosens else today
    scheduled = {policy.since for policy in versions if policy.since and policy.since > today}
    first = max((policy.version for policy in versions), default=0) + 1
    made: list[Policy] = []
    for day in sorted({today, effective} | scheduled):
        base = policy_on(versions, day)
        after = _replay(base, wanted, moved, in_full=day >= effective)
        if _content(after) != _content(policy_on([*versions, *made], day)):
            made.append(replace(after, since=day, version=first + len(made)))
    if not made:
        raise PolicyTrouble("no_change", "That is what is already in force.")
    return PolicyChange(tuple(made), _entry(moved, reason, effective, clock), effective, moved)


def _first_day(versions: Iterable[Policy], today: date) -> bool:
    """Tell whether the portfolio was made today: saying where one lives is no loosening then."""
    return all(policy.since is None or policy.since >= today for policy in versions)


def _replay(base: Policy, wanted: Policy, moved: Iterable[Change], *, in_full: bool) -> Policy:
    """Return ``base`` with the change applied: all of it, or only what holds at once."""
    longer = max(base.cooling_off, wanted.cooling_off)
    result = replace(
        base,
        name=wanted.name,
        home_country=wanted.home_country if in_full else base.home_country,
        cooling_off=wanted.cooling_off if in_full else longer,
    )
    for change in moved:
        if in_full or change.direction is Direction.TIGHTER:
            result = _apply(result, change)
        elif change.direction is Direction.MIXED and change.before and change.after:
            result = _with(result, tighter_half(change.before, change.after))
    return result


def _apply(policy: Policy, change: Change) -> Policy:
    if change.after is not None:
        return _with(policy, change.after)
    key = (change.limit, change.subject)
    kept = tuple(limit for limit in policy.limits if _key(limit) != key)
    return replace(policy, limits=kept)


def _content(policy: Policy) -> Policy:
    return replace(policy, version=0, since=None)


def _key(limit: Limit) -> tuple[str, str]:
    return limit.id, limit.subject


def _with(policy: Policy, limit: Limit) -> Policy:
    """Return the policy with one limit set; a new one goes to the end."""
    kept = [limit if _key(old) == _key(limit) else old for old in policy.limits]
    if limit not in kept:
        kept.append(limit)
    return replace(policy, limits=tuple(kept))


def _entry(moved: Sequence[Change], reason: str, effective: date, clock: Clock) -> Decision:
    only = moved[0] if len(moved) == 1 else None
    detail = "; ".join(
        f"{change.limit}{' ' + change.subject if change.subject else ''}: "
        f"{_levels(change.before)} to {_levels(change.after)}"
        for change in moved
    )
    return Decision(
        clock.now(),
        "policy_changed",
        only.limit if only else "",
        only.subject if only else "",
        reason=" ".join(reason.split()),
        detail=f"{detail or 'settings of the policy'}; from {effective.isoformat()}",
    )


def _levels(limit: Limit | None) -> str:
    if limit is None or not limit.on:
        return "off"
    shown = ["none" if level is None else f"{level:g}" for level in (limit.warn, limit.breach)]
    return "/".join(shown)
