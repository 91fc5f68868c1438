"""Spread risk, bad tails, joint moves and assumptions as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.measure_forms import measure_form
from corridor_desktop.cli.text import plain
from corridor_desktop.domain.message import Message
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from corridor_desktop.stress.assumed import Assumed
    from corridor_desktop.stress.factor_report import FactorModel, FactorMove, Joint
    from corridor_desktop.stress.report import Replay
    from corridor_desktop.stress.risk_report import Pairwise, Spread, TailLoss, TailRisk

Form = dict[str, Any]


def spread_form(spread: Spread) -> Form:
    """Return how much of the risk is spread; bets never stand without the ratio beside them."""
    form: Form = {
        "holdings": spread.n_holdings,
        "hhi": spread.hhi,
        "effective_number": spread.effective_number,
        "entropy_number": spread.entropy_number,
        "diversification_ratio": spread.ratio,
        "ratio_squared": spread.squared,
        "removed": spread.removed,
        "effective_bets": spread.bets,
        "target_correlation": spread.target,
        "pairs": _pairs(spread.average),
        "pairs_calm": _pairs(spread.calm),
        "pairs_stress": _pairs(spread.stress),
        "by_theme": [
            {"key": part.key, "label": part.label, "share": part.share, "weight": part.weight}
            for part in spread.by_theme
        ],
    }
    for name in ("hhi", "effective_number", "entropy_number"):
        if form[name] is None:
            form[f"{name}_reason"] = say(Message.of("stress.only_cash"))
    if spread.bets_why is not None:
        form["effective_bets_reason"] = say(spread.bets_why)
    return form


def _pairs(pairs: Pairwise) -> Form:
    form: Form = {
        "value": pairs.value,
        "low": pairs.low,
        "high": pairs.high,
        "n": pairs.n,
        "clusters": pairs.clusters,
        "no_change": pairs.no_change,
        "indicative": pairs.indicative,
    }
    if pairs.why is not None:
        form["value_reason"] = say(pairs.why)
    return form


def tail_form(tail: TailRisk) -> Form:
    """Return how bad the bad weeks are; losses are positive fractions over five sessions."""
    form: Form = {
        "from": tail.start.isoformat() if tail.start else None,
        "to": tail.end.isoformat() if tail.end else None,
        "n": tail.n,
        "share": tail.share,
        "restless": tail.restless,
        "losses": [_tail_loss(loss) for loss in tail.losses],
    }
    if tail.why is not None:
        form["losses_reason"] = say(tail.why)
    return form


def _tail_loss(loss: TailLoss) -> Form:
    return {
        "level": loss.level,
        "one_in": loss.one_in,
        "value_at_risk": measure_form(loss.at_risk),
        "expected_shortfall": measure_form(loss.shortfall),
        "unfiltered_shortfall": loss.plain,
        "weeks": loss.tail,
        "parts": [{"key": p.key, "label": p.label, "loss": p.loss} for p in loss.parts],
        "sentence": say(loss.said),
    }


def factors_form(model: FactorModel | Message | None) -> Form:
    """Return what can be moved together, or the reason why nothing can."""
    if model is None or isinstance(model, Message):
        why = say(model) if model is not None else say(Message.of("stress.nothing_held"))
        return {"factors": [], "factors_reason": why}
    return {
        "factors": [
            {"key": factor.key, "label": say(factor.label), "symbol": factor.symbol}
            for factor in model.factors
        ],
        "n": model.n,
        "n_eff": model.n_eff,
        "from": model.start.isoformat(),
        "to": model.end.isoformat(),
        "share": model.share,
    }


def joint_form(joint: Joint) -> Form:
    """Return what follows when several factors move at once."""
    return {
        "shocks": [_move(move) for move in joint.shocks],
        "horizon": joint.horizon,
        "move": joint.move,
        "low": joint.low,
        "high": joint.high,
        "fat_low": joint.fat_low,
        "fat_high": joint.fat_high,
        "dof": joint.dof,
        "others": [_move(move) for move in joint.others],
        "by_holding": [{"key": p.key, "label": p.label, "loss": p.loss} for p in joint.by_holding],
        "distance": joint.distance,
        "plausibility": joint.plausibility,
        "fat_plausibility": joint.fat_plausibility,
        "badge": joint.badge,
        "sentence": say(joint.said),
        "n": joint.n,
        "n_eff": joint.n_eff,
        "from": joint.start.isoformat(),
        "to": joint.end.isoformat(),
        "indicative": joint.indicative,
    }


def _move(move: FactorMove) -> Form:
    return {
        "key": move.factor.key,
        "label": say(move.factor.label),
        "value": move.value,
        "low": move.low,
        "high": move.high,
    }


def assumed_form(assumed: Assumed) -> Form:
    """Return what the user's own assumption changes, in exact money."""
    form: Form = {
        "kind": assumed.kind,
        "assumption": "yours",
        "change": plain(assumed.change.amount),
        "fraction": assumed.fraction,
        "parts": [
            {
                "key": part.key,
                "label": part.label,
                "exposed": plain(part.exposed),
                "move": plain(part.move),
                "change": plain(part.change),
            }
            for part in assumed.parts
        ],
        "unmoved": list(assumed.unmoved),
    }
    if assumed.fraction is None:
        form["fraction_reason"] = say(Message.of("stress.no_value"))
    return form


def replay_form(replay: Replay) -> Form:
    """Return a fall of the past; ``rough`` stands where most of it is estimated."""
    form: Form = {
        "from": replay.start.isoformat(),
        "to": replay.end.isoformat(),
        "kospi": replay.kospi,
        "felt": replay.felt,
        "proxied": replay.proxied,
        "rough": replay.rough,
        "parts": [
            {"key": part.key, "label": part.label, "move": part.move, "proxied": part.proxied}
            for part in replay.parts
        ],
    }
    if replay.why is not None:
        form["felt_reason"] = say(replay.why)
    return form
