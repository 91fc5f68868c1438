"""The closes behind what was measured against KOSPI: over which sessions, from whom."""

from __future__ import annotations

from datetime import date

from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.trail import Input, Unit
from corridor_desktop.services.review import Review
from corridor_desktop.stress.detail import EventRow
from corridor_desktop.stress.report import EpisodeRow, HoldingLink, StressReport
from corridor_desktop.stress.risk_report import TailRisk
from corridor_desktop.valuation.valuation import Line

Inputs = tuple[Input, ...]


def tell_report(review: Review, report: StressReport) -> Inputs:
    """Return the closes of the benchmark and of every holding."""
    known = line_of_each(review)
    return (_benchmark(report), *(_closes(row, known, review) for row in report.holdings))


def tell_holding(review: Review, row: HoldingLink) -> Inputs:
    """Return the closes of the benchmark and of one holding."""
    return (_benchmark(review.stress), _closes(row, line_of_each(review), review))


def tell_episode(review: Review, row: EpisodeRow) -> Inputs:
    """Return the dated event with its source, and the closes of the benchmark."""
    episode = row.episode
    dated = Input(
        Message.of("trail.in_event", title=episode.title, checked=episode.checked),
        as_of=episode.day, source=" ".join(filter(None, (episode.source, episode.address))),
    )  # fmt: skip
    return (dated, *tell_past(review))


def tell_event(review: Review, row: EventRow) -> Inputs:
    """Return the event that was studied, and the closes of the benchmark."""
    known = (each for each in review.stress.episodes if each.episode.title == row.title)
    dated = next((tell_episode(review, each)[0] for each in known), None)
    return (*(() if dated is None else (dated,)), *tell_past(review))


def tell_past(review: Review, _: object = None) -> Inputs:
    """Return all closes of the benchmark that are stored, which crises and falls are sought in."""
    report = review.stress
    model = report.model
    if model is None or not len(model.days):
        return (_benchmark(report),)
    first, last = (date.fromordinal(int(model.days[at])) for at in (0, -1))
    what = Message.of("trail.in_closes", name=report.benchmark)
    return (
        Input(what, None, Unit.TEXT, "", first, last, len(model.days), report.benchmark_source),
    )


def tell_tail(review: Review, found: TailRisk) -> Inputs:
    """Return the closes behind the bad weeks, which reach further back than the link's."""
    known = line_of_each(review)
    held = (
        Input(
            Message.of("trail.in_shared", name=row.label), row.weight, Unit.FRACTION, "",
            found.start, found.end, found.n, *seen_of(known, row.instrument_id, review)[2:],
        )
        for row in review.stress.holdings
    )  # fmt: skip
    return tuple(held)


def _benchmark(report: StressReport) -> Input:
    return Input(
        Message.of("trail.in_closes", name=report.benchmark),
        start=report.start, as_of=report.end, n=report.n, source=report.benchmark_source,
    )  # fmt: skip


def _closes(row: HoldingLink, known: dict[str, Line], review: Review) -> Input:
    """Return a holding's closes: over the sessions that it shares with the benchmark."""
    link = row.link
    span = next((m for m in (link.correlation, link.beta_global) if isinstance(m, Estimate)), None)
    _, _, source, path = seen_of(known, row.instrument_id, review)
    return Input(
        Message.of("trail.in_shared", name=row.label),
        row.weight, Unit.FRACTION, "",
        span.start if span else None, span.end if span else None, span.n if span else None,
        source, path,
    )  # fmt: skip


def tell_news(review: Review, place: str) -> Inputs:
    """Return the New York index where Korea's own news is behind a figure."""
    recipe = review.stress.recipe
    if "korea" not in place or recipe is None or recipe.proxy is None:
        return ()
    report = review.stress
    what = Message.of("trail.in_closes", name=recipe.proxy)
    return (Input(what, start=report.start, as_of=report.end),)


def line_of_each(review: Review) -> dict[str, Line]:
    """Return a priced line of every instrument, which knows who provided its closes."""
    return {line.instrument.id: line for line in review.valuation.lines}


def seen_of(
    known: dict[str, Line], key: str, review: Review
) -> tuple[date | None, int | None, str, tuple[str, ...]]:
    """Return day, count (unknown), provider and path of currencies of an instrument's close."""
    line = known.get(key)
    if line is None:
        return review.as_of, None, "", ()
    return line.price.session, None, line.price.source, line.fx.path
