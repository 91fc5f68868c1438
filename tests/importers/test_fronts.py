"""Workbooks, OFX, XML and JSON go the same way as text tables; traps are refused in a sentence."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.contract import FileReading, Outcome
from corridor_desktop.importers.fronts import workbook as front
from corridor_desktop.importers.reader import read
from tests.contracts.importer_contract import keeps_the_contract
from tests.golden.refresh import FOLDER
from tests.importers.workbooks import workbook

TRADES: list[list[str | float]] = [
    ["Trade Date", "Action", "Symbol", "Quantity", "Price", "Amount", "Fee", "Currency"],
    ["2024-05-13", "Buy", "005930", 0.1, 30.3, -4.03, 1, "USD"],
    ["2024-05-14", "Sell", "ABCD", 2, 12.5, 25, 0, "USD"],
]


def _read(data: bytes, name: str) -> FileReading:
    found = read(data, name)
    keeps_the_contract(found)
    return found


def _golden(name: str) -> FileReading:
    path = FOLDER / name
    return _read(path.read_bytes(), path.name)


def test_a_workbook_is_read_exactly_and_codes_keep_their_zeros() -> None:
    found = _read(workbook({"Trades": TRADES}), "x.xlsx")
    assert found.outcome is Outcome.IMPORT
    row = found.transactions[0]
    assert (row.instrument.symbol, row.quantity, row.price) == (
        "005930",
        Decimal("0.1"),
        Decimal("30.3"),
    )
    assert row.lines == (2,)


def test_rows_of_other_sheets_are_left_out_by_name_and_counted() -> None:
    sheets: dict[str, list[list[str | float]]] = {
        "Summary": [["Owner", "x", "y"], ["Total", 3, 4]],
        "Trades": TRADES,
    }
    found = _read(workbook(sheets), "x.xlsx")
    assert [row.code for row in found.skipped] == ["other_sheet"] * 2
    assert [row.lines for row in found.transactions] == [(4,), (5,)]
    assert found.lines.physical == 5


def test_a_workbook_that_unpacks_to_a_flood_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "LARGEST", 1_000_000)
    flood = io.BytesIO(workbook({"Trades": TRADES}))
    with zipfile.ZipFile(flood, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"0" * 5_000_000)
    found = _read(flood.getvalue(), "x.xlsx")
    assert found.reason is not None
    assert found.reason.code == "import.refused_bomb"


@pytest.mark.parametrize("cut", [40, 200, 600])
def test_a_damaged_workbook_is_one_sentence(cut: int) -> None:
    data = workbook({"Trades": TRADES})
    found = _read(data[:-cut], "x.xlsx")
    assert found.reason is not None
    assert found.reason.code in {"import.refused_workbook", "import.refused_archive"}


def test_ofx_with_and_without_closing_tags() -> None:
    old, new = _golden("ofx/statement.ofx"), _golden("ofx/one-line.qfx")
    assert [row.kind for row in old.transactions] == [
        Kind.BUY,
        Kind.SELL,
        Kind.DIVIDEND,
        Kind.DEPOSIT,
    ]
    first = old.transactions[0]
    assert (first.instrument.cusip, first.instrument.symbol, first.instrument.name) == (
        "037833100",
        "AAPL",
        "APPLE & CO",
    )
    assert first.account == "…6789"
    assert [row.code for row in old.skipped] == ["snapshot_beside_history"]
    assert [(row.kind, row.quantity) for row in new.transactions] == [
        (Kind.BUY, Decimal(10)),
        (Kind.BUY, Decimal("0.1")),
    ]


def test_a_bank_statement_in_ofx_is_refused() -> None:
    text = b"OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRN><TRNAMT>-5</STMTTRN></BANKMSGSRSV1></OFX>"
    found = _read(text, "x.ofx")
    assert found.reason is not None
    assert found.reason.code == "import.refused_bank"


def test_a_purchase_written_twice_is_read_once_with_its_classes() -> None:
    found = _golden("portfolio_performance/client.xml")
    assert [row.kind for row in found.transactions] == [Kind.BUY, Kind.DEPOSIT, Kind.DIVIDEND]
    assert {row.code for row in found.skipped} == {"other_side"}
    place = found.classifications[0]
    assert (place.taxonomy, place.path, place.weight) == ("Regions", ("Asia",), Decimal("0.25"))
    assert place.instrument.isin == "IE00B4L5Y983"


def test_an_old_portfolio_performance_file_is_not_guessed() -> None:
    found = _read(b"<client>\n<version>30</version>\n</client>\n", "x.xml")
    assert found.reason is not None
    assert found.reason.code == "import.refused_old_client"


def test_xml_entities_are_never_opened() -> None:
    trap = b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "cc">]>\n<client>&b;</client>\n'
    found = _read(trap, "x.xml")
    assert found.reason is not None
    assert found.reason.code == "import.refused_xml_damaged"


def test_json_of_another_tracker_keeps_its_digits() -> None:
    found = _golden("ghostfolio/activities.json")
    assert [(row.kind, row.price) for row in found.transactions] == [
        (Kind.BUY, Decimal("298.58")),
        (Kind.DIVIDEND, None),
    ]
    assert [row.code for row in found.skipped] == ["not_a_security"]


@pytest.mark.parametrize(
    "data",
    [b"{", b'{"a": 1}', b"[" * 5000, b'[{"a": [[[[1]]]]}]', b'{"a":' * 400, b"[{},{}]"],
)
def test_other_json_is_one_sentence(data: bytes) -> None:
    found = _read(data, "x.json")
    assert found.outcome is Outcome.REFUSED


def test_a_refusal_names_the_way_to_the_right_export() -> None:
    found = _read(b"%PDF-1.7\n", "DEGIRO-account.pdf")
    assert found.reason is not None
    assert found.reason.code == "import.refused_pdf_menu"
    assert found.reason.values()["broker"] == "DEGIRO"
