"""Importing by command: dry runs, questions and answers, accounts, taking back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corridor_desktop.services.sample import sample_statements
from tests.cli.conftest import Program

DEPOT, BROKERAGE = sample_statements()

ODD = """Date,Action,Symbol,Quantity,Price,Amount,Currency
2026-01-05,Buy,KESTREL,10,20.50,-205.00,EUR
2026-01-06,Conjure,KESTREL,3,21.00,-63.00,EUR
2026-01-07,Sell,KESTREL,-4,22.00,88.00,EUR
"""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.csv"
    path.write_text(ODD, encoding="utf-8")
    return path


def test_a_dry_run_accounts_for_every_line_and_touches_nothing(
    empty: Program, tmp_path: Path
) -> None:
    before = (tmp_path / "own.corridor").read_bytes()
    document = empty.json("import", "import", "--dry-run", str(DEPOT), str(BROKERAGE))
    assert [found["file"] for found in document["files"]] == [DEPOT.name, BROKERAGE.name]
    for found, path in zip(document["files"], (DEPOT, BROKERAGE), strict=True):
        lines = found["lines"]
        assert lines["physical"] == len(path.read_text(encoding="utf-8").splitlines())
        parts = ("structure", "imported", "skipped", "needs_you")
        assert lines["physical"] == sum(lines[part] for part in parts)
        assert "batch" not in found
    assert (tmp_path / "own.corridor").read_bytes() == before
    assert empty.json("imports", "imports")["imports"] == []


def test_a_dry_run_needs_no_portfolio(program: Program) -> None:
    found = program.json("import", "import", "--dry-run", str(DEPOT))["files"][0]
    assert (found["outcome"], found["broker"], found["kind"]) == (
        "import",
        "DEGIRO",
        "transactions",
    )
    first = found["transactions"][0]
    assert (first["kind"], first["date"], first["quantity"]) == ("buy", "2026-11-12", "15")
    assert first["net_cash"] == "-1403.55"


def test_what_is_booked_is_listed_shown_and_can_be_taken_back(empty: Program) -> None:
    booked = empty.json("import", "import", str(DEPOT), "--account", "Depot")["files"][0]
    assert booked["batch"] == "i1"
    listed = empty.json("imports", "imports")["imports"]
    assert [(found["id"], found["imported"], found["undone_at"]) for found in listed] == [
        ("i1", booked["new"], None)
    ]
    shown = empty.json("review", "review", "--as-of", "2026-12-31")["valuation"]["unpriced"]
    assert "LINDAU MACHINERY" in {line["name"] for line in shown}
    assert {line["account"] for line in shown} == {"Depot"}
    undone = empty.json("undo-import", "undo-import", "i1")
    assert undone == {"undone": "i1", "kept": 0, "read_again": []}
    assert empty.json("imports", "imports")["imports"][0]["undone_at"] is not None
    after = empty.json("review", "review", "--as-of", "2026-12-31")["valuation"]
    assert after["unpriced"] == []
    assert empty.json("verify", "verify")["transactions"] == 0


def test_the_same_file_is_not_booked_twice(empty: Program) -> None:
    empty.json("import", "import", str(DEPOT))
    count = empty.json("verify", "verify")["transactions"]
    again = empty.json("import", "import", str(DEPOT))["files"][0]
    assert again["batch"] is None
    assert again["already_imported"]
    assert empty.json("verify", "verify")["transactions"] == count


def test_an_overlapping_file_brings_only_what_is_new(empty: Program, tmp_path: Path) -> None:
    rows = DEPOT.read_text(encoding="utf-8").splitlines(keepends=True)
    part = tmp_path / "part.csv"
    part.write_text("".join(rows[:3]), encoding="utf-8")
    empty.json("import", "import", str(part), "--account", "Depot")
    whole = empty.json("import", "import", str(DEPOT), "--account", "Depot")["files"][0]
    assert (whole["duplicates"], whole["new"]) == (2, len(rows) - 3)


def test_a_name_that_was_given_wins_over_the_one_account_of_a_file(
    empty: Program, tmp_path: Path
) -> None:
    file = tmp_path / "held.csv"
    file.write_text(
        "As of,Account,Symbol,Name,Quantity,Price,Currency,Market Value\n"
        "2026-03-20,11,BIG,Big Co,600,100,USD,60000\n"
        "2026-03-20,11,MID,Mid Co,250,100,USD,25000\n",
        encoding="utf-8",
    )
    empty.json("import", "import", str(file), "--account", "Depot")
    unpriced = empty.json("review", "review")["valuation"]["unpriced"]
    assert {line["account"] for line in unpriced} == {"Depot"}
    again = empty.json("import", "import", str(file), "--account", "Depot")["files"][0]
    assert again["batch"] is None


def test_an_open_question_is_put_and_its_answer_taken(
    empty: Program, odd: Path, tmp_path: Path
) -> None:
    asked = empty.json("import", "import", "--dry-run", str(odd), code=1)["files"][0]
    assert asked["outcome"] == "needs_you"
    question = asked["needs_you"][0]
    assert (question["lines"], question["code"]) == ([3], "unknown_word")
    assert {"buy", "ignore"} <= set(question["choices"])
    unbooked = empty.json("import", "import", str(odd), code=1)["files"][0]
    assert unbooked["batch"] is None
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"words": {"Conjure": "buy"}}), encoding="utf-8")
    booked = empty.json("import", "import", str(odd), "--answers", str(answers))["files"][0]
    assert (booked["outcome"], booked["batch"], booked["new"]) == ("import", "i1", 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "not JSON"), ("[]", "not a JSON object"), ('{"mood": 1}', "mood")],
)
def test_answers_that_are_none_are_refused(
    empty: Program, odd: Path, tmp_path: Path, text: str, said: str
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(text, encoding="utf-8")
    error = empty.json("error", "import", str(odd), "--answers", str(answers), code=2)["error"]
    assert error["code"] == "bad_answers"
    assert said in error["message"]


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00\x00", b"just some words\n", b"%PDF-1.7\n"]
)
def test_a_file_that_is_no_statement_is_refused_with_a_reason(
    empty: Program, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    found: dict[str, Any] = empty.json("import", "import", str(path), code=1)["files"][0]
    assert found["outcome"] in {"refused", "needs_you"}
    assert found["reason"] or found["needs_you"]
    assert found["batch"] is None
    assert empty.json("verify", "verify")["transactions"] == 0


def test_a_good_file_is_booked_beside_a_refused_one(empty: Program, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(b"")
    files = empty.json("import", "import", str(wrong), str(DEPOT), code=1)["files"]
    assert [found["batch"] for found in files] == [None, "i1"]


def test_a_file_that_is_not_there_is_trouble_and_books_nothing(
    empty: Program, tmp_path: Path
) -> None:
    gone = str(tmp_path / "gone.csv")
    error = empty.json("error", "import", str(DEPOT), gone, code=3)["error"]
    assert "gone.csv" in error["message"]
    assert empty.json("imports", "imports")["imports"] == []


def test_an_import_that_never_was_cannot_be_taken_back(empty: Program) -> None:
    assert empty.json("error", "undo-import", "i7", code=2)["error"]["code"] == "no_such_import"


def test_a_person_is_told_what_was_booked_and_how_to_take_it_back(empty: Program) -> None:
    said = empty("import", str(DEPOT)).out
    assert f"{DEPOT.name}: import, DEGIRO" in said
    assert "undo-import i1" in said


def test_words_for_a_file_of_no_known_broker_and_for_one_that_is_none(
    empty: Program, tmp_path: Path
) -> None:
    path = tmp_path / "one.csv"
    path.write_text("".join(ODD.splitlines(keepends=True)[:2]), encoding="utf-8")
    said = empty("import", str(path)).out
    assert "a broker it does not know (general)" in said
    assert "Booked 1 transaction, " in said
    path.write_text("hello,world\n1,2\n", encoding="utf-8")
    refused = empty("import", str(path)).out
    assert refused.endswith("one.csv: nothing was booked.\n")


def test_a_return_without_a_start_names_none(empty: Program, odd: Path) -> None:
    empty("import", str(odd))
    assert "None" not in empty("performance").out
