"""Days to sell: by holding, for the portfolio, and never zero where volumes are unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.instrument import Listing
from corridor_desktop.domain.policy import Limit
from corridor_desktop.domain.prices import Turnover
from corridor_desktop.rules.check import check
from corridor_desktop.rules.contract import Context
from tests.rules.world import World

LIMIT = Limit("liquidity", 3.0, 7.0)


def context(*held: tuple[str, str, float, float | None], sessions: int = 20) -> Context:
    """Hold name, value, units; ``None`` as the average volume: nobody stated it."""
    world = World()
    for name, value, _, _ in held:
        world.hold(name, value, listing=Listing(name, "EUR"))
    made = world.context([LIMIT])
    lines = tuple(
        replace(line, position=replace(line.position, quantity=Decimal(repr(units))))
        for line, (_, _, units, _) in zip(made.valuation.lines, held, strict=True)
    )
    turnovers = {
        name: Turnover(name, average, sessions, date(2026, 3, 20), "test")
        for name, _, _, average in held
        if average is not None
    }
    valuation = replace(made.valuation, lines=lines)
    return replace(made, valuation=valuation, turnovers=turnovers)


def found(made: Context) -> dict[str, Finding]:
    return {each.subject: each for each in check(made)}


def test_units_over_a_fifth_of_the_average_volume() -> None:
    each = found(context(("A", "500", 1000.0, 1000.0), ("B", "500", 10.0, 1000.0)))
    assert each["A"].measured == pytest.approx(5.0)
    assert each["B"].measured == pytest.approx(0.05)
    assert each["A"].state is State.NEAR
    assert each["A"].n == 20


@pytest.mark.parametrize(
    ("units", "state"),
    [(600.0, State.INSIDE), (600.1, State.NEAR), (1400.0, State.NEAR), (1400.1, State.BREACH)],
)
def test_equality_passes_and_just_beyond_fails(units: float, state: State) -> None:
    assert found(context(("A", "1000", units, 1000.0)))["A"].state is state


def test_up_to_fifteen_percent_of_the_money_may_be_slower() -> None:
    at = context(("SLOW", "150", 2000.0, 1000.0), ("FAST", "850", 10.0, 1000.0))
    past = context(("SLOW", "151", 2000.0, 1000.0), ("FAST", "849", 10.0, 1000.0))
    assert found(at)["portfolio"].measured == pytest.approx(0.05)
    assert found(past)["portfolio"].measured == pytest.approx(10.0)
    assert found(past)["portfolio"].state is State.BREACH


def test_unknown_volumes_are_said_and_never_taken_for_liquid() -> None:
    each = found(context(("A", "500", 10.0, 1000.0), ("B", "500", 10.0, None)))
    assert "B" not in each
    assert each["unknown"].state is State.CANNOT_TELL
    assert each["unknown"].why is not None
    assert each["unknown"].why.code == "rules.unknown_volumes"
    assert each["portfolio"].why is not None
    assert each["portfolio"].why.code == "rules.at_least"


def test_too_few_sessions_are_unknown() -> None:
    each = found(context(("A", "1000", 10.0, 1000.0), sessions=4))
    assert each["portfolio"].state is State.CANNOT_TELL


@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.floats(1, 1e6), st.floats(1, 1e6)),
        min_size=1,
        max_size=6,
    ),
    st.floats(0.1, 10),
)
def test_twice_the_units_take_twice_as_long(
    held: list[tuple[int, float, float]], factor: float
) -> None:
    one = [(f"H{n}", str(value), units, volume) for n, (value, units, volume) in enumerate(held)]
    more = [(name, value, units * factor, volume) for name, value, units, volume in one]
    before, after = found(context(*one)), found(context(*more))
    for subject, finding in before.items():
        assert finding.measured is not None
        assert after[subject].measured == pytest.approx(finding.measured * factor)
