"""Which file lists the holdings of which fund."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from corridor_desktop.domain.instrument import AssetClass

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review


def funds_first(review: Review) -> list[tuple[str, str]]:
    """Return id and name of every held instrument, funds first, then by name."""
    held = {line.instrument.id: line.instrument for line in review.valuation.lines}
    ordered = sorted(
        held.values(), key=lambda thing: (thing.asset_class is not AssetClass.FUND, thing.name)
    )
    return [(thing.id, thing.name) for thing in ordered]


def ask_for_list(parent: QWidget, review: Review) -> tuple[Path, str] | None:
    """Return the file and the id of the fund that the user chose, ``None`` when he did not."""
    known = funds_first(review)
    name, _ = QFileDialog.getOpenFileName(
        parent, "Bring a list of holdings", str(Path.home()),
        "Lists of holdings (*.csv *.xlsx *.xls *.txt);;All files (*)",
    )  # fmt: skip
    if not name or not known:
        return None
    names = [title for _, title in known]
    chosen, agreed = QInputDialog.getItem(
        parent, "Which fund?", f"{Path(name).name} lists what this fund holds:", names, 0, False
    )
    return (Path(name), known[names.index(chosen)][0]) if agreed else None
