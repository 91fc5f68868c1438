"""The portfolio file by command: create, back up, restore, verify; report and export."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.conftest import Program


def test_a_new_file_is_the_one_opened_last(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "first.corridor"
    document = program.json("new", "new", str(path), "--base", "krw", "--name", "First")
    assert document == {"portfolio": str(path), "base": "KRW"}
    review = program.json("review", "review")
    assert (review["portfolio"], review["base"]) == ("First", "KRW")


def test_an_existing_file_is_never_created_over(sample: Program, tmp_path: Path) -> None:
    path = tmp_path / "sample.corridor"
    sample.json("error", "new", str(path), "--base", "EUR", code=3)
    assert sample.json("verify", "verify")["transactions"] > 0


@pytest.mark.parametrize("base", ["EURO", "E1", "", "12345"])
def test_a_base_that_is_no_currency_is_refused(program: Program, tmp_path: Path, base: str) -> None:
    path = tmp_path / "x.corridor"
    error = program.json("error", "new", str(path), "--base", base, code=2)["error"]
    assert error["code"] == "bad_currency"
    assert not path.exists()


def test_before_anything_was_opened_the_way_in_is_named(program: Program) -> None:
    error = program.json("error", "review", code=2)["error"]
    assert error["code"] == "nothing_opened_yet"
    assert "--portfolio" in error["remedy"]


def test_a_backup_brings_back_what_was(sample: Program, tmp_path: Path) -> None:
    backup = sample.json("backup", "backup")["backup"]
    sample.json("tags", "tag", "NURI", "tourism_education=25%")
    target = tmp_path / "restored.corridor"
    restored = sample.json("restore", "restore", backup, "--to", str(target))
    assert restored == {"portfolio": str(target)}
    tags = sample.json("tags", "tags", "--portfolio", str(target))["tags"]
    assert "nuri" not in {tag["instrument"] for tag in tags}


def test_a_backup_is_never_restored_over_a_file(sample: Program, tmp_path: Path) -> None:
    backup = sample.json("backup", "backup")["backup"]
    target = tmp_path / "mine.corridor"
    target.write_bytes(b"mine")
    sample.json("error", "restore", backup, "--to", str(target), code=3)
    assert target.read_bytes() == b"mine"


def test_a_whole_file_verifies_and_a_damaged_one_does_not(sample: Program, tmp_path: Path) -> None:
    found = sample.json("verify", "verify")
    assert (found["integrity"], found["log_intact"], found["log_broken_at"]) == ("ok", True, None)
    path = tmp_path / "sample.corridor"
    content = bytearray(path.read_bytes())
    content[20_000:60_000] = b"\xff" * 40_000
    path.write_bytes(content)
    said = sample("verify", "--json")
    assert said.code in {1, 3}
    assert "Traceback" not in said.err


def test_figures_are_compared_only_with_a_kept_review(sample: Program) -> None:
    assert "figures" not in sample.json("verify", "verify")
    assert sample.json("verify", "verify", "--figures", code=1)["figures"] is None
    assert "no review of this version is kept" in sample("verify", "--figures").out


def test_what_is_no_portfolio_is_refused_and_left_alone(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "letter.corridor"
    path.write_text("Dear broker", encoding="utf-8")
    error = program.json("error", "review", "--portfolio", str(path), code=3)["error"]
    assert error["code"] == "not_a_portfolio"
    assert path.read_text(encoding="utf-8") == "Dear broker"


def test_all_data_is_exported_as_csv_once(sample: Program, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    document = sample.json("export", "export", str(folder))
    assert sorted(document["files"]) == sorted(path.name for path in folder.iterdir())
    with (folder / "transactions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sample.json("verify", "verify")["transactions"]
    assert all(row["net_cash"] == "" or Decimal(row["net_cash"]).is_finite() for row in rows)
    sample.json("error", "export", str(folder), code=3)


@pytest.mark.parametrize("name", ["report.html", "REPORT.PDF"])
def test_the_report_is_handed_to_the_printer(sample: Program, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    sample.print = b"printed"
    document = sample.json("report", "report", "--out", str(out), "--as-of", "2026-03-13")
    assert document == {"report": str(out), "as_of": "2026-03-13", "bytes": 7, "stamped": True}


def test_a_report_of_another_kind_is_refused_before_any_work(
    sample: Program, tmp_path: Path
) -> None:
    error = sample.json("error", "report", "--out", str(tmp_path / "x.doc"), code=2)["error"]
    assert error["code"] == "bad_report_name"
    assert not (tmp_path / "x.doc").exists()


def test_the_doctor_needs_no_portfolio_and_tells_no_private_thing(
    sample: Program, tmp_path: Path
) -> None:
    found = sample.json("doctor", "doctor")
    assert found["data folder"] == str(tmp_path / "home")
    assert "sample.corridor" not in str(found)
