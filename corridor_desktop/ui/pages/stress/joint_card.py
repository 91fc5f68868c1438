"""Several things at once: factors moved together, and the user's own assumptions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox

from corridor_desktop.domain.message import Message
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.stress.assumed import fx_shock, theme_shock
from corridor_desktop.stress.factor_report import FactorModel
from corridor_desktop.stress.sayings import describe_assumed, describe_joint
from corridor_desktop.stress.stress import joint_at
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.figures import figure
from corridor_desktop.ui.parts.flow import FlowRow
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.spin import decimal_field
from corridor_desktop.ui.parts.wheel import WheelLeaver
from corridor_desktop.ui.parts.words import label, restyle, rule, selectable
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review
    from corridor_desktop.stress.factor_report import Joint

FIRST = {"kospi": -5.0}
ASSUMED = -10.0
_ROLES = {"usual": "muted", "rare": "muted", "extreme": "warning", "contradictory": "warning"}


class JointCard(Card):
    """A field for each factor, zero when it is not moved; below it one assumption by hand."""

    def __init__(self) -> None:
        super().__init__("Several things at once")
        self._review: Review | None = None
        self._flow = FlowRow()
        self.fields: dict[str, QDoubleSpinBox] = {}
        self.answer = figure("", "heading", wrap=True)
        self.badge = selectable("", "muted")
        self.others = selectable("", "muted")
        self.kind = QComboBox()
        self.kind.setAccessibleName("What your assumption moves")
        self.by = _percent("Your assumption in percent", ASSUMED)
        self.assumed = selectable("")
        own = row(label("My own assumption:"), self.kind, label("moves by"), self.by)
        own.addStretch(1)
        hint = "Up to three may be moved together; leave the others at zero."
        self.set_body(
            label(hint, "muted", wrap=True), holding(self._flow), self.answer, self.badge,
            self.others, rule(), holding(own), self.assumed, stretch=False,
        )  # fmt: skip
        WheelLeaver(self.kind, self.by)
        self.kind.currentIndexChanged.connect(self._assume)
        self.by.valueChanged.connect(self._assume)

    def show_review(self, review: Review) -> None:
        """Offer what can be moved and answer what is asked now."""
        self._review = review
        self.setVisible(review.stress.factors is not None)
        self._offer_factors(review)
        self._offer_assumptions(review)
        self._ask()
        self._assume()

    def _offer_factors(self, review: Review) -> None:
        model = review.stress.factors
        factors = model.factors if isinstance(model, FactorModel) else ()
        if tuple(self.fields) == tuple(factor.key for factor in factors):
            return
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        for factor in factors:
            title = say(factor.label)
            field = _percent(f"{title} in percent", FIRST.get(factor.key, 0.0))
            field.valueChanged.connect(self._ask)
            WheelLeaver(field)
            self.fields[factor.key] = field
            self._flow.addWidget(holding(row(label(title), field)))

    def _offer_assumptions(self, review: Review) -> None:
        kept = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        for part in review.exposures[Dimension.CURRENCY].slices:
            if part.key != review.base:
                self.kind.addItem(f"{part.key} against {review.base}", f"currency:{part.key}")
        for part in review.exposures[Dimension.THEME].slices:
            self.kind.addItem(part.label, f"theme:{part.key}")
        self.kind.setCurrentIndex(max(self.kind.findData(kept), 0))
        self.kind.blockSignals(False)

    def _ask(self) -> None:
        if self._review is None:
            return
        shocks = {key: field.value() / 100 for key, field in self.fields.items() if field.value()}
        found = joint_at(self._review.stress, shocks)
        asked = ";".join(f"{key}={move}" for key, move in shocks.items())
        known = not isinstance(found, Message)
        self.answer.place = f"stress.joint_at[{asked}].move" if known else ""
        if isinstance(found, Message):
            self.answer.setText(say(found))
            self.badge.setText("")
            self.others.setText("")
        else:
            self.answer.setText(say(describe_joint(found)))
            self.badge.setText(say(found.said))
            restyle(self.badge, _ROLES[found.badge])
            self.others.setText(_others(found))
        self.badge.setVisible(bool(self.badge.text()))
        self.others.setVisible(bool(self.others.text()))

    def _assume(self) -> None:
        if self._review is None:
            return
        kind, _, key = str(self.kind.currentData() or "").partition(":")
        move = {key: Decimal(str(round(self.by.value(), 1))) / 100}
        text = ""
        if kind == "currency":
            text = say(describe_assumed(fx_shock(self._review.valuation, move)))
        elif kind == "theme":
            exposure = self._review.exposures[Dimension.THEME]
            text = say(describe_assumed(theme_shock(exposure, move)))
        self.assumed.setText(text)
        self.by.setEnabled(bool(kind))


def _percent(name: str, value: float) -> QDoubleSpinBox:
    field = decimal_field()
    field.setRange(-99.0, 99.0)
    field.setDecimals(1)
    field.setSuffix(f"{fmt.NO_BREAK}%")
    field.setFixedWidth(12 * UNIT)
    field.setAccessibleName(name)
    field.setValue(value)
    return field


def _others(found: Joint) -> str:
    told = [
        f"{say(move.factor.label)} {fmt.percent(move.value, signed=True)} "
        f"({fmt.percent(move.low, signed=True)} to {fmt.percent(move.high, signed=True)})"
        for move in found.others
    ]
    span = f"{fmt.day(found.start)} to {fmt.day(found.end)}"
    rests = f"{fmt.count(found.n)} overlapping weeks, worth {fmt.count(found.n_eff)}, {span}" + (
        "; indicative only." if found.indicative else "."
    )
    return f"Expected beside it: {'; '.join(told)}. {rests}" if told else rests
