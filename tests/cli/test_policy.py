"""The policy on the command line: file, cooling-off, what is to come, the log."""

from __future__ import annotations

from pathlib import Path

from corridor_desktop.services.desk import Desk
from tests.cli.conftest import Program


def levels(document: dict[str, list[dict[str, object]]], limit: str) -> tuple[object, object]:
    (found,) = [
        one for one in document["limits"] if (one["limit"], one["subject"]) == (limit, None)
    ]
    return found["warn"], found["breach"]


def test_the_policy_is_a_file_that_can_be_edited_and_loaded(
    sample: Program, tmp_path: Path
) -> None:
    out = tmp_path / "limits.toml"
    sample.json("policy-export", "policy", "export", str(out))
    assert sample("policy", "export", str(out)).code == 2
    assert sample("policy", "export", str(out), "--replace").code == 0
    text = out.read_text(encoding="utf-8")
    out.write_text(text.replace("breach = 0.2\n", "breach = 0.12\n", 1), encoding="utf-8")
    shown = sample.json("policy", "policy", "load", str(out), "--reason", "calm")
    assert levels(shown, "single_issuer") == (0.1, 0.12)
    out.write_text("name = ", encoding="utf-8")
    assert sample.json("error", "policy", "load", str(out), code=3)["error"]["code"]
    assert sample("policy", "load", str(tmp_path / "none.toml")).code == 2


def test_a_loosening_is_shown_with_its_day_and_can_be_withdrawn(sample: Program) -> None:
    shown = sample.json("policy", "policy", "set", "single_issuer", "--breach", "40%")
    assert levels(shown, "single_issuer") == (0.1, 0.2)
    (coming,) = shown["scheduled"]
    assert coming["changes"][0]["after"]["breach"] == 0.4
    assert coming["changes"][0]["direction"] == "looser"
    assert sample.json("policy", "policy", "withdraw")["scheduled"] == []
    sample.later(days=60)
    assert levels(sample.json("policy", "policy", "show"), "single_issuer") == (0.1, 0.2)
    assert sample("policy", "withdraw").code == 3


def test_a_limit_of_one_subject_is_set_beside_the_general_one(sample: Program) -> None:
    shown = sample.json(
        "policy", "policy", "set", "country", "--subject", "KR", "--warn", "5%", "--breach", "10%"
    )
    own = [one for one in shown["limits"] if one["subject"] == "KR"]
    assert [(one["warn"], one["breach"]) for one in own] == [(0.05, 0.1)]


def test_a_shorter_cooling_off_waits_for_the_longer_one(sample: Program) -> None:
    assert sample.json("policy", "policy", "cooling-off", "0")["cooling_off_days"] == 7
    sample.later(days=7)
    assert sample.json("policy", "policy", "show")["cooling_off_days"] == 0
    assert sample("policy", "cooling-off", "400").code == 3


def test_the_log_counts_days_in_breach_and_decisions(sample: Program) -> None:
    found = sample.json("check", "check", code=4)
    (told,) = found["notices"]
    assert sample.json("check", "check", code=4)["notices"] == []
    sample.later(days=4)
    sample("acknowledge", told["limit"], told["subject"], "--reason", "inherited", "--until",
           "2026-04-10")  # fmt: skip
    assert sample.json("withdraw", "withdraw", told["limit"], told["subject"])
    assert sample("withdraw", told["limit"], told["subject"]).code == 3
    log = sample.json("policy-log", "policy", "log")
    assert log["days_in_breach"] == [{**told, "days": 5}]
    (month,) = log["decisions_per_month"]
    assert month["by_kind"] == {"acknowledged": 1, "withdrawn": 1}
    assert "5 days in breach" in sample("policy", "log").out


TRADES = """Date,Action,Symbol,Quantity,Price,Amount,Currency
2026-01-05,Buy,KESTREL,1000,20.50,-20500.00,EUR
"""


def state_symbol(program: Program, path: Path) -> None:
    """State the price symbol, as the holdings page does."""
    desk = Desk(program.clock, lambda: program.shelf)
    desk.open(path)
    desk.tags.edit_facts(
        desk.tags.find("KESTREL").id, symbol="KESTREL", listing_currency="EUR", asset_class="equity"
    )
    desk.close()


def liquidity(program: Program) -> dict[str, tuple[object, object]]:
    found = program.json("check", "check", code=4)["findings"]
    return {
        one["subject"]: (one["state"], one["measured"])
        for one in found
        if one["limit"] == "liquidity"
    }


def test_days_to_sell_come_from_the_volumes_of_a_price_file(empty: Program, tmp_path: Path) -> None:
    (tmp_path / "trades.csv").write_text(TRADES, encoding="utf-8")
    rows = [f"2026-03-{day:02},20.50,1000" for day in range(9, 21)]
    (tmp_path / "KESTREL.csv").write_text("\n".join(["Date,Close,Volume", *rows]), encoding="utf-8")
    assert empty("import", str(tmp_path / "trades.csv"), "--account", "A").code == 0
    state_symbol(empty, tmp_path / "own.corridor")
    bare = tmp_path / "bare.csv"
    bare.write_text("Date,Close\n2026-03-20,20.50\n", encoding="utf-8")
    prices = ("--listing", "KESTREL", "--currency", "EUR")
    assert empty("prices", "import", str(bare), *prices).code == 0
    empty("policy", "set", "liquidity", "--switch", "on")
    assert liquidity(empty) == {"portfolio": ("cannot_tell", None)}
    assert empty("prices", "import", str(tmp_path / "KESTREL.csv"), *prices).code == 0
    assert liquidity(empty) == {"KESTREL": ("near", 5.0), "portfolio": ("near", 5.0)}
