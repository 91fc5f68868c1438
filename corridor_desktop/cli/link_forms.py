"""The link to the benchmark and all that stands behind it, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.measure_forms import measure_form
from corridor_desktop.services.words import say
from corridor_desktop.stress.detail import ForbesRigobon

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.domain.estimate import TooLittle
    from corridor_desktop.stress.detail import (
        CrisisStudy,
        EventRow,
        Exceedance,
        LinkDetails,
        SetRow,
    )
    from corridor_desktop.stress.report import Link, Rolling

Form = dict[str, Any]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def link_form(link: Link) -> Form:
    """Return how one series moves with the benchmark."""
    return {
        "correlation": measure_form(link.correlation),
        "beta_global": measure_form(link.beta_global),
        "beta_korea": measure_form(link.beta_korea),
        "co_move": measure_form(link.co_move),
        "falls_together": measure_form(link.falls_together),
        "correlation_calm": measure_form(link.correlation_calm),
        "correlation_stress": measure_form(link.correlation_stress),
        "correlation_no_change": link.no_change,
        "correlation_same_day": link.same_day,
        "beta_down": measure_form(link.beta_down),
        "beta_up": measure_form(link.beta_up),
        "word": link.word,
        "thin": link.thin,
    }


def details_form(found: LinkDetails) -> Form:
    """Return the cross-checks of one link."""
    gap = found.story_gap
    return {
        "spearman": measure_form(found.spearman),
        "ranks_differ": found.ranks_differ,
        "kendall": measure_form(found.kendall),
        "correlation_local": measure_form(found.local),
        "correlation_year": measure_form(found.year),
        "beta_year": measure_form(found.year_beta),
        "correlation_all_time": measure_form(found.whole),
        "beta_all_time": measure_form(found.whole_beta),
        "correlation_recent": measure_form(found.recent),
        "beta_recent": found.recent_beta,
        "correlation_lead_lag": found.lead_lag,
        "lead_lag_clipped": found.lead_lag_clipped,
        "beta_scholes_williams": found.scholes_williams,
        "beta_down_minus_up": measure_form(found.side_difference),
        "falls_together_normal": found.falls_together_normal,
        "exceedance": [_exceedance(point) for point in found.exceedances],
        "forbes_rigobon": _forbes_rigobon(found.forbes_rigobon),
        "co_move_days": measure_form(found.co_move_days),
        "co_move_korea": measure_form(found.co_move_korea),
        "world_minus_korea": None if gap is None else measure_form(gap),
        "changed": found.changed,
    }


def _exceedance(point: Exceedance) -> Form:
    return {
        "theta": point.theta,
        "lower": measure_form(point.lower),
        "upper": measure_form(point.upper),
        "normal": point.normal,
    }


def _forbes_rigobon(found: ForbesRigobon | TooLittle) -> Form:
    if not isinstance(found, ForbesRigobon):
        return {"adjusted": None, "adjusted_reason": say(found.why)}
    return {
        "adjusted": found.adjusted,
        "stress": found.stress,
        "calm": found.calm,
        "delta": found.delta,
        "difference": measure_form(found.difference),
        "clusters": found.clusters,
        "stronger": found.stronger,
    }


def rolling_form(found: Rolling) -> Form:
    """Return the newest value of the rolling correlation beside that of the whole window."""
    known = [at for at, value in enumerate(found.values) if value is not None]
    last = known[-1] if known else None
    return {
        "window": found.window,
        "horizon": found.horizon,
        "full": found.full,
        "day": None if last is None else _day(found.days[last]),
        "value": None if last is None else found.values[last],
        "low": None if last is None else found.low[last],
        "high": None if last is None else found.high[last],
        "changed": bool(last is not None and found.changed and found.changed[last]),
        "changed_share": found.changed_share,
    }


def set_form(row: SetRow) -> Form:
    """Return one definition of stress with what happened under it."""
    return {
        "key": row.key,
        "definition": say(row.definition),
        "n": row.n,
        "clusters": row.clusters,
        "horizon": row.horizon,
        "kospi": row.kospi,
        "co_move": measure_form(row.co_move),
        "chosen": row.chosen,
    }


def study_form(found: CrisisStudy) -> Form:
    """Return the event studies and how they compare with random dates."""
    return {
        "proxy": found.proxy,
        "estimation": list(found.estimation),
        "events": [_event(row) for row in found.rows],
        "placebo": [
            {
                "what": test.what,
                "n": test.n,
                "mean": test.mean,
                "median": test.median,
                "random_mean": test.random_mean,
                "chance": test.chance,
                "draws": test.draws,
            }
            for test in found.placebos
        ],
    }


def _event(row: EventRow) -> Form:
    form: Form = {
        "date": row.day.isoformat(),
        "session": row.session.isoformat(),
        "title": row.title,
        "kospi_abnormal": row.kospi,
        "kospi_total": row.kospi_total,
        "kospi_t": row.kospi_t,
        "own_abnormal": row.own,
        "own_total": row.own_total,
        "own_t": row.own_t,
        "covered": row.covered,
    }
    if row.why is not None:
        form["own_reason"] = say(row.why)
    return form
