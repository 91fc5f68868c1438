"""Sanctions lists that the user brings: read them, hold the holdings against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import NEEDS_YOU, Answer, Command, Outside, never, option
from corridor_desktop.cli.commands.review import day
from corridor_desktop.domain.message import Message
from corridor_desktop.services.list_shelf import notes
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date

    from corridor_desktop.screening.screen import Hit, Subject
    from corridor_desktop.services.list_shelf import Kept
    from corridor_desktop.services.screen_holdings import Screened, Screening


def add(arguments: Namespace, outside: Outside) -> Answer:
    """Bring list files; one that cannot be read leaves the one before it in use."""
    dated = day(arguments.dated) if arguments.dated else None
    for name in arguments.files:
        outside.desk.sanctions.add(Path(name), dated)
    return lists(arguments, outside)


def remove(arguments: Namespace, outside: Outside) -> Answer:
    """Take a list away."""
    outside.desk.sanctions.remove(arguments.list)
    return lists(arguments, outside)


def lists(_: Namespace, outside: Outside) -> Answer:
    """Say which lists are here, of which day, and which are old."""
    today, kept = outside.desk.clock.today(), outside.desk.sanctions.lists()
    rows = [
        (found.role, found.dated, f"{found.age(today)} days", f"{found.entries:,}", found.title)
        for found in kept
    ]
    lines = text.table(("list", "of", "age", "entries", "title"), rows, "  rr")
    for found in kept:
        lines += [f"{found.role}: {say(note)}" for note in notes(found, today)]
    document = {"lists": [list_form(found, today) for found in kept]}
    return Answer(document, lines or [say(Message.of("screening.no_lists"))])


def list_form(kept: Kept, today: date) -> dict[str, Any]:
    """Return one list as JSON."""
    return {
        "list": kept.role,
        "title": kept.title,
        "file": kept.name,
        "sha256": kept.sha256,
        "dated": kept.dated,
        "dated_by": kept.dated_by,
        "age_days": kept.age(today),
        "stale": kept.stale(today),
        "rows": kept.rows,
        "entries": kept.entries,
        "notes": [say(note) for note in notes(kept, today)],
    }


def screen(arguments: Namespace, outside: Outside) -> Answer:
    """Hold the holdings, or one name or identifier, against the lists."""
    desk = outside.desk.sanctions
    asked = _asked(arguments)
    found = desk.screen() if asked is None else desk.screen_one(asked)
    document = {
        "lists": [list_form(kept, found.today) for kept in found.lists],
        "screened": [_screened_form(each, found) for each in found.screened],
        "to_check": len(found.to_check),
        "similar": len(found.similar),
        "limits": say(Message.of("screening.limits")),
    }
    needs = bool(found.to_check or found.stale or not found.lists)
    return Answer(document, _lines(found), NEEDS_YOU if needs else 0)


def _screened_form(each: Screened, found: Screening) -> dict[str, Any]:
    return {
        "holding": each.label,
        "name": each.name,
        "country": each.country,
        "match": str(each.strongest) if each.strongest else None,
        "hits": [_hit_form(hit, found) for hit in each.hits],
    }


def _hit_form(hit: Hit, found: Screening) -> dict[str, Any]:
    return {
        "match": str(hit.match),
        "list": hit.role,
        "entry": hit.listed.id,
        "listed_name": hit.listed.name,
        "on": hit.on,
        "score": hit.score,
        "programs": list(hit.listed.programs),
        "countries": list(hit.listed.countries),
        "message": _told(hit, found),
    }


def _told(hit: Hit, found: Screening) -> str:
    from corridor_desktop.services.screen_holdings import told

    return say(told(hit, {kept.role: kept for kept in found.lists}))


def _lines(found: Screening) -> list[str]:
    if not found.lists:
        return [say(Message.of("screening.no_lists"))]
    lines = [
        f"{each.name}: {_told(hit, found)}"
        for each in found.to_check
        for hit in each.hits
        if hit.match != "similar_name"
    ]
    lines = lines or [say(Message.of("screening.none"))]
    if found.similar:
        lines += ["", "Similar names, probably not the same:"]
        lines += [
            f"  {each.name}: {hit.on} ({', '.join(hit.listed.countries) or 'country not stated'})"
            for each in found.similar
            for hit in each.hits
        ]
    lines.append("")
    for kept in found.lists:
        lines.append(f"{kept.title}, of {kept.dated}.")
        lines += [f"  {say(note)}" for note in notes(kept, found.today)]
    return [*lines, say(Message.of("screening.limits"))]


def _asked(arguments: Namespace) -> Subject | None:
    from corridor_desktop.screening.screen import Subject

    if not (arguments.name or arguments.isin or arguments.lei or arguments.ticker):
        return None
    return Subject(
        "asked",
        tuple(arguments.name),
        tuple(isin.upper() for isin in arguments.isin),
        tuple(lei.upper() for lei in arguments.lei),
        tuple(ticker.upper() for ticker in arguments.ticker),
    )


def _asks_nothing(arguments: Namespace) -> bool:
    return _asked(arguments) is None


def compare(arguments: Namespace, outside: Outside) -> Answer:
    """Hold pairs of names against each other, so that the matching can be checked."""
    found = outside.desk.sanctions.compare(Path(arguments.file))
    document: dict[str, Any] = {
        "pairs": [
            {
                "name1": pair.one,
                "name2": pair.other,
                "likeness": pair.likeness,
                "same": pair.same,
                "labelled": pair.labelled,
            }
            for pair in found.pairs
        ],
        "precision": found.precision,
        "recall": found.recall,
        "f1": found.f1,
    }
    if found.f1 is None:
        document["f1_reason"] = "no row says whether it is a match, or none is one"
    rows = [
        (f"{pair.likeness:.3f}", "alike" if pair.same else "", pair.one, pair.other)
        for pair in found.pairs
    ]
    lines = text.table(("likeness", "", "name 1", "name 2"), rows, "r")
    if found.f1 is not None:
        lines.append(f"F1 {found.f1:.3f} over {len(found.pairs)} pairs.")
    return Answer(document, lines)


def notice(arguments: Namespace, outside: Outside) -> Answer:
    """Show the sanctions notice; ``--seen`` writes down that it was read."""
    words = outside.desk.sanctions.notice()
    if arguments.seen:
        outside.desk.sanctions.see_notice()
    document = {"notice": words, "seen": bool(arguments.seen)}
    return Answer(document, words.rstrip().splitlines())


def _marks_seen(arguments: Namespace) -> bool:
    return bool(arguments.seen)


COMMANDS = (
    Command(
        "sanctions add",
        "bring sanctions list files that you downloaded",
        add,
        (
            option("files", nargs="+", metavar="FILE", help="sdn.csv, consolidated.xml, ..."),
            option("--dated", metavar="DATE", help="the day of the list, where the file has none"),
        ),
        never,
    ),
    Command("sanctions lists", "which lists are here, and how old they are", lists, (), never),
    Command(
        "sanctions remove",
        "take a list away",
        remove,
        (option("list", help="its id, as `sanctions lists` names it"),),
        never,
    ),
    Command(
        "sanctions screen",
        "hold the holdings, or one name, against the lists",
        screen,
        (
            option("--name", action="append", default=[], help="a name instead of the holdings"),
            option("--isin", action="append", default=[], help="an ISIN instead of the holdings"),
            option("--lei", action="append", default=[], help="an LEI instead of the holdings"),
            option("--ticker", action="append", default=[], help='such as "601186 CN"'),
        ),
        _asks_nothing,
    ),
    Command(
        "sanctions compare",
        "hold the pairs of names in a CSV file against each other",
        compare,
        (option("file", help="columns name1, name2 and perhaps is_match"),),
        never,
    ),
    Command(
        "sanctions notice",
        "show the sanctions notice",
        notice,
        (option("--seen", action="store_true", help="write down that you have read it"),),
        _marks_seen,
    ),
)
