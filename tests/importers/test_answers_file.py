"""Answers written down as JSON."""

from __future__ import annotations

from datetime import date

import pytest

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.importers.answers_file import parse_answers
from corridor_desktop.importers.contract import StatementKind


def test_all_answers_can_be_given() -> None:
    answers = parse_answers(
        '{"date_order": "DMY", "words": {"Foo": "buy"}, "rows": {"7": "ignore"},'
        ' "as_of": "2025-01-31", "kind": "positions", "header_line": 3, "profile": "a.b"}',
        profile="c.d",
    )
    assert answers.date_order == "DMY"
    assert answers.words == {"Foo": "buy"}
    assert answers.rows == {7: "ignore"}
    assert answers.as_of == date(2025, 1, 31)
    assert answers.kind is StatementKind.POSITIONS
    assert answers.header_line == 3
    assert answers.profile == "c.d"


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '{"nobody": 1}',
        '{"rows": {"x": "buy"}}',
        '{"as_of": "soon"}',
        '{"words": 3}',
    ],
)
def test_what_is_no_answer_is_said_so(text: str) -> None:
    with pytest.raises(UsageTrouble):
        parse_answers(text)
