"""Files of brokers without a profile: read where clear, asked where not, never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.contract import Answers, FileReading, Outcome, StatementKind
from corridor_desktop.importers.reader import read

HEAD = "Trade Date,Action,Symbol,Quantity,Price,Amount,Fee,Currency\n"


def _read(text: str, answers: Answers | None = None, name: str = "export.csv") -> FileReading:
    return read(text.encode(), name, answers)


def test_a_clear_file_is_read() -> None:
    found = _read(HEAD + "13/05/2024,Buy,ABCD,10,12.50,126.00,1.00,USD\n")
    assert found.outcome is Outcome.IMPORT
    row = found.transactions[0]
    assert (row.kind, row.date, row.quantity) == (Kind.BUY, date(2024, 5, 13), Decimal(10))
    assert row.net_cash is not None
    assert row.net_cash.amount == Decimal("-126.00")


def test_an_ambiguous_day_is_asked_with_both_readings() -> None:
    text = HEAD + "03/05/2024,Buy,ABCD,10,12.50,125.00,0.00,USD\n"
    found = _read(text)
    assert not found.transactions
    assert [part.choices for part in found.questions] == [("DMY", "MDY")]
    told = _read(text, Answers(date_order="MDY"))
    assert told.transactions[0].date == date(2024, 3, 5)


def test_one_clear_day_decides_the_column() -> None:
    rows = "03/05/2024,Buy,ABCD,10,12.50,125.00,0.00,USD\n25/05/2024,Buy,ABCD,1,12.50,12.50,0,USD\n"
    found = _read(HEAD + rows)
    assert [row.date.month for row in found.transactions] == [5, 5]
    assert found.reading.evidence["date_order"] == "line 3: 25/05/2024"


def test_a_doubtful_number_alone_is_asked() -> None:
    head = "Trade Date,Action,Symbol,Quantity,Price,Currency\n"
    found = _read(head + '2024-05-13,Buy,ABCD,10,"1.234",USD\n')
    assert [part.code for part in found.questions] == ["doubtful_number"]
    told = _read(head + '2024-05-13,Buy,ABCD,10,"1.234",USD\n', Answers(decimal=","))
    assert told.transactions[0].price == Decimal(1234)


def test_a_doubtful_number_is_settled_by_the_amount() -> None:
    found = _read(HEAD + '2024-05-13,Buy,ABCD,10,"1,234","12,340.00",,USD\n')
    assert found.transactions[0].price == Decimal(1234)


def test_parentheses_are_a_minus() -> None:
    found = _read(HEAD + '2024-05-13,Buy,ABCD,100,15.00,"($1,500.00)",,USD\n')
    row = found.transactions[0]
    assert row.net_cash is not None
    assert row.net_cash.amount == Decimal("-1500.00")


@pytest.mark.parametrize("word", ["Withdrawal", "Dividend", "Interest", "Fee", "Tax", "Deposit"])
def test_cash_words_never_move_holdings(word: str) -> None:
    found = _read(HEAD + f"2024-05-13,{word},ABCD,10,12.50,125.00,0.00,USD\n")
    assert all(row.quantity is None for row in found.transactions)


def test_an_unknown_word_is_never_a_purchase_and_asked_once() -> None:
    rows = "2024-05-13,Zubuchung,ABCD,10,12.50,125.00,0.00,USD\n" * 3
    found = _read(HEAD + rows)
    assert not found.transactions
    assert [(part.subject, part.lines) for part in found.questions] == [("Zubuchung", (2, 3, 4))]
    told = _read(HEAD + rows, Answers(words={"zubuchung": "transfer_in"}))
    assert [row.kind for row in told.transactions] == [Kind.TRANSFER_IN] * 3
    left = _read(HEAD + rows, Answers(words={"Zubuchung": "ignore"}))
    assert [row.code for row in left.skipped] == ["word_by_you"] * 3


def test_columns_that_contradict_each_other_are_asked() -> None:
    found = _read(HEAD + "2024-05-13,Buy,ABCD,10,12.50,999.00,0.00,USD\n")
    assert [part.code for part in found.questions] == ["amount_mismatch"]


def test_a_purchase_with_a_minus_is_asked() -> None:
    found = _read(HEAD + "2024-05-13,Buy,ABCD,-10,12.50,125.00,0.00,USD\n")
    assert [part.code for part in found.questions] == ["sign_contradicts"]


def test_a_missing_currency_is_asked_once_and_the_rows_are_shown() -> None:
    head = "Trade Date,Action,Symbol,Quantity,Price\n"
    found = _read(head + "2024-05-13,Buy,ABCD,10,12.5\n2024-05-14,Sell,ABCD,1,12.5\n")
    assert len(found.transactions) == 2
    assert [(part.code, part.lines) for part in found.questions] == [("account_currency", ())]
    told = _read(head + "2024-05-13,Buy,ABCD,10,12.5\n", Answers(account_currency="EUR"))
    assert told.outcome is Outcome.IMPORT
    assert told.transactions[0].currency == "EUR"


def test_a_table_without_type_could_be_either_and_is_asked() -> None:
    text = "date,symbol,quantity,price,currency\n2024-03-31,ABCD,50,171.48,USD\n"
    assert [part.code for part in _read(text).questions] == ["ask_kind"]
    told = _read(text, Answers(kind=StatementKind.POSITIONS))
    assert told.positions[0].as_of == date(2024, 3, 31)
    assert told.positions[0].quantity == 50


def test_a_snapshot_takes_its_day_from_title_or_file_name() -> None:
    table = "Symbol,Quantity,Market Value,Currency\nABCD,5,50.50,USD\nEF,1,7.50,USD\n"
    titled = _read("Holdings as of 31/01/2025\n" + table)
    assert {row.as_of for row in titled.positions} == {date(2025, 1, 31)}
    named = _read(table, name="positions_2025-02-28.csv")
    assert {row.as_of for row in named.positions} == {date(2025, 2, 28)}
    bare = _read(table)
    assert [part.code for part in bare.questions] == ["as_of"]
    told = _read(table, Answers(as_of=date(2025, 3, 1)))
    assert told.outcome is Outcome.IMPORT


def test_a_map_made_by_the_user_is_a_profile_like_any_other() -> None:
    text = "When;What;Thing;Many;Each;Money\n2024-05-13;in;ABCD;10;1,50;EUR\n"
    answers = Answers(
        columns={
            "When": "date",
            "What": "type",
            "Thing": "symbol",
            "Many": "quantity",
            "Each": "price",
            "Money": "currency",
        },
        words={"in": "buy"},
    )
    found = _read(text, answers)
    assert found.outcome is Outcome.IMPORT
    assert found.profile == "own"
    assert found.transactions[0].price == Decimal("1.50")


def test_look_alike_headers_are_not_taken() -> None:
    head = "Trade Date,Action,Symbol,Price Change,Quantity,Exchange Quantity,Price,Balance,Currency"
    found = _read(head + "\n2024-05-13,Buy,ABCD,-0.5,10,99,12.5,777,USD\n")
    row = found.transactions[0]
    assert (row.quantity, row.price, row.net_cash and row.net_cash.amount) == (
        Decimal(10),
        Decimal("12.5"),
        Decimal(-125),
    )
    assert set(found.unused) == {"Price Change", "Exchange Quantity", "Balance"}


def test_pence_are_pounds() -> None:
    head = "Trade Date,Action,Symbol,Quantity,Price,Price Currency,Amount,Amount Currency\n"
    found = _read(head + "2024-05-13,Buy,ABCD,10,500,GBX,50.00,GBP\n")
    assert (found.transactions[0].price, found.transactions[0].currency) == (Decimal(5), "GBP")


def test_the_fingerprint_knows_the_header_in_any_order() -> None:
    one = _read("Symbol,Quantity,Price,Currency\nA,1,2,USD\n")
    two = _read("Price,currency,Quantity,Symbol\n2,USD,1,A\n")
    assert one.fingerprint == two.fingerprint


def test_orders_that_were_not_executed_are_left_out() -> None:
    head = "Date,Side,Symbol,Quantity,Price,Currency,Status\n"
    rows = "2024-05-13,Buy,ABCD,10,1.50,USD,Filled\n2024-05-13,Buy,ABCD,10,1.50,USD,Cancelled\n"
    found = _read(head + rows + "2024-05-13,Buy,ABCD,10,1.50,USD,Hmm\n")
    assert len(found.transactions) == 1
    assert [row.code for row in found.skipped] == ["not_executed"]
    assert [(part.code, part.subject) for part in found.questions] == [("unknown_status", "Hmm")]


@pytest.mark.parametrize(
    "symbol", ["ABCD  240621C00055000", "ABCD 01/19/2024 15.00 C", "ABCD Jan 19 24 $150 Call"]
)
def test_an_option_is_never_a_share(symbol: str) -> None:
    found = _read(HEAD + f"2024-05-13,Buy,{symbol},1,2.00,200.00,0,USD\n")
    assert [row.code for row in found.skipped] == ["option"]


def test_units_paid_in_are_not_taken_for_money() -> None:
    found = _read(HEAD + "2024-05-13,Deposit,ABCD,10,12.50,125.00,,USD\n")
    assert [part.code for part in found.questions] == ["flow_or_units"]


def test_a_second_table_above_the_header_is_not_lost() -> None:
    above = "Account,Fund,Units,Worth\n123,Total,10,1000\n\n"
    found = _read(above + HEAD + "2024-05-13,Buy,ABCD,10,12.50,125.00,0.00,USD\n")
    assert [(part.code, part.lines) for part in found.questions] == [("rows_above", (2,))]


def test_headers_written_in_one_word_are_known() -> None:
    head = "TradeDate,TransactionType,Symbol,Quantity,UnitPrice,NetAmount,Currency\n"
    found = _read(head + "2024-05-13,Bought,ABCD,10,12.50,-125.00,USD\n")
    assert found.outcome is Outcome.IMPORT


def test_korean_columns_have_no_decimal_comma() -> None:
    head = "거래일자,거래구분,종목코드,종목명,수량,단가,거래금액,통화\n"
    found = _read(head + '2024/05/13,매수,A005930,삼성전자,5,"71,000","355,000",KRW\n')
    row = found.transactions[0]
    assert (row.price, row.instrument.symbol) == (Decimal(71000), "005930")


def test_an_average_price_beside_holdings_is_their_cost() -> None:
    text = "Ticker,Shares,Avg Price,Current Price,Market Value,Currency\nABCD,10,9.5,12.5,125,USD\n"
    held = _read(text).positions[0]
    assert (held.price, held.market_value, held.cost_basis) == (
        Decimal("12.5"),
        Decimal(125),
        Decimal(95),
    )


def test_every_question_about_a_row_can_be_answered() -> None:
    rows = "2024-05-13,Buy,ABCD,-10,12.50,125.00,,USD\n2024-05-13,Deposit,EF,1,2.00,2.00,,USD\n"
    rows += "2024-05-13,Buy,GH,abc,2.00,2.00,,USD\n"
    asked = _read(HEAD + rows)
    assert {part.code for part in asked.questions} == {
        "sign_contradicts",
        "flow_or_units",
        "bad_number",
    }
    told = _read(HEAD + rows, Answers(rows={2: "sell", 3: "transfer_in", 4: "ignore"}))
    assert not told.questions
    assert [(row.kind, row.quantity) for row in told.transactions] == [
        (Kind.SELL, Decimal(-10)),
        (Kind.TRANSFER_IN, Decimal(1)),
    ]


def test_columns_confirmed_by_the_user_are_not_doubted_again() -> None:
    text = HEAD + "2024-05-13,Buy,ABCD,10,12.50,999.00,0.00,USD\n"
    told = _read(text, Answers(columns=_read(text).columns))
    assert told.outcome is Outcome.IMPORT
    assert [part.code for part in told.notices] == ["amount_differs"]


def test_prose_that_nobody_knows_can_be_named() -> None:
    text = (
        "Fecha,Hora,Fecha valor,Producto,ISIN,Descripción,Tipo,Variación,,Saldo,,ID Orden\n"
        "14-06-2024,09:45,13-06-2024,,,Algo nuevo,,EUR,1.50,EUR,1.50,\n"
    )
    asked = _read(text)
    assert [(part.code, part.subject) for part in asked.questions] == [
        ("unknown_text", "Algo nuevo")
    ]
    told = _read(text, Answers(words={"Algo nuevo": "other_cash"}))
    assert [row.kind for row in told.transactions] == [Kind.OTHER_CASH]


def test_two_thousands_points_prove_a_decimal_comma() -> None:
    head = "Trade Date;Action;Symbol;Quantity;Price;Amount;Currency\n"
    rows = "2024-05-13;Buy;ABCD;1.000;1.234;1.234.000;EUR\n"
    row = _read(head + rows).transactions[0]
    assert (row.quantity, row.price) == (Decimal(1000), Decimal(1234))


@pytest.mark.parametrize(
    ("head", "row", "code"),
    [
        ("Price,Price", "2,3", "column_twice"),
        ("Price,Other", "0,3", "missing_price"),
    ],
)
def test_a_price_that_could_be_another_is_asked(head: str, row: str, code: str) -> None:
    text = f"Trade Date,Action,Symbol,Quantity,{head},Currency\n2024-05-13,Buy,ABCD,1,{row},USD\n"
    assert [part.code for part in _read(text).questions] == [code]


def test_a_header_without_lines_holds_nothing_and_asks_nothing() -> None:
    found = read(b"Date,Type,Symbol,Name,Quantity,Price,Amount,Currency\n", "empty.csv")
    assert (found.outcome, found.questions) == (Outcome.IMPORT, ())
    assert found.reason is not None
    assert found.reason.code == "import.no_rows"
    assert found.lines.adds_up
