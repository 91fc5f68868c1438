"""Several things at once: KOSPI, the won, the dollar, the world, oil and metal, and what follows.

The portfolio's expected move given up to three of them, how far beside that it may still land, and
how plausible such moves are together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.stress.conditional import Conditional, condition
from corridor_desktop.stress.factor_report import (
    Factor,
    FactorModel,
    FactorMove,
    HoldingMove,
    Joint,
)
from corridor_desktop.stress.link import effective_count
from corridor_desktop.stress.panel import WEEK, Panel
from corridor_desktop.stress.quantiles import Z95, student_quantile
from corridor_desktop.stress.returns import Rates, Track, at_or_before, major, read_track
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.stakes import Stake

Array = npt.NDArray[np.float64]
MOST = 3
"""Factors that may be moved at once: more of them can hardly be told apart."""
DOF = 5.0
"""Degrees of Student's t for the fat-tailed band; weekly index returns are about that fat."""
HIDE, FULL = 60, 120
OIL = ("BZ=F", "CL=F", "BNO", "USO")
METAL = ("HG=F", "GC=F", "CPER", "GLD")


def build_factors(
    panel: Panel | None,
    stakes: Sequence[Stake],
    seoul: Seoul,
    series: Mapping[str, PriceSeries],
    proxies: Sequence[str],
    base: str,
    benchmark: str,
    share: float,
) -> FactorModel | Message:
    """Measure how factors and holdings move together by the week, or say why that cannot be.

    A factor without stored closes over the window is left out; KOSPI is always there. ``share``
    is the part of the value that is in the panel.
    """
    worth = 0.0 if panel is None else effective_count(len(panel.returns), WEEK)
    if panel is None or worth < HIDE:
        return Message.of("stress.too_short", n=int(worth), needed=HIDE)
    found = [(Factor("kospi", Message.of("stress.factor_kospi"), benchmark), panel.kospi)]
    for factor, track in _candidates(series, proxies, base, benchmark):
        moves = _weekly(track, seoul, panel)
        if moves is not None:
            found.append((factor, moves))
    parts = panel.returns * panel.weights
    moves = np.column_stack([move for _, move in found])
    joint = np.column_stack([moves, parts.sum(axis=1)])
    covariance = np.cov(joint.T)
    covariance[-1, -1] += float((panel.weights**2) @ panel.extra)
    centred = moves - moves.mean(axis=0)
    return FactorModel(
        tuple(factor for factor, _ in found),
        joint.mean(axis=0),
        covariance,
        tuple((stakes[at].key, stakes[at].label) for at in panel.members),
        parts.mean(axis=0),
        parts.T @ centred / (len(parts) - 1),
        len(parts),
        worth,
        seoul.day(int(panel.rows[0])),
        seoul.day(int(panel.rows[-1])),
        share,
    )


def _candidates(
    series: Mapping[str, PriceSeries], proxies: Sequence[str], base: str, benchmark: str
) -> list[tuple[Factor, Track]]:
    rates, home = Rates(series), major(base)
    found: list[tuple[Factor, Track]] = []
    won = rates.track("KRW", "USD")
    if won is not None:
        found.append((Factor("won", Message.of("stress.factor_won"), "KRW"), won))
    dollar = rates.track("USD", home) if home not in {"USD", "KRW"} else None
    if dollar is not None:
        found.append(
            (Factor("dollar", Message.of("stress.factor_dollar", base=home), "USD"), dollar)
        )
    for key, code, symbols in (
        ("world", "stress.factor_world", proxies),
        ("oil", "stress.factor_oil", OIL),
        ("metal", "stress.factor_metal", METAL),
    ):
        symbol = next((s for s in symbols if s in series and s != benchmark), None)
        if symbol is not None:
            label = Message.of(code, symbol=symbol)
            found.append((Factor(key, label, symbol), read_track(series[symbol])))
    return found


def _weekly(track: Track, seoul: Seoul, panel: Panel) -> Array | None:
    """Return the factor's return over the panel's weeks; ``None`` with a gap, or when still."""
    ends = seoul.days[panel.rows]
    starts = seoul.days[panel.starts]
    moves = np.asarray(at_or_before(track, ends) / at_or_before(track, starts) - 1)
    return moves if bool(np.isfinite(moves).all()) and float(moves.std()) > 0 else None


