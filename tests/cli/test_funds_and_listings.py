"""Funds, listings and faults of prices by command, on the sample portfolio."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_desktop.services.key_desk import KeyDesk
from tests.cli.conftest import Program
from tests.cli.test_prices import series

LIST = """Name,Ticker,Weight (%),Country
Crane Electronics,CRNE,60.5,Korea (South)
Pier Memory,PIER,30,United States
"""


def first_holding(program: Program) -> str:
    lines = program.json("review", "review")["valuation"]["lines"]
    found: str = lines[0]["name"]
    return found


def test_a_list_of_holdings_is_kept_seen_through_compared_and_forgotten(
    sample: Program, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    fund = first_holding(sample)
    said = sample("exposure", "--look-through")
    assert said.code == 2
    assert "funds import" in said.err
    kept = sample.json("funds-import", "funds", "import", str(path), "--fund", fund)
    assert (kept["n"], kept["named"], kept["residual"]) == (2, 0.905, 0.095)
    (known,) = sample.json("funds-list", "funds", "list")["funds"]
    assert known["fund"] == fund
    whole = sample.json("exposure", "exposure", "--by", "holding")
    seen = sample.json("exposure", "exposure", "--by", "holding", "--look-through")
    assert (whole["looked_through"], seen["looked_through"]) == (False, True)
    assert "Crane Electronics" in {part["label"] for part in seen["slices"]}
    assert float(seen["net"]) == pytest.approx(float(whole["net"]))
    set_to = sample.json("settings-list", "settings", "set", "look_through", "limits")
    values = {each["key"]: each["value"] for each in set_to["settings"]}
    assert values["look_through"] == "limits"
    assert sample.json("settings-list", "settings", "list") == set_to
    assert sample("settings", "set", "look_through", "perhaps").code == 2
    for command, code in (("check", 4), ("stress", 0), ("review", 0)):
        assert sample.json(command, command, code=code)["looked_through"]
    same = sample.json("funds-overlap", "funds", "overlap", fund, fund)
    assert same["overlap"] == pytest.approx(0.905)
    sample.json("funds-forget", "funds", "forget", fund)
    assert sample("funds", "overlap", fund, fund).code == 2


def test_another_symbol_is_stated_and_taken_back(sample: Program) -> None:
    holding = first_holding(sample)
    before = sample.json("review", "review")["valuation"]["total"]
    changes = sample.json(
        "listing-list", "listing", "rename", holding, "NEWSYM", "--on", "2026-01-05"
    )["changes"]
    assert changes[0]["after"] == "NEWSYM"
    assert sample.json("review", "review")["valuation"]["total"] == before
    left = sample.json("listing-list", "listing", "take-back", holding, "--on", "2026-01-05")
    assert left["changes"] == []
    assert sample.json("review", "review")["valuation"]["total"] == before
    assert sample("listing", "take-back", holding, "--on", "2026-01-05").code == 2
    assert sample("listing", "isin", holding, "KR7005930004").code == 2
    sample.json("listing-list", "listing", "isin", holding, "KR7005930003")


def test_faults_are_listed_repaired_dismissed_and_reopened(empty: Program) -> None:
    empty.shelf.series = (series("^KS11", "KRW", 2700.0, 2710.0, 27.0, 2715.0, 2720.0),)
    empty.json("prices-refresh", "prices", "refresh", "--symbols", "^KS11")
    (fault,) = [
        each
        for each in empty.json("prices-faults", "prices", "faults", code=1)["faults"]
        if each["kind"] == "hundredfold"
    ]
    assert fault["repair"] == "scale"
    open_faults = empty.json("check", "check", code=1)["price_faults"]
    assert fault["key"] in {each["key"] for each in open_faults}
    empty.json("prices-decision", "prices", "repair", fault["key"])
    states = {each["key"]: each["state"] for each in
              empty.json("prices-faults", "prices", "faults", code=1)["faults"]}  # fmt: skip
    assert states[fault["key"]] == "accepted"
    empty.json("prices-decision", "prices", "reopen", fault["key"])
    empty.json("prices-decision", "prices", "dismiss", fault["key"])
    assert empty("prices", "repair", "nothing/like/this").code == 2


def test_a_key_comes_from_a_pipe_and_never_from_an_argument(
    empty: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr(KeyDesk, "keep", lambda self, source, key: kept.update({source: key}))
    monkeypatch.setattr("sys.stdin", _Pipe("k3y-4711\n"))
    document = empty.json("prices-key", "prices", "key", "tiingo")
    assert document == {"source": "tiingo", "kept": True}
    assert kept == {"tiingo": "k3y-4711\n"}
    assert empty("prices", "key", "tiingo", "k3y-4711").code == 2


class _Pipe:
    def __init__(self, text: str) -> None:
        self._text = text

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        return self._text
