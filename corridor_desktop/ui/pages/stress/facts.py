"""A line of the link card: what is measured, the value, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from corridor_desktop.domain.estimate import Estimate, Measure
from corridor_desktop.ui.pages.stress import sentences as words


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: what is measured, the value with its interval, what it rests on.

    Where there was too little to measure, ``value`` is the sentence that says so. ``place`` is
    where the figure stands in the review.
    """

    what: str
    value: str
    evidence: str
    known: bool = True
    place: str = ""


def fact(what: str, measure: Measure | None, place: str, *, percent: bool = False) -> Fact:
    """Return a measure as a line; ``place`` is below ``stress``."""
    if measure is None:
        return Fact(what, "Not measured.", "", known=False)
    return Fact(
        what,
        words.estimate_words(measure, percent=percent),
        words.evidence_words(measure),
        isinstance(measure, Estimate),
        f"stress.{place}",
    )
