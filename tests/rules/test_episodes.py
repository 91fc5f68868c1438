"""Episodes out of the log: how long, how often, and one notice each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.finding import Decision, Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.rules.episodes import (
    NOTICED,
    days_in_breach,
    decisions_per_month,
    due,
    episodes,
)

START = datetime(2026, 1, 30, 9, tzinfo=UTC)


def entry(kind: str, day: int, measured: float | None = 0.25, subject: str = "A") -> Decision:
    return Decision(START + timedelta(days=day), kind, "single_issuer", subject, measured)


def breach(measured: float = 0.25, state: State = State.BREACH, *, floor: bool = False) -> Finding:
    return Finding(
        "single_issuer", "A", "A", state, measured, 0.1, 0.2, Message.of("rules.inside"),
        floor=floor,
    )  # fmt: skip


def test_an_episode_counts_its_first_day_and_runs_on_while_open() -> None:
    log = [entry("breach_opened", 0), entry("breach_closed", 3), entry("breach_opened", 10)]
    found = episodes(log, date(2026, 2, 12))
    assert [(each.opened, each.closed, each.days) for each in found] == [
        (date(2026, 2, 9), None, 4),
        (date(2026, 1, 30), date(2026, 2, 2), 4),
    ]
    assert days_in_breach(found) == {("single_issuer", "A"): 8}


def test_a_breach_opened_twice_in_a_row_is_one_episode() -> None:
    log = [entry("breach_opened", 0), entry("breach_opened", 2), entry("breach_closed", 4)]
    assert [each.days for each in episodes(log, date(2026, 3, 1))] == [5]


def test_decisions_are_counted_by_month_and_kind() -> None:
    log = [entry("acknowledged", 0), entry("acknowledged", 1), entry("policy_changed", 2),
           entry("breach_opened", 2), entry(NOTICED, 2), entry("withdrawn", 40)]  # fmt: skip
    assert decisions_per_month(log) == {
        "2026-01": {"acknowledged": 2},
        "2026-02": {"policy_changed": 1},
        "2026-03": {"withdrawn": 1},
    }


def test_a_notice_is_given_once_an_episode() -> None:
    log = [entry("breach_opened", 0)]
    assert due([breach()], log) == (breach(),)
    log.append(entry(NOTICED, 0))
    assert due([breach()], log) == ()
    log += [entry("breach_closed", 3), entry("breach_opened", 5)]
    assert due([breach()], log) == (breach(),)


def test_a_notice_is_due_again_when_it_worsens_by_more_than_a_tenth_of_the_limit() -> None:
    log = [entry("breach_opened", 0), entry(NOTICED, 0, 0.25)]
    assert due([breach(0.27)], log) == ()
    assert due([breach(0.2701)], log) == (breach(0.2701),)
    assert due([breach(0.23, floor=True)], log) == ()
    assert due([breach(0.2299, floor=True)], log) != ()


def test_a_notice_is_due_again_when_the_acknowledgement_has_ended() -> None:
    log = [entry("breach_opened", 0), entry(NOTICED, 0), entry("acknowledged", 1)]
    assert due([breach(state=State.ACKNOWLEDGED)], log) == ()
    assert due([breach()], log) == (breach(),)
    log.append(entry(NOTICED, 9))
    assert due([breach()], log) == ()


def test_notices_of_another_subject_do_not_count() -> None:
    log = [entry(NOTICED, 0, subject="B")]
    assert due([breach(), replace(breach(), subject="B")], log) == (breach(),)


@given(st.lists(st.sampled_from(["breach_opened", "breach_closed", NOTICED, "acknowledged"])))
def test_telling_leaves_nothing_due(kinds: list[str]) -> None:
    log = [entry(kind, day) for day, kind in enumerate(kinds)]
    told = [entry(NOTICED, len(log))] if due([breach()], log) else []
    assert due([breach()], [*log, *told]) == ()
