"""Before and after, side by side: limits, exposure and what a fall in Seoul would cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.stress.report import Loss
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.pages.limits import rows as limit_rows
from corridor_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from corridor_desktop.exposure.exposure import Exposure
    from corridor_desktop.services.plan_desk import Trial
    from corridor_desktop.services.what_if import Look

_BY = {
    Dimension.THEME: "Theme",
    Dimension.COUNTRY: "Country",
    Dimension.CURRENCY: "Currency",
    Dimension.SECTOR: "Sector",
    Dimension.ACCOUNT: "Account",
}
_SAME = 0.00005


@dataclass(frozen=True, slots=True)
class Pair:
    """A limit on one subject before and after; ``None`` where nothing of it is held."""

    limit: str
    subject: str
    label: str
    before: Finding | None
    after: Finding | None

    @property
    def quiet(self) -> bool:
        """Tell whether it is inside, or cannot be told, before and after alike."""
        calm = {State.INSIDE, State.CANNOT_TELL}
        return all(side is None or side.state in calm for side in (self.before, self.after))


def pairs(trial: Trial) -> tuple[Pair, ...]:
    """Return every limit: what moved first, within it what stands worst afterwards."""
    before = {(one.limit, one.subject): one for one in trial.before.findings}
    after = {(one.limit, one.subject): one for one in trial.after.findings}
    found = []
    for key in dict.fromkeys((*after, *before)):
        one, two = before.get(key), after.get(key)
        known = two or one
        if known is not None:
            found.append(Pair(*key, known.label, one, two))
    return tuple(sorted(found, key=lambda pair: _measure(pair.before) == _measure(pair.after)))


def _measure(found: Finding | None) -> tuple[object, object]:
    return (found.measured, found.state) if found else (None, None)


def _said(found: Finding | None) -> str:
    if found is None:
        return "not held"
    return f"{limit_rows.measured(found)}  {limit_rows.state_word(found)}"


def _tone(found: Finding | None) -> str:
    return limit_rows.TONES.get(found.state, "") if found else "muted"


def _level(pair: Pair) -> str:
    known = pair.after or pair.before
    return limit_rows.level(pair.limit, known.limit_value) if known else fmt.MISSING


LIMIT_COLUMNS: tuple[Column[Pair], ...] = (
    Column("limit", "Limit", lambda p: p.limit, lambda p: limit_rows.title(p.limit), width=250),
    Column("subject", "Of", lambda p: p.label, lambda p: p.label, width=150),
    Column("level", "Limit at", _level, _level, numeric=True, width=90),
    Column("before", "Now", lambda p: p.before.measured if p.before else None,
           lambda p: _said(p.before), tone=lambda p: _tone(p.before), width=180),
    Column("after", "After", lambda p: p.after.measured if p.after else None,
           lambda p: _said(p.after), tone=lambda p: _tone(p.after), width=180),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure before and after, as text; ``step`` sorts by how far it moved."""

    group: str
    name: str
    before: str
    after: str
    step: float


def figures(trial: Trial) -> tuple[Figure, ...]:
    """Return value, shares and losses; shares that stay are left out."""
    one, two = trial.before, trial.after
    found = [
        Figure("Portfolio", "Value", fmt.money(one.valuation.total),
               fmt.money(two.valuation.total), 0.0),
        Figure("Portfolio", "Cash", fmt.money(one.valuation.cash_total),
               fmt.money(two.valuation.cash_total), 0.0),
    ]  # fmt: skip
    for by, name in _BY.items():
        found += _shares(name, one.exposures[by], two.exposures[by])
    found.append(_effective(one, two))
    return (*found, *_losses(one, two))


def _shares(name: str, one: Exposure, two: Exposure) -> list[Figure]:
    before = {part.key: part for part in (*one.slices, one.untagged)}
    after = {part.key: part for part in (*two.slices, two.untagged)}
    found = []
    for key in dict.fromkeys((*before, *after)):
        old = before[key].weight if key in before else 0.0
        new = after[key].weight if key in after else 0.0
        if abs(new - old) < _SAME:
            continue
        label = (after.get(key) or before[key]).label
        found.append(Figure(name, label, fmt.percent(old), fmt.percent(new), new - old))
    return sorted(found, key=lambda figure: -abs(figure.step))


def _effective(one: Look, two: Look) -> Figure:
    old, new = (side.exposures[Dimension.HOLDING].effective_number for side in (one, two))
    name = "Holdings act like this many equal ones"
    return Figure("Spread", name, fmt.number(old, 1), fmt.number(new, 1), (new or 0) - (old or 0))


def _losses(one: Look, two: Look) -> list[Figure]:
    after = {shock.kospi: shock for shock in two.stress.shocks}
    found = []
    for shock in one.stress.shocks:
        other = after.get(shock.kospi)
        if other is None:
            continue
        name = f"If KOSPI falls {fmt.percent(-shock.kospi, 0)}, world slump"
        found.append(Figure("Seoul", name, _loss(shock.world), _loss(other.world), 0.0))
    return found


def _loss(found: object) -> str:
    if not isinstance(found, Loss):
        return "too little is known"
    low, high = sorted((found.low, found.high))
    return f"{fmt.percent(found.loss, signed=True)} ({fmt.span(low, high)})"


FIGURE_COLUMNS: tuple[Column[Figure], ...] = (
    Column("group", "Along", lambda f: f.group, lambda f: f.group, width=110),
    Column("name", "Figure", lambda f: f.name, lambda f: f.name, width=280),
    Column("before", "Now", lambda f: f.before, lambda f: f.before, numeric=True, width=200),
    Column("after", "After", lambda f: f.after, lambda f: f.after, numeric=True, width=200),
)  # fmt: skip
