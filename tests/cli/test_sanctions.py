"""Sanctions lists on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program
from tests.screening import files


def put(tmp_path: Path, name: str, data: bytes) -> str:
    (tmp_path / name).write_bytes(data)
    return str(tmp_path / name)


def test_without_a_list_screening_says_so(sample: Program) -> None:
    found = sample.json("sanctions-screen", "sanctions", "screen", code=1)
    assert found["lists"] == []
    assert "No list is here yet" in sample("sanctions", "screen").out


def test_one_name_is_screened_without_a_portfolio(program: Program, tmp_path: Path) -> None:
    sdn = put(tmp_path, "sdn.csv", files.SMALL)
    alt = put(tmp_path, "alt.csv", files.ALT)
    lists = program.json("sanctions-lists", "sanctions", "add", sdn, alt, "--dated", "2026-03-20")[
        "lists"
    ]
    assert [found["list"] for found in lists] == ["ofac_sdn", "ofac_alt"]
    zinc = program.json(
        "sanctions-screen", "sanctions", "screen", "--name", "Korea Zinc", "--isin", "KR7010130003"
    )
    assert zinc["screened"][0]["match"] == "similar_name"
    assert (zinc["to_check"], zinc["similar"]) == (0, 1)
    steel = program.json("sanctions-screen", "sanctions", "screen", "--name", "Mechel", code=1)
    assert steel["screened"][0]["hits"][0]["entry"] == "2"
    assert "sanctioned" not in program("sanctions", "screen", "--name", "Mechel").out.casefold()


def test_an_old_list_needs_you(sample: Program, tmp_path: Path) -> None:
    sdn = put(tmp_path, "sdn.csv", files.SMALL)
    sample("sanctions", "add", sdn, "--dated", "2026-03-12")
    found = sample.json("sanctions-screen", "sanctions", "screen", code=1)
    assert found["lists"][0]["stale"]
    assert found["to_check"] == 0
    assert "8 days old" in sample("sanctions", "lists").out


def test_a_cut_file_is_refused_with_a_sentence(program: Program, tmp_path: Path) -> None:
    bad = put(tmp_path, "sdn.csv", files.SMALL[:300])
    refused = program.json("error", "sanctions", "add", bad, code=3)
    assert refused["error"]["code"] == "cut_list"
    assert program.json("sanctions-lists", "sanctions", "lists")["lists"] == []
    assert program.json("error", "sanctions", "remove", "un", code=2)


def test_pairs_of_names_are_compared(program: Program, tmp_path: Path) -> None:
    table = put(
        tmp_path,
        "pairs.csv",
        b"name1,name2,is_match\nSiemens AG,Siemens Aktiengesellschaft,True\nUnion,Onion Co,False\n",
    )
    found = program.json("sanctions-compare", "sanctions", "compare", table)
    assert [pair["same"] for pair in found["pairs"]] == [True, False]
    assert found["f1"] == 1.0
    assert "F1 1.000" in program("sanctions", "compare", table).out
    assert program("sanctions", "compare", put(tmp_path, "x.csv", b"a,b\n1,2\n")).code == 2


def test_a_direct_tag_is_refused_until_the_notice_was_read(sample: Program) -> None:
    line = sample.json("review", "review")["valuation"]["lines"][0]
    tag = ("tag", line["instrument"], "resource_transit=1%", "--direct")
    refused = sample.json("error", *tag, code=2)
    assert refused["error"]["code"] == "notice_unseen"
    shown = sample.json("sanctions-notice", "sanctions", "notice", "--seen")
    assert "not legal advice" in shown["notice"]
    assert sample(*tag).code in {0, 2}
    assert "notice_unseen" not in sample(*tag, "--json").out
