"""What the report says of how its figures were made: ids beside them, all of it at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.services.methods import method_at
from corridor_desktop.services.trail_words import ground_of, title_of
from corridor_desktop.services.trails import trail_of
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.printing.parts import Section, Table

if TYPE_CHECKING:
    from corridor_desktop.domain.trail import Method, Trail
    from corridor_desktop.services.review import Review

HEADLINES = (
    "valuation.total", "valuation.cash_total", "valuation.coverage", "performance.twr",
    "performance.xirr", "exposures[theme].untagged.weight", "exposures[theme].effective_number",
    "stress.portfolio.correlation", "stress.portfolio.beta_global", "stress.portfolio.beta_korea",
    "stress.portfolio.co_move", "stress.risk.kospi_share", "stress.risk.corridor_share",
    "stress.tail.losses[0].at_risk", "stress.distribution.median",
)  # fmt: skip
"""The figures whose ground the appendix tells one by one."""

COLUMNS = {
    "exposure": ("exposures[].slices[].value",),
    "holdings": (
        "valuation.lines[].position.quantity", "valuation.lines[].price.price",
        "valuation.lines[].value", "valuation.lines[].weight",
    ),
    "episodes": ("stress.episodes[].kospi_first", "stress.episodes[].felt"),
    "shocks": ("stress.shocks[].world.loss",),
}  # fmt: skip
"""Which figures stand in the columns and pictures of a section."""


def methods_note(section: str) -> str:
    """Return the ids of the methods behind the columns of a section."""
    found = [made.method for place in COLUMNS[section] if (made := method_at(place)) is not None]
    ids = ", ".join(dict.fromkeys(method.id for method in found))
    return f"Methods: {ids}; see the appendix."


def limits_note(review: Review) -> str:
    """Return the ids of the methods by which the limits were measured."""
    limits = dict.fromkeys(found.limit for found in review.findings)
    found = [made.method.id for limit in limits if (made := method_at("findings[]", limit))]
    return f"Methods: {', '.join(dict.fromkeys(found))}; see the appendix." if found else ""


def id_of(review: Review, place: str) -> str:
    """Return the id of the method behind one figure."""
    return trail_of(review, place).method.id


def appendix(review: Review) -> Section:
    """Return the ground of every headline, and each method that the report uses."""
    trails = [trail for place in _places(review) if (trail := _trail(review, place)) is not None]
    used = {trail.method.id: trail.method for trail in trails}
    for places in COLUMNS.values():
        for place in places:
            made = method_at(place)
            if made is not None:
                used[made.method.id] = made.method
    for limit in dict.fromkeys(found.limit for found in review.findings):
        made = method_at("findings[]", limit)
        if made is not None:
            used[made.method.id] = made.method
    figures = tuple(_figure(trail) for trail in trails if trail.value is not None)
    methods = tuple(_method(used[name]) for name in sorted(used))
    return Section(
        "appendix",
        "Appendix: trails and methods",
        "Every figure names a method by its id; the program shows the same trail for each of them.",
        (),
        (
            Table(("Figure", "Value", "Method", "Ground"), figures, (False, True, False, False)),
            Table(
                ("Method", "Formula", "After", "What it cannot tell"), methods, (False,) * 4
            ),
        ),
    )  # fmt: skip


def _places(review: Review) -> tuple[str, ...]:
    shocks = range(len(review.stress.shocks))
    stories = tuple(
        f"stress.shocks[{at}].{way}.loss" for at in shocks for way in ("world", "korea")
    )
    return (*HEADLINES, *stories)


def _trail(review: Review, place: str) -> Trail | None:
    """Return the trail of a headline; ``None`` where this review has no such figure."""
    try:
        return trail_of(review, place)
    except UsageTrouble:
        return None


def _figure(trail: Trail) -> tuple[str, ...]:
    return (
        title_of(trail),
        fmt.in_unit(trail.value, trail.unit, trail.currency),
        f"{trail.method.id}, version {trail.method.version}",
        ground_of(trail, fmt.in_unit, fmt.day),
    )


def _method(method: Method) -> tuple[str, ...]:
    return (f"{method.id}: {method.name}", method.formula, method.source, method.cannot)
