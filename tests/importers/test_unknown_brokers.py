"""Evidence of the cells decides what the columns of an unknown broker are, or the user is asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.contract import Answers, FileReading, Outcome
from corridor_desktop.importers.kind_words import meaning, meaning_of_text
from corridor_desktop.importers.reader import read
from tests.contracts.importer_contract import keeps_the_contract


def _read(text: str, name: str = "export.csv") -> FileReading:
    found = read(text.encode(), name)
    keeps_the_contract(found)
    return found


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Qualified Dividend", "dividend"),
        ("Achat comptant", "buy"),
        ("SELL_TO_CLOSE", "sell"),
        ("Cancelled Buy", ""),
        ("Dividend Tax", "tax"),
        ("TRANSFER_OUT_FEE", ""),
        ("Storno Kauf", ""),
        ("Buy and sell", ""),
    ],
)
def test_a_word_is_clear_only_when_nothing_unknown_stands_beside_it(word: str, kind: str) -> None:
    assert meaning(word) == kind


def test_brackets_in_a_description_say_nothing() -> None:
    assert meaning_of_text("QUALIFIED DIVIDEND (BUY)") == "dividend"


def test_trades_told_in_sentences() -> None:
    found = _read(
        "Booked,What happened,Money,Ccy\n"
        "2025-03-03,Buy 3 ABC @ 139.74 USD,-420.22,USD\n"
        "2025-03-05,Sell 1 ABC @ 141.00 USD,140.00,USD\n"
        "2025-03-09,Custody fee,-1.00,USD\n".replace("Booked", "Trade Date")
        .replace("Money", "Amount")
        .replace("Ccy", "Currency")
    )
    assert [(row.kind, row.quantity) for row in found.transactions] == [
        (Kind.BUY, Decimal(3)),
        (Kind.SELL, Decimal(-1)),
        (Kind.FEE, None),
    ]


def test_money_out_and_in_tell_purchases_from_sales() -> None:
    found = _read(
        "Date,Settlement Date,Symbol,Quantity,Price,Description,Debit,Credit,Currency\n"
        "26/06/2026,30/06/2026,ABC,100,5.00,100 ABC PLC,505.00,n/a,GBP\n"
        "27/06/2026,01/07/2026,XYZ,10,20.00,10 XYZ PLC,n/a,199.00,GBP\n"
        "28/06/2026,28/06/2026,XYZ,10,0.50,XYZ dividend 10 at 0.50,n/a,5.00,GBP\n"
    )
    assert [(row.kind, row.net_cash) for row in found.transactions] == [
        (Kind.BUY, Money(Decimal("-505.00"), "GBP")),
        (Kind.SELL, Money(Decimal("199.00"), "GBP")),
    ]
    assert [part.lines for part in found.questions] == [(4,)]


def test_a_column_of_days_under_a_word_for_types_is_the_day() -> None:
    found = _read(
        "Operazione,Segno,Titolo,Isin,Quantita,Prezzo,Controvalore,Divisa\n"
        "05/02/2024,A,ETF MONDO,IE00B4L5Y983,5,105.71,528.55,EUR\n"
    )
    assert found.columns["Operazione"] == "date"
    assert found.transactions[0].date == date(2024, 2, 5)
    assert found.reading.evidence["date_order"] == "the language of the columns"


def test_days_parted_by_dots_need_no_question() -> None:
    found = _read("Date,Action,Symbol,Quantity,Price,Currency\n03.05.2024,Buy,ABC,1,2.5,EUR\n")
    assert found.transactions[0].date == date(2024, 5, 3)


def test_one_cost_column_that_explains_all_makes_the_other_doubtful() -> None:
    found = _read(
        "Date,Action,Symbol,Quantity,Price,Amount,Fee,Commission,Currency\n"
        "2024-05-13,Buy,ABC,100,10.00,-1005.00,5.00,5.00,USD\n"
    )
    assert [part.code for part in found.questions] == ["amount_mismatch"]


def test_a_dividend_that_costs_money_and_brings_units_is_asked() -> None:
    found = _read(
        "Date,Action,Symbol,Quantity,Price,Amount,Currency\n"
        "2024-05-13,Dividend,ABC,5.834,,-81.33,USD\n2024-05-14,Buy,ABC,1,5,-5,USD\n"
    )
    assert [part.code for part in found.questions] == ["sign_contradicts"]


def test_what_is_held_after_a_trade_is_not_its_quantity() -> None:
    found = _read("매매일자,종목명,구분,보유수량,단가\n2026/02/20,가람전자,매수,100,45000\n")
    assert [part.code for part in found.questions] == ["ask_columns"]


def test_coins_are_refused_by_name() -> None:
    found = _read(
        "Date,Type,Symbol,Quantity,Price,Currency\n"
        "2024-05-13,Buy,BTC,0.1,50000,EUR\n2024-05-14,Buy,ETH,1,3000,EUR\n"
    )
    assert found.reason is not None
    assert found.reason.code == "import.refused_crypto"


@pytest.mark.parametrize(
    ("header", "row", "currency"),
    [
        ("체결일자,종목코드,매매구분,체결수량,체결단가", "2026-01-05,A005930,매수,3,70000", "KRW"),
        ("約定日,銘柄コード,売買区分,約定数量,約定単価", "2026/01/05,7203,買,100,2850.5", "JPY"),
        ("成交日期,证券代码,买卖标志,成交数量,成交价格", "20260105,600000,买入,100,7.5", "CNY"),
        (
            "Data do Negócio,Código,Operação,Quantidade,Preço",
            "05/01/2026,PETR4,Compra,1,38.5",
            "BRL",
        ),
    ],
)
def test_codes_of_one_market_name_its_currency(header: str, row: str, currency: str) -> None:
    found = _read(f"{header}\n{row}\n")
    assert found.outcome is Outcome.IMPORT
    assert found.transactions[0].currency == currency


def test_codes_of_two_markets_name_none() -> None:
    found = _read(
        "체결일자,종목코드,매매구분,체결수량,체결단가\n"
        "2026-01-05,A005930,매수,3,70000\n2026-01-06,AAPL,매수,3,230.5\n"
    )
    assert [part.code for part in found.questions] == ["account_currency"]


def test_an_isin_or_listing_inside_a_name_is_taken() -> None:
    found = _read(
        "Date,Transaction,Description,Quantity,Price,Amount (GBP)\n"
        "13/02/2026,Purchase,WORLD FUND / ISIN IE00B4L5Y983,10,10,-100\n"
        "14/02/2026,Purchase,OTHER FUND (LSE:VWRP),10,10,-100\n"
    )
    first, second = (row.instrument for row in found.transactions)
    assert (first.isin, first.name) == ("IE00B4L5Y983", "WORLD FUND")
    assert (second.symbol, second.market) == ("VWRP", "LSE")


HEAD = "Date,Action,Symbol,Quantity,Price,Amount,Tax,Currency\n"


@pytest.mark.parametrize(
    ("row", "cash"),
    [
        ("2024-05-13,Dividend,ABC,100,0.24,24.00,3.60,USD", "20.40"),
        ("2024-05-13,Dividend,ABC,100,0.24,20.40,3.60,USD", "20.40"),
    ],
)
def test_quantity_times_rate_shows_whether_the_tax_is_off(row: str, cash: str) -> None:
    found = _read(HEAD + row + "\n")
    assert found.transactions[0].net_cash == Money(Decimal(cash), "USD")


def test_a_dividend_that_may_be_before_or_after_tax_is_asked() -> None:
    text = HEAD + "2024-05-13,Dividend,ABC,,,20.40,3.60,USD\n"
    assert [part.code for part in _read(text).questions] == ["net_or_gross"]
    told = read(text.encode(), "x.csv", Answers(words={"amount_is": "gross"}))
    assert told.transactions[0].net_cash == Money(Decimal("16.80"), "USD")


def test_the_day_of_the_trade_goes_before_the_day_of_the_order() -> None:
    found = _read(
        "Order Date,Trade Date,Action,Symbol,Quantity,Price,Currency\n"
        "2024-05-10,2024-05-13,Buy,ABC,1,2.5,USD\n"
    )
    assert found.transactions[0].date == date(2024, 5, 13)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Symbol,Date Acquired,Date Sold,Quantity,Proceeds,Cost Basis\n"
            "ABC,2024-01-02,2025-03-13,1,5,4\n"
        ),
        (
            "Ex-Date,Pay Date,Symbol,Shares,Gross,Tax,Net\n"
            "2025-03-01,2025-03-13,ABC,10,2.4,0.36,2.04\n"
        ),
        "Order ID,Date,Type,Product,Quantity,Price,Total\n1,2025-03-13,Sale,Chair,4,25.00,100.00\n",
    ],
)
def test_lists_of_sales_dividends_and_goods_are_no_holdings_and_no_trades(text: str) -> None:
    found = _read(text)
    assert found.outcome is Outcome.NEEDS_YOU
    assert not found.transactions
    assert not found.positions


def test_kinds_of_assets_beside_a_worth_are_holdings() -> None:
    found = _read("Name,Type,ISIN,Quantity,Market value,Currency\nW,ETF,IE00B4L5Y983,2,20.5,EUR\n")
    assert [row.quantity for row in found.positions] == [Decimal(2)]


def test_a_fee_of_a_cent_is_not_taken_off_twice() -> None:
    found = _read(
        "Date,Action,Symbol,Quantity,Price,Amount,Fee,Currency\n"
        "2024-05-13,Sell,ABC,2,160.00,319.99,0.01,USD\n"
    )
    assert found.transactions[0].net_cash == Money(Decimal("319.99"), "USD")
