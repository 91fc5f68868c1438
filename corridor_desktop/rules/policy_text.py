"""A policy as a text file (TOML) and what changed between two of them."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.domain.policy import Limit, Policy
from corridor_desktop.rules.concentration import ABOVE_FIVE
from corridor_desktop.rules.registry import FRACTION, rule

_LONGEST_COOLING_OFF = 365
_POLICY_KEYS = {"name", "version", "since", "cooling_off", "home_country", "limit"}
_LIMIT_KEYS = {"id", "warn", "breach", "on", "floor", "subject", "origin"}


class Direction(StrEnum):
    """Which way a changed limit moved."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Change:
    """A limit that differs between two policies; ``before``/``after`` ``None``: not there."""

    limit: str
    subject: str
    before: Limit | None
    after: Limit | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What will change on ``day``, against what is in force before it."""

    day: date
    changes: tuple[Change, ...]


def parse(text: str) -> Policy:
    """Read a policy from its TOML text.

    Raises
    ------
    PolicyTrouble
        The text is no TOML, names an unknown limit or key, or a level makes no sense.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _trouble(f"The policy is not readable as TOML: {error}.") from error
    _refuse_unknown(content, _POLICY_KEYS, "The policy")
    entries = content.get("limit", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _trouble("Limits have to be given as [[limit]] tables.")
    since = content.get("since")
    if since is not None and type(since) is not date:
        raise _trouble("'since' has to be a date such as 2026-03-20, without quotes.")
    policy = Policy(
        name=_text(content, "name", "", "The policy"),
        limits=tuple(_limit(entry) for entry in entries),
        version=_whole(content, "version", 1),
        since=since,
        cooling_off=_whole(content, "cooling_off", 7),
        home_country=_text(content, "home_country", "", "The policy").upper(),
    )
    validate(policy)
    return policy


def render(policy: Policy) -> str:
    """Return the TOML text of a policy; ``parse`` reads it back to an equal one."""
    lines = [f"name = {_quoted(policy.name)}", f"version = {policy.version}"]
    if policy.since is not None:
        lines.append(f"since = {policy.since.isoformat()}")
    lines.append(f"cooling_off = {policy.cooling_off}")
    lines.append(f"home_country = {_quoted(policy.home_country)}")
    for limit in policy.limits:
        lines += ["", "[[limit]]", f"id = {_quoted(limit.id)}"]
        if limit.subject:
            lines.append(f"subject = {_quoted(limit.subject)}")
        lines += [
            f"{name} = {float(level)!r}"
            for name, level in (("warn", limit.warn), ("breach", limit.breach))
            if level is not None
        ]
        lines.append(f"on = {str(limit.on).lower()}")
        if limit.floor:
            lines.append("floor = true")
        lines.append(f"origin = {_quoted(limit.origin)}")
    return "\n".join(lines) + "\n"


def validate(policy: Policy) -> None:
    """Refuse a policy that cannot be checked.

    Raises
    ------
    PolicyTrouble
        An unknown limit, a limit given twice, levels out of order or out of range.
    """
    if not policy.name.strip():
        raise _trouble("The policy has no name.")
    if not 0 <= policy.cooling_off <= _LONGEST_COOLING_OFF:
        raise _trouble(f"The cooling-off has to be 0 to {_LONGEST_COOLING_OFF} days.")
    seen: set[tuple[str, str]] = set()
    for limit in policy.limits:
        if (limit.id, limit.subject) in seen:
            raise _trouble(f"The limit {_named(limit)} is given twice.")
        seen.add((limit.id, limit.subject))
        _validate_limit(limit)


def changes(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Return what differs between two policies, limit by limit, in the order of the old one."""
    before = {(limit.id, limit.subject): limit for limit in old.limits}
    after = {(limit.id, limit.subject): limit for limit in new.limits}
    keys = [*before, *(key for key in after if key not in before)]
    found = []
    for key in keys:
        one, other = before.get(key), after.get(key)
        moved = _direction(_effective(before, key), _effective(after, key))
        if moved is None and key[1] and (one is None) != (other is None):
            moved = Direction.TIGHTER  # it says of one subject what holds for all, for later
        if moved is not None:
            found.append(Change(*key, one, other, moved))
    return tuple(found)


def _effective(limits: Mapping[tuple[str, str], Limit], key: tuple[str, str]) -> Limit | None:
    """Return what holds for a subject: a limit of its own, else the general one.

    The sum of all large issuers is a measure of its own, which the general limit does not hold.
    """
    own = limits.get(key)
    return own if own is not None or key[1] == ABOVE_FIVE else limits.get((key[0], ""))


def tighter_half(old: Limit, new: Limit) -> Limit:
    """Return the limit with only those parts of a change that tighten it."""
    if old.floor != new.floor:
        return old
    warn = new.warn if _move(old.warn, new.warn, floor=new.floor) > 0 else old.warn
    breach = new.breach if _move(old.breach, new.breach, floor=new.floor) > 0 else old.breach
    return Limit(old.id, warn, breach, old.on or new.on, new.floor, old.subject, new.origin)


def _direction(old: Limit | None, new: Limit | None) -> Direction | None:
    old_on, new_on = old is not None and old.on, new is not None and new.on
    if old is None or new is None or not (old_on and new_on):
        if old_on == new_on:
            # What is off binds nothing, so its levels may be set for the day it is switched on.
            return Direction.TIGHTER if old and new and _levels(old) != _levels(new) else None
        return Direction.TIGHTER if new_on else Direction.LOOSER
    if old.floor != new.floor:
        return Direction.MIXED
    moves = {
        _move(old.warn, new.warn, floor=old.floor),
        _move(old.breach, new.breach, floor=old.floor),
    } - {0}
    if not moves:
        return None
    if len(moves) > 1:
        return Direction.MIXED
    return Direction.TIGHTER if moves == {1} else Direction.LOOSER


def _levels(limit: Limit) -> tuple[float | None, float | None]:
    return limit.warn, limit.breach


def _move(old: float | None, new: float | None, *, floor: bool) -> int:
    """Return 1 where the level was tightened, -1 where loosened, 0 where it stayed."""
    if old == new:
        return 0
    if old is None or new is None:
        return 1 if old is None else -1
    return 1 if (new > old) == floor else -1


def _validate_limit(limit: Limit) -> None:
    declared = rule(limit.id)
    if declared is None:
        raise _trouble(f"There is no limit called {limit.id!r}.")
    levels = [level for level in (limit.warn, limit.breach) if level is not None]
    if limit.on and not levels:
        raise _trouble(f"The limit {_named(limit)} is on but has no level.")
    highest = 1.0 if declared.unit == FRACTION else math.inf
    if not all(math.isfinite(level) and 0 <= level <= highest for level in levels):
        kind = "fractions of one, such as 0.2 for 20 %" if highest == 1.0 else "positive numbers"
        raise _trouble(f"The levels of {_named(limit)} have to be {kind}.")
    if len(levels) == 2 and (levels[0] > levels[1]) != limit.floor and levels[0] != levels[1]:
        order = "below" if limit.floor else "above"
        raise _trouble(f"The breach level of {_named(limit)} has to lie {order} its warning level.")


def _limit(entry: Mapping[str, object]) -> Limit:
    _refuse_unknown(entry, _LIMIT_KEYS, "A limit")
    return Limit(
        id=_text(entry, "id", "", "A limit"),
        warn=_level(entry, "warn"),
        breach=_level(entry, "breach"),
        on=_switch(entry, "on", default=True),
        floor=_switch(entry, "floor", default=False),
        subject=_text(entry, "subject", "", "A limit"),
        origin=_text(entry, "origin", "our_default", "A limit"),
    )


def _refuse_unknown(content: Mapping[str, object], known: set[str], where: str) -> None:
    unknown = sorted(set(content) - known)
    if unknown:
        raise _trouble(f"{where} has an entry that is not understood: {unknown[0]!r}.")


def _text(content: Mapping[str, object], key: str, default: str, where: str) -> str:
    value = content.get(key, default)
    if not isinstance(value, str):
        raise _trouble(f"{where}: {key!r} has to be text.")
    return value


def _whole(content: Mapping[str, object], key: str, default: int) -> int:
    value = content.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _trouble(f"{key!r} has to be a whole number.")
    return value


def _level(content: Mapping[str, object], key: str) -> float | None:
    value = content.get(key)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _trouble(f"{key!r} has to be a number.")
    return float(value)


def _switch(content: Mapping[str, object], key: str, *, default: bool) -> bool:
    value = content.get(key, default)
    if not isinstance(value, bool):
        raise _trouble(f"{key!r} has to be true or false.")
    return value


def _named(limit: Limit) -> str:
    return f"{limit.id} ({limit.subject})" if limit.subject else limit.id


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_escape(sign) for sign in escaped) + '"'


def _escape(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign


def _trouble(sentence: str) -> PolicyTrouble:
    return PolicyTrouble("policy_text", sentence, "Nothing was changed. Correct the policy.")
