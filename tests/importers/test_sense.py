"""Rows with the same words mean the same; whatever else decides keeps them apart."""

from __future__ import annotations

from corridor_desktop.importers.contract import Answers, FileReading
from corridor_desktop.importers.reader import read

HEAD = "Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total\n"


def rows(*lines: str, head: str = HEAD, answers: Answers | None = None) -> FileReading:
    return read((head + "\n".join(lines) + "\n").encode(), "x.csv", answers)


def test_one_word_changes_the_meaning() -> None:
    found = rows(
        "2024-01-02,Buy,US0378331005,AAPL,Apple,2,10.50,USD,-21.00",
        "2024-01-03,Sell,US0378331005,AAPL,Apple,2,10.50,USD,21.00",
        "2024-01-04,Buy,US0378331005,AAPL,Apple,2,10.50,EUR,-21.00",
        "2024-01-05,Buy,US5949181045,MSFT,Microsoft,2,10.50,USD,-21.00",
    )
    assert [str(row.kind) for row in found.transactions] == ["buy", "sell", "buy", "buy"]
    assert [row.currency for row in found.transactions] == ["USD", "USD", "EUR", "USD"]
    assert found.transactions[-1].instrument.symbol == "MSFT"


def test_a_sign_in_the_number_names_the_currency_of_its_row_alone() -> None:
    found = rows(
        "2024-01-02,Buy,AAPL,2,€10.50,€21.00",
        "2024-01-03,Buy,AAPL,2,£10.50,£21.00",
        "2024-01-04,Buy,AAPL,2,€11.50,€23.00",
        head="Date,Action,Symbol,Quantity,Price,Total\n",
    )
    told = [row.net_cash.currency for row in found.transactions if row.net_cash]
    assert told == ["EUR", "GBP", "EUR"]


def test_an_answer_for_one_line_stays_with_that_line() -> None:
    line = "2024-01-02,Buy,US0378331005,AAPL,Apple,2,10.50,USD,-21.00"
    found = rows(line, line, line, answers=Answers(rows={3: "ignore"}))
    assert [row.lines for row in found.transactions] == [(2,), (4,)]


def test_the_filled_one_of_two_cash_columns_is_the_row_s_own() -> None:
    found = rows(
        "2024-01-02,Buy,AAPL,2,10.50,€21.00,",
        "2024-01-03,Sell,AAPL,2,10.50,,£21.00",
        "2024-01-04,Buy,AAPL,1,10.50,€10.50,",
        head="Date,Action,Symbol,Quantity,Price,Debit,Credit\n",
    )
    told = [(str(r.net_cash.amount), r.net_cash.currency) for r in found.transactions if r.net_cash]
    assert told == [("-21.00", "EUR"), ("21.00", "GBP"), ("-10.50", "EUR")]
