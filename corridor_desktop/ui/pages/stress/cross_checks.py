"""The cross-checks behind the Details button, each with what it means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.stress.detail import ForbesRigobon
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.pages.stress import sentences as words
from corridor_desktop.ui.pages.stress.facts import Fact, fact
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.domain.estimate import TooLittle
    from corridor_desktop.stress.detail import CrisisStudy, Exceedance, LinkDetails, SetRow
    from corridor_desktop.stress.report import StressReport


def cross_checks(report: StressReport) -> tuple[Fact, ...]:
    """Return every cross-check of the portfolio's link, the plainest first."""
    found = report.details
    if found is None:
        return ()
    return (
        fact(
            "World slump less Korea alone, for each 1 % of KOSPI",
            found.story_gap,
            "details.story_gap",
        ),
        fact(
            "On falls less on rises, for each 1 % of KOSPI",
            found.side_difference,
            "details.side_difference",
        ),
        fact(
            "On KOSPI's worst days, against an average day",
            found.co_move_days,
            "details.co_move_days",
            percent=True,
        ),
        fact(
            "On the worst days of Korea's own news, against an average day",
            found.co_move_korea,
            "details.co_move_korea",
            percent=True,
        ),
        *_sets(report.sets),
        *_by_time(found),
        *_other_measures(found),
        *(
            one
            for at, point in enumerate(found.exceedances)
            if point.theta == 1.0
            for one in _exceedance(point, f"details.exceedances[{at}]")
        ),
        _forbes_rigobon(found.forbes_rigobon),
        *_crises(report.study),
    )


def _by_time(found: LinkDetails) -> tuple[Fact, ...]:
    verdict = {
        True: "The newest window differs from the whole: the link has changed.",
        False: "The newest window holds the value of the whole: no evidence that it changed.",
    }
    rows = [
        fact("Correlation over the last year", found.year, "details.year"),
        fact("Correlation over all shared history", found.whole, "details.whole"),
        fact("World-slump beta over the last year", found.year_beta, "details.year_beta"),
        fact("World-slump beta over all shared history", found.whole_beta, "details.whole_beta"),
        fact("Recent correlation, newest sessions weighted most", found.recent, "details.recent"),
    ]
    if found.changed is not None:
        said = "changed" if found.changed else "not changed"
        rows.append(Fact("The link through time", said, verdict[found.changed]))
    return tuple(rows)


def _other_measures(found: LinkDetails) -> tuple[Fact, ...]:
    rows = [
        fact("Correlation without currencies", found.local, "details.local"),
        fact("Correlation of ranks (Spearman)", found.spearman, "details.spearman"),
    ]
    if found.ranks_differ:
        said = "A few large moves carry the correlation: that of ranks is far from it."
        rows.append(Fact("Ranks and values", "differ", said))
    if found.scholes_williams is not None:
        said = "World-slump beta by another method, one session before and after counted."
        rows.append(
            Fact(
                "Scholes-Williams beta",
                fmt.number(found.scholes_williams),
                said,
                place="stress.details.scholes_williams",
            )
        )
    if found.lead_lag is not None:
        said = "Correlation with one session before and after counted."
        if found.lead_lag_clipped:
            said += " It came out above 1 and is cut there."
        rows.append(
            Fact(
                "Lead-lag correlation",
                fmt.number(found.lead_lag),
                said,
                place="stress.details.lead_lag",
            )
        )
    if found.falls_together_normal is not None:
        said = "How often worst weeks would meet if returns were normal; 10 % without any link."
        value = fmt.percent(found.falls_together_normal)
        rows.append(
            Fact(
                "The same worst weeks, for a normal pair",
                value,
                said,
                place="stress.details.falls_together_normal",
            )
        )
    return tuple(rows)


def _exceedance(point: Exceedance, place: str) -> tuple[Fact, ...]:
    said = f"a normal pair would show {fmt.number(point.normal)}"
    sides = (("falls", "lower", point.lower), ("rises", "upper", point.upper))
    found: list[Fact] = []
    for way, side, measure in sides:
        line = fact(f"Correlation within large {way} of both", measure, f"{place}.{side}")
        found.append(replace(line, evidence=f"{said}; {line.evidence}") if line.known else line)
    return tuple(found)


def _forbes_rigobon(found: ForbesRigobon | TooLittle) -> Fact:
    what = "Correlation in KOSPI's large falls, freed of the larger swings"
    if not isinstance(found, ForbesRigobon):
        return Fact(what, say(found.why), "", known=False)
    verdict = "the link itself was stronger" if found.stronger else "no evidence of a stronger link"
    return Fact(
        what,
        fmt.number(found.adjusted),
        f"{fmt.number(found.stress)} before, {fmt.number(found.calm)} in calm: {verdict}; "
        f"{words.evidence_words(found.difference)}; {fmt.count(found.clusters)} separate falls",
        place="stress.details.forbes_rigobon.adjusted",
    )


def _sets(rows: tuple[SetRow, ...]) -> tuple[Fact, ...]:
    found: list[Fact] = []
    for at, row in enumerate(rows):
        if row.chosen:
            continue
        kospi = "" if row.kospi is None else f"KOSPI {fmt.percent(row.kospi, signed=True)}; "
        counted = f"{fmt.count(row.n)} sessions in {fmt.count(row.clusters)} spells"
        ground = f"your move against an average day; {kospi}{counted}"
        value = words.estimate_words(row.co_move, percent=True)
        known = isinstance(row.co_move, Estimate)
        place = f"stress.sets[{at}].co_move"
        found.append(Fact(say(row.definition), value, ground, known, place))
    return tuple(found)


def _crises(study: CrisisStudy | None) -> tuple[Fact, ...]:
    if study is None:
        return ()
    what = {
        "first": "First session of crises",
        "own_news": "The part that New York does not explain",
        "worst_within": "Lowest close within ten sessions of crises",
    }
    return tuple(
        Fact(
            what[test.what],
            fmt.percent(test.mean, signed=True),
            f"mean of {fmt.count(test.n)}, median {fmt.percent(test.median, signed=True)}; random "
            f"dates {fmt.percent(test.random_mean, signed=True)}, "
            f"{fmt.percent(test.chance, 0)} of them as low",
            place=f"stress.study.placebos[{at}].mean",
        )
        for at, test in enumerate(study.placebos)
    )
