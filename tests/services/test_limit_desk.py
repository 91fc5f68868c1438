"""Limits through the desk: acknowledge, withdraw, change, and a log that forgets nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from corridor_desktop.domain.errors import CorridorError, PolicyTrouble
from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from tests.conftest import StoppedClock


def no_feed() -> PriceFeed:
    raise AssertionError("nothing here asks a price source")


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    desk = Desk(clock, no_feed)
    desk.open_sample()
    return desk


def breach(desk: Desk) -> Finding:
    (found,) = desk.review().open_breaches
    return found


def state(desk: Desk, like: Finding) -> State:
    findings = desk.review().findings
    return next(
        found.state
        for found in findings
        if (found.limit, found.subject) == (like.limit, like.subject)
    )


def test_an_acknowledgement_holds_until_its_day_and_no_longer(
    desk: Desk, clock: StoppedClock
) -> None:
    found = breach(desk)
    until = clock.today() + timedelta(days=10)
    desk.limits.acknowledge(found.limit, found.subject, "inherited", until)
    assert state(desk, found) is State.ACKNOWLEDGED
    clock.moment += timedelta(days=10)
    assert state(desk, found) is State.ACKNOWLEDGED
    clock.moment += timedelta(days=1)
    assert state(desk, found) is State.BREACH


def test_an_acknowledgement_can_be_taken_back(desk: Desk, clock: StoppedClock) -> None:
    found = breach(desk)
    desk.limits.acknowledge(
        found.limit, found.subject, "inherited", clock.today() + timedelta(days=10)
    )
    desk.limits.withdraw(found.limit, found.subject)
    assert state(desk, found) is State.BREACH
    with pytest.raises(PolicyTrouble):
        desk.limits.withdraw(found.limit, found.subject)


def test_every_decision_is_in_the_log_in_its_order(desk: Desk, clock: StoppedClock) -> None:
    found = breach(desk)
    before = len(desk.limits.log())
    desk.limits.acknowledge(
        found.limit, found.subject, "inherited", clock.today() + timedelta(days=10)
    )
    desk.limits.withdraw(found.limit, found.subject)
    desk.limits.change(found.limit, found.warn, 0.15, on=True, reason="calmer")
    added = desk.limits.log()[before:]
    assert [entry.kind for entry in added] == ["acknowledged", "withdrawn", "policy_changed"]
    assert added[0].measured == pytest.approx(found.measured)
    assert desk.verify().log_intact


def test_a_tighter_limit_acts_at_once_and_a_looser_one_after_the_wait(
    desk: Desk, clock: StoppedClock
) -> None:
    found = breach(desk)
    assert desk.limits.change(found.limit, 0.01, 0.02, on=True).code == "limits.in_force"
    assert len(desk.review().open_breaches) > 1
    assert desk.limits.change(found.limit, 0.3, 0.5, on=True).code == "limits.from_later"
    assert state(desk, found) is State.BREACH
    clock.moment += timedelta(days=desk.limits.policy().cooling_off + 1)
    assert state(desk, found) is State.INSIDE


def test_switching_a_limit_off_waits_too(desk: Desk, clock: StoppedClock) -> None:
    found = breach(desk)
    note = desk.limits.change(found.limit, found.warn, found.breach, on=False)
    assert note.code == "limits.from_later"
    assert state(desk, found) is State.BREACH


@pytest.mark.parametrize(
    ("limit", "warn", "level"),
    [
        ("weather", 0.1, 0.2),
        ("country", 0.5, 0.2),
        ("country", -0.1, 0.2),
        ("country", 0.1, 20.0),
        ("country", float("nan"), 0.2),
    ],
)
def test_levels_that_make_no_sense_change_nothing(
    desk: Desk, limit: str, warn: float, level: float
) -> None:
    policy, log = desk.limits.policy(), desk.limits.log()
    with pytest.raises(CorridorError):
        desk.limits.change(limit, warn, level, on=True)
    assert (desk.limits.policy(), desk.limits.log()) == (policy, log)