def compute_joint(
    model: FactorModel, shocks: Mapping[str, float], horizon: int = WEEK, dof: float = DOF
) -> Joint | Message:
    """Return what follows when the factors of ``shocks`` (key to fraction) move together.

    ``horizon`` in sessions: means and covariances grow with it. A message tells what is wrong
    with the question: nothing asked, more than three, a factor that was not measured.
    """
    places = {factor.key: at for at, factor in enumerate(model.factors)}
    wrong = _refuse(shocks, places)
    if wrong is not None:
        return wrong
    chosen = sorted(places[key] for key in shocks)
    keys = [model.factors[at].key for at in chosen]
    values = [shocks[key] for key in keys]
    scale = horizon / WEEK
    mean, covariance = model.mean * scale, model.covariance * scale
    try:
        plain = condition(mean, covariance, chosen, values)
        # The scale matrix whose t has this covariance.
        fat = condition(mean, covariance * ((dof - 2) / dof), chosen, values, dof)
    except ValueError:
        return Message.of("stress.same_factors")
    return _joint(model, chosen, values, horizon, (plain, fat), scale)


def _refuse(shocks: Mapping[str, float], places: Mapping[str, int]) -> Message | None:
    unknown = [key for key in shocks if key not in places]
    if unknown:
        return Message.of("stress.unknown_factor", factor=unknown[0], known=", ".join(places))
    if not shocks or len(shocks) > MOST:
        return Message.of("stress.how_many_factors", most=MOST)
    if any(not math.isfinite(value) or value <= -1 for value in shocks.values()):
        return Message.of("stress.below_nothing")
    return None


def _joint(
    model: FactorModel,
    chosen: Sequence[int],
    values: Sequence[float],
    horizon: int,
    given: tuple[Conditional, Conditional],
    scale: float,
) -> Joint:
    plain, fat = given
    free = [at for at in range(len(model.factors)) if at not in chosen]
    sd = np.sqrt(np.maximum(np.diag(plain.covariance), 0.0))
    wide = math.sqrt(max(float(fat.covariance[-1, -1]), 0.0)) * student_quantile(0.975, fat.dof)
    move = float(plain.mean[-1])
    badge, said = _judge(model, chosen, values, plain, scale)
    asked = tuple(
        FactorMove(model.factors[at], value) for at, value in zip(chosen, values, strict=True)
    )
    others = tuple(
        FactorMove(
            model.factors[at],
            float(plain.mean[place]),
            float(plain.mean[place] - Z95 * sd[place]),
            float(plain.mean[place] + Z95 * sd[place]),
        )
        for place, at in enumerate(free)
    )
    return Joint(
        asked, horizon, move, move - Z95 * float(sd[-1]), move + Z95 * float(sd[-1]),
        move - wide, move + wide, fat.dof, others, _holdings(model, chosen, values, scale),
        plain.distance, plain.plausibility, fat.plausibility, badge, said,
        model.n, model.n_eff, model.start, model.end, model.n_eff < FULL,
    )  # fmt: skip


def _holdings(
    model: FactorModel, chosen: Sequence[int], values: Sequence[float], scale: float
) -> tuple[HoldingMove, ...]:
    own = model.covariance[np.ix_(chosen, chosen)]
    gap = np.asarray(values) - model.mean[list(chosen)] * scale
    moves = model.holding_mean * scale + model.holding_cross[:, list(chosen)] @ np.linalg.solve(
        own, gap
    )
    parts = [
        HoldingMove(key, label, float(move))
        for (key, label), move in zip(model.keys, moves, strict=True)
    ]
    return tuple(sorted(parts, key=lambda part: (part.loss, part.key)))


def _judge(
    model: FactorModel,
    chosen: Sequence[int],
    values: Sequence[float],
    given: Conditional,
    scale: float,
) -> tuple[str, Message]:
    """Name how plausible the shocks are; contradictory when each alone would be possible."""
    alone = [
        condition(model.mean * scale, model.covariance * scale, [at], [value])
        for at, value in zip(chosen, values, strict=True)
    ]
    odds = _odds(given.plausibility)
    if given.contradictory and not any(one.contradictory for one in alone):
        return "contradictory", Message.of("stress.contradictory", odds=odds)
    if given.contradictory:
        return "extreme", Message.of("stress.extreme_shock", odds=odds)
    if given.plausibility < 0.05:
        return "rare", Message.of("stress.rare_shock", odds=odds)
    return "usual", Message.of("stress.usual_shock", odds=odds)


def _odds(chance: float) -> str:
    if chance < 1e-6:
        return "less than 1 in 1,000,000"
    return f"about 1 in {max(round(1 / chance), 1):,}"
