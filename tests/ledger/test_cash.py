"""When a cash balance can be told, and what it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind, PositionStatement, Transaction
from corridor_desktop.ledger.cash import balances, known_from
from tests.support.books import buy, day, fact, sell, stated


def told(
    facts: list[Transaction], statements: tuple[PositionStatement, ...] = (), on: int = 99
) -> dict[tuple[str, str], tuple[Decimal, bool]]:
    return {
        (one.account_id, one.balance.currency): (one.balance.amount, one.known)
        for one in balances(facts, statements, day(on))
    }


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_deposits_make_a_balance_known() -> None:
    facts = [fact(Kind.DEPOSIT, 0, cash="1000"), buy(1, "1", "400"), sell(2, "1", "450.05")]
    assert told(facts) == {("a", "EUR"): (Decimal("1050.05"), True)}
    assert told(facts, on=1) == {("a", "EUR"): (Decimal(600), True)}


def test_trades_alone_tell_no_balance() -> None:
    assert told([sell(2, "1", "450")]) == {("a", "EUR"): (Decimal(450), False)}


def test_a_trade_without_an_amount_makes_the_account_unknown() -> None:
    facts = [fact(Kind.DEPOSIT, 0, cash="1000"), buy(1, "1")]
    assert told(facts) == {("a", "EUR"): (Decimal(1000), False)}


def test_one_currency_below_zero_makes_all_of_the_account_unknown() -> None:
    facts = [
        fact(Kind.DEPOSIT, 0, cash="1000"),
        buy(1, "1", "400", currency="USD"),
        fact(Kind.DEPOSIT, 0, cash="7", account="b"),
    ]
    assert told(facts) == {
        ("a", "EUR"): (Decimal(1000), False),
        ("a", "USD"): (Decimal(-400), False),
        ("b", "EUR"): (Decimal(7), True),
    }


def test_a_statement_starts_anew_from_its_day() -> None:
    facts = [sell(1, "1", "450"), sell(5, "1", "10"), sell(6, "1", "5")]
    found = told(facts, (stated(5, {}, [euro("77")]),))
    assert found == {("a", "EUR"): (Decimal(82), True)}


def test_a_statement_without_cash_says_nothing_of_cash() -> None:
    facts = [fact(Kind.DEPOSIT, 0, cash="1000")]
    assert told(facts, (stated(5, {"x": "1"}),)) == {("a", "EUR"): (Decimal(1000), True)}


def test_since_when_cash_is_known() -> None:
    funded = [fact(Kind.DEPOSIT, 0, cash="1000"), buy(1, "1", "1000")]
    assert known_from(funded, (), day(9)) == {"a": date.min}
    assert balances(funded, (), day(9)) == ()
    trades = [buy(1, "1", "10")]
    assert known_from(trades, (), day(9)) == {}
    both = (stated(8, {}, [euro("1")]), stated(4, {}, [euro("2")]))
    assert known_from(trades, both, day(9)) == {"a": day(4)}
    assert known_from([*trades, buy(9, "1")], both, day(9)) == {}
