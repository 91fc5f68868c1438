"""Tags: say how much of a holding hangs on which theme."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import Answer, Command, Outside, option
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.theme import FULL, Confidence

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.suggestion import Suggestion
    from corridor_desktop.domain.theme import ThemeTag


def tag(arguments: Namespace, outside: Outside) -> Answer:
    """Set shares of a holding, one for each theme named."""
    shares = dict(_share(word) for word in arguments.shares)
    instrument = outside.desk.tags.find(arguments.target)
    outside.desk.tags.set(
        instrument.id,
        shares,
        arguments.reason,
        arguments.source,
        Confidence(arguments.confidence),
        direct=arguments.direct,
    )
    return _tags_answer(outside)


def _share(word: str) -> tuple[str, int]:
    theme, mark, share = word.partition("=")
    try:
        percent = Decimal(share.removesuffix("%"))
    except InvalidOperation:
        percent = Decimal(-1)
    points = percent * FULL / 100 if percent.is_finite() else Decimal(-1)
    if not mark or not 0 <= points <= FULL or points != points.to_integral_value():
        raise UsageTrouble(
            "bad_share",
            f"{word!r} does not name a theme and a share.",
            "Write it like resource_transit=40% (0% removes the tag).",
        )
    return theme, int(points)


def tags(_: Namespace, outside: Outside) -> Answer:
    """List the tags in force."""
    return _tags_answer(outside)


def _tags_answer(outside: Outside) -> Answer:
    names, found = outside.desk.tags.in_force()
    rows = [
        (names[tag.instrument_id], tag.theme_id, f"{tag.basis_points / 100:g} %", tag.reason)
        for tag in found
    ]
    document = {
        "themes": [
            {"id": theme.id, "name": theme.name, "corridor": theme.corridor}
            for theme in outside.desk.tags.themes()
        ],
        "tags": [_tag_form(tag, names[tag.instrument_id]) for tag in found],
    }
    lines = text.table(("holding", "theme", "share", "reason"), rows, "  r")
    return Answer(document, lines or ["Nothing is tagged yet."])


def _tag_form(tag: ThemeTag, name: str) -> dict[str, Any]:
    return {
        "instrument": tag.instrument_id,
        "holding": name,
        "theme": tag.theme_id,
        "basis_points": tag.basis_points,
        "from": tag.valid_from.isoformat(),
        "recorded": tag.recorded.isoformat(),
        "reason": tag.reason,
        "source": tag.source,
        "confidence": str(tag.confidence),
        "driver": tag.driver or None,
    }


def suggest(_: Namespace, outside: Outside) -> Answer:
    """List what the theme pack says about the holdings; nothing is tagged by it."""
    names, found = outside.desk.tags.suggestions()
    rows = [
        (
            names[instrument],
            row.theme_id,
            f"{row.low / 100:g}-{row.high / 100:g} %",
            row.directness,
            row.source_date,
            row.reason,
        )
        for instrument, rows in found.items()
        for row in rows
    ]
    document = {
        "suggestions": [
            {"instrument": instrument, "holding": names[instrument], **_suggestion_form(row)}
            for instrument, rows in found.items()
            for row in rows
        ],
    }
    head = ("holding", "theme", "share", "directness", "source date", "reason")
    return Answer(document, text.table(head, rows) or ["The pack knows none of the holdings."])


def _suggestion_form(row: Suggestion) -> dict[str, Any]:
    return {
        "id": row.id,
        "theme": row.theme_id,
        "low": row.low,
        "high": row.high,
        "direction": row.direction,
        "directness": row.directness,
        "driver": row.driver,
        "reason": row.reason,
        "source": row.source_title,
        "address": row.source_address,
        "source_date": row.source_date,
        "confidence": row.confidence,
        "caution": row.caution or None,
        "investable": row.investable,
    }


COMMANDS = (
    Command(
        "tag",
        "say how much of a holding hangs on which theme",
        tag,
        (
            option("target", help="ticker, ISIN or name of a holding"),
            option("shares", nargs="+", metavar="THEME=SHARE", help="resource_transit=40%%"),
            option("--reason", default="", help="why"),
            option("--source", default="", help="where it is written"),
            option(
                "--confidence",
                choices=[str(word) for word in Confidence],
                default="medium",
                help="how sure you are",
            ),
            option(
                "--direct",
                action="store_true",
                help="the link is business there, not hope; needs the sanctions notice read",
            ),
        ),
    ),
    Command("tags", "list the tags in force", tags),
    Command("suggest", "list what the theme pack says about the holdings", suggest),
)
