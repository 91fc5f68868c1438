"""The timeline by command: list crises and milestones, add and remove own ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import Answer, Command, Outside, option
from corridor_desktop.cli.commands.review import AS_OF, day, made
from corridor_desktop.domain.episode import CRISIS, MILESTONE, OWN, Episode

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.stress.report import EpisodeRow


def show(arguments: Namespace, outside: Outside) -> Answer:
    """List crises and milestones, newest first, with what KOSPI did."""
    review = made(arguments, outside)
    found = outside.desk.events.rows(review)
    kept = [row for row in found if arguments.kind in {None, row.episode.kind}]
    head = ("date", "kind", "what", "first session", "week", "source")
    rows = [
        (
            row.episode.day.isoformat(),
            row.episode.kind,
            row.episode.title,
            text.percent(row.kospi_first),
            text.percent(row.kospi_week),
            row.episode.source or ("your own" if row.episode.number is not None else ""),
        )
        for row in kept
    ]
    return Answer({"events": [_form(row) for row in kept]}, text.table(head, rows, "   rr"))


def _form(row: EpisodeRow) -> dict[str, Any]:
    episode = row.episode
    return {
        "id": episode.number,
        "date": episode.day.isoformat(),
        "end": episode.end.isoformat() if episode.end else None,
        "kind": episode.kind,
        "topic": episode.topic,
        "title": episode.title,
        "source": episode.source,
        "address": episode.address,
        "checked": episode.checked,
        "first_session": episode.reaction.session.isoformat() if episode.reaction else None,
        "kospi_first": row.kospi_first,
        "kospi_week": row.kospi_week,
        "worst_within_ten": row.worst,
        "sessions_to_recover": row.recovery,
        "felt": row.felt,
        "proxied": row.proxied,
    }


def add(arguments: Namespace, outside: Outside) -> Answer:
    """Add an own crisis or milestone."""
    number = outside.desk.events.add(
        Episode(
            day=day(arguments.date),
            kind=arguments.kind,
            topic=arguments.topic,
            title=arguments.title,
            source=arguments.source,
            address=arguments.address,
            checked=OWN,
            end=day(arguments.end) if arguments.end else None,
        )
    )
    return Answer({"id": number}, [f"Added as event {number}."])


def remove(arguments: Namespace, outside: Outside) -> Answer:
    """Remove an own event."""
    outside.desk.events.remove(arguments.id)
    return Answer({"id": arguments.id}, [f"Removed event {arguments.id}."])


_KIND = (CRISIS, MILESTONE)

COMMANDS = (
    Command(
        "events list",
        "crises and milestones of the corridor, and what KOSPI did",
        show,
        (option("--kind", choices=_KIND, help="only these"), AS_OF),
    ),
    Command(
        "events add",
        "add an own crisis or milestone",
        add,
        (
            option("date", metavar="DATE", help="YYYY-MM-DD"),
            option("title", help="what happened"),
            option("--kind", choices=_KIND, default=CRISIS, help="default: crisis"),
            option("--topic", required=True, help="finer kind, for example missile"),
            option("--source", default="", help="where it is written"),
            option("--address", default="", help="its web address"),
            option("--end", metavar="DATE", help="its last day, when it took longer"),
        ),
    ),
    Command(
        "events remove",
        "remove an own event",
        remove,
        (option("id", type=int, metavar="ID", help="as `events list --json` names it"),),
    ),
)
