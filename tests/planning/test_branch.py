"""A branch is the portfolio after its changes, to the cent; the real one stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from corridor_desktop.domain.account import Account, CostMethod
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.instrument import AssetClass, Instrument
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import FxRate, PricePoint
from corridor_desktop.domain.transaction import SourceRow
from corridor_desktop.ledger.book import Lot, Position
from corridor_desktop.market.table import PriceTable
from corridor_desktop.planning.branch import branch
from corridor_desktop.planning.changes import Changes, Trade
from corridor_desktop.planning.realised import realised
from corridor_desktop.valuation.valuation import CashLine, Line, Valuation

DAY = date(2026, 3, 20)
HARBOUR = Account("a1", "Harbour")
USD = FxRate("USD", "EUR", Decimal("0.9"), DAY, ("EURUSD=X inverse",), "test")
EUR = FxRate("EUR", "EUR", Decimal(1), DAY, (), "test")
FERRY = Instrument("n1", "Ferry", ticker="FER", asset_class=AssetClass.EQUITY)
QUAY = Instrument("n2", "Quay", ticker="QUA", asset_class=AssetClass.EQUITY)


def line(thing: Instrument, quantity: str, price: str, rate: FxRate) -> Line:
    point = PricePoint(Decimal(price), rate.base, DAY, "test")
    local = Money(Decimal(quantity) * Decimal(price), rate.base)
    worth = Money(local.amount * rate.rate, "EUR")
    position = Position("a1", thing.id, Decimal(quantity))
    return Line(thing, HARBOUR, position, point, rate, local, worth, 0.0, None, None)


def cash(amount: str, rate: FxRate) -> CashLine:
    balance = Money(Decimal(amount), rate.base)
    return CashLine(HARBOUR, balance, rate, Money(balance.amount * rate.rate, "EUR"), 0.0)


def valuation() -> Valuation:
    lines = (line(FERRY, "10", "100", USD), line(QUAY, "7", "50", EUR))
    money = (cash("200", USD), cash("90", EUR))
    total = sum((one.value.amount for one in (*lines, *money)), Decimal(0))
    free = sum((one.value.amount for one in money), Decimal(0))
    return Valuation(DAY, "EUR", lines, money, (), Money(total, "EUR"), Money(free, "EUR"), 1.0)


def after(changes: Changes) -> Valuation:
    return branch(valuation(), changes, (HARBOUR,), {"n1": FERRY, "n2": QUAY}, PriceTable({}))


def held(found: Valuation) -> dict[str, Decimal]:
    return {one.instrument.id: one.position.quantity for one in found.lines}


def test_a_sale_turns_into_base_currency_and_leaves_the_total() -> None:
    found = after(Changes((Trade("n1", "a1", Decimal(-4)),)))
    assert held(found) == {"n1": Decimal(6), "n2": Decimal(7)}
    assert {one.balance.currency: one.balance.amount for one in found.cash} == {
        "USD": Decimal(200),
        "EUR": Decimal(450),
    }
    assert found.total == valuation().total
    weights = [line.weight for line in found.lines] + [line.weight for line in found.cash]
    assert sum(weights) == pytest.approx(1)


def test_deploying_cash_does_not_raise_the_total_and_takes_its_own_currency_first() -> None:
    found = after(Changes((Trade("n1", "a1", Decimal("2.5")),)))
    assert found.total == valuation().total
    amounts = {one.balance.currency: one.balance.amount for one in found.cash}
    assert amounts == {"USD": Decimal(0), "EUR": Decimal(45)}


def test_only_fees_and_deposits_move_the_total() -> None:
    trades = (Trade("n2", "a1", Decimal(-1), fee=Decimal("1.5")),)
    found = after(Changes(trades, {"a1": Decimal(10)}))
    assert found.total.amount - valuation().total.amount == Decimal("8.5")


def test_sales_pay_for_purchases_whatever_their_order() -> None:
    trades = (Trade("n2", "a1", Decimal(12)), Trade("n1", "a1", Decimal(-10)))
    found = after(Changes(trades))
    assert held(found) == {"n2": Decimal(19)}
    assert found.total == valuation().total


def test_prices_and_rates_move_before_the_trades() -> None:
    moves = Changes(prices={"n1": Decimal("-0.5")}, rates={"USD": Decimal("0.1")})
    found = after(moves)
    assert found.lines[0].value.amount == Decimal(10) * 50 * Decimal("0.99")
    assert found.cash[0].value.amount == Decimal(198)
    assert "what if" in found.lines[0].price.source
    sold = after(replace(moves, trades=(Trade("n1", "a1", Decimal(-10)),)))
    assert sold.total == found.total


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (Changes((Trade("n1", "a1", Decimal(-11)),)), "sells_too_much"),
        (Changes((Trade("n2", "a1", Decimal(100)),)), "not_enough_cash"),
        (Changes((Trade("n9", "a1", Decimal(1)),)), "unknown_holding"),
        (Changes((Trade("n9", "a1", Decimal(-1)),)), "sells_too_much"),
    ],
)
def test_what_cannot_be_done_is_said(changes: Changes, code: str) -> None:
    with pytest.raises(UsageTrouble) as caught:
        after(changes)
    assert caught.value.code == code


def lots(*parts: tuple[str, str | None]) -> Position:
    made = tuple(
        Lot(DAY, Decimal(units), None if cost is None else Money(Decimal(cost), "EUR"), SourceRow())
        for units, cost in parts
    )
    return Position("a1", "n1", sum((lot.quantity for lot in made), Decimal(0)), made)


@pytest.mark.parametrize(
    ("method", "gain"), [(CostMethod.FIFO, Decimal(20)), (CostMethod.AVERAGE, Decimal(5))]
)
def test_a_sale_realises_by_the_cost_method(method: CostMethod, gain: Decimal) -> None:
    position = lots(("10", "100"), ("10", "130"))
    found = realised(position, Decimal(10), Money(Decimal(12), "EUR"), method)
    assert found == Money(gain, "EUR")


def test_an_unknown_cost_is_no_gain() -> None:
    price = Money(Decimal(12), "EUR")
    assert realised(lots(("10", None)), Decimal(1), price, CostMethod.FIFO) is None
    assert realised(lots(("1", "1")), Decimal(2), price, CostMethod.FIFO) is None
    foreign = Money(Decimal(12), "USD")
    assert realised(lots(("10", "100")), Decimal(1), foreign, CostMethod.FIFO) is None
