"""Classes of other trackers by command: asked about, answered, listed raw, taken back."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Program
from tests.golden.refresh import FOLDER

GHOSTFOLIO = str(FOLDER / "ghostfolio" / "profiles.json")


def test_classes_are_offered_mapped_listed_and_taken_back(empty: Program, tmp_path: Path) -> None:
    dry = empty.json("import", "import", "--dry-run", GHOSTFOLIO)["files"][0]
    korea = next(each for each in dry["classes"] if each["key"] == "Countries / KR")
    assert (korea["weights"], korea["answer"], korea["holdings"]) == (["0.123456"], None, 1)
    assert dry["classes_new"] == 7
    answers = tmp_path / "answers.json"
    said = {"Countries / KR": "resource_transit", "Countries / JP": "ignore"}
    answers.write_text(json.dumps({"classes": said}), encoding="utf-8")
    empty.json("import", "import", GHOSTFOLIO, "--answers", str(answers))
    kept = empty.json("classes", "classes")
    assert (kept["mapped"], kept["left_out"], kept["open"]) == (1, 1, 5)
    tags = empty.json("tags", "tags")["tags"]
    assert [(tag["theme"], tag["basis_points"]) for tag in tags] == [("resource_transit", 1235)]
    assert "Countries / KR 12.3456 %" in tags[0]["reason"]
    assert empty.json("imports", "imports")["imports"][0]["notes"] == "7 classes"
    empty.json("undo-import", "undo-import", "i1")
    assert empty.json("classes", "classes")["classes"] == []
    assert empty.json("tags", "tags")["tags"] == []


def test_a_person_reads_what_is_open_and_how_to_answer(empty: Program) -> None:
    out = empty("import", GHOSTFOLIO).out
    assert 'class Countries / KR: 1 holding(s), 12.3456 %; answer {"classes":' in out
    assert "7 class(es) of another tracker" in out
    listed = empty("classes").out
    assert "0 taken for a theme, 0 left out, 7 open" in listed
