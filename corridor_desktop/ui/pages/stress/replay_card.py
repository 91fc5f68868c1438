"""The large falls of KOSPI, and what today's portfolio would have felt through each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.services.words import say
from corridor_desktop.stress.report import Replay
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.ui.appearance import Appearance


class ReplayCard(Card):
    """One row for each fall, deepest when sorted."""

    def __init__(self) -> None:
        super().__init__("Large falls of KOSPI")
        self.model: RowsModel[Replay] = RowsModel(COLUMNS, lambda found: found.start.isoformat())
        self.table: DataTable[Replay] = DataTable(self.model, "Large falls of KOSPI")
        note = label("From peak to trough, with what you hold today.", "small", wrap=True)
        self.set_body(self.table, note)

    def show_replays(self, replays: tuple[Replay, ...], look: Appearance) -> None:
        """Show the falls; without stored closes there are none."""
        self.setVisible(bool(replays))
        self.model.dress(look)
        self.model.set_rows(replays)
        self.table.fit_height(10)


def _why(found: Replay) -> str:
    return say(found.why) if found.why else ""


COLUMNS: tuple[Column[Replay], ...] = (
    Column("start", "From", lambda r: float(r.start.toordinal()), lambda r: fmt.day(r.start),
           width=104),
    Column("end", "To", lambda r: float(r.end.toordinal()), lambda r: fmt.day(r.end), width=104),
    Column("kospi", "KOSPI", lambda r: r.kospi, lambda r: fmt.percent(r.kospi, signed=True),
           numeric=True, width=80),
    Column("felt", "Your portfolio", lambda r: r.felt,
           lambda r: fmt.percent(r.felt, signed=True), tip=_why, numeric=True, width=112,
           tone=lambda r: "negative" if r.felt is not None and r.felt < 0 else ""),
    Column("proxied", "Estimated", lambda r: r.proxied, lambda r: fmt.percent(r.proxied, 0),
           tip=_why, numeric=True, width=88,
           help="Share of the portfolio that had no prices then."),
)  # fmt: skip
