"""Portfolio Performance files (XML): securities, transactions, and classifications with weights.

The file holds amounts in hundredths and units in hundred-millionths; elements point to others by
a relative path or by an id. A purchase stands there twice, once for the securities and once for
the cash account: the side with the units is the one that is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.contract import Classification, Identity
from corridor_desktop.importers.fronts.fronted import Fronted, sheet_of
from corridor_desktop.importers.fronts.nodes import Node

OLDEST: Final = 56
"""The first format version whose units are hundred-millionths."""

HEADER: Final = (
    *("PP", "date", "account", "isin", "wkn", "tickerSymbol", "name", "shares", "amount"),
    *("currencyCode", "fees", "taxes", "uuid", "note"),
)
_UNITS: Final = {"portfolio-transaction", "portfolioTransaction"}
_CASH: Final = {"account-transaction", "accountTransaction"}
_OUT: Final = {"REMOVAL", "INTEREST_CHARGE", "FEES", "TAXES", "BUY", "TRANSFER_OUT"}
_WHOLE: Final = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class _Client:
    """The whole file, with every element that others point to by id."""

    ids: dict[str, Node]

    def follow(self, node: Node | None) -> Node | None:
        """Return the element that is meant, through any number of references."""
        for _ in range(20):
            target = node.attributes.get("reference") if node is not None else None
            if node is None or target is None:
                return node
            node = self.ids.get(target) if target.isdigit() else node.at(target)
        return None


def read_client(root: Node, physical: int) -> Fronted | Message:
    """Return the transactions of a file as one table, and its classifications."""
    version = root.value("version")
    if not version.isdigit() or int(version) < OLDEST:
        return Message.of("import.refused_old_client", version=version or "?")
    client = _Client({node.attributes["id"]: node for node in root.below() if _own(node)})
    units = [node for node in root.below() if node.tag in _UNITS and node.child("type")]
    cash = [node for node in root.below() if node.tag in _CASH and node.child("type")]
    rows = [*(_units(client, node) for node in units), *(_cash(client, node) for node in cash)]
    if not rows:
        return Message.of("import.refused_no_rows")
    found = tuple(_classifications(client, root))
    sheet = sheet_of(HEADER, rows, physical)
    return Fronted((sheet,), "utf-8", "a Portfolio Performance file", found)


def _own(node: Node) -> bool:
    return "id" in node.attributes and "reference" not in node.attributes


def _units(client: _Client, node: Node) -> tuple[Sequence[int], Sequence[str]]:
    kind = node.value("type")
    amount = _scaled(node.value("amount"), 2)
    return _lines(node), _cells(client, node, f"P {kind}", "portfolio", amount)


def _cash(client: _Client, node: Node) -> tuple[Sequence[int], Sequence[str]]:
    kind = node.value("type")
    amount = _scaled(node.value("amount"), 2)
    sign = "-" if kind in _OUT and amount.strip("0.") else ""
    return _lines(node), _cells(client, node, f"A {kind}", "account", f"{sign}{amount}")


def _cells(client: _Client, node: Node, kind: str, home: str, amount: str) -> list[str]:
    security = client.follow(node.child("security"))
    named = ["isin", "wkn", "tickerSymbol", "name"]
    owner = node.up(home)
    cross = node.up("crossEntry")
    if cross is not None and cross.child(home) is not None:
        owner = client.follow(cross.child(home))
    return [
        kind,
        node.value("date"),
        owner.value("name") if owner is not None else "",
        *(security.value(tag) if security is not None else "" for tag in named),
        _scaled(node.value("shares"), 8),
        amount,
        node.value("currencyCode"),
        _charges(node, "FEE"),
        _charges(node, "TAX"),
        node.value("uuid"),
        node.value("note"),
    ]


def _charges(node: Node, kind: str) -> str:
    units = node.child("units")
    parts = (
        [unit for unit in units.children if unit.attributes.get("type") == kind] if units else []
    )
    amounts = [part.child("amount") for part in parts]
    values = [_scaled(found.attributes.get("amount", "0"), 2) for found in amounts if found]
    return format(sum(map(Decimal, values), Decimal(0)), "f") if values else ""


def _scaled(text: str, places: int) -> str:
    try:
        return format(Decimal(text or "0").scaleb(-places), "f")
    except InvalidOperation:
        return text


def _lines(node: Node) -> list[int]:
    """Return the lines of a transaction without those of others that stand inside it."""
    lines = {node.line, node.last}
    for child in node.children:
        if child.tag != "crossEntry":
            lines.update(range(child.line, child.last + 1))
    return sorted(lines)


def _classifications(client: _Client, root: Node) -> Iterator[Classification]:
    for taxonomy in root.below():
        if taxonomy.tag != "taxonomy":
            continue
        for assignment in taxonomy.below():
            if assignment.tag == "assignment":
                found = _classification(client, taxonomy.value("name"), assignment)
                if found is not None:
                    yield found


def _classification(client: _Client, taxonomy: str, assignment: Node) -> Classification | None:
    security = client.follow(assignment.child("investmentVehicle"))
    if security is None or security.child("uuid") is None or security.tag == "account":
        return None
    named = Identity(
        isin=security.value("isin") or None,
        wkn=security.value("wkn") or None,
        symbol=security.value("tickerSymbol") or None,
        name=security.value("name") or None,
    )
    path: list[str] = []
    node = assignment.up("classification")
    while node is not None:
        path.append(node.value("name"))
        node = node.up("classification")
    try:
        weight = Decimal(assignment.value("weight") or "10000") / _WHOLE
    except InvalidOperation:
        return None
    if named.empty:
        return None
    lines = tuple(range(assignment.line, assignment.last + 1))
    return Classification(taxonomy, tuple(reversed(path)), named, weight, lines=lines)
