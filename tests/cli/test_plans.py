"""Plans through the command line: tried, found, kept, approved, and the file left as it was."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Program

ACTIVITY = """Date,Type,Symbol,Name,Quantity,Price,Fees,Amount,Currency
2026-01-05,Deposit,,,,,,100000,USD
2026-01-06,Buy,BIG,Big Works,600,100,0,-60000,USD
2026-01-06,Buy,MID,Mid Works,300,100,0,-30000,USD
"""


def done(program: Program, *arguments: str) -> None:
    said = program(*arguments)
    assert said.code == 0, said.err


@pytest.fixture
def simple(program: Program, tmp_path: Path) -> Program:
    """Two holdings in one account: 60 %, 30 %, and 10 % cash."""
    done(program, "new", str(tmp_path / "simple.corridor"), "--base", "USD")
    statement = tmp_path / "activity.csv"
    statement.write_text(ACTIVITY, encoding="utf-8")
    done(program, "import", str(statement), "--account", "A")
    for symbol in ("BIG", "MID"):
        closes = tmp_path / f"{symbol}.csv"
        closes.write_text("Date,Close\n2026-03-18,100\n2026-03-19,100\n", encoding="utf-8")
        done(program, "prices", "import", str(closes), "--listing", symbol, "--currency", "USD")
    return program


def digest(tmp_path: Path) -> str:
    return hashlib.sha256((tmp_path / "simple.corridor").read_bytes()).hexdigest()


def states(found: list[dict[str, object]]) -> dict[tuple[object, object], object]:
    return {(row["limit"], row["subject"]): row["state"] for row in found}


def test_the_smallest_fix_is_to_the_unit(simple: Program) -> None:
    found = simple.json("plan", "plan", "fix", code=1)
    assert found["status"] == "optimal"
    traded = [(one["symbol"], one["quantity"], one["value"]) for one in found["trades"]]
    assert traded == [("BIG", "-400", "-40000"), ("MID", "-100", "-10000")]
    assert found["trades"][0]["reason"] == "single_issuer BIG 0.60 → 0.20"
    assert found["turnover"] == "50000"
    assert states(found["after"])["single_issuer", "BIG"] == "near"
    reasons = {row["limit"]: row["reason"] for row in found["not_worked_out"]}
    assert reasons == {"account": "no_trade_moves_it", "effective_number": "too_few_holdings"}
    assert found["opened"] == []


def test_fees_make_it_one_unit_more(simple: Program) -> None:
    found = simple.json("plan", "plan", "fix", "--fee", "5", "--fee-percent", "0.2", code=1)
    assert [one["quantity"] for one in found["trades"]] == ["-401", "-101"]
    assert found["trades"][0]["fee"] == "85.2"


def test_locked_holdings_and_chosen_limits_are_kept_to(simple: Program) -> None:
    found = simple.json("plan", "plan", "fix", "--lock", "BIG", code=1)
    assert found["status"] == "infeasible"
    aside = {(one["limit"], one["subject"]): one["reason"] for one in found["not_worked_out"]}
    assert aside["single_issuer", "BIG"] == "no_trade_moves_it"
    # Selling MID would make two holdings even less like two: that promise is broken already.
    assert {"limit": "single_issuer", "subject": "MID"} in found["conflicts"]
    assert {"limit": "effective_number", "subject": "portfolio"} in found["conflicts"]
    assert found["trades"] == []


def test_where_nothing_may_be_traded_nothing_is_called_mended(simple: Program) -> None:
    locks = [part for name in ("BIG", "MID") for part in ("--lock", name)]
    found = simple.json("plan", "plan", "fix", *locks, code=1)
    assert (found["status"], found["trades"]) == ("infeasible", [])
    assert {"limit": "single_issuer", "subject": "BIG"} in found["conflicts"]


def test_purchases_alone_cannot_lower_a_share(simple: Program) -> None:
    found = simple.json("plan", "plan", "fix", "--buy-only", code=1)
    assert found["status"] == "infeasible"


def test_new_cash_can_be_enough_without_a_trade(simple: Program) -> None:
    found = simple.json("plan", "plan", "fix", "--buy-only", "--cash", "200000", code=1)
    assert found["trades"] == []
    assert states(found["after"])["single_issuer", "BIG"] == "near"
    # What is left are promises that two holdings in one account cannot keep, whatever is traded.
    assert found["status"] == "infeasible"
    left = {(one["limit"], one["subject"]) for one in found["conflicts"]}
    assert ("effective_number", "portfolio") in left
    assert not any(limit == "single_issuer" for limit, _ in left)
    assert found["portfolio_after"]["total"] == "300000"


def test_a_tried_plan_leaves_the_file_byte_for_byte(simple: Program, tmp_path: Path) -> None:
    before = digest(tmp_path)
    plan = tmp_path / "plan.json"
    plan.write_text(
        json.dumps(
            {
                "trades": [{"symbol": "BIG", "account": "A", "quantity": "-450"}],
                "prices": {"MID": "-0.5"},
                "deposits": [{"account": "A", "amount": "1000"}],
                "tags": [{"symbol": "MID", "theme": "resource_transit", "share": "0.5"}],
            }
        ),
        encoding="utf-8",
    )
    found = simple.json("plan", "plan", "what-if", str(plan), code=4)
    assert found["portfolio_after"]["total"] == "86000"
    themes = {part["key"]: part["value"] for part in slices(found, "theme")}
    assert themes == {"resource_transit": "7500"}
    simple.json("plan", "plan", "fix", code=1)
    assert digest(tmp_path) == before


def slices(found: dict[str, object], by: str) -> list[dict[str, str]]:
    side = found["portfolio_after"]
    assert isinstance(side, dict)
    listed = side["exposure"][by]["slices"]
    assert isinstance(listed, list)
    return listed


def test_the_answer_of_a_fix_is_a_plan(simple: Program, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    fixed = simple.json("plan", "plan", "fix", code=1)
    answer.write_text(json.dumps(fixed), encoding="utf-8")
    tried = simple.json("plan", "plan", "what-if", str(answer), code=4)
    assert tried["after"] == fixed["after"]


def test_a_kept_plan_goes_out_only_when_no_breach_is_open(simple: Program, tmp_path: Path) -> None:
    simple.json("plan", "plan", "fix", "--save", "back inside", code=1)
    listed = simple.json("plan-list", "plan", "list")["plans"]
    assert [(plan["name"], plan["trades"]) for plan in listed] == [("back inside", 2)]
    orders = tmp_path / "orders.csv"
    refused = simple("plan", "export", "back inside", "--out", str(orders))
    assert refused.code == 3
    assert "account A" in refused.err
    assert not orders.exists()
    assert simple("plan", "approve", "back inside").code == 3
    for limit, subject in (("account", "A"), ("effective_number", "portfolio")):
        done(
            simple, "acknowledge", limit, subject, "--reason", "one broker", "--until", "2026-05-20"
        )
    simple.json("plan-named", "plan", "approve", "back inside")
    simple.json("plan-export", "plan", "export", "back inside", "--out", str(orders))
    with orders.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["side"], row["symbol"], row["quantity"]) for row in rows] == [
        ("sell", "BIG", "400"),
        ("sell", "MID", "100"),
    ]
    simple.json("plan-named", "plan", "rename", "back inside", "inside")
    simple.json("plan-named", "plan", "discard", "inside")
    assert simple.json("plan-list", "plan", "list")["plans"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("symbol,quantity\nBIG,-4500\n", "only 600 are held"),
        ("symbol,quantity\nNOPE,1\n", "no instrument"),
        ("symbol,quantity\nBIG,many\n", "no number"),
        ("name\nBIG\n", "no columns symbol and quantity"),
        ('{"trades": [', "no whole JSON"),
        ('{"what": 1}', "none of"),
        ('{"prices": {"BIG": "-1"}}', "lose all"),
        ('{"trades": [{"symbol": "BIG", "account": "B", "quantity": 1}]}', "no account"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    simple: Program, tmp_path: Path, text: str, said: str
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(text, encoding="utf-8")
    answer = simple("plan", "what-if", str(plan))
    assert answer.code == 2
    assert said in answer.err


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"prices": [1]}, "bad_plan"),
        ({"fx": "x"}, "bad_plan"),
        ({"trades": [], "surprise": 1}, "bad_plan"),
        ({"fx": {"ZZZ": "0.1"}}, "unknown_currency"),
        ({"trades": [{"symbol": "BIG", "quantity": "0"}]}, "bad_number"),
        ({"trades": [{"symbol": "BIG", "quantity": "-1", "fee": "-5"}]}, "bad_number"),
        ({"tags": [{"symbol": "BIG", "theme": "resource_transit", "share": "0.33335"}]},
         "bad_share"),
        ({"tags": [{"symbol": "BIG", "theme": "resource_transit", "share": "0.7"},
                   {"symbol": "BIG", "theme": "tourism_education", "share": "0.7"}]}, "over_full"),
        ({"deposits": [{"account": "A", "amount": "-900000"}]}, "not_enough_cash"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_not_tried(
    simple: Program, tmp_path: Path, plan: dict[str, object], code: str
) -> None:
    file = tmp_path / "odd.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    said = simple("plan", "what-if", str(file), "--json")
    assert said.code == 2
    assert said.document["error"]["code"] == code


def test_wrong_terms_are_refused(simple: Program) -> None:
    assert simple("plan", "fix", "--limit", "sngle_issuer").code == 2
    assert simple("plan", "fix", "--buy-only", "--sell-only").code == 2
