"""Tables that look like statements and are none, and columns whose names mislead."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.contract import FileReading
from corridor_desktop.importers.reader import read
from tests.contracts.importer_contract import keeps_the_contract


def _read(text: str) -> FileReading:
    found = read(text.encode(), "export.csv")
    keeps_the_contract(found)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Symbol,Name,Last Price,Change,Volume,P/E\nABC,Abc Inc,185.20,1.10,51000000,29\n",
        "Date,Open,High,Low,Close,Volume\n2025-01-02,187.1,188.4,183.8,185.6,82488700\n",
        "Symbol,Date,Open,High,Low,Close,Volume\nABC,2025-01-02,187,188,183,185,82488700\n",
    ],
)
def test_what_the_market_traded_is_nobodys_holding(text: str) -> None:
    found = _read(text)
    assert not found.positions
    assert not found.transactions


def test_a_value_that_leaves_with_its_units_is_no_money() -> None:
    found = _read(
        "Date,Description,Fund,Units,Unit price,Value,Currency\n"
        "15/01/2025,Contribution,World Fund,12.5,8.00,100.00,GBP\n"
        "16/02/2025,Switch out,World Fund,-5,8.20,-41.00,GBP\n"
    )
    assert not found.transactions
    assert [part.code for part in found.questions] == ["ask_kind"]


def test_a_value_that_is_a_price() -> None:
    found = _read(
        "Date,Type,Stock,Number,Value,Cost,Currency\n"
        "2025-01-15,Buy,ABC,10,185.20,1852.00,USD\n"
        "2025-01-16,Sell,ABC,5,190.00,950.00,USD\n"
    )
    assert [(row.price, row.net_cash) for row in found.transactions] == [
        (Decimal("185.20"), Money(Decimal("-1852.00"), "USD")),
        (Decimal("190.00"), Money(Decimal("950.00"), "USD")),
    ]


def test_how_an_order_was_placed_does_not_hide_its_side_nor_what_was_filled() -> None:
    found = _read(
        "Order Time,Symbol,Side,Order Type,Qty,Price,Filled Qty,Avg Fill Price,Status,Currency\n"
        "2025-01-15 15:30:00,ABC,Buy,Limit,10,180.00,10,179.50,Filled,USD\n"
        "2025-01-17 15:30:00,XYZ,Sell,Market,5,400.00,3,401.00,Partially Filled,USD\n"
    )
    assert [(row.kind, row.quantity, row.price) for row in found.transactions] == [
        (Kind.BUY, Decimal(10), Decimal("179.50")),
        (Kind.SELL, Decimal(-3), Decimal("401.00")),
    ]


def test_a_column_that_may_be_the_cost_is_asked_about() -> None:
    found = _read(
        "Trade Date,Action,ISIN,Quantity,Price,Currency,Zorblat,Net Amount\n"
        "2025-03-03,Buy,DE0007164600,10,100.00,EUR,7.10,-1007.50\n"
        "2025-03-04,Buy,DE0007164600,10,100.00,EUR,7.50,-1007.50\n"
    )
    assert [part.code for part in found.questions] == ["amount_mismatch"]


def test_costs_are_found_beside_trades_in_other_currencies() -> None:
    found = _read(
        "Datum;Soort;ISIN;Aantal;Valuta;Koers;Wisselkoers;Zorblat;Nettobedrag (EUR)\n"
        "15-01-2025;Aankoop;GB00BP6MXD84;50;EUR;29,10;1;9,50;-1464,50\n"
        "20-02-2025;Verkoop;GB00BP6MXD84;20;EUR;30,00;1;9,50;590,50\n"
        "02-04-2025;Aankoop;US0378331005;5;USD;170,00;1,0800;9,50;-796,54\n"
    )
    assert not found.questions
    assert [row.fee for row in found.transactions] == [Money(Decimal("9.50"), "EUR")] * 3


def test_a_consideration_that_holds_its_costs_is_not_charged_twice() -> None:
    found = _read(
        "Trade Date,Side,ISIN,Qty,Price,Currency,Commission,Consideration\n"
        "2025-01-15,Buy,GB00BP6MXD84,100,46.20,GBP,10.00,4630.00\n"
        "2025-02-20,Sell,GB00BP6MXD84,40,44.055,GBP,10.00,1752.20\n"
    )
    assert [(row.gross, row.net_cash) for row in found.transactions] == [
        (Decimal("4620.00"), Money(Decimal("-4630.00"), "GBP")),
        (Decimal("1762.200"), Money(Decimal("1752.20"), "GBP")),
    ]


def test_a_gross_that_no_rounding_explains_is_asked_about() -> None:
    found = _read(
        "Trade Date,Side,ISIN,Qty,Price,Currency,Commission,Consideration\n"
        "2025-01-15,Buy,GB00BP6MXD84,1000,2.9540,GBP,6.00,2964.77\n"
    )
    assert [part.code for part in found.questions] == ["amount_mismatch"]


def test_a_gross_of_a_rounded_price_is_no_question() -> None:
    found = _read(
        "Trade Date,Side,ISIN,Qty,Price,Currency,Commission,Gross amount\n"
        "2025-01-15,Buy,GB00BP6MXD84,1000,2.95,GBP,6.00,2953.40\n"
    )
    assert not found.questions


def test_an_average_beside_the_state_of_an_order_is_what_was_paid() -> None:
    found = _read(
        "updatedAt,orderNo,status,symbol,side,quantity,price,avgPrice,currency\n"
        "2025-01-15,1,Executed,ABC,Buy,100,25.00,24.90,RON\n"
    )
    assert [row.price for row in found.transactions] == [Decimal("24.90")]


def test_hyphens_and_slashes_in_names_of_columns() -> None:
    found = _read(
        "Datum,Transaktion,ISIN,Stück / Nominal,Kurs,Kurs-Währung,Betrag,Betrag-Währung\n"
        '15.01.2025,Kauf,US0378331005,10,"185,20",USD,"-1.702,12",EUR\n'
    )
    row = found.transactions[0]
    assert (row.currency, row.net_cash) == ("USD", Money(Decimal("-1702.12"), "EUR"))


def test_the_code_page_of_russian() -> None:
    text = (
        "Номер сделки;Дата;Тикер;Операция;Количество;Цена;Валюта;Сумма\n"
        "1;2025-01-15;ABC;Покупка;10;185,20;USD;1852,00\n"
    )
    found = read(text.encode("cp1251"), "export.csv")
    assert found.reading.encoding == "cp1251"
    assert [row.kind for row in found.transactions] == [Kind.BUY]


@pytest.mark.parametrize(
    ("title", "letters"), [("K/S", "KS"), ("Sens", "AV"), ("C/V", "CV"), ("Buy/Sell", "BS")]
)
def test_letters_of_the_side_under_its_name(title: str, letters: str) -> None:
    found = _read(
        f"Date,{title},ISIN,Quantity,Price,Currency,Amount\n"
        f"2025-01-15,{letters[0]},FR0000120073,10,171.40,EUR,1714.00\n"
        f"2025-02-20,{letters[1]},FR0000120073,4,175.00,EUR,700.00\n"
    )
    assert [row.kind for row in found.transactions] == [Kind.BUY, Kind.SELL]


def test_letters_under_another_name_are_asked_about() -> None:
    found = _read(
        "Date,Type,ISIN,Quantity,Price,Currency,Amount\n"
        "2025-01-15,A,FR0000120073,10,171.40,EUR,1714.00\n"
    )
    assert not found.transactions


def test_a_description_that_speaks_of_a_cancellation_is_asked_about() -> None:
    found = _read(
        "Date,Type,Symbol,Quantity,Price,Amount,Currency,Description\n"
        "2025-01-15,Buy,ABC,10,185.20,-1852.00,USD,Bought\n"
        "2025-01-17,Buy,ABC,10,185.20,-1852.00,USD,Reversal of 15 Jan\n"
    )
    assert [row.lines for row in found.transactions] == [(2,)]
    assert [part.code for part in found.questions] == ["may_be_cancelled"]


def test_a_trade_whose_money_goes_the_other_way_than_all_others_is_asked_about() -> None:
    rows = "".join(f"2025-01-{day},Sell,ABC,5,190.00,950.00,USD\n" for day in (15, 16, 17, 20))
    found = _read(
        "Date,Type,Symbol,Quantity,Price,Amount,Currency\n"
        f"2025-01-14,Buy,ABC,50,185.20,-9260.00,USD\n{rows}"
        "2025-01-21,Sell,ABC,5,190.00,-950.00,USD\n"
    )
    assert len(found.transactions) == 5
    assert [part.code for part in found.questions] == ["sign_contradicts"]


def test_an_unread_column_of_small_sums_is_asked_about_where_no_amount_is() -> None:
    head = "Trade Date,Action,ISIN,Quantity,Price,Currency"
    row = "2025-01-15,Buy,US0378331005,10,185.20,USD"
    asked = _read(f"{head},Zorb\n{row},9.95\n")
    assert [part.code for part in asked.questions] == ["unread_cost"]
    assert not _read(f"{head},Limit\n{row},186.00\n").questions
    assert not _read(f"{head},Zorb\n{row},0.00\n").questions


def test_a_sale_that_costs_more_than_it_brings_is_no_contradiction() -> None:
    rows = "".join(f"2025-01-{day},Sell,ABC,5,190.00,2.00,948.00,USD\n" for day in (15, 16, 17, 20))
    found = _read(
        "Date,Type,Symbol,Quantity,Price,Commission,Amount,Currency\n"
        f"2025-01-14,Buy,ABC,50,185.20,2.00,-9262.00,USD\n{rows}"
        "2025-01-21,Sell,XYZ,5,0.10,2.00,-1.50,USD\n"
    )
    assert not found.questions
    assert found.transactions[-1].net_cash == Money(Decimal("-1.50"), "USD")
