# ruff: noqa: E501 (the lines are those of the files)
"""Holdings files in the shapes of five issuers, with invented funds, and files that are none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from corridor_desktop.domain.errors import StatementTrouble
from corridor_desktop.domain.fund import FundHoldings
from corridor_desktop.importers.fund_holdings import read_holdings

ISHARES = """\ufeffHarbour MSCI Korea Fund
Fund Holdings as of,"Mar 19, 2026"
Inception Date,"May 09, 2000"
Shares Outstanding,"89,300,000.00"
Stock,"-"
Bond,"-"
\xa0
Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Quantity,Price,Location,Exchange,Currency,FX Rate
"005930","CRANE ELECTRONICS LTD","Information Technology","Equity","1,234,567,890.12","60.50","1,234,567,890.12","10,000.00","55,200.00","Korea (South)","Korea Exchange","USD","1450.00"
"000660","PIER MEMORY INC","Information Technology","Equity","823,045,260.08","39.25","823,045,260.08","9,000.00","131,000.00","Korea (South)","Korea Exchange","USD","1450.00"
"USD","USD CASH","Cash and/or Derivatives","Cash","12,345.00","0.20","12,345.00","12,345.00","100.00","United States","-","USD","1.00"

"The content contained herein is owned by nobody, and nothing in it is advice."
"""
VANGUARD = """Fund name,Harbour Total Market
As of 02/28/2026
,
,Holdings,Ticker,CUSIP,SEDOL,"% of fund",Shares,"Market value"
,"Crane Electronics Ltd.",CRNE,123456789,B0ABC12,7.52%,"1,000,000","$75,200,000"
,"Pier Memory Inc.",PIER,,B0ABC13,3.10%,"500,000","$31,000,000"
,"Total",,,,10.62%,,
"""
SPDR = """Fund Name:,Harbour SPDR 500 Trust
Ticker Symbol:,HSPY
Holdings:,As of 20-Mar-2026

Name,Ticker,Identifier,SEDOL,Weight,Sector,Shares Held,Local Currency
CRANE ELECTRONICS LTD,CRNE,12345678,B0ABC12,7.523456,Information Technology,1000000.000000,USD
PIER MEMORY INC,PIER,87654321,B0ABC13,92.4,Information Technology,500000.000000,USD
US DOLLAR,-,CASH_USD,-,0.05,-,5000.000000,USD
"""
AMUNDI = """Harbour Index World UCITS ETF;;;;;;
Date;20/03/2026;;;;;
;;;;;;
ISIN code;Name;Asset class;Currency;Weight;Sector;Country
KR7005930003;CRANE ELECTRONICS;EQUITY;KRW;60,25%;Information Technology;Korea
US0378331005;PIER MEMORY;EQUITY;USD;39,75%;Information Technology;United States
"""
KODEX = """KODEX 항만
기준일,2026.03.20
번호,종목명,종목코드,수량,비중(%),평가금액(원),현재가(원),등락(원)
1,크레인전자,005930,"8,000",25.31,"1,595,200,000","199,400","-1,100"
2,부두메모리,000660,"1,500",23.98,"1,510,500,000","1,007,000","-6,000"
3,원화현금,KRD010010001,"45,000,000",0.71,"45,000,000",1,0
"""


def read(text: str, encoding: str = "utf-8") -> FundHoldings:
    return read_holdings(text.encode(encoding), "fund.csv").holdings


def test_the_shape_of_ishares() -> None:
    found = read(ISHARES)
    assert (found.as_of, found.source, len(found.parts)) == (date(2026, 3, 19), "file fund.csv", 3)
    crane = found.parts[0]
    assert (crane.ticker, crane.name, crane.weight) == (
        "005930", "CRANE ELECTRONICS LTD", Decimal("0.605"),
    )  # fmt: skip
    assert (crane.country, crane.sector, crane.asset_class) == (
        "Korea (South)", "Information Technology", "Equity",
    )  # fmt: skip
    assert found.residual == Decimal("0.0005")


def test_the_shape_of_vanguard() -> None:
    found = read(VANGUARD)
    assert [(part.ticker, part.weight) for part in found.parts] == [
        ("CRNE", Decimal("0.0752")), ("PIER", Decimal("0.031")),
    ]  # fmt: skip
    assert found.as_of == date(2026, 2, 28)
    assert found.residual == Decimal("0.8938")


def test_the_shape_of_spdr() -> None:
    found = read(SPDR)
    assert (found.as_of, len(found.parts)) == (date(2026, 3, 20), 3)
    assert found.parts[0].weight == Decimal("0.07523456")
    assert found.parts[2].ticker == ""


def test_the_shape_of_amundi_with_decimal_commas() -> None:
    found = read(AMUNDI)
    assert [(part.isin, part.weight, part.currency) for part in found.parts] == [
        ("KR7005930003", Decimal("0.6025"), "KRW"), ("US0378331005", Decimal("0.3975"), "USD"),
    ]  # fmt: skip
    assert (found.as_of, found.residual) == (date(2026, 3, 20), Decimal(0))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_shape_of_kodex(encoding: str) -> None:
    found = read(KODEX, encoding)
    assert [(part.name, part.ticker) for part in found.parts[:2]] == [
        ("크레인전자", "005930"), ("부두메모리", "000660"),
    ]  # fmt: skip
    assert (found.as_of, found.named) == (date(2026, 3, 20), Decimal("0.5"))


def test_weights_as_fractions_and_shorts() -> None:
    found = read("Name,Weight\nCrane,0.60\nPier,0.55\nCash,-0.15\n")
    assert found.named == 1
    assert [part.weight for part in found.parts] == [
        Decimal("0.60"), Decimal("0.55"), Decimal("-0.15"),
    ]  # fmt: skip


def test_weights_that_round_to_a_hair_above_one_are_brought_to_one() -> None:
    found = read("Name,Weight (%)\nCrane,60.3\nPier,40.2\n")
    assert found.named == 1
    assert found.parts[0].weight == Decimal("0.603") / Decimal("1.005")


def test_a_spreadsheet_is_read_too() -> None:
    assert read_holdings(_workbook(), "fund.xlsx").holdings.named == Decimal("0.9")


def _workbook() -> bytes:
    import io
    import zipfile

    rows = (("Harbour fund", ""), ("Name", "Weight"), ("Crane", "60"), ("Pier", "30"))
    cells = "".join(
        f'<row r="{r}">' + "".join(
            f'<c r="{column}{r}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in zip("AB", texts, strict=True)
        ) + "</row>"
        for r, texts in enumerate(rows, 1)
    )  # fmt: skip
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet '
        'name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>'
        "</worksheet>",
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return held.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"PK\x03\x04broken",
        b"Date,Close\n2026-03-02,1.5\n",
        b"Name,Weight (%)\n",
        b"Name,Weight (%)\nCrane,\nPier,n/a\n",
        b"Name,Weight\nCrane,900000\nPier,800000\n",
        b"<html><body>Accept cookies</body></html>",
    ],
)
def test_a_file_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(StatementTrouble) as caught:
        read_holdings(data, "fund.csv")
    assert caught.value.code == "no_holdings"
    assert "Nothing was changed" in caught.value.sentence
