"""How the loss grows with the fall, and which assumption the answer hangs on most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.stress.report import Loss
from corridor_desktop.stress.stress import shock_at
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.charts.tornado import Swing, Tornado, TornadoData
from corridor_desktop.ui.pages.stress import sentences as words
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from corridor_desktop.stress.report import Shock, StressReport
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.charts.shock_fan import Rib, ShockFan

DEEPEST = 20
"""The largest fall of the fan in percent, as on the slider."""

HEIGHT = 34 * UNIT


class ReachCard(Card):
    """Two pictures of one answer; both tell of a slump of the whole world."""

    def __init__(self) -> None:
        super().__init__("How far the answer reaches")
        self.fan: ShockFan | None = None
        self.tornado = Tornado()
        self._ribs: tuple[object, int, tuple[Rib, ...]] | None = None
        self._fan_title, self._tornado_title = (label("", "", wrap=True) for _ in range(2))
        self._fan_note, self._tornado_note = (label("", "small", wrap=True) for _ in range(2))
        self._left = column(self._fan_title, self._fan_note)
        right = column(self._tornado_title, self._tornado_note, self.tornado)
        right.addStretch(1)
        both = row(gap=3 * UNIT)
        both.addLayout(self._left, 1)
        both.addLayout(right, 1)
        self.set_body(holding(both), stretch=False)

    def show_shock(self, report: StressReport, shock: Shock, look: Appearance) -> None:
        """Show both for the fall that is asked about; hidden where nothing can be measured."""
        self.setVisible(isinstance(shock.world, Loss))
        if isinstance(shock.world, Loss):
            self._show_fan(report, shock, shock.world, look)
            self._show_swings(report, shock, shock.world, look)

    def _show_fan(self, report: StressReport, shock: Shock, loss: Loss, look: Appearance) -> None:
        from corridor_desktop.ui.charts.shock_fan import ShockFan, ShockFanData

        if self.fan is None:
            self.fan = ShockFan()
            self.fan.setFixedHeight(HEIGHT)
            self._left.addWidget(self.fan)
            self._left.addStretch(1)
        known = self._ribs
        if known is None or known[0] is not report or known[1] != shock.horizon:
            # A slider moves within one report: the ribs stay, only the mark moves.
            self._ribs = known = (report, shock.horizon, ribs(report, shock.horizon))
        title, note = fan_words(loss, shock)
        self._fan_title.setText(title)
        self._fan_note.setText(note)
        self.fan.figure = f"stress.shock_at[{shock.kospi},{shock.horizon}].world.loss"
        self.fan.caption(title, note)
        self.fan.set_data(ShockFanData(known[2], shock.kospi), look)

    def _show_swings(
        self, report: StressReport, shock: Shock, loss: Loss, look: Appearance
    ) -> None:
        data = TornadoData(
            swings(report, shock, loss), loss.loss, style=lambda v: fmt.percent(v, signed=True)
        )
        title = f"The answer hangs most on {data.ranked[0].label.lower()}"
        note = "How far each assumption alone moves the expected loss; the line is the answer."
        self._tornado_title.setText(title)
        self._tornado_note.setText(note)
        self.tornado.figure = f"stress.shock_at[{shock.kospi},{shock.horizon}].world.loss"
        self.tornado.caption(title, note)
        self.tornado.set_data(data, look)


def ribs(report: StressReport, sessions: int) -> tuple[Rib, ...]:
    """Return what falls of 1 to 20 % within some sessions would cost."""
    from corridor_desktop.ui.charts.shock_fan import Rib

    made = []
    for percent in range(1, DEEPEST + 1):
        found = shock_at(report, -percent / 100, sessions)
        if found is not None and isinstance(found.world, Loss):
            loss = found.world
            ends = (loss.low, loss.high, loss.outcome_low, loss.outcome_high)
            made.append(Rib(-percent / 100, loss.loss, *ends))
    return tuple(made)


def fan_words(loss: Loss, shock: Shock) -> tuple[str, str]:
    """Return the finding, and what is drawn."""
    title = (
        f"Each further 1 % off KOSPI goes with {fmt.number(-loss.loss / shock.kospi)} % of your "
        "portfolio"
    )
    note = (
        f"Within {words.horizon_words(shock.horizon)}, when the whole world is selling. Dark band: "
        "what the estimate leaves open; pale band: with everything else that happens besides. "
        "A straight line by construction; very large falls have been too few to check it."
    )
    return title, note


def swings(report: StressReport, shock: Shock, loss: Loss) -> tuple[Swing, ...]:
    """Return how far each assumption alone moves the expected loss of a world slump."""
    made = [Swing("link", "How well the link is known", loss.low, loss.high)]
    if loss.outcome_low is not None and loss.outcome_high is not None:
        words_of = "Whatever else happens on such days"
        made.append(Swing("else", words_of, loss.outcome_low, loss.outcome_high))
    if isinstance(shock.korea, Loss):
        made.append(Swing("story", "Where the trouble starts", loss.loss, shock.korea.loss))
    if loss.market_part is not None:
        words_of = "Whether exchange rates move too"
        made.append(Swing("rates", words_of, loss.loss, loss.market_part))
    link = report.portfolio
    if link and isinstance(link.beta_down, Estimate) and isinstance(link.beta_up, Estimate):
        down, up = link.beta_down.value * shock.kospi, link.beta_up.value * shock.kospi
        made.append(Swing("sides", "Taking days of falls or of rises", down, up))
    return tuple(made)
