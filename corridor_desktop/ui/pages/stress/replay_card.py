"""The large falls of KOSPI, and what today's portfolio would have felt through each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.stress.report import Replay
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.ui.appearance import Appearance


SHOWN = 5
"""Estimated holdings named in a tip."""


class ReplayCard(Card):
    """One row for each fall, deepest when sorted."""

    def __init__(self) -> None:
        super().__init__("Large falls of KOSPI")
        self.model: RowsModel[Replay] = RowsModel(COLUMNS, lambda found: found.start.isoformat())
        self.table: DataTable[Replay] = DataTable(self.model, "Large falls of KOSPI")
        self.table.figures = {
            "kospi": "stress.replays[{at}].kospi",
            "felt": "stress.replays[{at}].felt",
            "proxied": "stress.replays[{at}].proxied",
        }
        note = label(
            "From peak to trough, with what you hold today. \u201cAbout\u201d marks a figure "
            "that is mostly estimated from KOSPI; point at a row to see which had no prices.",
            "small",
            wrap=True,
        )
        self.set_body(self.table, note)

    def show_replays(self, replays: tuple[Replay, ...], look: Appearance) -> None:
        """Show the falls; without stored closes there are none."""
        self.setVisible(bool(replays))
        self.model.dress(look)
        self.model.set_rows(replays)
        self.table.fit_height(10)


def _why(found: Replay) -> str:
    told = [say(found.why)] if found.why else []
    stood_in = [part.label for part in found.parts if part.proxied]
    if stood_in:
        more = " and others" if len(stood_in) > SHOWN else ""
        told.append(f"Estimated from KOSPI: {', '.join(stood_in[:SHOWN])}{more}.")
    return " ".join(told)


def _felt(found: Replay) -> str:
    if found.felt is None and found.rough is not None:
        return f"about {fmt.percent(found.rough, 0, signed=True)}"
    return fmt.percent(found.felt, signed=True)


COLUMNS: tuple[Column[Replay], ...] = (
    Column("start", "From", lambda r: float(r.start.toordinal()), lambda r: fmt.day(r.start),
           width=104),
    Column("end", "To", lambda r: float(r.end.toordinal()), lambda r: fmt.day(r.end), width=104),
    Column("kospi", "KOSPI", lambda r: r.kospi, lambda r: fmt.percent(r.kospi, signed=True),
           numeric=True, width=80),
    Column("felt", "Your portfolio", lambda r: r.felt if r.felt is not None else r.rough,
           _felt, tip=_why, numeric=True, width=112,
           tone=lambda r: "negative" if r.felt is not None and r.felt < 0 else ""),
    Column("proxied", "Estimated", lambda r: r.proxied, lambda r: fmt.percent(r.proxied, 0),
           tip=_why, numeric=True, width=88,
           help="Share of the portfolio that had no prices then."),
)  # fmt: skip
