"""KOSPI stress: the shock, what it comes from, how sure that is, what happened before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from corridor_desktop.services.record_days import record_days
from corridor_desktop.stress.stress import reverse_at, shock_at
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.pages.stress import sentences as words
from corridor_desktop.ui.pages.stress.distribution_card import DistributionCard
from corridor_desktop.ui.pages.stress.drivers_card import DriversCard
from corridor_desktop.ui.pages.stress.episode_card import EpisodeCard
from corridor_desktop.ui.pages.stress.holdings_card import HoldingsCard
from corridor_desktop.ui.pages.stress.joint_card import JointCard
from corridor_desktop.ui.pages.stress.link_card import LinkCard
from corridor_desktop.ui.pages.stress.presets import presets
from corridor_desktop.ui.pages.stress.reach_card import ReachCard
from corridor_desktop.ui.pages.stress.replay_card import ReplayCard
from corridor_desktop.ui.pages.stress.reverse_card import ReverseCard
from corridor_desktop.ui.pages.stress.risk_card import RiskCard
from corridor_desktop.ui.pages.stress.shock_card import ShockCard
from corridor_desktop.ui.parts.layout import column, holding, scrolling
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState

FIRST = -0.05
"""The fall that is asked about when the page opens."""


class StressPage(Page):
    """Reads only the report; moving the slider estimates nothing again."""

    key = "stress"
    title = "KOSPI stress"
    icon = "stress"
    empty = "The link to KOSPI is measured for what you hold. Import a broker file to begin."

    def __init__(self, state: AppState) -> None:
        super().__init__(state)
        self._review: Review | None = None
        self.shock, self.drivers, self.reverse = ShockCard(), DriversCard(), ReverseCard()
        self.reach = ReachCard()
        self.link, self.holdings = LinkCard(), HoldingsCard()
        self.episodes, self.replays = EpisodeCard(), ReplayCard()
        self.distribution = DistributionCard()
        self.joint, self.risk = JointCard(), RiskCard()
        content = column(
            self.shock,
            self.drivers,
            self.reach,
            self.reverse,
            self.joint,
            self.risk,
            self.link,
            self.holdings,
            self.episodes,
            self.replays,
            self.distribution,
            gap=2 * UNIT,
        )
        content.setContentsMargins(0, 0, UNIT, UNIT)
        content.addStretch(1)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(holding(content)))
        self.shock.ask(FIRST, 5)
        self.shock.asked.connect(self._ask)
        self.reverse.asked.connect(self._turn_round)
        self.drivers.pickedHolding.connect(self._open_holding)

    def finding(self, review: Review) -> str:
        """Say how the portfolio moves with Seoul; the first card says what that costs."""
        moved = words.stress_words(review.stress)
        if moved:
            return f"{words.link_words(review.stress.portfolio)}. {moved}"
        found = shock_at(review.stress, FIRST, 5)
        named = None if found is None else words.named(found, _names(review))
        return (
            f"{words.link_words(review.stress.portfolio)}. {words.headline(review.stress, named)}"
        )

    def draw(self, review: Review) -> None:
        """Show the whole report; without a benchmark only what needs none."""
        self._review = review
        look = self.state.appearance
        report = review.stress
        self.shock.offer(presets(report, record_days(), review.as_of))
        self.shock.measurable(report.model is not None)
        self._ask(self.shock.kospi, self.shock.sessions)
        self.drivers.setVisible(report.model is not None)
        self.reach.setVisible(report.model is not None)
        self.reverse.setVisible(report.model is not None)
        self._turn_round(self.reverse.loss.value() / 100)
        self.joint.show_review(review)
        self.risk.show_report(report, review.liquidity, look)
        self.link.setVisible(report.portfolio is not None)
        self.link.show_report(report, look)
        self.holdings.show_links(report.holdings, _names(review), look)
        self.replays.show_replays(report.replays, look)
        self.episodes.show_episodes(report.episodes, look)
        self.distribution.show_distribution(report.distribution, look, simulated=report.simulated)

    def dress(self, look: Appearance) -> None:
        """Draw again in other colours."""
        if self._review is not None:
            self.draw(self._review)

    def focus_on(self, detail: object) -> None:
        """Ask about a fall that another page points to."""
        if isinstance(detail, float):
            self.shock.ask(detail, 5)

    def _ask(self, kospi: float, sessions: int) -> None:
        if self._review is None:
            return
        report, total = self._review.stress, self._review.valuation.total
        found = shock_at(report, kospi, sessions)
        if found is None:
            self.shock.show_nothing(say(report.why) if report.why else "")
            return
        look = self.state.appearance
        found = words.named(found, _names(self._review))
        self.shock.show_shock(found, words.headline(report, found), total, look)
        inside = self._review.looked_through
        self.drivers.show_shock(found, total, look, inside=inside)
        self.reach.show_shock(report, found, look)

    def _turn_round(self, loss: float) -> None:
        if self._review is not None:
            self.reverse.show_reverse(reverse_at(self._review.stress, loss))

    def _open_holding(self, key: str) -> None:
        if self._review is not None and key in self._review.instruments:
            self.wantsPage.emit("holdings", key)


def _names(review: Review) -> dict[str, str]:
    """Return the names of the instruments by id."""
    return {key: thing.name for key, thing in review.instruments.items()}
