"""Limits on estimates and on what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.estimate import Estimate, TooLittle
from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.instrument import AssetClass
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.policy import Limit
from corridor_desktop.rules.check import check
from corridor_desktop.stress.report import (
    Contribution,
    HoldingLink,
    Link,
    Loss,
    RiskShares,
    Shock,
    TooLittleLoss,
)
from corridor_desktop.valuation.valuation import Unpriced
from tests.rules.world import World, measured_stress

LOSS = Limit("kospi_loss", 0.05, 0.10)
THIN = TooLittle(Message("stress.thin"), 12, 100)


def estimate(value: float, low: float, high: float) -> Estimate:
    day = date(2026, 3, 20)
    return Estimate(value, low, high, 700, 200.0, 5, day, day, "test")


def shock(size: float, world: float, korea: float, half: float = 0.01) -> Shock:
    return Shock(
        size,
        5,
        Loss(world, world - half, world + half),
        Loss(korea, korea - half, korea + half),
        (Contribution("b", "B", world * 0.7), Contribution("a", "A", world * 0.3)),
        (),
        None,
        0.9,
    )


def risk(**changes: object) -> RiskShares:
    made = RiskShares(
        (Contribution("a", "A", 0.46), Contribution("b", "B", 0.10)),
        estimate(0.55, 0.45, 0.65),
        0.45,
        0.1,
        150,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def measure(limit: Limit, **stress: object) -> list[Finding]:
    world = World().hold("A", "500").hold("B", "500").tag("A", "resource_transit", 5000)
    return list(check(world.context([limit], stress=measured_stress(**stress))))  # type: ignore[arg-type]


def test_the_loss_is_positive_the_worse_story_counts_and_the_interval_turns_round() -> None:
    found = measure(LOSS, shocks=(shock(-0.05, -0.04, -0.02), shock(-0.10, -0.07, -0.03)))[0]
    assert found.measured == pytest.approx(0.07)
    assert found.low == pytest.approx(0.06)
    assert found.high == pytest.approx(0.08)
    assert found.state is State.NEAR
    assert [driver.label for driver in found.drivers] == ["B", "A"]
    assert found.why == Message.of("rules.partly_covered", share="90 %")


def test_the_drivers_are_those_of_the_worse_story() -> None:
    turned = replace(
        shock(-0.10, -0.03, -0.07),
        by_holding_korea=(Contribution("a", "A", -0.06), Contribution("b", "B", -0.01)),
    )
    found = measure(LOSS, shocks=(turned,))[0]
    assert found.measured == pytest.approx(0.07)
    assert [(driver.label, driver.share) for driver in found.drivers] == [("A", 0.06), ("B", 0.01)]


def test_without_the_tenth_the_nearest_shock_is_scaled() -> None:
    found = measure(LOSS, shocks=(shock(-0.05, -0.04, -0.02),))[0]
    assert found.measured == pytest.approx(0.08)
    assert found.low == pytest.approx(0.06)


def test_a_loss_past_the_budget_is_near_until_its_interval_is_past_it() -> None:
    assert measure(LOSS, shocks=(shock(-0.10, -0.105, -0.03),))[0].state is State.NEAR
    assert measure(LOSS, shocks=(shock(-0.10, -0.115, -0.03),))[0].state is State.BREACH


def test_a_gain_is_inside() -> None:
    assert measure(LOSS, shocks=(shock(-0.10, 0.03, 0.02),))[0].state is State.INSIDE


def test_too_little_history_is_cannot_tell_with_its_reason() -> None:
    none = replace(
        shock(-0.10, 0, 0), world=TooLittleLoss(Message("a")), korea=TooLittleLoss(Message("b"))
    )
    assert (measure(LOSS, shocks=(none,))[0].state, measure(LOSS, shocks=(none,))[0].why) == (
        State.CANNOT_TELL,
        Message("a"),
    )
    for limit in (
        LOSS,
        Limit("risk_share", 0.25, None),
        Limit("kospi_risk_share", 0.5, None),
        Limit("co_move", 0.4, 0.6),
    ):
        found = measure(limit)[0]
        assert (found.state, found.measured) == (State.CANNOT_TELL, None)
        assert found.why == Message("rules.no_history")


def test_risk_shares_warn_and_point_out_twice_the_weight() -> None:
    link = HoldingLink("a", "A", 0.20, _link(), None)
    stress = replace(measured_stress(risk=risk()), holdings=(link,))
    world = World().hold("A", "500").hold("B", "500")
    found = {
        f.subject: f for f in check(world.context([Limit("risk_share", 0.25, None)], stress=stress))
    }
    assert (found["A"].state, found["B"].state) == (State.NEAR, State.INSIDE)
    assert found["A"].why == Message.of("rules.twice_its_weight", share="46 %", weight="20.0 %")


def test_kospi_share_and_co_move() -> None:
    kospi = measure(Limit("kospi_risk_share", 0.5, None), risk=risk())[0]
    assert (kospi.state, kospi.measured, kospi.low, kospi.n) == (State.NEAR, 0.55, 0.45, 700)
    thin = measure(Limit("kospi_risk_share", 0.5, None), risk=risk(kospi_share=THIN))[0]
    assert (thin.state, thin.why) == (State.CANNOT_TELL, Message("stress.thin"))
    move = measure(Limit("co_move", 0.4, 0.6), risk=risk(corridor_share=0.7))[0]
    assert (move.state, [d.label for d in move.drivers]) == (State.NEAR, ["A"])
    assert move.why == Message("rules.uncertain")
    sure = risk(corridor_share=0.7, corridor_band=(0.61, 0.79))
    broken = measure(Limit("co_move", 0.4, 0.6), risk=sure)[0]
    assert (broken.state, broken.low, broken.high) == (State.BREACH, 0.61, 0.79)
    unsure = risk(corridor_share=0.7, corridor_band=(0.59, 0.81))
    assert measure(Limit("co_move", 0.4, 0.6), risk=unsure)[0].state is State.NEAR


def test_liquidity_says_what_it_lacks() -> None:
    found = check(World().hold("A", "1").context([Limit("liquidity", 3, 7)]))[0]
    assert (found.state, found.why) == (State.CANNOT_TELL, Message("rules.no_volumes"))


def test_unknown_analysts_are_not_none() -> None:
    world = World().hold("FEW", "300", analysts=2).hold("MANY", "300", analysts=20)
    world.hold("DARK", "400").hold("FUND", "100", asset_class=AssetClass.FUND)
    limit = Limit("analyst_coverage", 3, None, floor=True)
    found = {f.subject: f for f in check(world.context([limit]))}
    assert {name: f.state for name, f in found.items()} == {
        "FEW": State.NEAR,
        "MANY": State.INSIDE,
        "unknown": State.CANNOT_TELL,
    }
    assert check(World().hold("DARK", "1").context([limit])) == ()


def test_data_quality_counts_each_flaw_once() -> None:
    world = World(coverage=0.9).hold("OLD", "200", stale=30).hold("NEW", "300").hold("OK", "500")
    world.unpriced.append(Unpriced("GONE", Account("a1", "x"), None, None, Message("no_prices")))
    thin = HoldingLink("new", "NEW", 0.3, replace(_link(), correlation=THIN), None)
    old = HoldingLink("old", "OLD", 0.2, replace(_link(), correlation=THIN), None)
    stress = replace(measured_stress(), holdings=(thin, old))
    limit = Limit("data_quality", 0.10, 0.25)
    found = check(world.context([limit], stress=stress))[0]
    assert found.measured == pytest.approx(0.1 + 0.9 * 0.5)
    assert [driver.label for driver in found.drivers] == ["NEW", "OLD", "GONE"]
    fresh = check(World().hold("OK", "1").context([limit]))[0]
    assert (fresh.measured, fresh.state) == (0.0, State.INSIDE)


def _link() -> Link:
    some = estimate(0.5, 0.4, 0.6)
    return Link(some, some, some, some, some, some, some, None, None, some, some, "somewhat")
