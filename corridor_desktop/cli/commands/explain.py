"""How a figure was made: one in full, or which there are and by which method."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from corridor_desktop.cli import forms, text
from corridor_desktop.cli.answer import Answer, Command, Outside, option
from corridor_desktop.cli.commands.review import AS_OF, made
from corridor_desktop.cli.json_places import locate
from corridor_desktop.cli.trail_forms import trail_form
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.trail import Trail, Unit, Value

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.services.review import Review


def explain(arguments: Namespace, outside: Outside) -> Answer:
    """Explain one figure, or list them all."""
    review = made(arguments, outside)
    head = {"as_of": review.as_of.isoformat(), "base": review.base}
    if arguments.figure is None:
        return _list(review, head)
    trail = trail_at(review, arguments.figure)
    return Answer({**head, "trail": trail_form(trail)}, _lines(trail))


def trail_at(review: Review, figure: str) -> Trail:
    """Return the trail of a figure by its place in the review or by its path in the JSON.

    Raises UsageTrouble when nothing stands at either.
    """
    from corridor_desktop.services.trails import trail_of

    place = locate(review, figure)
    try:
        return trail_of(review, place)
    except UsageTrouble:
        return trail_of(review, figure)


def _list(review: Review, head: dict[str, str]) -> Answer:
    methods = forms.review_form(review)["methods"]
    rows = [
        (path, method["id"], str(method["version"]), method["name"])
        for method in methods
        for path in method["figures"]
    ]
    lines = text.table(("figure", "method", "version", "name"), sorted(rows), "  r")
    return Answer({**head, "methods": methods}, lines)


def _lines(trail: Trail) -> list[str]:
    from corridor_desktop.services.trail_words import tell

    told = tell(trail, write)
    lines = [f"{told.title}: {told.figure}", told.ground]
    for section in told.sections:
        lines += ["", section.heading]
        wide = [row for row in section.rows if len(row) > 1]
        if wide:
            lines += [f"  {line}" for line in _aligned(wide)]
        lines += [f"  {row[0]}" for row in section.rows if len(row) == 1]
    return lines


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def write(value: Value, unit: Unit, currency: str) -> str:
    """Return a value in its unit as plain text; exact decimals keep their digits."""
    if value is None or isinstance(value, str):
        return value or "n/a"
    if unit is Unit.FRACTION:
        return text.percent(float(value), 2)
    if unit is Unit.BASIS_POINTS:
        return text.percent(float(value) / 10_000)
    named = unit in {Unit.MONEY, Unit.PRICE, Unit.RATE} and currency
    shown = _digits(value, unit)
    return f"{shown} {currency}" if named else shown


def _digits(value: Decimal | float, unit: Unit) -> str:
    if unit is Unit.MONEY:
        return f"{value:,.2f}"
    if isinstance(value, Decimal):
        return f"{value:.8g}" if unit is Unit.RATE else text.plain(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"


COMMANDS = (
    Command(
        "explain",
        "tell how a figure was made: method, inputs, parameters, warnings",
        explain,
        (
            option(
                "figure",
                metavar="FIGURE",
                nargs="?",
                help="its place, for example stress.portfolio.correlation or "
                "valuation.lines[SYMBOL].value; without one all are listed",
            ),
            AS_OF,
        ),
    ),
)
