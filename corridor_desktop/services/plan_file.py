"""Plans as text: what a person writes, what the portfolio file keeps, what goes to a broker."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.money import ZERO
from corridor_desktop.domain.theme import FULL
from corridor_desktop.planning.changes import Changes, Retag, Trade

if TYPE_CHECKING:
    from corridor_desktop.domain.account import Account
    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.services.portfolio_data import PortfolioData
    from corridor_desktop.valuation.valuation import Valuation


_OF_ANSWERS = frozenset(
    {"as_of", "base", "status", "gap", "conflicts", "opened", "not_worked_out", "turnover",
     "before", "after", "portfolio_before", "portfolio_after"}
)  # fmt: skip
"""What the answer of ``plan fix --json`` says besides the changes; it can be read back whole."""


class Names:
    """Finds instruments and accounts by what people call them."""

    def __init__(self, data: PortfolioData, valuation: Valuation) -> None:
        self._data = data
        self._lines, self._cash, self._base = valuation.lines, valuation.cash, valuation.base
        self._held = {line.instrument.id for line in valuation.lines}

    def instrument(self, text: str) -> Instrument:
        """Return the instrument of a symbol, ticker, ISIN or name; what is held comes first."""
        wanted = text.strip().casefold()
        found = [
            thing
            for thing in self._data.instruments.values()
            if wanted in {name.casefold() for name in _names(thing)}
        ]
        held = [thing for thing in found if thing.id in self._held] or found
        if len(held) == 1:
            return held[0]
        if held:
            raise UsageTrouble(
                "ambiguous_holding", f"{text!r} could be {len(held)} instruments.",
                "Use the ISIN or the full price symbol.",
            )  # fmt: skip
        raise UsageTrouble(
            "unknown_holding", f"{text!r} is no instrument of this portfolio.",
            "Use a symbol, an ISIN or a name as `review` shows it.",
        )  # fmt: skip

    def account(self, text: str, instrument_id: str = "") -> Account:
        """Return the account of a name; without one, the only one that it can be."""
        accounts = self._data.accounts
        if text.strip():
            wanted = text.strip().casefold()
            found = [one for one in accounts if wanted in {one.name.casefold(), one.id.casefold()}]
        else:
            own = {one.account.id for one in self._lines if one.instrument.id == instrument_id}
            found = [one for one in accounts if not own or one.id in own]
        if len(found) == 1:
            return found[0]
        named = ", ".join(one.name for one in accounts)
        if text.strip():
            raise UsageTrouble(
                "unknown_account", f"There is no account {text!r}.", f"There are: {named}."
            )
        raise UsageTrouble("which_account", "Name the account.", f"There are: {named}.")

    def currency(self, text: str) -> str:
        """Return a currency that something held is valued through."""
        wanted = text.strip().upper()
        known = {line.fx.base for line in self._lines} | {line.fx.base for line in self._cash}
        known.discard(self._base)
        if wanted in known:
            return wanted
        named = ", ".join(sorted(known)) or "none"
        raise UsageTrouble(
            "unknown_currency", f"Nothing is held in {text!r} whose rate could move.",
            f"Rates that could move: {named}.",
        )  # fmt: skip

    def theme(self, text: str) -> str:
        """Return the id of a theme by id or name."""
        wanted = text.strip().casefold()
        for theme in self._data.tags.themes:
            if wanted in {theme.id.casefold(), theme.name.casefold()}:
                return theme.id
        raise UsageTrouble("unknown_theme", f"There is no theme {text!r}.")


def _names(thing: Instrument) -> tuple[str, ...]:
    symbol = thing.listing.symbol if thing.listing else ""
    parts = (thing.id, thing.label, thing.name, thing.ticker or "", thing.isin or "", symbol)
    return tuple(part for part in parts if part)


def read_changes(text: str, names: Names) -> Changes:
    """Read a plan: JSON with ``trades``, ``deposits``, ``tags``, ``prices``, ``fx``; or CSV.

    The CSV has a header with at least ``symbol`` and ``quantity``, perhaps ``account``,
    ``price`` and ``fee``. The answer of ``plan fix --json`` is such a JSON file, too.

    Raises
    ------
    UsageTrouble
        It is neither, or names something that the portfolio does not have.
    """
    stripped = text.lstrip("\ufeff \r\n\t")
    if stripped.startswith("{"):
        try:
            document = json.loads(stripped, parse_float=Decimal)
        except json.JSONDecodeError as trouble:
            raise UsageTrouble(
                "bad_plan", f"The plan is no whole JSON: line {trouble.lineno}, {trouble.msg}."
            ) from trouble
        return _from_document(document, names)
    rows = list(csv.DictReader(io.StringIO(stripped)))
    head = {key.strip().casefold() for key in (rows[0] if rows else {}) if key}
    if not {"symbol", "quantity"} <= head:
        raise UsageTrouble(
            "bad_plan",
            "The plan has no columns symbol and quantity.",
            "Write a CSV with symbol, account, quantity; or JSON with a list of trades.",
        )
    cleaned = [
        {(key or "").strip().casefold(): value or "" for key, value in row.items()} for row in rows
    ]
    return Changes(trades=tuple(_trade(row, names) for row in cleaned))


def _from_document(document: Mapping[str, Any], names: Names) -> Changes:
    known = {"trades", "deposits", "tags", "prices", "fx"}
    if not known & set(document):
        raise UsageTrouble("bad_plan", "The plan has none of: trades, deposits, tags, prices, fx.")
    strange = sorted(set(document) - known - _OF_ANSWERS)
    if strange:
        raise UsageTrouble("bad_plan", f"The plan has an entry that is not known: {strange[0]!r}.")
    deposits: dict[str, Decimal] = {}
    for entry in _entries(document, "deposits"):
        account = names.account(str(entry.get("account", "")))
        amount = _number(entry.get("amount"), "amount")
        deposits[account.id] = deposits.get(account.id, ZERO) + amount
    return Changes(
        trades=tuple(_trade(entry, names) for entry in _entries(document, "trades")),
        deposits=deposits,
        retags=tuple(_retag(entry, names) for entry in _entries(document, "tags")),
        prices={
            names.instrument(key).id: _move(value, key)
            for key, value in _moves(document, "prices").items()
        },
        rates={
            names.currency(key): _move(value, key) for key, value in _moves(document, "fx").items()
        },
    )


def _moves(document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = document.get(key) or {}
    if not isinstance(found, dict):
        raise UsageTrouble("bad_plan", f"{key} has to be an object of names and moves.")
    return found


def _entries(document: Mapping[str, Any], key: str) -> Iterable[Mapping[str, Any]]:
    found = document.get(key) or []
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise UsageTrouble("bad_plan", f"{key} has to be a list of objects.")
    return found


def _trade(row: Mapping[str, Any], names: Names) -> Trade:
    thing = names.instrument(str(row.get("symbol") or row.get("isin") or ""))
    account = names.account(str(row.get("account") or ""), thing.id)
    quantity = _number(row.get("quantity"), "quantity")
    if not quantity:
        raise UsageTrouble("bad_number", f"A trade of {thing.label} needs a quantity.")
    price, fee = row.get("price"), row.get("fee")
    return Trade(
        thing.id,
        account.id,
        quantity,
        None if price in {None, ""} else _positive(price, "price"),
        ZERO if fee in {None, ""} else _fee(fee),
    )


def _retag(entry: Mapping[str, Any], names: Names) -> Retag:
    share = _number(entry.get("share"), "share")
    if not 0 <= share <= 1 or share * FULL % 1:
        raise UsageTrouble(
            "bad_share", f"The share {share} is not between 0 and 1 with at most four digits."
        )
    return Retag(
        names.instrument(str(entry.get("symbol", ""))).id,
        names.theme(str(entry.get("theme", ""))),
        int(share * FULL),
        str(entry.get("driver", "")),
    )


def _number(value: object, name: str) -> Decimal:
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise UsageTrouble("bad_number", f"{name} {value!r} is no number.")
    return found


def _positive(value: object, name: str) -> Decimal:
    found = _number(value, name)
    if found <= 0:
        raise UsageTrouble("bad_number", f"{name} {found} is not above zero.")
    return found


def _fee(value: object) -> Decimal:
    found = _number(value, "fee")
    if found < 0:
        raise UsageTrouble("bad_number", f"fee {found} is below zero.")
    return found


def _move(value: object, name: str) -> Decimal:
    found = _number(value, name)
    if found <= -1:
        raise UsageTrouble("bad_number", f"{name} cannot lose all of its value or more.")
    return found


def written(changes: Changes) -> str:
    """Return changes as the portfolio file keeps them."""
    return json.dumps(
        {
            "trades": [
                [one.instrument_id, one.account_id, str(one.quantity),
                 None if one.price is None else str(one.price), str(one.fee)]
                for one in changes.trades
            ],
            "deposits": {key: str(value) for key, value in changes.deposits.items()},
            "retags": [
                [one.instrument_id, one.theme_id, one.basis_points, one.driver]
                for one in changes.retags
            ],
            "prices": {key: str(value) for key, value in changes.prices.items()},
            "rates": {key: str(value) for key, value in changes.rates.items()},
        }
    )  # fmt: skip


def kept(text: str) -> Changes:
    """Return changes as ``written`` wrote them."""
    found = json.loads(text)
    return Changes(
        tuple(
            Trade(
                one, where, Decimal(units), None if price is None else Decimal(price), Decimal(fee)
            )
            for one, where, units, price, fee in found["trades"]
        ),
        {key: Decimal(value) for key, value in found["deposits"].items()},
        tuple(Retag(*parts) for parts in found["retags"]),
        {key: Decimal(value) for key, value in found["prices"].items()},
        {key: Decimal(value) for key, value in found["rates"].items()},
    )
