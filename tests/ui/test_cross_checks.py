"""The lines behind Details: one per cross-check, each in words and with its ground."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corridor_desktop.domain.estimate import TooLittle
from corridor_desktop.domain.message import Message
from corridor_desktop.services.words import say
from corridor_desktop.stress.report import StressReport
from corridor_desktop.ui.pages.stress.cross_checks import cross_checks
from corridor_desktop.ui.pages.stress.sentences import stress_words
from tests.support.reviews import SITUATIONS


@pytest.fixture(scope="module")
def report() -> StressReport:
    found: StressReport = SITUATIONS["beginner"]().stress
    return found


def test_every_line_has_value_and_ground(report: StressReport) -> None:
    lines = cross_checks(report)
    assert len(lines) > 15
    for line in lines:
        assert line.what
        assert line.value
        if line.known:
            assert line.evidence
    shown = " ".join(line.what for line in lines)
    for noun in ("Spearman", "Scholes-Williams", "Lead-lag", "last year", "Korea's own news"):
        assert noun in shown


def test_too_little_is_said_and_not_shown_as_a_number(report: StressReport) -> None:
    assert report.details is not None
    why = Message.of("stress.too_short", n=3, needed=15)
    thin = replace(
        report.details,
        forbes_rigobon=TooLittle(why, 3, 15),
        side_difference=TooLittle(why, 3, 15),
        changed=None,
    )
    lines = cross_checks(replace(report, details=thin))
    values = [line.value for line in lines if not line.known]
    assert values.count(say(why)) >= 2
    assert "The link through time" not in {line.what for line in lines}


def test_ranks_far_from_values_get_a_badge(report: StressReport) -> None:
    assert report.details is not None
    apart = replace(report.details, ranks_differ=True, lead_lag_clipped=True)
    shown = {line.what: line.evidence for line in cross_checks(replace(report, details=apart))}
    assert "few large moves" in shown["Ranks and values"]
    assert "above 1" in shown["Lead-lag correlation"]


def test_nothing_measured_shows_nothing(report: StressReport) -> None:
    assert cross_checks(replace(report, details=None)) == ()


@pytest.mark.parametrize("word", ["contagion", "safe", "guaranteed", "proven", "p-value"])
def test_no_line_claims_too_much(report: StressReport, word: str) -> None:
    text = " ".join(f"{line.what} {line.value} {line.evidence}" for line in cross_checks(report))
    assert word not in text.lower()


def test_the_sentence_names_the_chosen_definition(report: StressReport) -> None:
    assert report.stress_set is not None
    assert "worst weeks" in stress_words(report)
    other = replace(report.stress_set, definition=Message.of("stress.set_shocks", level="3 %"))
    said = stress_words(replace(report, stress_set=other))
    assert "fell by 3\N{NO-BREAK SPACE}% or more" in said
    assert "worst weeks" not in said
    assert "spells" in said
