"""What a trade cost and came to is found where no word of the header tells it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from corridor_desktop.domain.money import Money
from corridor_desktop.importers.contract import Answers, FileReading
from corridor_desktop.importers.reader import read
from tests.contracts.importer_contract import keeps_the_contract


def _read(text: str, answers: Answers | None = None) -> FileReading:
    found = read(text.encode(), "export.csv", answers or Answers())
    keeps_the_contract(found)
    return found


def test_a_column_that_makes_every_difference_is_what_the_trade_cost() -> None:
    found = _read(
        "Trade Date,Action,ISIN,Quantity,Price,Currency,Zorblat,Net Amount\n"
        "2025-03-03,Buy,DE0007164600,10,100.00,EUR,7.50,-1007.50\n"
        "2025-03-04,Sell,DE0007164600,4,110.00,EUR,3.25,436.75\n"
    )
    assert [row.fee for row in found.transactions] == [
        Money(Decimal("7.50"), "EUR"),
        Money(Decimal("3.25"), "EUR"),
    ]


def test_a_total_with_an_unknown_name_is_found_by_what_it_adds() -> None:
    found = _read(
        "Trade Date,Action,ISIN,Quantity,Price,Currency,Commission,Gross Amount,Wombat\n"
        "2025-03-03,Buy,DE0007164600,10,100.00,EUR,7.50,1000.00,1007.50\n"
        "2025-03-04,Sell,DE0007164600,4,110.00,EUR,3.25,440.00,436.75\n"
    )
    assert [row.net_cash for row in found.transactions] == [
        Money(Decimal("-1007.50"), "EUR"),
        Money(Decimal("436.75"), "EUR"),
    ]


def test_a_column_that_only_sometimes_fits_is_no_cost() -> None:
    found = _read(
        "Trade Date,Action,ISIN,Quantity,Price,Currency,Zorblat,Net Amount\n"
        "2025-03-03,Buy,DE0007164600,10,100.00,EUR,7.50,-1007.50\n"
        "2025-03-04,Sell,DE0007164600,4,110.00,EUR,9.99,436.75\n"
    )
    assert all(row.fee is None for row in found.transactions)


def test_accrued_interest_is_paid_and_is_no_fee() -> None:
    found = _read(
        "Handelstag;Geschäft;ISIN;Nominal;Kurs;Währung;Kurswert;Stückzinsen;Gebühren;Endbetrag\n"
        "13.01.2025;Kauf;DE000BU2Z007;4.000;101,25;EUR;4.050,00;31,18;9,50;-4.090,68\n"
        "27.02.2025;Verkauf;DE000BU2Z007;1.000;102,00;EUR;1.020,00;12,40;9,50;1.022,90\n"
    )
    assert not found.questions
    assert [(row.price, row.fee, row.net_cash) for row in found.transactions] == [
        (Decimal("1.0125"), Money(Decimal("9.50"), "EUR"), Money(Decimal("-4090.68"), "EUR")),
        (Decimal("1.02"), Money(Decimal("9.50"), "EUR"), Money(Decimal("1022.90"), "EUR")),
    ]


def test_a_line_with_a_day_of_cancellation_is_left_out() -> None:
    found = _read(
        "Trade Date,Action,ISIN,Quantity,Price,Currency,Cancelled on\n"
        "2025-03-03,Buy,DE0007164600,10,100.00,EUR,\n"
        "2025-03-04,Buy,DE0007164600,4,110.00,EUR,2025-03-05\n"
    )
    assert len(found.transactions) == 1
    assert [(row.lines, row.code) for row in found.skipped] == [((3,), "cancelled")]


def test_a_number_of_cancelled_units_cancels_nothing() -> None:
    found = _read(
        "Trade Date,Action,ISIN,Quantity,Price,Currency,Cancelled\n"
        "2025-03-03,Buy,DE0007164600,10,100.00,EUR,40\n"
    )
    assert len(found.transactions) == 1


def test_the_value_of_foreign_holdings_may_be_in_the_currency_of_the_account() -> None:
    text = (
        "Namn;ISIN;Antal;Marknadsvärde;Valuta\n"
        "Volvo B;SE0000115446;10;2800,50;SEK\n"
        "Apple;US0378331005;3;6120,75;USD\n"
    )
    asked = _read(text)
    assert [part.code for part in asked.questions] == ["worth_currency"]
    told = _read(text, Answers(words={"currency of the market value": "SEK"}))
    assert [row.currency for row in told.positions] == ["SEK", "SEK"]


def test_units_times_price_show_the_currency_of_a_value() -> None:
    found = _read(
        "Name,ISIN,Quantity,Price,Market value,Currency\n"
        "Volvo B,SE0000115446,10,280.05,2800.50,SEK\n"
        "Apple,US0378331005,3,190.00,570.00,USD\n",
        Answers(as_of=date(2025, 3, 3)),
    )
    assert not found.questions
    assert [row.currency for row in found.positions] == ["SEK", "USD"]


def test_a_column_of_classes_is_no_column_of_what_happened() -> None:
    found = _read(
        "Stück;ISIN;Bezeichnung;Typ;Währung;Akt. Kurs;Datum;Wert in EUR\n"
        "25;DE0008404005;ALLIANZ SE;Aktie;EUR;262,30;10.06.2025;6.557,50\n"
        "12;IE00B3RBWM25;VANG ALL WORLD;ETF;EUR;122,415;10.06.2025;1.468,98\n"
    )
    assert [row.quantity for row in found.positions] == [25, 12]


@pytest.mark.parametrize(
    ("days", "sign", "currency"),
    [
        (("03/05/2025", "03/25/2025"), "$", "USD"),
        (("05/03/2025", "25/03/2025"), "$", None),
        (("2025-03-05", "2025-03-25"), "$", None),
        (("03/05/2025", "03/25/2025"), "C$", "CAD"),
        (("03/05/2025", "03/25/2025"), "", None),
    ],
)
def test_dollars_beside_days_with_the_month_first_are_american(
    days: tuple[str, str], sign: str, currency: str | None
) -> None:
    rows = "".join(f"{day},Buy,ABC,10,{sign}12.50,-{sign}125.00\n" for day in days)
    found = _read("Date,Action,Symbol,Quantity,Price,Amount\n" + rows)
    assert {row.currency or None for row in found.transactions} == {currency}
