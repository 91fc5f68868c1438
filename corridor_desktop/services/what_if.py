"""A branch over the portfolio: measured like the real one, written nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.theme import FULL, ThemeTag
from corridor_desktop.planning.branch import branch
from corridor_desktop.planning.changes import Changes
from corridor_desktop.rules.check import check
from corridor_desktop.services.looking_through import see
from corridor_desktop.services.make_review import (
    Material,
    context_of,
    default_day,
    market_of,
    stress_of,
    worth,
)

if TYPE_CHECKING:
    from corridor_desktop.domain.finding import Finding
    from corridor_desktop.domain.job import Job
    from corridor_desktop.domain.theme import TagBook
    from corridor_desktop.exposure.exposure import Dimension, Exposure
    from corridor_desktop.market.table import PriceTable
    from corridor_desktop.rules.contract import Context
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.stress.report import StressReport
    from corridor_desktop.valuation.valuation import Valuation


@dataclass(frozen=True, slots=True)
class Ground:
    """The real portfolio on one day, from which branches grow."""

    material: Material
    day: date
    today: date
    market: PriceTable
    valuation: Valuation


@dataclass(frozen=True, slots=True)
class Look:
    """A portfolio, real or branched, as the rules see it."""

    valuation: Valuation
    exposures: Mapping[Dimension, Exposure]
    stress: StressReport
    findings: tuple[Finding, ...]
    context: Context


def ground(material: Material, as_of: date | None, clock: Clock, job: Job) -> Ground:
    """Return the real portfolio on a day (default: the day a review would take)."""
    data = material.data
    day = as_of or default_day(data, clock.today())
    _, valuation = worth(data, day, job)
    return Ground(material, day, clock.today(), market_of(data), valuation)


def look(real: Ground, changes: Changes, job: Job, stress: StressReport | None = None) -> Look:
    """Return the portfolio after changes; ``Changes()`` gives the real one.

    Findings of a branch are taken afresh: what stood in breach before does not hold one open.
    With ``stress`` given that report is used instead of measuring anew.

    Raises
    ------
    UsageTrouble
        The changes cannot be made: see ``planning.branch``.
    Cancelled
        The user stopped it.
    """
    data = real.material.data
    valuation = real.valuation
    if not changes.empty:
        valuation = branch(valuation, changes, data.accounts, data.instruments, real.market)
    tags = _retagged(data.tags, changes, real)
    seen = see(replace(data, tags=tags), valuation, tags.at(max(real.day, real.today)))
    if stress is None:
        stress = stress_of(real.material, valuation, seen, real.day, job)
    context = context_of(real.material, valuation, seen, stress, real.day, real.today)
    context = replace(context, tags=tags)
    if not changes.empty:
        context = replace(context, previous=())
    return Look(valuation, seen.plain, stress, check(context), context)


def _retagged(book: TagBook, changes: Changes, real: Ground) -> TagBook:
    if not changes.retags:
        return book
    made = tuple(
        ThemeTag(
            tag.instrument_id, tag.theme_id, tag.basis_points, real.day, real.day,
            "what if", driver=tag.driver,
        )
        for tag in changes.retags
    )  # fmt: skip
    changed = replace(book, tags=(*book.tags, *made))
    for instrument, tags in changed.at(real.day).items():
        if sum(tag.basis_points for tag in tags) > FULL:
            label = real.material.data.instruments[instrument].label
            raise UsageTrouble(
                "over_full", f"The themes of {label} would add up to more than 100 %."
            )
    return changed
