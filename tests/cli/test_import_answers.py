"""Answers by command: restated rows, instruments, opening balances, comparison, formats."""

from __future__ import annotations

import json
from pathlib import Path

from corridor_desktop.cli.answer import DONE, NEEDS_YOU, WRONG_USE
from tests.cli.conftest import Program

HEAD = "Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total\n"
BUY = "2026-01-05,Buy,DE0007164600,SAP,Example AG,10,100.50,EUR,-1005.00\n"
SELL = "2026-02-16,Sell,DE0007164600,SAP,Example AG,4,120.00,EUR,480.00\n"
MOVED = SELL.replace("120.00", "121.00").replace("480.00", "484.00")
SHORT = "2026-02-17,Sell,FR0000120271,,Petrole SA,12,60.00,EUR,720.00\n"
HELD = "ISIN,Name,Quantity,Market Value,Currency\nDE0007164600,Example AG,9,700,EUR\n"


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_answers_decide_restated_rows_instruments_and_openings(
    empty: Program, tmp_path: Path
) -> None:
    empty.json("import", "import", written(tmp_path, "a.csv", HEAD + BUY + SELL))
    second = written(tmp_path, "b.csv", HEAD + MOVED + SHORT)
    (asked,) = empty.json("import", "import", second)["files"]
    assert [(part["lines"], part["decided"]) for part in asked["restated"]] == [([2], None)]
    empty.json("undo-import", "undo-import", asked["batch"])
    assert [part["units"] for part in asked["openings"]] == ["12"]
    keys = {part["key"]: part["choices"] for part in asked["instruments"] if part["doubtful"]}
    assert keys == {"isin:DE0007164600": ["symbol:SAP.DE"], "isin:FR0000120271": []}
    answers = {
        "restated": {"2": "another"},
        "openings": {asked["openings"][0]["key"]: "12"},
        "instruments": {"isin:DE0007164600": "symbol:SAP.DE", "isin:FR0000120271": "later"},
    }
    told = written(tmp_path, "answers.json", json.dumps(answers))
    (done,) = empty.json("import", "import", second, "--answers", told)["files"]
    assert done["batch"] == "i3"
    held = empty.json("review", "review")["valuation"]
    names = {line["name"] for line in (*held["lines"], *held["unpriced"])}
    assert names - {"Cash EUR"} == {"Example AG"}, "the opening balance and the sale cancel out"
    third = written(tmp_path, "c.csv", HEAD + MOVED + BUY)
    (again,) = empty.json("import", "import", third)["files"]
    assert (again["restated"], again["duplicates"]) == ([], 2)
    assert {part["price_symbol"] for part in again["instruments"]} == {"SAP.DE"}


def test_a_history_is_compared_and_its_gap_closed(empty: Program, tmp_path: Path) -> None:
    history = written(tmp_path, "a.csv", HEAD + BUY + SELL)
    held = written(tmp_path, "positions-2026-03-01.csv", HELD)
    empty.json("import", "import", history, held, "--account", "Depot")
    found = empty.json("compare", "compare", code=NEEDS_YOU)["accounts"]
    (line,) = found[0]["lines"]
    assert (line["held"], line["stated"], line["agreement"]) == ("6", "9", "differs")
    booked = empty.json("compare", "compare", "--open-balances", "Depot", code=NEEDS_YOU)
    after = empty.json("compare", "compare", code=DONE)["accounts"][0]["lines"]
    assert [part["agreement"] for part in after] == ["matched"]
    empty.json("undo-import", "undo-import", booked["batch"])
    assert empty.json("compare", "compare", code=NEEDS_YOU)["accounts"] == found
    empty.json("error", "compare", "--open-balances", "Nowhere", code=WRONG_USE)


def test_a_format_is_listed_handed_on_and_forgotten(empty: Program, tmp_path: Path) -> None:
    odd = written(tmp_path, "a.csv", HEAD + BUY.replace("Buy", "Wobble"))
    told = written(tmp_path, "answers.json", json.dumps({"words": {"Wobble": "buy"}}))
    empty.json("import", "import", odd, "--answers", told)
    (kept,) = empty.json("formats-list", "formats", "list")["formats"]
    assert kept["words"] == {"Wobble": "buy"}
    out = tmp_path / "format.json"
    empty.json("formats-list", "formats", "export", kept["id"], "--out", str(out))
    assert "Example" not in out.read_text(encoding="utf-8")
    gone = empty.json("formats-list", "formats", "forget", kept["id"])["formats"]
    assert gone == []
    back = empty.json("formats-list", "formats", "import", str(out))["formats"]
    assert [(part["id"], part["words"]) for part in back] == [(kept["id"], {"Wobble": "buy"})]
    broken = written(tmp_path, "broken.json", '{"corridor": "something else"}')
    empty.json("error", "formats", "import", broken, code=WRONG_USE)
