"""The importer contract, for every fixture and for files that are broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_desktop.importers.contract import Outcome
from corridor_desktop.importers.reader import read
from tests.contracts.importer_contract import keeps_the_contract
from tests.golden.refresh import fixtures


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_fixture_keeps_the_contract(path: Path) -> None:
    keeps_the_contract(read(path.read_bytes(), path.name))


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_cut_fixture_keeps_the_contract(path: Path) -> None:
    data = path.read_bytes()
    for part in (2, 3, 5):
        keeps_the_contract(read(data[: len(data) // part], path.name))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import.refused_empty"),
        (b"\n\n  \n", "import.refused_empty"),
        (b"%PDF-1.7 x", "import.refused_pdf"),
        (b"PK\x03\x04....xl/workbook.xml", "import.refused_workbook"),
        (b"PK\x03\x04....other", "import.refused_archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "import.refused_xls"),
        (b"<!DOCTYPE html><html></html>", "import.refused_html"),
        (b"\xef\xbb\xbf <table><tr></tr></table>", "import.refused_html"),
        (b"<?xml version='1.0'?><a/>", "import.refused_xml"),
        (b'{"a": 1}', "import.refused_json"),
        (b"OFXHEADER:100", "import.refused_bank"),
        (b"!Type:Invst", "import.refused_qif"),
        (b"\x89PNG\r\n", "import.refused_image"),
        (b"Date,Symbol\n\x00\x00\x00", "import.refused_binary"),
        (b"just one line of prose", "import.refused_no_table"),
        (b"a,b\n1,2\n", "import.refused_no_header"),
    ],
)
def test_wrong_files_are_refused_with_a_sentence(data: bytes, code: str) -> None:
    reading = read(data, "x.csv")
    assert reading.outcome is Outcome.REFUSED
    assert reading.reason is not None
    assert reading.reason.code == code
    keeps_the_contract(reading)


def test_a_quote_that_never_closes_is_named_by_its_line() -> None:
    data = b'Date,Action,Symbol,Quantity,Price\n2024-01-02,Buy,"AB,1,2\n2024-01-03,Buy,CD,1,2\n'
    reading = read(data, "x.csv")
    assert reading.reason is not None
    assert reading.reason.code == "import.refused_quote"
    assert reading.reason.values() == {"line": "2"}


def test_a_cut_last_line_is_asked_about() -> None:
    data = (
        b"Trade Date,Action,Symbol,Quantity,Price,Currency\n"
        b"2024-01-15,Buy,ABCD,10,12.5,USD\n2024-01-16,Buy,ABCD,10,12.5,USD\n2024-01-17,Buy,ABCD,1"
    )
    reading = read(data, "x.csv")
    assert [part.code for part in reading.questions] == ["cut_line"]
    assert reading.lines.imported == 2
    keeps_the_contract(reading)


def test_a_record_over_several_lines_counts_each_of_them() -> None:
    data = (
        b"Trade Date,Action,Symbol,Quantity,Price,Currency,Comment\n"
        b'2024-01-15,Buy,ABCD,10,12.5,USD,"one\ntwo\nthree"\n'
    )
    reading = read(data, "x.csv")
    assert reading.transactions[0].lines == (2, 3, 4)
    assert (reading.lines.physical, reading.lines.imported) == (4, 3)


def test_formula_looking_cells_are_only_text() -> None:
    data = (
        b"Trade Date,Action,Symbol,Quantity,Price,Currency\n2024-01-15,Buy,=cmd|'/c x'!A1,1,2,USD\n"
    )
    reading = read(data, "x.csv")
    assert reading.transactions[0].instrument.symbol == "=cmd|'/c x'!A1"
