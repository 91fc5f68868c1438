"""What must hold of limits whatever is held: scale, order, monotony, one answer each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.policy import Limit
from corridor_desktop.rules.check import check
from corridor_desktop.rules.clearance import clearance
from tests.rules.world import World

LIMITS = (
    Limit("single_issuer", 0.1, 0.2),
    Limit("country", 0.25, 0.4),
    Limit("currency", 0.3, 0.5),
    Limit("account", 0.5, 0.8),
    Limit("effective_number", 4.0, 2.0, floor=True),
)
COUNTRIES = ("KR", "US", "JP")
values = st.lists(st.integers(1, 10**6), min_size=1, max_size=8)


def made(held: list[int], scale: int = 1, limits: tuple[Limit, ...] = LIMITS) -> list[Finding]:
    world = World().keep(str(1000 * scale))
    for number, value in enumerate(held):
        country = COUNTRIES[number % 3]
        currency = ("KRW", "USD", "JPY")[number % 3]
        world.hold(f"H{number}", str(value * scale), country=country, economic_currency=currency)
    return list(check(world.context(limits)))


def bare(found: Finding) -> Finding:
    """Leave out what names amounts: the remedy, and the digests that know them."""
    return replace(found, remedy=Message("m"), fingerprint="", why=None, made_of="", own="")


@given(values, st.sampled_from([2, 10, 1000]))
def test_a_portfolio_ten_times_as_large_stands_where_it_stood(held: list[int], scale: int) -> None:
    assert [bare(found) for found in made(held, scale)] == [bare(found) for found in made(held)]


@given(values)
def test_every_subject_gets_exactly_one_finding(held: list[int]) -> None:
    keys = [(found.limit, found.subject) for found in made(held)]
    assert len(keys) == len(set(keys))


@given(values, st.floats(0.01, 0.5), st.floats(0.5, 1.0))
def test_a_tighter_limit_never_closes_what_a_looser_one_opened(
    held: list[int], tight: float, loose: float
) -> None:
    def broken(level: float) -> set[str]:
        limits = (Limit("single_issuer", None, level),)
        return {f.subject for f in made(held, 1, limits) if f.state is State.BREACH}

    assert broken(loose) <= broken(tight)


@given(values)
def test_going_out_is_barred_by_a_breach_and_by_nothing_else(held: list[int]) -> None:
    found = made(held)
    assert clearance(found).granted is all(each.state is not State.BREACH for each in found)
    assert not clearance(found, 1).granted


@given(values, st.integers(1, 10**6))
def test_more_of_the_largest_never_lowers_its_share(held: list[int], more: int) -> None:
    def share(amounts: list[int]) -> float:
        found = made(amounts, 1, (Limit("single_issuer", 0.1, 0.2),))
        return max(each.measured or 0.0 for each in found)

    top = held.index(max(held))
    grown = [value + more if place == top else value for place, value in enumerate(held)]
    assert share(grown) >= share(held) - 1e-12


@given(st.decimals("0.0001", "0.9999", places=4))
def test_at_the_limit_is_inside_it_and_a_hair_more_is_not(level: Decimal) -> None:
    limits = (Limit("single_issuer", None, float(level)),)
    total = Decimal(10_000_000)

    def state(part: Decimal) -> State:
        world = World().hold("A", str(part)).keep(str(total - part))
        return check(world.context(limits))[0].state

    assert state(total * level) is State.INSIDE
    assert state(total * level + 1) is State.BREACH
