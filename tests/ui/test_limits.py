"""The limits page: states in words, bars against limits, forms that change them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.modeltest import ModelTester

from corridor_desktop.domain.finding import Driver, Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.pages.limits import rows
from corridor_desktop.ui.pages.limits.page import LimitsPage, _read


@pytest.fixture
def page(sample: Application) -> LimitsPage:
    sample.window.go("limits")
    found = sample.window.page
    assert isinstance(found, LimitsPage)
    return found


def finding(measured: float | None, breach: float | None = 0.2) -> Finding:
    return Finding(
        "single_issuer", "x", "X", State.BREACH, measured, 0.1, breach, Message.of("rules.none")
    )


def test_qt_accepts_both_models(page: LimitsPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page._model)
    qtmodeltester.check(page._log)


def test_a_state_is_told_by_sign_and_word(page: LimitsPage) -> None:
    for found in page._model.rows:
        sign, _, word = rows.state_word(found).partition(" ")
        assert sign
        assert word.startswith(rows.WORDS[found.state])


def test_only_what_was_measured_against_a_level_gets_a_bar() -> None:
    assert rows.gauge(finding(0.25)) is not None
    assert rows.gauge(finding(None)) is None
    bar = rows.gauge(finding(0.25))
    assert bar is not None
    assert (bar.value, bar.warn, bar.breach, bar.tone) == (0.25, 0.1, 0.2, "danger")
    assert rows.against(finding(0.25)) == "25.0\u00a0% of 20.0\u00a0%"


def test_drivers_are_named_with_their_shares() -> None:
    parts = (Driver("a", "A", 0.22), Driver("b", "B", 0.004), Driver("c", "C", 0.0))
    assert rows.drivers(replace(finding(0.25), drivers=parts)) == "A 22\u00a0%, B 0.4\u00a0%, C"


def test_a_subject_is_not_its_own_driver() -> None:
    assert rows.drivers(replace(finding(2.0), drivers=(Driver("x", "X", 2.0),))) == ""


def test_counts_are_whole_numbers_where_they_are_whole() -> None:
    assert rows.level("analyst_coverage", 3.0) == "3"
    assert rows.level("effective_number", 7.25) == "7.2"


@pytest.mark.parametrize(
    ("text", "level"), [("20 %", 0.2), ("0,2", 0.2), ("12.5%", 0.125), ("5", 5.0), ("", None)]
)
def test_levels_are_read_as_people_write_them(text: str, level: float | None) -> None:
    assert _read(text) == level


def test_what_is_no_level_changes_nothing(page: LimitsPage) -> None:
    assert page.state.review is not None
    before = page.state.review.policy
    page._change("single_issuer", "a lot", "20 %", True)
    assert page.state.review.policy == before


def test_tightening_is_in_force_at_once(page: LimitsPage) -> None:
    found = next(part for part in page._model.rows if part.state is State.BREACH)
    page._change(found.limit, "4 %", "8 %", True)
    review = page.state.review
    assert review is not None
    same = [part for part in review.findings if part.limit == found.limit]
    assert {part.breach for part in same} == {0.08}
    assert any(entry.kind == "policy_changed" for entry in review.decisions)
