"""How bad a week can get, and how far the risk is spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.exposure.liquidity import describe_liquidity
from corridor_desktop.stress.sayings import describe_spread
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.figures import figure
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.words import selectable
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.exposure.liquidity import Liquidity
    from corridor_desktop.stress.report import StressReport
    from corridor_desktop.stress.risk_report import RiskPart, TailRisk
    from corridor_desktop.ui.appearance import Appearance


class RiskCard(Card):
    """Sentences first; what stands behind them opens on a click."""

    def __init__(self) -> None:
        super().__init__("How bad a week can get, and what it hangs on")
        self.weeks = figure("", "heading", "stress.tail.losses[0].at_risk", wrap=True)
        self.evidence = selectable("", "small")
        self.spread = figure("", "", "stress.risk.spread.ratio", wrap=True)
        self.model: RowsModel[RiskPart] = RowsModel(COLUMNS, lambda part: part.key)
        self.table: DataTable[RiskPart] = DataTable(self.model, "Money and ups and downs by theme")
        self.table.figures = {
            "weight": "stress.risk.spread.by_theme[{at}].weight",
            "share": "stress.risk.spread.by_theme[{at}].share",
        }
        self.button = QPushButton("Details")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._open)
        self.details = selectable("", "muted")
        self.details.hide()
        foot = row(self.button)
        foot.addStretch(1)
        self.set_body(
            self.weeks, self.evidence, self.spread, self.table, holding(foot), self.details,
            stretch=False,
        )  # fmt: skip

    def show_report(
        self, report: StressReport, liquidity: Liquidity | None, look: Appearance
    ) -> None:
        """Show what could be measured; the card hides when nothing could."""
        self.setVisible(report.tail is not None)
        if report.tail is None:
            return
        self.weeks.setText(_weeks(report.tail))
        self.evidence.setText(_evidence(report.tail))
        self.evidence.setVisible(bool(self.evidence.text()))
        spread = None if report.risk is None else report.risk.spread
        said = [] if spread is None else [say(message) for message in describe_spread(spread)]
        if liquidity is not None and liquidity.days:
            said.append(say(describe_liquidity(liquidity)))
        self.spread.setText("\n".join(said))
        self.spread.setVisible(bool(said))
        self.model.dress(look)
        self.model.set_rows(() if spread is None else spread.by_theme)
        self.table.setVisible(spread is not None and len(spread.by_theme) > 1)
        self.table.fit_height(6)
        self.details.setText("\n".join(_details(report)))
        self.button.setVisible(bool(self.details.text()))

    def _open(self, yes: bool) -> None:
        self.details.setVisible(yes)
        self.button.setText("Hide details" if yes else "Details")


def _weeks(tail: TailRisk) -> str:
    told = [tail.why] if tail.why else [loss.said for loss in tail.losses]
    return "\n".join(dict.fromkeys(say(message) for message in told))


def _evidence(tail: TailRisk) -> str:
    if tail.start is None or tail.end is None or tail.restless is None:
        return ""
    return (
        f"{fmt.count(tail.n)} overlapping weeks, {fmt.day(tail.start)} to {fmt.day(tail.end)}, "
        f"{fmt.percent(tail.share, 0)} of what is held, put into today's restlessness "
        f"({fmt.number(tail.restless)} times the usual). Never scaled up to a year."
    )


def _details(report: StressReport) -> list[str]:
    told = []
    for loss in report.tail.losses if report.tail else ():
        if isinstance(loss.at_risk, Estimate) and loss.parts:
            parts = ", ".join(
                f"{part.label} {fmt.percent(part.loss, 2)}" for part in loss.parts[:5]
            )
            told.append(
                f"Bad weeks at {fmt.percent(loss.level, 0)}: {loss.tail} weeks; without today's "
                f"restlessness {fmt.percent(loss.plain)} on average. Most comes from {parts}."
            )
    risk = report.risk
    if risk is None or risk.spread is None:
        return told
    spread = risk.spread
    if spread.hhi is not None:
        told.append(
            f"Concentration (HHI) {fmt.number(spread.hhi, 3)}; effective number "
            f"{fmt.number(spread.effective_number, 1)}, by entropy "
            f"{fmt.number(spread.entropy_number, 1)}."
        )
    if risk.shrinkage is not None:
        told.append(
            f"Weekly covariance of {fmt.count(risk.n)} overlapping weeks, shrunk by "
            f"{fmt.percent(risk.shrinkage)} towards one correlation of {fmt.number(spread.target)} "
            "(Ledoit and Wolf)."
        )
    if spread.bets_why is not None:
        told.append(say(spread.bets_why))
    return told


COLUMNS: tuple[Column[RiskPart], ...] = (
    Column("theme", "Theme", lambda p: p.label, lambda p: p.label.capitalize(), width=220),
    Column("weight", "Of the money", lambda p: p.weight, lambda p: fmt.percent(p.weight),
           numeric=True, width=120),
    Column("share", "Of the ups and downs", lambda p: p.share, lambda p: fmt.percent(p.share),
           numeric=True, width=160, help="Euler's share of the portfolio's variance."),
)  # fmt: skip
