"""Limits on what a fall in Seoul would cost, and on where the ups and downs come from.

All of these are estimates: they may come near a limit, but they break it only when the whole
interval lies past it.
"""

from __future__ import annotations

from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.domain.finding import Driver
from corridor_desktop.domain.message import Message
from corridor_desktop.rules.concentration import WHOLE
from corridor_desktop.rules.contract import Context, Reading
from corridor_desktop.rules.stakes import SHOWN
from corridor_desktop.stress.report import Contribution, Loss, Shock, StressReport

_NO_BAND: tuple[float | None, float | None] = (None, None)

BUDGET_SHOCK = -0.10
"""The KOSPI fall against which the loss budget is held."""


def measure_risk_shares(context: Context) -> tuple[Reading, ...]:
    """Each holding's Euler share of portfolio variance; twice its weight is pointed out."""
    risk = context.stress.risk
    if risk is None or not risk.by_holding:
        return (_too_little(context.stress),)
    weights = {link.instrument_id: link.weight for link in context.stress.holdings}
    return tuple(
        Reading(
            part.label,
            part.label,
            part.loss,
            (Driver(part.key, part.label, part.loss),),
            low=risk.bands.get(part.key, _NO_BAND)[0],
            high=risk.bands.get(part.key, _NO_BAND)[1],
            n=risk.n,
            uncertain=True,
            why=_double(part, weights.get(part.key)),
        )
        for part in risk.by_holding
    )


def measure_kospi_risk(context: Context) -> tuple[Reading, ...]:
    """KOSPI's share of portfolio variance, with its interval."""
    risk = context.stress.risk
    if risk is None:
        return (_too_little(context.stress),)
    share = risk.kospi_share
    if not isinstance(share, Estimate):
        return (Reading(WHOLE, WHOLE, None, why=share.why, n=share.n),)
    return (
        Reading(
            WHOLE,
            WHOLE,
            share.value,
            _ranked(risk.by_holding),
            low=share.low,
            high=share.high,
            n=share.n,
            uncertain=True,
        ),
    )


def measure_kospi_loss(context: Context) -> tuple[Reading, ...]:
    """The loss, as a positive share of the portfolio, when KOSPI falls by a tenth.

    The worse of the two stories (world slump, Korea alone) counts. A report without that very
    shock is scaled from its nearest one: both figure and estimation band are linear in the shock.
    """
    shocks = [shock for shock in context.stress.shocks if shock.kospi < 0]
    if not shocks:
        return (_too_little(context.stress),)
    shock = min(shocks, key=lambda found: (abs(found.kospi - BUDGET_SHOCK), found.kospi))
    told = ((shock.world, shock.by_holding), (shock.korea, shock.by_holding_korea))
    losses = [(loss, parts) for loss, parts in told if isinstance(loss, Loss)]
    if not losses:
        return (_no_loss(shock),)
    worst, parts = min(losses, key=lambda story: story[0].loss)
    scale = -BUDGET_SHOCK / -shock.kospi
    note = None
    if shock.covered < 0.995:
        note = Message.of("rules.partly_covered", share=f"{shock.covered * 100:.0f} %")
    return (
        Reading(
            WHOLE,
            WHOLE,
            -worst.loss * scale,
            _ranked(parts, -scale),
            low=-worst.high * scale,
            high=-worst.low * scale,
            n=context.stress.n,
            why=note,
            uncertain=True,
        ),
    )


def measure_co_move(context: Context) -> tuple[Reading, ...]:
    """Share of portfolio variance that comes from holdings tagged to the corridor."""
    risk = context.stress.risk
    if risk is None or risk.corridor_share is None:
        return (_too_little(context.stress),)
    tagged = set(context.tags.at(context.as_of))
    parts = tuple(part for part in risk.by_holding if part.key in tagged)
    low, high = risk.corridor_band or _NO_BAND
    return (
        Reading(
            WHOLE,
            WHOLE,
            risk.corridor_share,
            _ranked(parts),
            low=low,
            high=high,
            n=risk.n,
            uncertain=True,
        ),
    )


def _ranked(parts: tuple[Contribution, ...], scale: float = 1.0) -> tuple[Driver, ...]:
    ranked = sorted(parts, key=lambda part: (-part.loss * scale, part.key))
    return tuple(Driver(part.key, part.label, part.loss * scale) for part in ranked[:SHOWN])


def _double(part: Contribution, weight: float | None) -> Message | None:
    if weight is None or weight <= 0 or part.loss <= 2 * weight:
        return None
    return Message.of(
        "rules.twice_its_weight",
        share=f"{part.loss * 100:.0f} %",
        weight=f"{weight * 100:.1f} %",
    )


def _no_loss(shock: Shock) -> Reading:
    why = None if isinstance(shock.world, Loss) else shock.world.why
    return Reading(WHOLE, WHOLE, None, why=why or Message.of("rules.no_history"))


def _too_little(report: StressReport) -> Reading:
    risk_why = report.risk.why if report.risk else None
    why = report.why or risk_why or Message.of("rules.no_history")
    return Reading(WHOLE, WHOLE, None, why=why)
