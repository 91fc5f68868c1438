"""Policies as text, and telling tightening from loosening."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.domain.policy import Limit, Policy
from corridor_desktop.rules.concentration import ABOVE_FIVE
from corridor_desktop.rules.policy_text import Direction, changes, parse, render, tighter_half
from corridor_desktop.rules.registry import RULES

LEVELS = st.none() | st.floats(0, 1)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    names = [rule.id for rule in RULES]
    keys = draw(
        st.lists(st.tuples(st.sampled_from(names), st.text(max_size=8)), unique=True, max_size=6)
    )
    limits = []
    for name, subject in keys:
        levels = sorted(draw(st.tuples(st.floats(0, 1), st.floats(0, 1))))
        floor = draw(st.booleans())
        warn, breach = reversed(levels) if floor else levels
        only_warn = draw(st.booleans())
        on = draw(st.booleans())
        origin = draw(st.text(max_size=8))
        limits.append(Limit(name, warn, None if only_warn else breach, on, floor, subject, origin))
    return Policy(
        draw(st.text(min_size=1).filter(str.strip)),
        tuple(limits),
        draw(st.integers(0, 99)),
        draw(st.none() | st.dates()),
        draw(st.integers(0, 365)),
        draw(st.sampled_from(["", "KR", "DE"])),
    )


@given(policies())
def test_a_policy_survives_the_trip_through_text(policy: Policy) -> None:
    assert parse(render(policy)) == policy


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("name = ", "TOML"),
        ('name = ""', "no name"),
        ('name = "x"\ncolour = 1', "'colour'"),
        ('name = "x"\nlimit = 3', "[[limit]]"),
        ('name = "x"\n[[limit]]\nid = "weather"\nwarn = 0.1', "weather"),
        ('name = "x"\n[[limit]]\nid = "theme"\nwarn = "a"', "number"),
        ('name = "x"\n[[limit]]\nid = "theme"\nwarn = true', "number"),
        ('name = "x"\n[[limit]]\nid = "theme"\nwarn = nan', "fractions"),
        ('name = "x"\n[[limit]]\nid = "theme"\nwarn = 20', "fractions"),
        ('name = "x"\n[[limit]]\nid = "theme"', "no level"),
        ('name = "x"\n[[limit]]\nid = "theme"\nwarn = 0.3\nbreach = 0.2', "above"),
        (
            'name = "x"\n[[limit]]\nid = "effective_number"\nwarn = 5\nbreach = 10\nfloor = true',
            "below",
        ),
        (
            'name = "x"\n[[limit]]\nid = "theme"\nwarn = 0.1\n[[limit]]\nid = "theme"\nwarn = 0.2',
            "twice",
        ),
        ('name = "x"\ncooling_off = -1', "whole"),
        ('name = "x"\ncooling_off = 1000', "365"),
        ('name = "x"\nsince = "2026-01-01"', "date"),
        ("name = 3", "text"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_in_words(text: str, part: str) -> None:
    with pytest.raises(PolicyTrouble) as caught:
        parse(text)
    assert part in caught.value.sentence
    assert caught.value.code == "policy_text"


BASE = Policy("Base", (Limit("theme", 0.15, 0.25), Limit("effective_number", 10, 5.6, floor=True)))


def moved(new: Limit) -> Direction | None:
    kept = tuple(new if limit.id == new.id else limit for limit in BASE.limits)
    found = changes(BASE, replace(BASE, limits=kept))
    assert len(found) <= 1
    return found[0].direction if found else None


@pytest.mark.parametrize(
    ("new", "direction"),
    [
        (Limit("theme", 0.15, 0.25), None),
        (Limit("theme", 0.10, 0.25), Direction.TIGHTER),
        (Limit("theme", 0.15, 0.30), Direction.LOOSER),
        (Limit("theme", 0.10, 0.30), Direction.MIXED),
        (Limit("theme", 0.15, None), Direction.LOOSER),
        (Limit("theme", 0.15, 0.25, on=False), Direction.LOOSER),
        (Limit("effective_number", 12, 5.6, floor=True), Direction.TIGHTER),
        (Limit("effective_number", 10, 4, floor=True), Direction.LOOSER),
        (Limit("effective_number", 10, 5.6), Direction.MIXED),
    ],
)
def test_tightening_is_told_from_loosening(new: Limit, direction: Direction | None) -> None:
    assert moved(new) is direction


def test_a_limit_added_or_taken_away() -> None:
    more = replace(BASE, limits=(*BASE.limits, Limit("theme", 0.05, 0.1, subject="x")))
    off = replace(BASE, limits=(*BASE.limits, Limit("sector", 0.3, 0.5, on=False)))
    assert [(c.subject, c.direction) for c in changes(BASE, more)] == [("x", Direction.TIGHTER)]
    assert [(c.subject, c.direction) for c in changes(more, BASE)] == [("x", Direction.LOOSER)]
    assert changes(BASE, off) == ()


def test_only_the_tighter_half_of_a_mixed_change() -> None:
    half = tighter_half(Limit("theme", 0.15, 0.25), Limit("theme", 0.10, 0.30, origin="user"))
    assert (half.warn, half.breach, half.origin) == (0.10, 0.25, "user")


def test_since_is_a_date(tmp_path: object) -> None:
    assert parse('name = "x"\nsince = 2026-03-20').since == date(2026, 3, 20)


def test_a_limit_of_one_subject_is_held_against_the_general_one() -> None:
    general = Limit("single_issuer", 0.1, 0.2)
    old = Policy("Own", (general,))

    def moved(limit: Limit) -> Direction:
        (change,) = changes(old, replace(old, limits=(general, limit)))
        return change.direction

    assert moved(replace(general, subject="BIG", warn=0.99, breach=1.0)) is Direction.LOOSER
    assert moved(replace(general, subject="BIG", on=False)) is Direction.LOOSER
    assert moved(replace(general, subject="BIG", warn=0.05, breach=0.1)) is Direction.TIGHTER
    assert moved(replace(general, subject="BIG", warn=0.05, breach=0.9)) is Direction.MIXED
    assert moved(replace(general, subject="BIG")) is Direction.TIGHTER


def test_the_sum_of_large_issuers_is_no_subject_of_the_general_limit() -> None:
    old = Policy("Own", (Limit("single_issuer", 0.05, 0.1),))
    summed = Limit("single_issuer", None, 0.4, subject=ABOVE_FIVE)
    (change,) = changes(old, replace(old, limits=(*old.limits, summed)))
    assert change.direction is Direction.TIGHTER
    (back,) = changes(replace(old, limits=(*old.limits, summed)), old)
    assert back.direction is Direction.LOOSER
