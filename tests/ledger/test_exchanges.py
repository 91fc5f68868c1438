"""Mergers, changes of identity and spin-offs: units, costs and days of purchase travel along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.listing_change import ChangeKind, ListingChange
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.ledger.book import Book, Position
from corridor_desktop.services.listing_changes import with_changes
from tests.support.books import PIER, QUAY, booked, buy, day, fact

OLD = [buy(0, "10", "100"), buy(2, "20", "300")]


def action(
    thing: str, quantity: str, on: int = 5, account: str = "a", **more: object
) -> Transaction:
    made = fact(Kind.CORPORATE_ACTION, on, quantity, thing=thing, account=account)
    return replace(made, **more)  # type: ignore[arg-type]


def position(book: Book, thing: str) -> Position:
    (found,) = [each for each in book.positions if each.instrument_id == thing]
    return found


def lots(book: Book, thing: str) -> list[tuple[date, Decimal, Money | None]]:
    return [(lot.acquired, lot.quantity, lot.cost) for lot in position(book, thing).lots]


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_a_merger_carries_lots_at_its_ratio() -> None:
    for rows in ([action("x", "-30"), action("y", "15")], [action("y", "15"), action("x", "-30")]):
        found = booked([*OLD, *rows], on=9)
        assert [each.instrument_id for each in found.positions] == ["y"]
        assert lots(found, "y") == [
            (day(0), Decimal(5), euros("100")), (day(2), Decimal(10), euros("300")),
        ]  # fmt: skip
        assert not found.realised, "nothing was sold"


def test_a_change_of_isin_is_a_merger_of_one_to_one() -> None:
    found = booked([*OLD, action("x", "-30"), action("z", "30")], on=9)
    assert sum(lot.quantity for lot in position(found, "z").lots) == 30
    assert [lot.cost for lot in position(found, "z").lots] == [euros("100"), euros("300")]


def test_a_merger_for_money_is_a_sale() -> None:
    cash = action("x", "-30", net_cash=euros("500"))
    found = booked([*OLD, cash, action("y", "15")], on=9)
    assert sum(each.proceeds.amount for each in found.realised if each.proceeds) == 500
    assert [cost for _, _, cost in lots(found, "y")] == [None], "its cost was never said"


def test_several_on_one_day_are_only_paired_by_reference() -> None:
    start = [*OLD, buy(1, "4", "40", thing="w")]
    rows = [action("x", "-30"), action("w", "-4"), action("y", "15"), action("v", "8")]
    unclear = booked([*start, *rows], on=9)
    assert [cost for _, _, cost in lots(unclear, "y")] == [None]
    told = [replace(row, reference="one" if row.instrument_id in {"x", "y"} else "two")
            for row in rows]  # fmt: skip
    found = booked([*start, *told], on=9)
    assert lots(found, "v") == [(day(1), Decimal(8), euros("40"))]
    assert [cost for _, _, cost in lots(found, "y")] == [euros("100"), euros("300")]


def stated(kind: ChangeKind, ratio: str, share: str = "0", on: int = 5) -> ListingChange:
    return ListingChange(
        "x", day(on), kind, into="y", ratio=Decimal(ratio), cost_share=Decimal(share)
    )


def test_a_stated_merger_is_booked_in_every_account_that_held_it() -> None:
    history = [*OLD, buy(1, "8", "80", account="b")]
    facts = with_changes(history, (), (QUAY, PIER), [stated(ChangeKind.MERGED, "0.5")])
    found = booked(list(facts), on=9)
    assert {(each.account_id, each.instrument_id): each.quantity for each in found.positions} == {
        ("a", "y"): Decimal(15), ("b", "y"): Decimal(4),
    }  # fmt: skip
    assert booked(list(facts), on=4).positions == booked(history, on=4).positions


def test_a_stated_spin_off_takes_its_share_of_the_cost() -> None:
    facts = with_changes(OLD, (), (QUAY,), [stated(ChangeKind.SPUN_OFF, "0.1", "0.25")])
    found = booked(list(facts), on=9)
    assert lots(found, "x") == [
        (day(0), Decimal(10), euros("75")), (day(2), Decimal(20), euros("225")),
    ]  # fmt: skip
    assert lots(found, "y") == [
        (day(0), Decimal(1), euros("25")), (day(2), Decimal(2), euros("75")),
    ]  # fmt: skip


def test_what_the_broker_booked_is_not_booked_again() -> None:
    rows = [*OLD, action("x", "-30", on=6), action("y", "15", on=6)]
    facts = with_changes(rows, (), (QUAY,), [stated(ChangeKind.MERGED, "0.5")])
    assert list(facts) == rows


def test_two_changes_one_after_the_other() -> None:
    later = ListingChange("y", day(7), ChangeKind.MERGED, into="z", ratio=Decimal(3))
    facts = with_changes(OLD, (), (QUAY,), [later, stated(ChangeKind.MERGED, "0.5")])
    found = booked(list(facts), on=9)
    assert [(each.instrument_id, each.quantity) for each in found.positions] == [("z", Decimal(45))]
    assert [cost for _, _, cost in lots(found, "z")] == [euros("100"), euros("300")]
