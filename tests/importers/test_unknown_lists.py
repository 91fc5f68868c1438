"""Lists of holdings and of trades of unknown brokers: pence, sums, cash, units, long words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.contract import FileReading
from corridor_desktop.importers.kind_words import meaning
from corridor_desktop.importers.reader import read
from tests.contracts.importer_contract import keeps_the_contract


def _read(text: str) -> FileReading:
    found = read(text.encode(), "export.csv")
    keeps_the_contract(found)
    return found


def test_pence_beside_pounds_in_one_column() -> None:
    found = _read(
        "Symbol,Name,Qty,Price,Market Value £,Book Cost £\n"
        'ABC,ABC plc,"1,000",250.50p,"£2,505.00","£2,000.00"\n'
        "XYZ,XYZ fund,10,£12.40,£124.00,£100.00\n"
    )
    assert [(row.price, row.market_value, row.currency) for row in found.positions] == [
        (Decimal("2.505"), Decimal("2505.00"), "GBP"),
        (Decimal("12.40"), Decimal("124.00"), "GBP"),
    ]


def test_a_last_line_of_sums_without_a_name_is_no_holding() -> None:
    found = _read(
        "Symbol,Name,Qty,Price,Market Value,Currency\n"
        "ABC,ABC plc,10,2.50,25.00,EUR\n"
        "XYZ,XYZ plc,10,12.40,124.00,EUR\n"
        ",,,,149.00,\n"
    )
    assert len(found.positions) == 2
    assert [(row.lines, row.code) for row in found.skipped] == [((4,), "total_line")]


@pytest.mark.parametrize("word", ["Cash GBP", "EUR cash", "Cash available", "Liquiditeiten"])
def test_cash_is_no_holding(word: str) -> None:
    found = _read(
        "Name,Quantity,Price,Market value,Currency\n"
        f"ABC plc,10,2.50,25.00,EUR\n{word},312.10,,312.10,EUR\n"
    )
    assert len(found.positions) == 1
    assert len(found.cash) == 1


def test_subtotals_between_trades_are_no_trades() -> None:
    found = _read(
        "Date,Action,Symbol,Quantity,Price,Currency,Amount\n"
        "2025-01-15,Buy,ABC,10,10.00,USD,-100.00\n"
        "Subtotal ABC,,,10,,USD,-100.00\n"
        "2025-01-17,Buy,XYZ,2,40.00,USD,-80.00\n"
        "Grand Total,,,12,,USD,-180.00\n"
    )
    assert [row.quantity for row in found.transactions] == [10, 2]
    assert [row.code for row in found.skipped] == ["total_line", "total_line"]


def test_a_unit_behind_the_name_of_a_column() -> None:
    found = _read(
        "Tapahtumapäivä;Toimeksianto;Arvopaperi;Tunnus;Määrä (kpl);Hinta (EUR);Yhteensä (EUR)\n"
        "12.02.2025;Osto;Esimerkki Oyj;ESIM;500;3,40;1700,00\n"
        "13.03.2025;Myynti;Esimerkki Oyj;ESIM;200;3,50;700,00\n"
    )
    assert [(row.kind, row.quantity) for row in found.transactions] == [
        (Kind.BUY, Decimal(500)),
        (Kind.SELL, Decimal(-200)),
    ]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Wertpapierverwahrgebühr", "fee"),
        ("Vorabpauschalsteuer", "tax"),
        ("Depåavgift", "fee"),
        ("Rückkauf", ""),
        ("Stockdividende", ""),
        ("Erstattung Kontogebühr", ""),
    ],
)
def test_long_words_count_by_their_end_for_costs_only(word: str, kind: str) -> None:
    assert meaning(word) == kind


def test_shares_paid_as_a_dividend_are_asked_about() -> None:
    found = _read(
        "Date,Activity,Symbol,Quantity,Price,Amount,Currency\n"
        "2025-06-13,Stock Dividend,ABC,1,0,0,USD\n"
        "2025-06-14,Dividend,ABC,2,,0,USD\n"
        "2025-06-15,Dividend,ABC,10,,4.20,USD\n"
    )
    assert [row.lines for row in found.transactions] == [(4,)]
    assert {line for part in found.questions for line in part.lines} == {2, 3}


def test_pairs_of_currencies_and_coins_are_no_securities() -> None:
    found = _read(
        "Date,Activity,Instrument,Quantity,Price,Amount,Currency\n"
        "2025-06-13,Buy,EUR/USD,1000,1.10,-1100,USD\n"
        "2025-06-14,Buy,Bitcoin,0.01,50000,-500,USD\n"
        "2025-06-15,Buy,BTC-EUR,0.01,50000,-500,EUR\n"
        "2025-06-16,Buy,SOLAR INC,10,5,-50,USD\n"
    )
    assert [row.lines for row in found.transactions] == [(5,)]
    assert [row.code for row in found.skipped] == ["fx_conversion", "crypto", "crypto"]


@pytest.mark.parametrize(
    "text",
    [
        "Data;Operacja;Walor;Liczba;Kurs;Kwota\n2025-01-15;Sprzedaż;ŻABKA;5;20,50;102,50\n",
        "Datum obchodu;Směr;Symbol;Cena;Počet;Celkem\n26.01.2025;Prodej;CEZ;880,00;5;4400,00\n",
    ],
)
def test_the_code_page_of_central_europe(text: str) -> None:
    found = read(text.encode("cp1250"), "export.csv")
    assert found.reading.encoding == "cp1250"
    assert [row.kind for row in found.transactions] == [Kind.SELL]


def test_western_letters_stay_western() -> None:
    text = (
        "Datum;Auftragsart;Wertpapier;Stück;Kurs;Währung;Betrag\n"
        "15.01.2025;Kauf;SÜSS;5;20,50;EUR;-102,50\n"
    )
    found = read(text.encode("cp1252"), "export.csv")
    assert found.reading.encoding == "cp1252"
