"""The honest distribution of crises, beside the popular claim and beside any random date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.charts.range_bars import RangeBar, RangeBars, RangeBarsData
from corridor_desktop.ui.pages.stress import sentences as words
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.figures import figure
from corridor_desktop.ui.parts.words import selectable

if TYPE_CHECKING:
    from corridor_desktop.stress.report import Distribution
    from corridor_desktop.ui.appearance import Appearance


class DistributionCard(Card):
    """Sentences first, then how often crises and random dates went how far."""

    def __init__(self) -> None:
        super().__init__("Do crises in Korea really cost 3 to 5 %?")
        self._claim = selectable("")
        self._placebo = figure("", "heading", "stress.distribution.median", wrap=True)
        self._placebo.setAccessibleName("How far KOSPI fell after crises")
        self.bars = RangeBars()
        self._basis = selectable("", "small")
        self.set_body(self._claim, self._placebo, self.bars, self._basis)

    def show_distribution(
        self, found: Distribution | None, look: Appearance, *, simulated: bool
    ) -> None:
        """Show the distribution, or nothing where no crisis is known."""
        self.setVisible(found is not None)
        if found is None:
            return
        self._claim.setText(words.claim_words(found))
        self._placebo.setText(words.placebo_words(found))
        self.bars.figures = _places(found)
        self.bars.set_data(_bars(found), look)
        span = f"{fmt.day(found.start)} to {fmt.day(found.end)}"
        basis = f"{found.n} crises, {span}."
        if found.base_n:
            basis += f" Random dates: {fmt.count(found.base_n)} sessions of the stored closes."
            basis += " Those closes are simulated." if simulated else ""
        self._basis.setText(basis)


def _places(found: Distribution) -> dict[str, str]:
    """Return where the share behind each bar stands."""
    crises = {
        f"crisis{level}": f"stress.distribution.worst_within[{at}][1]"
        for at, (level, _) in enumerate(found.worst_within)
    }
    anyway = {
        f"any{level}": f"stress.distribution.base_within[{at}][1]"
        for at, (level, _) in enumerate(found.base_within)
    }
    return {**crises, **anyway}


def _bars(found: Distribution) -> RangeBarsData:
    anyway = dict(found.base_within)
    bars: list[RangeBar] = []
    for level, share in found.worst_within:
        size = fmt.percent(level, 0)
        bars.append(
            RangeBar(
                f"crisis{level}", f"{size} after a crisis", share, fmt.percent(share, 0),
                tip=f"Within ten sessions of a crisis KOSPI closed {size} or lower in "
                f"{fmt.percent(share, 0)} of cases.",
            )
        )  # fmt: skip
        if level in anyway:
            bars.append(
                RangeBar(
                    f"any{level}", f"{size} after any date", anyway[level],
                    fmt.percent(anyway[level], 0), colour="rest",
                    tip=f"Within ten sessions of any date KOSPI closed {size} or lower in "
                    f"{fmt.percent(anyway[level], 0)} of cases.",
                )
            )  # fmt: skip
    return RangeBarsData(tuple(bars), "How far KOSPI fell within ten sessions", "share of cases")
