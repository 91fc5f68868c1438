"""Newer versions by command: what was agreed to, agreeing, taking it back, asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.answer import NEEDS_YOU, Answer, Command, Outside, never, option
from corridor_desktop.domain.release import Consent

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.release import Release

_AGREED = {
    Consent.NONE: "It is not asked for newer versions.",
    Consent.WHEN_TOLD: "It is asked for newer versions only when you say so.",
    Consent.WEEKLY: "The window asks for newer versions once a week.",
}
_SENT = (
    "Asking sends nothing about you: it fetches one small signed list. As with any web request, "
    "the address of your connection and the time can be seen there."
)


def show(_: Namespace, outside: Outside) -> Answer:
    """Tell what was agreed to and who would be asked."""
    return _told(outside)


def allow(arguments: Namespace, outside: Outside) -> Answer:
    """Agree to asking."""
    outside.desk.releases.agree(Consent.WEEKLY if arguments.weekly else Consent.WHEN_TOLD)
    return _told(outside)


def forbid(_: Namespace, outside: Outside) -> Answer:
    """Take the agreement back."""
    outside.desk.releases.agree(Consent.NONE)
    return _told(outside)


def ask(_: Namespace, outside: Outside) -> Answer:
    """Ask the publisher's signed list for versions above this one; nothing is installed."""
    news = outside.desk.releases.ask(outside.job)
    document: dict[str, Any] = {
        "installed": str(news.installed),
        "newer": [_form(release) for release in news.newer],
        "issued": news.issued.isoformat(),
        "expires": news.expires.isoformat(),
    }
    newest = news.newest
    if newest is None:
        line = f"{news.installed} is the newest version, by the list of {news.issued:%d %B %Y}."
        return Answer(document, [line])
    lines = [f"{newest.version} is newer than {news.installed}: {newest.page}"]
    for release in news.newer:
        hole = ", closes a security hole" if release.security else ""
        lines += ["", f"{release.version} of {release.day:%d %B %Y}{hole}"]
        lines += [f"  - {change}" for change in release.changes]
    return Answer(document, lines, NEEDS_YOU)


def _form(release: Release) -> dict[str, Any]:
    return {
        "version": str(release.version),
        "day": release.day.isoformat(),
        "page": release.page,
        "security": release.security,
        "changes": list(release.changes),
    }


def _told(outside: Outside) -> Answer:
    desk = outside.desk.releases
    document = {
        "consent": desk.consent.value,
        "installed": str(desk.installed),
        "address": desk.publisher.address or None,
    }
    if not desk.publisher.known:
        document["address_reason"] = "this build names no publisher"
        return Answer(document, [_AGREED[desk.consent], "This build names no publisher to ask."])
    return Answer(document, [_AGREED[desk.consent], f"Asked is {desk.publisher.address}", _SENT])


COMMANDS = (
    Command("updates show", "tell whether newer versions are asked for, and whom", show, (), never),
    Command(
        "updates allow",
        "agree to asking for newer versions",
        allow,
        (option("--weekly", action="store_true", help="also let the window ask once a week"),),
        never,
    ),
    Command("updates forbid", "ask for newer versions no more", forbid, (), never),
    Command("updates ask", "ask whether there is a newer version", ask, (), never),
)
