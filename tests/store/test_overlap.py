"""Answers of a source against stored closes: what is taken, what is refused, what is told."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from corridor_desktop.domain.fault import FaultDecision, Repair, RepairKind
from corridor_desktop.domain.prices import EventKind, PriceSeries, SeriesEvent, Split
from corridor_desktop.services.words import catalogue
from corridor_desktop.store.merging import Kept, merge
from corridor_desktop.store.portfolio import PortfolioStore
from tests.store.rows import AT, closes

DAY = date(2026, 3, 2)
STORED = closes("A", DAY, 10.0, 11.0, 12.0, 13.0)


def answer(*values: float, start: int = 1, source: str = "invented") -> PriceSeries:
    return replace(closes("A", DAY + timedelta(start), *values), source=source)


def held(new: PriceSeries, stored: PriceSeries = STORED) -> tuple[list[float], Kept]:
    united, kept = merge(stored, new, checked=True)
    return united.closes.tolist(), kept


def test_an_agreeing_answer_is_continued() -> None:
    found, kept = held(answer(11.0, 12.0, 13.000001, 14.0))
    assert found[-1] == 14.0
    assert (kept.added, kept.refused, kept.differences) == (1, None, ())


def test_a_late_correction_of_the_last_close_is_taken_and_told() -> None:
    found, kept = held(answer(11.0, 12.0, 12.2, 14.0))
    assert found == [10.0, 11.0, 12.0, 12.2, 14.0]
    (line,) = kept.differences
    assert (line.before, line.after, line.verdict, line.taken) == (13.0, 12.2, "corrected", True)


def test_small_corrections_are_taken_and_told() -> None:
    found, kept = held(answer(11.01, 12.01, 13.0, 14.0))
    assert found == [10.0, 11.01, 12.01, 13.0, 14.0]
    assert [line.verdict for line in kept.differences] == ["corrected"] * 2


def test_one_ratio_without_a_named_split_is_refused() -> None:
    found, kept = held(answer(2.2, 2.4, 2.6, 2.7))
    assert found == STORED.closes.tolist()
    assert kept.refused is not None
    assert kept.refused.code == "store.rebased"
    assert kept.refused.values()["times"] == "5"
    assert {line.taken for line in kept.differences} == {False}


def test_a_named_split_explains_the_same_closes() -> None:
    split = Split(DAY + timedelta(4), Decimal(5))
    found, kept = held(replace(answer(2.2, 2.4, 2.6, 2.7), splits=(split,)))
    assert found == [2.0, 2.2, 2.4, 2.6, 2.7]
    assert (kept.rescaled, kept.refused) == (True, None)


def test_other_closes_are_a_restatement_and_refused() -> None:
    found, kept = held(answer(11.0, 17.0, 9.0, 14.0))
    assert found == STORED.closes.tolist()
    assert kept.refused is not None
    assert kept.refused.code == "store.restated"


def test_a_single_session_that_disagrees_cannot_be_told_from_a_split() -> None:
    _, kept = held(answer(2.6, 2.7, start=3))
    assert kept.refused is not None


def test_another_source_continues_only_what_it_agrees_with() -> None:
    found, kept = held(answer(11.01, 12.01, 13.01, 14.0, source="other"))
    assert found == [10.0, 11.0, 12.0, 13.0, 14.0], "stored closes stay on their days"
    assert kept.refused is None
    united, _ = merge(STORED, answer(11.0, 12.0, 13.0, 14.0, source="other"), checked=True)
    assert united.source == "invented and other"
    again, _ = merge(united, answer(13.0, 14.0, 15.0, start=3, source="other"), checked=True)
    assert again.source == "invented and other"


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (answer(15.0, 16.0, 17.0, 18.0, source="other"), "store.other_source"),
        (answer(18.0, 19.0, start=20, source="other"), "store.no_overlap"),
    ],
)
def test_another_source_that_disagrees_or_cannot_be_compared_is_refused(
    new: PriceSeries, code: str
) -> None:
    found, kept = held(new)
    assert found == STORED.closes.tolist()
    assert kept.refused is not None
    assert kept.refused.code == code
    assert "{" not in catalogue()[code].format(**kept.refused.values())


def test_two_sources_that_agree_but_for_one_close_name_it() -> None:
    long = closes("A", DAY, *[100.0 + step for step in range(60)])
    other = replace(long, source="other", closes=array("d", long.closes))
    other.closes[30] = 131.5
    _, kept = merge(long, other, checked=True)
    (line,) = kept.differences
    assert (line.before, line.after, line.verdict, line.taken) == (130.0, 131.5, "disputed", False)


def test_what_a_person_brings_wins_and_is_told(store: PortfolioStore) -> None:
    store.prices.keep([STORED])
    store.prices.keep([answer(99.0, start=1, source="file a.csv")])
    found = store.prices.get("A")
    assert found is not None
    assert found.closes.tolist() == [10.0, 99.0, 12.0, 13.0]
    (line,) = store.price_record.differences()
    assert (line.verdict, line.before, line.after) == ("file", 11.0, 99.0)


def test_a_refusal_is_forgotten_when_a_later_answer_agrees(store: PortfolioStore) -> None:
    store.prices.merge([STORED])
    store.prices.merge([answer(2.2, 2.4, 2.6)], checked=True)
    assert len(store.price_record.differences()) == 3
    store.prices.merge([answer(11.0, 12.0, 13.0, 14.0)], checked=True)
    assert store.price_record.differences() == ()


def test_events_replace_those_of_the_same_days_only(store: PortfolioStore) -> None:
    def paid(offset: int, amount: str) -> SeriesEvent:
        return SeriesEvent(DAY + timedelta(offset), EventKind.DIVIDEND, Decimal(amount))

    store.prices.merge([replace(STORED, events=(paid(0, "0.5"), paid(2, "0.7")))])
    store.prices.merge([replace(answer(11.0, 12.0, 13.0), events=(paid(3, "0.9"),))])
    assert store.price_record.events_of("A") == (paid(0, "0.5"), paid(3, "0.9"))
    split = Split(DAY + timedelta(4), Decimal(5))
    store.prices.merge([replace(answer(2.2, 2.4, 2.6, 2.7), splits=(split,))], checked=True)
    assert store.price_record.events()["A"] == (paid(0, "0.1"),)
    store.prices.remove("A")
    assert store.price_record.events() == {}


def test_decisions_survive_and_can_be_taken_back(store: PortfolioStore) -> None:
    repair = Repair(RepairKind.SCALE, "A", DAY, DAY, Decimal("0.01"), ((DAY, 1.5),))
    decision = FaultDecision("A/hundredfold/2026-03-02", True, AT, repair)
    store.price_record.decide(decision)
    assert store.price_record.decisions() == {decision.key: decision}
    dismissed = replace(decision, accepted=False, repair=None)
    store.price_record.decide(dismissed)
    assert store.price_record.decisions() == {decision.key: dismissed}
    assert store.price_record.reopen(decision.key)
    assert not store.price_record.reopen(decision.key)
