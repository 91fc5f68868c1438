"""Files that mean no good: one sentence each, bounded in time and memory, nothing followed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest

from corridor_desktop.importers import refusal
from corridor_desktop.importers.contract import FileReading, Outcome
from corridor_desktop.importers.reader import read
from corridor_desktop.services.words import say
from tests.contracts.importer_contract import keeps_the_contract
from tests.importers.workbooks import workbook

HEAD = "Date,Action,Symbol,Name,Quantity,Price,Currency,Total\n"
BUY = "2026-01-05,Buy,KSTR,Kestrel Rail,10,20.5,EUR,-205\n"
BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE client [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<client><version>66</version><name>&b;</name></client>
"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE client [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<client><version>66</version><name>&a;</name></client>
"""
CELLS: list[list[str | float]] = [
    ["Trade Date", "Action", "Symbol", "Quantity", "Price", "Amount", "Currency"],
    ["2026-01-05", "Buy", "KSTR", 10, 20.5, -205, "EUR"],
]


def rewritten(change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Return a workbook of which each part was changed, and that has more parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook({"Trades": CELLS}))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def refused(data: bytes, code: str, name: str = "x.csv") -> FileReading:
    found = read(data, name)
    keeps_the_contract(found)
    assert found.outcome is Outcome.REFUSED
    assert found.reason is not None
    assert found.reason.code == f"import.{code}"
    sentence = say(found.reason)
    assert sentence.endswith((".", ")"))
    assert "\n" not in sentence
    return found


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "refused_empty"),
        (b" \n\t\n", "refused_empty"),
        (b"%PDF-1.7\n%x", "refused_pdf"),
        (b"<!DOCTYPE html><html><table></table></html>", "refused_html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "refused_xls"),
        (HEAD.encode() + b"\x00" * 900, "refused_nul"),
        (BOMB, "refused_xml_damaged"),
        (OUTSIDE, "refused_xml_damaged"),
        (b"[" * 5_000 + b"{", "refused_quote"),
        (b'{"a":' * 5_000, "refused_json"),
        (b"PK\x03\x04" + b"xl/" * 30, "refused_workbook"),
    ],
)
def test_each_is_one_sentence(data: bytes, code: str) -> None:
    found = read(data, "x.csv")
    keeps_the_contract(found)
    assert found.outcome is Outcome.REFUSED
    assert found.reason is not None
    assert say(found.reason)
    if code not in {"refused_nul", "refused_quote"}:
        refused(data, code)


def test_headers_alone_bring_nothing_and_say_so() -> None:
    found = read(HEAD.encode(), "x.csv")
    keeps_the_contract(found)
    assert not found.transactions
    assert found.reason is not None or found.questions


def test_size_and_lines_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusal, "MOST_LINES", 50)
    refused((HEAD + BUY * 60).encode(), "refused_lines")
    monkeypatch.setattr(refusal, "LARGEST", 1_000)
    refused((HEAD + BUY * 60).encode(), "refused_large")


def test_one_endless_line_is_no_table() -> None:
    found = read(b"a" * 5_000_000, "x.csv")
    keeps_the_contract(found)
    assert found.outcome is Outcome.REFUSED
    found = read(HEAD.encode() + b'"' + b"a" * 5_000_000, "x.csv")
    keeps_the_contract(found)
    assert found.outcome is Outcome.REFUSED


def test_elements_are_bounded_and_prices_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusal, "MOST_ELEMENTS", 40)
    refused(b'{"activities": [' + b"{}," * 60 + b"{}]}", "refused_elements", "x.json")
    tags = b"<OFX><INVSTMTRS>" + b"<BUYSTOCK></BUYSTOCK>" * 60
    refused(b"OFXHEADER:100\n\n" + tags, "refused_elements", "x.ofx")
    many = b"<client><version>66</version>" + b"<a/>\n" * 60 + b"</client>"
    refused(many, "refused_elements", "x.xml")
    prices = b"<prices>" + b'<price t="2026-01-05" v="1"/>\n' * 90 + b"</prices>"
    alone = b"<client><version>66</version><security>" + prices + b"</security></client>"
    refused(alone, "refused_no_rows", "x.xml")


def test_formulas_are_only_text() -> None:
    for cell in ("=cmd|' /C calc'!A0", "+1+1|x", "@SUM(A1)", "-2+3|cmd"):
        found = read((HEAD + BUY.replace("Kestrel Rail", cell)).encode(), "x.csv")
        keeps_the_contract(found)
        assert found.transactions[0].instrument.name == cell


def test_two_cells_far_apart_are_refused_before_all_between_them_is_made() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = rewritten(
        lambda name, part: part.replace(b"</sheetData>", far) if "sheet1" in name else part
    )
    assert len(data) < 3_000
    refused(data, "refused_bomb", "x.xlsx")


def test_links_to_other_workbooks_are_never_followed() -> None:
    link = b'<externalLink xmlns="x"><externalBook r:id="r1"/></externalLink>'
    relations = (
        b'<Relationships xmlns="x"><Relationship Id="r1" TargetMode="External" '
        b'Target="http://127.0.0.1:9/steal.xlsx"/></Relationships>'
    )
    data = rewritten(
        lambda name, part: (
            part.replace(b"<v>20.5</v>", b"<f>[1]Sheet1!$A$1</f><v>20.5</v>")
            if "sheet1" in name
            else part
        ),
        **{
            "xl__externalLinks__externalLink1.xml": link,
            "xl__externalLinks___rels__externalLink1.xml.rels": relations,
        },
    )
    found = read(data, "x.xlsx")
    keeps_the_contract(found)
    assert found.outcome is Outcome.IMPORT
    # The network is shut in tests; a price of a formula is its stored result.
    assert found.transactions[0].price == Decimal("20.5")


def test_entities_of_an_ofx_file_are_never_followed() -> None:
    data = (
        b'<?xml version="1.0"?><!DOCTYPE OFX [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b'<?OFX OFXHEADER="200"?><OFX><INVSTMTRS><CURDEF>EUR</CURDEF><BUYSTOCK><INVBUY><INVTRAN>'
        b"<FITID>1</FITID><DTTRADE>20260105</DTTRADE><MEMO>&x;</MEMO></INVTRAN><SECID>"
        b"<UNIQUEID>US0378331005</UNIQUEID><UNIQUEIDTYPE>ISIN</UNIQUEIDTYPE></SECID>"
        b"<UNITS>10</UNITS><UNITPRICE>20.5</UNITPRICE><TOTAL>-205</TOTAL></INVBUY>"
        b"<BUYTYPE>BUY</BUYTYPE></BUYSTOCK></INVSTMTRS></OFX>"
    )
    found = read(data, "x.ofx")
    keeps_the_contract(found)
    (row,) = found.transactions
    assert row.quantity == Decimal(10)
    assert row.note in {"", "&x;"}
