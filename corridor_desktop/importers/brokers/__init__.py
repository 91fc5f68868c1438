"""Code for the few layouts that data alone cannot describe, one broker a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from corridor_desktop.importers.arranged import Arranged
from corridor_desktop.importers.brokers import both_sides, degiro, kiwoom, mirae_asset
from corridor_desktop.importers.cells import Record

_HOOKS: Final[dict[str, Callable[[Sequence[Record]], Arranged]]] = {
    "both_sides": both_sides.arrange,
    "degiro": degiro.arrange,
    "kiwoom": kiwoom.arrange,
    "mirae_asset": mirae_asset.arrange,
}


def arrange(hook: str, records: Sequence[Record]) -> Arranged:
    """Return header and rows of a table; without a hook the first record is the header."""
    if hook:
        return _HOOKS[hook](records)
    return Arranged(records[0].cells, tuple(records[1:]), (records[0],))
