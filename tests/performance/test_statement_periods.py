"""Returns between statements, where no prices are stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind, PositionLine, PositionStatement, Transaction
from corridor_desktop.performance.statement_periods import link_statements
from tests.support.books import buy, day, fact, sell


def statement(
    on: int, value: str | None, cash: str | None = None, account: str = "a"
) -> PositionStatement:
    worth = None if value is None else Decimal(value)
    line = PositionLine("x", Decimal(1), market_value=worth, currency="EUR")
    money = () if cash is None else (Money(Decimal(cash), "EUR"),)
    return PositionStatement(f"{account}{on}", account, day(on), (line,), money)


def plain(money: Money, on: date) -> float | None:
    return float(money.amount) if money.currency == "EUR" else None


def test_without_flows_it_is_the_plain_return() -> None:
    found = link_statements([statement(0, "100"), statement(30, "110")], [], plain)
    assert found.value == pytest.approx(0.10)
    assert [(p.start, p.end) for p in found.periods] == [(day(0), day(30))]


def test_purchases_of_an_account_without_cash_come_from_outside() -> None:
    facts = [buy(15, "1", "50"), sell(45, "1", "20")]
    found = link_statements(
        [statement(n, v) for n, v in ((0, "100"), (30, "160"), (60, "140"))], facts, plain
    )
    first, second = 10 / (100 + 50 * 0.5), 0.0
    assert [period.value for period in found.periods] == pytest.approx([first, second])
    assert found.value == pytest.approx((1 + first) * (1 + second) - 1)


def test_an_account_with_cash_only_knows_deposits() -> None:
    facts = [
        fact(Kind.DEPOSIT, 10, cash="30"),
        buy(15, "1", "50"),
        fact(Kind.DIVIDEND, 20, cash="5"),
    ]
    found = link_statements([statement(0, "100", "60"), statement(30, "155", "45")], facts, plain)
    assert found.value == pytest.approx(10 / (160 + 30 * 20 / 30))


def test_two_accounts_need_the_same_days() -> None:
    given = ((0, "100", "a"), (0, "50", "b"), (20, "120", "a"), (30, "110", "a"), (30, "55", "b"))
    both = [statement(on, value, account=account) for on, value, account in given]
    assert link_statements(both, [], plain).value == pytest.approx(0.10)
    assert link_statements(both[:-1], [], plain).why is not None


@pytest.mark.parametrize(
    ("values", "facts", "code"),
    [
        (("100",), [], "performance.one_statement"),
        (("100", None), [], "performance.unvalued_statement"),
        (("100", "110"), [fact(Kind.TRANSFER_IN, 10, "1")], "performance.unclear_flows"),
        (("100", "110"), [buy(10, "1")], "performance.unclear_flows"),
        (("100", "110"), [buy(10, "1", "5", currency="USD")], "performance.unclear_flows"),
        (("100", "110"), [sell(1, "1", "150")], "performance.unclear_flows"),
        ((), [], "performance.one_statement"),
    ],
)
def test_what_cannot_be_told_says_why(
    values: tuple[str | None, ...], facts: list[Transaction], code: str
) -> None:
    statements = [statement(30 * place, value) for place, value in enumerate(values)]
    found = link_statements(statements, facts, plain)
    assert found.value is None
    assert found.why is not None
    assert found.why.code == code
