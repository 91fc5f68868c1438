"""Every holding's own link to KOSPI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corridor_desktop.domain.estimate import Estimate, Measure
from corridor_desktop.stress.report import HoldingLink, known
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.pages.stress import sentences as words
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.ui.appearance import Appearance


class HoldingsCard(Card):
    """A sortable table; a beta that is mostly assumption says so."""

    def __init__(self) -> None:
        super().__init__("Holding by holding")
        self._names: Mapping[str, str] = {}
        self.model: RowsModel[HoldingLink] = RowsModel(self._columns(), key)
        self.table: DataTable[HoldingLink] = DataTable(self.model, "Links of holdings to KOSPI")
        self.table.figures = {
            "weight": "stress.holdings[{key}].weight",
            "word": "stress.holdings[{key}].link.correlation",
            "world": "stress.holdings[{key}].link.beta_global",
            "korea": "stress.holdings[{key}].link.beta_korea",
            "share": "stress.holdings[{key}].share",
        }
        note = label(
            "Per 1 %: what the holding did for each 1 % of KOSPI. An asterisk marks a figure that "
            "rests partly on an assumption, because there is little shared history.",
            "small",
            wrap=True,
        )
        self.set_body(self.table, note)

    def show_links(
        self, links: tuple[HoldingLink, ...], names: Mapping[str, str], look: Appearance
    ) -> None:
        """Show the links of all holdings."""
        self.setVisible(bool(links))
        self._names = names
        self.model.dress(look)
        self.model.set_rows(links)
        self.table.fit_height(10)

    def _columns(self) -> tuple[Column[HoldingLink], ...]:
        def name(found: HoldingLink) -> str:
            return self._names.get(found.instrument_id, found.label)

        return (
            Column("name", "Holding", name, name, width=240),
            Column("weight", "Weight", lambda f: f.weight, lambda f: fmt.percent(f.weight),
                   numeric=True, width=80),
            Column("word", "Moves with Seoul", _rank, _word, width=136),
            Column("world", "Per 1 %, world slump", lambda f: _value(f.link.beta_global),
                   lambda f: _beta(f, f.link.beta_global), numeric=True,
                   tip=lambda f: _tip(f, f.link.beta_global), width=152),
            Column("korea", "Per 1 %, starts in Korea", lambda f: _value(f.link.beta_korea),
                   lambda f: _beta(f, f.link.beta_korea), tip=lambda f: _tip(f, f.link.beta_korea),
                   numeric=True, width=168),
            Column("share", "Share of the link", lambda f: f.share,
                   lambda f: fmt.percent(f.share, 0), numeric=True, width=120,
                   help="How much of the portfolio's response to KOSPI comes from it."),
        )  # fmt: skip


def key(found: HoldingLink) -> str:
    """Return what names a row."""
    return found.instrument_id


def _word(found: HoldingLink) -> str:
    return "cannot tell" if found.link.word == "unknown" else found.link.word


def _rank(found: HoldingLink) -> float | None:
    order = {"against": 0.0, "hardly": 1.0, "somewhat": 2.0, "strongly": 3.0}
    return order.get(found.link.word)


def _value(measure: Measure) -> float | None:
    estimate = known(measure)
    return estimate.value if estimate else None


def _beta(found: HoldingLink, measure: Measure) -> str:
    value = _value(measure)
    mark = "*" if found.assumed and value is not None else ""
    return f"{fmt.number(value)}{mark}"


def _tip(found: HoldingLink, measure: Measure) -> str:
    if not isinstance(measure, Estimate):
        return say(measure.why)
    said = f"{words.estimate_words(measure)}\n{words.evidence_words(measure)}"
    return f"{said}\n{say(found.assumed)}" if found.assumed else said
