"""Listings through time: another symbol or ISIN, a merger, a spin-off."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.answer import Answer, Command, Outside, option
from corridor_desktop.cli.commands.review import day
from corridor_desktop.domain.errors import UsageTrouble

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.listing_change import ListingChange


def _form(change: ListingChange) -> dict[str, Any]:
    return {
        "instrument": change.instrument_id,
        "day": change.day.isoformat(),
        "kind": str(change.kind),
        "before": change.before or None,
        "after": change.after or None,
        "into": change.into or None,
        "ratio": format(change.ratio, "f"),
        "cost_share": format(change.cost_share, "f"),
    }


def _all(outside: Outside) -> Answer:
    found = outside.desk.listings.all()
    lines = [
        f"{each.day} {each.kind}: {each.instrument_id} "
        + (f"{each.before} -> {each.after}" if each.after else f"x {each.ratio} -> {each.into}")
        for each in found
    ]
    return Answer({"changes": [_form(each) for each in found]}, lines or ["Nothing was stated."])


def list_changes(_: Namespace, outside: Outside) -> Answer:
    """Show what was stated about listings."""
    return _all(outside)


def rename(arguments: Namespace, outside: Outside) -> Answer:
    """State that a holding trades under another symbol."""
    outside.desk.listings.rename(arguments.holding, arguments.symbol, day(arguments.on))
    return _all(outside)


def new_isin(arguments: Namespace, outside: Outside) -> Answer:
    """State that a holding has another ISIN."""
    outside.desk.listings.new_isin(arguments.holding, arguments.isin)
    return _all(outside)


def merge(arguments: Namespace, outside: Outside) -> Answer:
    """State that a holding became another one."""
    outside.desk.listings.merge(
        arguments.holding, arguments.into, day(arguments.on), _number(arguments.ratio)
    )
    return _all(outside)


def spin_off(arguments: Namespace, outside: Outside) -> Answer:
    """State that a holding brought another one beside it."""
    outside.desk.listings.spin_off(
        arguments.holding, arguments.into, day(arguments.on), _number(arguments.ratio),
        _number(arguments.cost_share),
    )  # fmt: skip
    return _all(outside)


def take_back(arguments: Namespace, outside: Outside) -> Answer:
    """Take back what was stated of a holding and day."""
    outside.desk.listings.take_back(arguments.holding, day(arguments.on))
    return _all(outside)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise UsageTrouble("bad_number", f"{text!r} is not a number.") from None


_HOLDING = option("holding", help="its ticker, ISIN, symbol or full name")
_ON = option("--on", required=True, metavar="DATE", help="from which day on, YYYY-MM-DD")
_INTO = option("--into", required=True, metavar="NAME", help="the other holding")
_RATIO = option("--ratio", required=True, help="new units for each old one")

COMMANDS = (
    Command("listing list", "show what was stated about listings", list_changes),
    Command(
        "listing rename",
        "state that a holding trades under another symbol",
        rename,
        (_HOLDING, option("symbol", help="the new symbol of the price source"), _ON),
    ),
    Command(
        "listing isin",
        "state that a holding has another ISIN",
        new_isin,
        (_HOLDING, option("isin", help="the new ISIN")),
    ),
    Command(
        "listing merge", "state that a holding became another one", merge,
        (_HOLDING, _INTO, _RATIO, _ON),
    ),
    Command(
        "listing spin-off",
        "state that a holding brought another one beside it",
        spin_off,
        (
            _HOLDING, _INTO, _RATIO,
            option("--cost-share", required=True, help="fraction of the cost that goes with it"),
            _ON,
        ),
    ),
    Command(
        "listing take-back", "take back what was stated of a day", take_back, (_HOLDING, _ON)
    ),
)  # fmt: skip
