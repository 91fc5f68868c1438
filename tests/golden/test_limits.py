"""Every limit on its ladder: equality passes, just beyond fails; golden findings in words."""

from __future__ import annotations

import pytest

from corridor_desktop.rules.registry import RULES
from tests.golden.limit_cases import CASES, FOLDER, Case, form, twin


def test_every_limit_has_a_case_and_a_golden_file() -> None:
    assert [case.limit.id for case in CASES] == [rule.id for rule in RULES]
    assert {path.name for path in FOLDER.iterdir()} == {twin(case).name for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.limit.id)
def test_equality_passes_and_just_beyond_fails(case: Case) -> None:
    assert tuple(case.find(measure).state for measure in case.ladder) == case.states


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.limit.id)
def test_a_measure_is_what_the_review_was_built_for(case: Case) -> None:
    for measure in case.ladder:
        assert case.find(measure).measured == pytest.approx(measure, abs=1e-12)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.limit.id)
def test_the_findings_are_the_golden_ones(case: Case) -> None:
    assert twin(case).read_text(encoding="utf-8") == form(case)
