"""The shipped history: complete, sourced, and honest about what was seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import median

import pytest

from corridor_desktop.services.episodes import episodes, load

EMPTY = (
    *("day", "end", "kind", "topic", "title", "source", "address", "checked", "note"),
    *("session", "first", "next", "week", "worst", "drawdown", "recovery"),
)


def test_fifty_five_crises_of_which_two_fell_three_percent_on_the_first_session() -> None:
    crises = [found for found in episodes() if found.kind == "crisis"]
    moves = [found.reaction.first for found in crises if found.reaction]
    assert (len(episodes()), len(crises), len(moves)) == (78, 55, 55)
    assert [found.day for found in crises if found.reaction and found.reaction.first <= -0.03] == [
        date(2009, 7, 13),
        date(2011, 12, 19),
    ]
    assert median(moves) == pytest.approx(-0.0032)
    assert sum(moves) / 55 == pytest.approx(-0.0047, abs=5e-5)


def test_the_death_of_kim_jong_il() -> None:
    found = next(row for row in episodes() if row.day == date(2011, 12, 19)).reaction
    assert found is not None
    assert (found.session, found.first, found.next, found.week) == (
        date(2011, 12, 19),
        -0.0343,
        -0.0255,
        0.0091,
    )
    assert (found.worst, found.drawdown, found.recovery) == (-0.0343, -0.0343, 2)


def test_an_event_after_the_close_moves_to_the_next_session() -> None:
    found = next(row for row in episodes() if row.day == date(2010, 11, 23)).reaction
    assert found is not None
    assert found.session == date(2010, 11, 24)


def test_what_rests_on_memory_is_unverified_and_what_was_seen_has_a_source() -> None:
    checks = [found.checked for found in episodes()]
    assert (checks.count("seen"), checks.count("partial"), checks.count("memory")) == (59, 13, 6)
    for found in episodes():
        assert found.verified == (found.checked == "seen")
        assert found.source
        assert found.address.startswith("http") or found.checked == "memory"
        assert found.end is None or found.end >= found.day


def test_milestones_have_no_reaction_and_days_rise() -> None:
    assert all(found.reaction is None for found in episodes() if found.kind == "milestone")
    days = [found.day for found in episodes()]
    assert days == sorted(days)


@pytest.mark.parametrize(
    "cell", [("kind", "rumour"), ("checked", "sure"), ("day", "soon"), ("first", "x")]
)
def test_a_broken_table_is_refused(cell: tuple[str, str], tmp_path: Path) -> None:
    row = dict.fromkeys(EMPTY, "")
    row |= {"day": "2020-01-02", "kind": "crisis", "checked": "seen", "session": "2020-01-02"}
    row |= {"first": "-0.01", cell[0]: cell[1]}
    path = tmp_path / "episodes.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"\w"):
        load(path)
