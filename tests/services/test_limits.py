"""Decisions about limits: what is accepted, what is refused, and from when it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.domain.finding import Decision, Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.policy import Limit, Policy
from corridor_desktop.rules.state import in_force
from corridor_desktop.services.limits import acknowledge, exit_code, journal, withdraw
from corridor_desktop.services.policies import (
    change_limit,
    change_policy,
    default_policy,
    policy_on,
    profile,
)
from corridor_desktop.services.ports import Clock

TODAY = date(2026, 3, 20)


def finding(state: State, limit: str = "theme", subject: str = "x") -> Finding:
    level = State.BREACH if state is State.ACKNOWLEDGED else state
    return Finding(limit, subject, subject, state, 0.3, 0.15, 0.25, Message("r"), level=level)


def test_an_acknowledgement_records_who_what_why_and_until(clock: Clock) -> None:
    entry = acknowledge(
        [finding(State.BREACH)], "theme", "x", "  inherited,\n cannot sell ", TODAY, clock
    )
    assert entry == Decision(
        clock.now(), "acknowledged", "theme", "x", 0.3, "inherited, cannot sell", TODAY, "breach"
    )


@pytest.mark.parametrize(
    ("limit", "subject", "reason", "days", "code"),
    [
        ("theme", "x", "  ", 10, "no_reason"),
        ("theme", "x", "why", -1, "past_date"),
        ("theme", "x", "why", 91, "too_far"),
        ("theme", "y", "why", 10, "not_open"),
        ("sector", "x", "why", 10, "not_open"),
        ("weather", "x", "why", 10, "unknown_limit"),
    ],
)
def test_what_is_refused(
    clock: Clock, limit: str, subject: str, reason: str, days: int, code: str
) -> None:
    with pytest.raises(PolicyTrouble) as caught:
        acknowledge(
            [finding(State.BREACH)], limit, subject, reason, TODAY + timedelta(days=days), clock
        )
    assert caught.value.code == code


def test_ninety_days_are_allowed_and_may_be_renewed(clock: Clock) -> None:
    until = TODAY + timedelta(days=90)
    for state in (State.NEAR, State.BREACH, State.ACKNOWLEDGED):
        assert acknowledge([finding(state)], "theme", "x", "why", until, clock).until == until
    for state in (State.INSIDE, State.CANNOT_TELL):
        with pytest.raises(PolicyTrouble):
            acknowledge([finding(state)], "theme", "x", "why", until, clock)


def test_only_what_is_acknowledged_can_be_withdrawn(clock: Clock) -> None:
    entry = withdraw([finding(State.ACKNOWLEDGED)], "theme", "x", clock)
    assert (entry.kind, entry.limit, entry.subject) == ("withdrawn", "theme", "x")
    with pytest.raises(PolicyTrouble):
        withdraw([finding(State.BREACH)], "theme", "x", clock)


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([], 0),
        ([State.INSIDE], 0),
        ([State.ACKNOWLEDGED], 0),
        ([State.NEAR, State.INSIDE], 1),
        ([State.CANNOT_TELL], 1),
        ([State.CANNOT_TELL, State.BREACH], 4),
    ],
)
def test_exit_codes(states: list[State], code: int) -> None:
    assert exit_code([finding(state) for state in states]) == code


def test_tightening_holds_at_once(clock: Clock) -> None:
    change = change_limit([default_policy()], Limit("theme", 0.10, 0.20), clock, "more careful")
    assert (change.effective, len(change.versions)) == (TODAY, 1)
    made = change.versions[0]
    assert (made.version, made.since) == (2, TODAY)
    assert _theme(made) == Limit("theme", 0.10, 0.20, origin="user")
    assert change.decision.kind == "policy_changed"
    assert change.decision.detail == "theme: 0.15/0.25 to 0.1/0.2; from 2026-03-20"


def test_loosening_waits_for_the_cooling_off(clock: Clock) -> None:
    start = default_policy(date(2026, 1, 1))
    change = change_limit([start], Limit("theme", 0.15, 0.40), clock)
    versions = [start, *change.versions]
    day = TODAY + timedelta(days=7)
    assert change.effective == day
    assert _theme(policy_on(versions, day - timedelta(days=1))).breach == 0.25
    assert _theme(policy_on(versions, day)).breach == 0.40


def test_a_mixed_change_is_split(clock: Clock) -> None:
    start = default_policy()
    change = change_limit([start], Limit("theme", 0.10, 0.40), clock)
    versions = [start, *change.versions]
    now, later = policy_on(versions, TODAY), policy_on(versions, TODAY + timedelta(days=7))
    assert (_theme(now).warn, _theme(now).breach) == (0.10, 0.25)
    assert (_theme(later).warn, _theme(later).breach) == (0.10, 0.40)


def test_tightening_while_a_loosening_is_to_come_overrules_it(clock: Clock) -> None:
    versions = [default_policy()]
    versions += change_limit(versions, Limit("theme", 0.15, 0.40), clock).versions
    later = _Later(clock, 2)
    versions += change_limit(versions, Limit("sector", 0.20, 0.30), later).versions
    at_end = policy_on(versions, TODAY + timedelta(days=7))
    assert _theme(at_end).breach == 0.40
    assert _limit(at_end, "sector").breach == 0.30
    assert _limit(policy_on(versions, TODAY + timedelta(days=2)), "sector").breach == 0.30


def test_a_second_loosening_keeps_its_own_cooling_off(clock: Clock) -> None:
    versions = [default_policy()]
    versions += change_limit(versions, Limit("theme", 0.15, 0.40), clock).versions
    versions += change_limit(versions, Limit("sector", 0.30, 0.90), _Later(clock, 2)).versions
    day = TODAY + timedelta(days=7)
    assert _theme(policy_on(versions, day)).breach == 0.40
    assert _limit(policy_on(versions, day), "sector").breach == 0.50
    last = policy_on(versions, day + timedelta(days=2))
    assert (_theme(last).breach, _limit(last, "sector").breach) == (0.40, 0.90)


def test_setting_what_is_in_force_takes_a_scheduled_loosening_back(clock: Clock) -> None:
    versions = [default_policy()]
    versions += change_limit(versions, Limit("theme", 0.15, 0.40), clock).versions
    versions += change_limit(versions, Limit("theme", 0.15, 0.25), clock).versions
    assert _theme(policy_on(versions, TODAY + timedelta(days=30))).breach == 0.25


def test_nothing_changed_and_nonsense_are_refused(clock: Clock) -> None:
    with pytest.raises(PolicyTrouble) as caught:
        change_limit(
            [replace(default_policy(), limits=(Limit("theme", 0.1, 0.2, origin="user"),))],
            Limit("theme", 0.1, 0.2),
            clock,
        )
    assert caught.value.code == "no_change"
    for limit in (Limit("theme", 0.3, 0.2), Limit("weather", 0.1, 0.2), Limit("theme", None, None)):
        with pytest.raises(PolicyTrouble):
            change_limit([default_policy()], limit, clock)


def test_a_whole_profile_is_taken_limit_by_limit(clock: Clock) -> None:
    start = default_policy(home_country="DE")
    change = change_policy([start], profile("ucits-like", home_country="DE"), clock)
    versions = [start, *change.versions]
    now, later = policy_on(versions, TODAY), policy_on(versions, change.effective)
    assert _limit(now, "single_issuer").breach == 0.10
    assert _limit(now, "country").on
    assert not _limit(later, "country").on
    assert (now.name, later.home_country) == ("UCITS-like", "DE")
    with pytest.raises(PolicyTrouble):
        profile("weather")


def test_shortening_the_cooling_off_waits_for_the_long_one(clock: Clock) -> None:
    start = default_policy()
    change = change_policy([start], replace(start, cooling_off=0), clock)
    versions = [start, *change.versions]
    assert policy_on(versions, TODAY).cooling_off == 7
    assert policy_on(versions, TODAY + timedelta(days=7)).cooling_off == 0


def test_home_is_a_fact_and_holds_at_once(clock: Clock) -> None:
    start = default_policy()
    change = change_policy([start], replace(start, home_country="KR"), clock)
    assert policy_on([start, *change.versions], TODAY).home_country == "KR"


def test_the_journal_writes_each_opening_and_closing_once(clock: Clock) -> None:
    opened = journal([finding(State.BREACH), finding(State.NEAR, subject="y")], [], clock)
    assert [(e.kind, e.subject) for e in opened] == [("breach_opened", "x")]
    assert journal([finding(State.ACKNOWLEDGED)], opened, clock) == ()
    assert journal([finding(State.CANNOT_TELL)], opened, clock) == ()
    closed = journal([finding(State.INSIDE)], opened, _Later(clock, 1))
    assert [(e.kind, e.subject) for e in closed] == [("breach_closed", "x")]
    assert journal([], [*opened, *closed], clock) == ()
    assert [e.kind for e in journal([], opened, clock)] == ["breach_closed"]


class _Later:
    def __init__(self, clock: Clock, days: int) -> None:
        self.moment = clock.now() + timedelta(days=days)

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)

    def today(self) -> date:
        return self.moment.date()


def _limit(policy: Policy, name: str) -> Limit:
    return next(limit for limit in policy.limits if limit.id == name and not limit.subject)


def _theme(policy: Policy) -> Limit:
    return _limit(policy, "theme")


def test_an_acknowledgement_that_lapsed_is_logged_and_does_not_come_back(clock: Clock) -> None:
    given = Decision(
        clock.now(), "acknowledged", "single_issuer", "BIG", 0.60, "for now",
        clock.today() + timedelta(days=60), "breach",
    )  # fmt: skip

    def found(measured: float) -> Finding:
        return Finding(
            "single_issuer", "BIG", "BIG", State.BREACH, measured, 0.1, 0.2, Message("m"),
            level=State.BREACH,
        )  # fmt: skip

    opened = Decision(clock.now(), "breach_opened", "single_issuer", "BIG", 0.60)
    log = (opened, given)
    assert journal([found(0.615)], log, clock) == ()
    (lapsed,) = journal([found(0.75)], log, clock)
    assert (lapsed.kind, lapsed.measured) == ("lapsed", 0.75)
    assert in_force(found(0.61), (*log, lapsed), clock.today()) is None
    assert journal([found(0.75)], (*log, lapsed), clock) == ()
