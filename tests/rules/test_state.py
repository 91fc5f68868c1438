"""Hysteresis, uncertainty, acknowledgements, what the user did today, and the fingerprint."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from corridor_desktop.domain.finding import Decision, Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.policy import Limit
from corridor_desktop.rules.check import check
from corridor_desktop.rules.contract import Reading
from corridor_desktop.rules.state import in_force, judge, standing
from tests.rules.world import DAY, World

ISSUER = Limit("single_issuer", 0.10, 0.20)
FLOOR = Limit("effective_number", 10.0, 5.6, floor=True)


def finding(state: State, measured: float, limit: Limit = ISSUER, **changes: object) -> Finding:
    made = Finding(
        limit.id,
        "A",
        "A",
        state,
        measured,
        limit.warn,
        limit.breach,
        Message("x"),
        limit.floor,
        level=state,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def decision(kind: str = "acknowledged", measured: float = 0.25, **changes: object) -> Decision:
    made = Decision(
        datetime(2026, 3, 1, tzinfo=UTC),
        kind,
        "single_issuer",
        "A",
        measured,
        "inherited",
        date(2026, 4, 30),
        "breach",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "measured", "expected"),
    [
        (None, 0.205, State.BREACH),
        (None, 0.195, State.NEAR),
        (State.BREACH, 0.195, State.BREACH),
        (State.BREACH, 0.19, State.NEAR),
        (State.NEAR, 0.195, State.NEAR),
        (None, 0.098, State.INSIDE),
        (State.NEAR, 0.098, State.NEAR),
        (State.BREACH, 0.098, State.NEAR),
        (State.NEAR, 0.095, State.INSIDE),
        (State.INSIDE, 0.10, State.INSIDE),
    ],
)
def test_a_finding_closes_at_95_percent_of_its_level(
    before: State | None, measured: float, expected: State
) -> None:
    previous = finding(before, 0.3) if before else None
    assert judge(Reading("A", "A", measured), ISSUER, previous) is expected


@pytest.mark.parametrize(
    ("before", "measured", "expected"),
    [
        (None, 5.5, State.BREACH),
        (None, 5.7, State.NEAR),
        (State.BREACH, 5.7, State.BREACH),
        (State.BREACH, 5.9, State.NEAR),
        (State.NEAR, 10.4, State.NEAR),
        (State.NEAR, 10.6, State.INSIDE),
    ],
)
def test_floors_are_mirrored(before: State | None, measured: float, expected: State) -> None:
    previous = finding(before, 5.0, FLOOR) if before else None
    assert judge(Reading("A", "A", measured), FLOOR, previous) is expected


def test_an_acknowledged_breach_is_held_open_like_any_other() -> None:
    acknowledged = finding(State.ACKNOWLEDGED, 0.21, level=State.BREACH)
    assert judge(Reading("A", "A", 0.195), ISSUER, acknowledged) is State.BREACH


def test_a_changed_limit_forgets_the_old_hysteresis() -> None:
    previous = finding(State.BREACH, 0.3, breach=0.15)
    assert judge(Reading("A", "A", 0.195), ISSUER, previous) is State.NEAR


@pytest.mark.parametrize(
    ("low", "expected"), [(0.21, State.BREACH), (0.15, State.NEAR), (None, State.NEAR)]
)
def test_an_estimate_breaks_a_limit_only_past_its_near_end(
    low: float | None, expected: State
) -> None:
    reading = Reading("A", "A", 0.30, low=low, high=0.4, uncertain=True)
    assert judge(reading, ISSUER, None) is expected
    only_breach = Limit("kospi_loss", None, 0.20)
    assert judge(reading, only_breach, None) is expected


def test_an_uncertain_floor_looks_at_the_high_end() -> None:
    reading = Reading("A", "A", 5.0, low=4.0, high=6.0, uncertain=True)
    assert judge(reading, FLOOR, None) is State.NEAR
    assert judge(replace(reading, high=5.5), FLOOR, None) is State.BREACH


def test_an_acknowledgement_covers_until_its_last_day() -> None:
    world = World().hold("A", "250").keep("750")
    for today, expected in (
        (date(2026, 4, 30), State.ACKNOWLEDGED),
        (date(2026, 5, 1), State.BREACH),
    ):
        context = world.context([ISSUER], decisions=(decision(),), today=today)
        found = check(context)[0]
        assert found.state is expected
        assert found.level is State.BREACH
        assert (found.until is not None) == (expected is State.ACKNOWLEDGED)


@pytest.mark.parametrize(("measured", "covered"), [(0.269, True), (0.271, False), (0.2, True)])
def test_it_reopens_when_worse_by_a_tenth_of_the_limit(measured: float, covered: bool) -> None:
    found = finding(State.BREACH, measured)
    assert (in_force(found, [decision()], DAY) is not None) == covered


def test_a_floor_worsens_downwards() -> None:
    found = finding(State.BREACH, 4.0, FLOOR)
    given = decision(limit="effective_number", measured=4.5)
    assert in_force(found, [given], DAY)
    assert in_force(replace(found, measured=3.9), [given], DAY) is None
    assert in_force(replace(found, measured=5.5), [given], DAY)


@pytest.mark.parametrize("kind", ["withdrawn", "breach_opened", "breach_closed"])
def test_a_later_entry_ends_it(kind: str) -> None:
    later = decision(kind, at=datetime(2026, 3, 2, tzinfo=UTC))
    earlier = decision(kind, at=datetime(2026, 2, 2, tzinfo=UTC))
    found = finding(State.BREACH, 0.25)
    assert in_force(found, [decision(), later], DAY) is None
    assert in_force(found, [earlier, decision()], DAY)


def test_accepting_a_warning_does_not_accept_the_breach() -> None:
    given = decision(measured=0.195, detail="near")
    assert in_force(finding(State.NEAR, 0.198), [given], DAY)
    assert in_force(finding(State.BREACH, 0.205), [given], DAY) is None


def test_a_policy_change_leaves_acknowledgements_alone() -> None:
    changed = decision("policy_changed", at=datetime(2026, 3, 5, tzinfo=UTC))
    assert in_force(finding(State.BREACH, 0.25), [decision(), changed], DAY)


def test_since_is_carried_while_the_level_stays() -> None:
    world = World().hold("A", "250").keep("750")
    start = DAY - timedelta(days=30)
    kept = check(world.context([ISSUER], (finding(State.BREACH, 0.22, since=start),)))[0]
    moved = check(world.context([ISSUER], (finding(State.NEAR, 0.15, since=start),)))[0]
    assert (kept.since, moved.since) == (start, DAY)


def test_active_is_what_the_user_did_today_and_passive_what_the_market_did() -> None:
    before = check(World().hold("A", "150").hold("B", "100").keep("750").context([ISSUER]))
    drifted = World().hold("A", "250").hold("B", "100").keep("650")
    bought = World().hold("A", "250", units="2").hold("B", "100").keep("650")
    other = World().hold("A", "250").hold("B", "100", units="2").keep("650")
    active = {
        name: check(world.context([ISSUER], before))[0].active
        for name, world in (("drifted", drifted), ("bought", bought), ("other", other))
    }
    assert active == {"drifted": False, "bought": True, "other": False}
    again = check(bought.context([ISSUER], check(bought.context([ISSUER], before))))
    assert again[0].active, "it stays what it was for the day"


def test_wobble_keeps_a_finding_open_and_a_trade_does_not() -> None:
    before = check(World().hold("A", "250").keep("750").context([ISSUER]))
    wobbled = check(World().hold("A", "195").keep("805").context([ISSUER], before))
    assert standing(wobbled[0]) is State.NEAR, "cash moved as well: the owner sold or paid in"
    drifted = World().hold("A", "250").hold("B", "750")
    lower = World().hold("A", "195").hold("B", "805")
    before = check(drifted.context([ISSUER]))
    now = check(lower.context([ISSUER], before))
    assert {found.subject: standing(found) for found in now}["A"] is State.BREACH
    sold = World().hold("A", "195", units="0.8").hold("B", "805")
    after = check(sold.context([ISSUER], before))
    assert {found.subject: standing(found) for found in after}["A"] is State.NEAR


@pytest.mark.parametrize(("units", "split"), [("50", "5"), ("30", "3"), ("1", "0.1")])
def test_a_split_is_not_what_the_owner_did(units: str, split: str) -> None:
    before = check(World().hold("A", "250", units="10").hold("B", "750").context([ISSUER]))
    fallen = World().hold("A", "195", units=units, split=split).hold("B", "805")
    now = check(fallen.context([ISSUER], before))
    assert {found.subject: standing(found) for found in now}["A"] is State.BREACH, "held open"
    assert [found.made_of for found in now] == [found.made_of for found in before]
    calm = check(World().hold("A", "150", units="10").hold("B", "850").context([ISSUER]))
    risen = World().hold("A", "250", units=units, split=split).hold("B", "750")
    assert not any(found.active for found in check(risen.context([ISSUER], calm)))
    bought = World().hold("A", "250", units="60", split="5").hold("B", "750")
    worst = {found.subject: found for found in check(bought.context([ISSUER], calm))}
    assert worst["A"].active, "ten before the split are fifty after it, not sixty"


def test_the_fingerprint_follows_the_inputs_and_nothing_else() -> None:
    def made(value: str, limit: Limit = ISSUER) -> tuple[Finding, ...]:
        return check(World().hold("A", value).keep("750").context([limit]))

    assert made("250") == made("250")
    prints = {
        made("250")[0].fingerprint,
        made("251")[0].fingerprint,
        made("250", replace(ISSUER, warn=0.11))[0].fingerprint,
    }
    assert len(prints) == 3
    assert all(len(text) == 64 for text in prints)


def test_the_fingerprint_of_the_first_review_is_that_of_every_later_one() -> None:
    world = World().hold("A", "250").hold("B", "150").hold("C", "50").keep("550")
    first = check(world.context([ISSUER]))
    second = check(world.context([ISSUER], first))
    assert second == first
    assert check(world.context([ISSUER], second)) == first


def test_a_finding_that_only_hysteresis_holds_open_has_a_digest_of_its_own() -> None:
    world = World().hold("A", "195").keep("805")
    held = check(world.context([ISSUER], (finding(State.BREACH, 0.22),)))
    fresh = check(world.context([ISSUER]))
    assert (held[0].state, fresh[0].state) == (State.BREACH, State.NEAR)
    assert held[0].fingerprint != fresh[0].fingerprint
    assert check(world.context([ISSUER], held)) == held


def test_worst_first() -> None:
    world = World()
    for name, value in (("A", "250"), ("B", "150"), ("C", "50"), ("D", "300"), ("E", "250")):
        world.hold(name, value)
    limits = [ISSUER, Limit("liquidity", 3, 7)]
    states = [(f.subject, f.state) for f in check(world.context(limits, decisions=(decision(),)))]
    assert states == [
        ("D", State.BREACH),
        ("E", State.BREACH),
        ("B", State.NEAR),
        ("portfolio", State.CANNOT_TELL),
        ("A", State.ACKNOWLEDGED),
        ("C", State.INSIDE),
    ]


def test_held_open_is_explained() -> None:
    world = World().hold("A", "195").keep("805")
    found = check(world.context([ISSUER], (finding(State.BREACH, 0.22),)))[0]
    assert found.state is State.BREACH
    assert found.why == Message.of("rules.held_open", clear="19 %")
    assert found.remedy.code == "rules.back_inside"
