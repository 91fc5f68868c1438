"""The stress report as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.link_forms import (
    details_form,
    link_form,
    rolling_form,
    set_form,
    study_form,
)
from corridor_desktop.cli.measure_forms import measure_form
from corridor_desktop.cli.risk_forms import factors_form, replay_form, spread_form, tail_form
from corridor_desktop.services.words import say
from corridor_desktop.stress.report import Loss

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from corridor_desktop.stress.report import (
        Contribution,
        Distribution,
        EpisodeRow,
        HoldingLink,
        Reverse,
        RiskShares,
        Shock,
        StressReport,
        TooLittleLoss,
    )

Form = dict[str, Any]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def stress_form(report: StressReport) -> Form:
    """Return everything measured about the link to the benchmark."""
    form: Form = {
        "benchmark": report.benchmark,
        "benchmark_source": report.benchmark_source,
        "simulated": report.simulated,
        "window": {"from": _day(report.start), "to": _day(report.end), "n": report.n},
        "covered": report.covered,
        "portfolio": link_form(report.portfolio) if report.portfolio else None,
        "holdings": [_holding(link) for link in report.holdings],
        "shocks": [shock_form(shock) for shock in report.shocks],
        "reverse": _reverse(report.reverse) if report.reverse else None,
        "episodes": [_episode(row) for row in report.episodes],
        "distribution": _distribution(report.distribution) if report.distribution else None,
        "risk": _risk(report.risk) if report.risk else None,
        "replays": [replay_form(replay) for replay in report.replays],
        "tail": tail_form(report.tail) if report.tail else None,
        "factors": factors_form(report.factors),
        "notes": [say(note) for note in report.notes],
        "rolling": rolling_form(report.rolling) if report.rolling else None,
        "details": details_form(report.details) if report.details else None,
        "sets": [set_form(row) for row in report.sets],
        "crises": study_form(report.study) if report.study else None,
    }
    if report.stress_set is not None:
        form["stress_set"] = {
            "definition": say(report.stress_set.definition),
            "n": report.stress_set.n,
            "clusters": report.stress_set.clusters,
            "mean": report.stress_set.mean,
        }
    if report.why is not None:
        form["portfolio_reason"] = form["reverse_reason"] = say(report.why)
    return form


def _holding(found: HoldingLink) -> Form:
    form: Form = {
        "instrument": found.instrument_id,
        "symbol": found.label,
        "weight": found.weight,
        "share": found.share,
        **link_form(found.link),
    }
    if found.assumed is not None:
        form["assumed"] = say(found.assumed)
    return form


def shock_form(shock: Shock) -> Form:
    """Return one shock with both stories, a world slump and Korea alone."""
    return {
        "kospi": shock.kospi,
        "horizon": shock.horizon,
        "covered": shock.covered,
        "global": _loss(shock.world),
        "korea": _loss(shock.korea),
        "by_holding": _contributions(shock.by_holding),
        "by_theme": _contributions(shock.by_theme),
        "frequency": say(shock.frequency) if shock.frequency else None,
    }


def _loss(loss: Loss | TooLittleLoss) -> Form:
    if not isinstance(loss, Loss):
        return {"loss": None, "loss_reason": say(loss.why)}
    return {
        "loss": loss.loss,
        "low": loss.low,
        "high": loss.high,
        "outcome_low": loss.outcome_low,
        "outcome_high": loss.outcome_high,
        "market_part": loss.market_part,
        "currency_part": loss.currency_part,
    }


def _contributions(parts: Sequence[Contribution]) -> list[Form]:
    return [{"key": part.key, "label": part.label, "loss": part.loss} for part in parts]


def _reverse(reverse: Reverse) -> Form:
    form: Form = {
        "loss": reverse.loss,
        "kospi": reverse.kospi,
        "low": reverse.low,
        "high": reverse.high,
        "frequency": say(reverse.frequency) if reverse.frequency else None,
    }
    if reverse.why is not None:
        form["kospi_reason"] = say(reverse.why)
    return form


def _episode(row: EpisodeRow) -> Form:
    episode = row.episode
    form: Form = {
        "date": episode.day.isoformat(),
        "session": _day(episode.reaction.session if episode.reaction else None),
        "kind": episode.kind,
        "topic": episode.topic,
        "title": episode.title,
        "source": episode.source,
        "checked": episode.checked,
        "kospi_first": row.kospi_first,
        "kospi_week": row.kospi_week,
        "worst": row.worst,
        "recovery": row.recovery,
        "felt": row.felt,
        "proxied": row.proxied,
    }
    if row.why is not None:
        form["felt_reason"] = say(row.why)
    return form


def _distribution(found: Distribution) -> Form:
    return {
        "n": found.n,
        "from": _day(found.start),
        "to": _day(found.end),
        "median": found.median,
        "mean": found.mean,
        "p10": found.p10,
        "worst": found.worst,
        "at_or_below": [{"move": move, "count": count} for move, count in found.at_or_below],
        "base_rate": [{"move": move, "share": share} for move, share in found.base_rate],
        "worst_within": [{"move": move, "share": share} for move, share in found.worst_within],
        "base_within": [{"move": move, "share": share} for move, share in found.base_within],
        "base_n": found.base_n,
    }


def _band(found: tuple[float, float] | None) -> dict[str, float | None]:
    low, high = found or (None, None)
    return {"low": low, "high": high}


def _risk(risk: RiskShares) -> Form:
    form: Form = {
        "by_holding": [
            {"key": p.key, "label": p.label, "share": p.loss, **_band(risk.bands.get(p.key))}
            for p in risk.by_holding
        ],
        "kospi_share": measure_form(risk.kospi_share),
        "corridor_share": risk.corridor_share,
        "corridor_band": _band(risk.corridor_band),
        "shrinkage": risk.shrinkage,
        "n": risk.n,
        "effective_bets": risk.effective_bets,
        "diversification_ratio": risk.diversification_ratio,
    }
    if risk.spread is not None:
        form["spread"] = spread_form(risk.spread)
    if risk.why is not None:
        form["by_holding_reason"] = say(risk.why)
    return form
