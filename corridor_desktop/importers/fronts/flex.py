"""Interactive Brokers Flex queries as XML: rows are elements, columns their attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.cells import Sheet
from corridor_desktop.importers.fronts.fronted import Fronted, sheet_of
from corridor_desktop.importers.fronts.nodes import Node

_ROWS: Final = (("Trade",), ("CashTransaction",), ("OpenPosition",))
_NAMES: Final = {
    "currency": "CurrencyPrimary",
    "accountId": "ClientAccountID",
    "assetCategory": "AssetClass",
    "buySell": "Buy/Sell",
    "ibCommission": "IBCommission",
    "ibCommissionCurrency": "IBCommissionCurrency",
    "dateTime": "DateTime",
    "putCall": "Put/Call",
    "openCloseIndicator": "Open/CloseIndicator",
    "position": "Quantity",
    "markPrice": "MarkPrice",
}


def read_flex(root: Node, physical: int) -> Fronted | Message:
    """Return one table per kind of row, named like the columns of the CSV of the same query."""
    nodes = list(root.below())
    for tags in _ROWS:
        rows = [node for node in nodes if node.tag in tags and node.attributes]
        if rows:
            return Fronted((_sheet(rows, physical),), "utf-8", "a Flex query")
    return Message.of("import.refused_no_rows")


def _sheet(rows: Sequence[Node], physical: int) -> Sheet:
    keys = list(dict.fromkeys(key for row in rows for key in row.attributes))
    header = [_NAMES.get(key, key[:1].upper() + key[1:]) for key in keys]
    cells: Iterable[tuple[Sequence[int], Sequence[str]]] = (
        (range(row.line, row.last + 1), [row.attributes.get(key, "") for key in keys])
        for row in rows
    )
    return sheet_of(header, cells, physical)
