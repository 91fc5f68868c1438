"""The guide: the very pages of the documentation, and those that are made from shipped data.

The window shows them and the documentation is built from them, so that neither drifts from the
other. Pictures are left to the documentation; links lead from page to page.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.host.paths import resource_folder
from corridor_desktop.services.methods import methods
from corridor_desktop.services.resources import read_help
from corridor_desktop.services.settings import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A page by the name of its file without ``.md``, and what it is called in a list."""

    name: str
    title: str


PAGES = (
    GuidePage("getting-started", "Install and first look"),
    GuidePage("brokers", "Brokers and their exports"),
    GuidePage("tutorial-import", "From a broker's file to a portfolio"),
    GuidePage("tutorial-stress", "What a bad day in Seoul costs"),
    GuidePage("tutorial-limits", "Limits, and the way back inside"),
    GuidePage("methods", "How figures are made"),
    GuidePage("figures", "Every method in full"),
    GuidePage("limits", "Every limit"),
    GuidePage("settings", "Every setting"),
    GuidePage("charts", "Every picture"),
    GuidePage("privacy", "What leaves your machine"),
    GuidePage("threat-model", "Threat model"),
    GuidePage("faq", "Questions"),
)
_NAMES = frozenset(page.name for page in PAGES)
_HEADING = re.compile(r"^#+ +", re.MULTILINE)
_PICTURE = re.compile(r"^ *!\[[^\]]*\]\([^)]*\)\n?", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\(([\w/-]+)\.md(?:#[\w-]*)?\)")


def read_page(name: str) -> str:
    """Return a page for the window as Markdown. Raises KeyError when there is none of that name."""
    if name not in _NAMES:
        raise KeyError(name)
    text = MADE[name]() if name in MADE else _file(name).read_text(encoding="utf-8")
    return _LINK.sub(_linked, _PICTURE.sub("", text))


def _linked(found: re.Match[str]) -> str:
    """Keep a link to another page of the guide; of others only the words stay."""
    return found.group(0) if found.group(2) in _NAMES else found.group(1)


def _file(name: str) -> Path:
    """Return where a page lies: beside the help of an installation, or in a source tree."""
    shipped = resource_folder() / "help" / "guide" / f"{name}.md"
    return shipped if shipped.is_file() else resource_folder().parent / "docs" / f"{name}.md"


def brokers() -> str:
    """Return how to get an export out of every known broker, as each one's own menu names it."""
    rows = []
    for path in sorted((resource_folder() / "profiles").glob("*.toml")):
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
        kinds = sorted({layout.get("kind", "") for layout in profile.get("layout", ())} - {""})
        if profile.get("menu"):
            menu = profile["menu"].replace("|", r"\|")
            rows.append(f"| {profile.get('broker', path.stem)} | {menu} | {', '.join(kinds)} |")
    head = ("| broker | menu path of the export | what is read |", "|---|---|---|")
    return "\n\n".join((_ABOUT_BROKERS, "\n".join((*head, *rows)), _THEN))


def limits() -> str:
    """Return the help pages of all limits as one page, a heading lower."""
    pages = sorted((resource_folder() / "help" / "limits").glob("*.md"))
    texts = [f"#{path.read_text(encoding='utf-8').strip()}" for path in pages]
    intro = "# Limits\n\nThe same pages that the window shows beside each limit."
    return "\n\n".join((intro, *texts))


def figures() -> str:
    """Return every method with its formula, source, needs, and what it cannot tell."""
    texts = []
    for found in methods().values():
        needs = "; ".join(found.needs) or "nothing further"
        lines = [
            f"## {found.name}",
            f"`{found.id}`, version {found.version}",
            f"- **Formula:** {found.formula}",
            f"- **Source:** {found.source}",
            f"- **Needs:** {needs}",
            f"- **Cannot tell:** {found.cannot}",
        ]
        texts.append("\n\n".join((lines[0], lines[1], "\n".join(lines[2:]))))
    return "\n\n".join((_ABOUT_FIGURES, *texts))


def settings() -> str:
    """Return every setting with its help, its choices and what holds while nothing is chosen."""
    texts = ["# Every setting\n\nAs on the settings page, and for `corridor-desktop settings`."]
    for found in SETTINGS:
        words = dict(found.choices)
        usual = words.get(found.default, found.default) or "empty"
        lines = [f"## {found.title}", found.help, f"- **At first:** {usual}"]
        if words:
            lines[-1] += f"\n- **Choices:** {'; '.join(words.values())}"
        texts.append("\n\n".join(lines))
    return "\n\n".join(texts)


def charts() -> str:
    """Return what every picture shows, and what it does not."""
    return read_help("charts.md")


@dataclass(frozen=True, slots=True)
class Found:
    """A passage: the row of its page in ``PAGES``, its heading, and its text as Markdown."""

    row: int
    heading: str
    text: str


@cache
def passages() -> tuple[Found, ...]:
    """Return the whole guide cut at its headings, in the order of the pages."""
    made = []
    for row, page in enumerate(PAGES):
        for part in _HEADING.split(read_page(page.name)):
            heading, _, text = part.partition("\n")
            if text.strip():
                made.append(Found(row, heading.strip(" #`*"), text.strip()))
    return tuple(made)


def search(words: str) -> tuple[Found, ...]:
    """Return the passages that hold every word, those with the words in their heading first."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    hits = []
    for found in passages():
        heading, whole = found.heading.casefold(), f"{found.heading} {found.text}".casefold()
        if all(word in whole for word in wanted):
            hits.append((-sum(word in heading for word in wanted), found))
    return tuple(found for _, found in sorted(hits, key=lambda hit: hit[0]))


def passage(name: str, heading: str) -> str:
    """Return one passage of a page as Markdown, empty where there is none of that heading."""
    row = next(place for place, page in enumerate(PAGES) if page.name == name)
    same = (one for one in passages() if one.row == row and one.heading == heading)
    return next((f"# {one.heading}\n\n{one.text}" for one in same), "")


MADE: dict[str, Callable[[], str]] = {
    "brokers": brokers,
    "limits": limits,
    "figures": figures,
    "settings": settings,
    "charts": charts,
}
"""Pages that are made from shipped data."""

_ABOUT_BROKERS = """# Brokers

Where the export is, as each broker's own menu names it. The file is known by its header, whatever
its name; any other table is read by its column names, and what is doubtful is asked."""

_THEN = """Then choose *File > Import broker files*, or on the command line
`corridor-desktop import FILE --account NAME`. `--dry-run` shows what would happen and touches
nothing. [Step by step](tutorial-import.md)."""

_ABOUT_FIGURES = """# Every method in full

The same entries that the program shows behind a figure: what is computed, after whom, from how
much data, and what it cannot tell. [In short](methods.md)."""
