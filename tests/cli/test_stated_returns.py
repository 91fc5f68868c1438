"""A positions file alone shows what is held and worth, and claims no return."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program

HEAD = "As of,Symbol,ISIN,Name,Quantity,Price,Currency,Market Value\n"
FIRST = (
    HEAD + "2026-02-20,BIG,,Big Co,600,100,EUR,60000\n"
    "2026-02-20,,DE0007164600,Mid Co,250,100,EUR,25000\n"
)
LATER = (
    HEAD + "2026-03-20,BIG,,Big Co,600,110,EUR,66000\n"
    "2026-03-20,,DE0007164600,Mid Co,250,100,EUR,25000\n"
)


def take(program: Program, folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    assert program("import", str(file), "--account", "Depot").code == 0


def test_one_statement_has_a_value_and_no_return(empty: Program, tmp_path: Path) -> None:
    take(empty, tmp_path, "first.csv", FIRST)
    review = empty.json("review", "review")
    assert review["valuation"]["total"] == "85000"
    assert {line["price_source"] for line in review["valuation"]["lines"]} == {"broker's statement"}
    found = review["performance"]
    assert (found["twr"], found["max_drawdown"], found["day_change"]) == (None, None, None)
    assert "one day only" in found["twr_reason"]
    assert "0.0 %" not in empty("performance").out


def test_two_statements_make_a_return_that_says_what_it_rests_on(
    empty: Program, tmp_path: Path
) -> None:
    take(empty, tmp_path, "first.csv", FIRST)
    take(empty, tmp_path, "later.csv", LATER)
    found = empty.json("review", "review")["performance"]
    assert round(found["twr"], 9) == round(91000 / 85000 - 1, 9)
    assert any("100 % of the value rests on broker's statements" in note for note in found["notes"])
