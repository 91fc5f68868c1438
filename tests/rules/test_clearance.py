"""What may go out unstamped: nothing past an open breach, nothing out of an altered log."""

from __future__ import annotations

import pytest

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.domain.finding import State
from corridor_desktop.rules.check import check
from corridor_desktop.rules.clearance import clearance
from tests.rules.test_state import ISSUER, decision
from tests.rules.world import World


def test_equality_passes_and_just_beyond_fails() -> None:
    at = check(World().hold("A", "200").keep("800").context([ISSUER]))
    beyond = check(World().hold("A", "200.01").keep("799.99").context([ISSUER]))
    assert clearance(at).granted
    assert not clearance(beyond).granted
    assert [found.label for found in clearance(beyond).breaches] == ["A"]


def test_near_and_acknowledged_may_go_out() -> None:
    world = World().hold("A", "250").hold("B", "150").keep("600")
    found = check(world.context([ISSUER], decisions=(decision(),)))
    assert {State.ACKNOWLEDGED, State.NEAR} <= {each.state for each in found}
    assert clearance(found).granted


def test_an_open_breach_is_refused_by_name() -> None:
    world = World()
    for name in "ABCD":
        world.hold(name, "250")
    with pytest.raises(PolicyTrouble) as caught:
        clearance(check(world.context([ISSUER]))).require("the order list")
    assert caught.value.code == "open_breach"
    assert "The order list cannot go out" in caught.value.sentence
    assert caught.value.sentence.endswith("and 1 more.")


def test_an_altered_log_is_refused_even_when_all_is_inside() -> None:
    found = check(World().hold("A", "100").keep("900").context([ISSUER]))
    clearance(found).require("the plan")
    with pytest.raises(PolicyTrouble) as caught:
        clearance(found, 3).require("the plan")
    assert caught.value.code == "log_altered"
    assert "entry 3" in caught.value.sentence
