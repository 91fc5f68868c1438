"""What every rule keeps, whatever is held."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.finding import State
from corridor_desktop.domain.instrument import AssetClass
from corridor_desktop.rules.check import check
from corridor_desktop.rules.contract import Context
from corridor_desktop.rules.registry import RULES
from corridor_desktop.services.policies import profiles
from tests.rules.world import World

CLASSES = st.sampled_from([AssetClass.EQUITY, AssetClass.FUND, AssetClass.UNKNOWN])
HOLDINGS = st.tuples(
    st.integers(1, 99_999),
    CLASSES,
    st.sampled_from([None, "KR", "US"]),
    st.sampled_from([None, "EUR", "KRW"]),
    st.sampled_from([None, "Energy"]),
    st.none() | st.integers(0, 30),
    st.integers(0, 10_000),
    st.integers(0, 20),
)


@st.composite
def contexts(draw: st.DrawFn) -> Context:
    world = World()
    for place, (value, kind, country, currency, sector, analysts, points, stale) in enumerate(
        draw(st.lists(HOLDINGS, max_size=8))
    ):
        world.hold(
            f"H{place}", str(value), stale=stale, asset_class=kind, country=country,
            economic_currency=currency, sector=sector, analysts=analysts,
        )  # fmt: skip
        world.tag(f"H{place}", "resource_transit", points, "thaw")
    if draw(st.booleans()):
        world.keep(str(draw(st.integers(-5_000, 5_000))))
    policy = draw(st.sampled_from(sorted(profiles())))
    return replace(world.context([]), policy=profiles()[policy])


@given(contexts())
def test_every_finding_stands_on_its_own(context: Context) -> None:
    findings = check(context)
    keys = [(found.limit, found.subject) for found in findings]
    assert len(set(keys)) == len(keys)
    known = {rule.id for rule in RULES}
    for found in findings:
        assert found.limit in known
        assert (found.measured is None) == (found.state is State.CANNOT_TELL)
        assert found.measured is None or math.isfinite(found.measured)
        assert found.measured is not None or found.why is not None
        assert found.level is found.state
        assert len(found.drivers) <= 5
        assert found.remedy.code


@given(contexts())
def test_the_order_of_holdings_does_not_matter(context: Context) -> None:
    lines = tuple(reversed(context.valuation.lines))
    turned = replace(context, valuation=replace(context.valuation, lines=lines))
    told = {(f.limit, f.subject): f.state for f in check(context)}
    assert {(f.limit, f.subject): f.state for f in check(turned)} == told


@given(contexts())
def test_a_second_look_changes_nothing(context: Context) -> None:
    first = check(context)
    again = check(replace(context, previous=first))
    assert [(f.limit, f.subject, f.state, f.since) for f in again] == [
        (f.limit, f.subject, f.state, f.since) for f in first
    ]
