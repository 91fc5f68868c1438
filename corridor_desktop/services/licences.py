"""What the program is made of and under which licences, told from what is really installed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata

from corridor_desktop.host.paths import resource_folder

_OWN = "corridor-desktop"
_TEXT = re.compile(r"(?i)(?:^|/)[^/]*(?:licen[cs]e|copying|notice|authors)[^/]*$")
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True, slots=True)
class Component:
    """One package: its name, version, licence as it names it, and the texts that come with it."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...] = ()


def components() -> tuple[Component, ...]:
    """Return every package that the program runs on here, by name.

    In a built app these are all packages inside; from an installation those that the program
    requires, directly or through others.
    """
    names = _required()
    found = {
        _folded(each.name): _component(each)
        for each in metadata.distributions()
        if names is None or _folded(each.name) in names
    }
    return tuple(found[name] for name in sorted(found))


def licences_page() -> str:
    """Return everything to read about licences as Markdown: notice, list, texts."""
    found = components()
    folder = resource_folder() / "licences"
    rows = [f"| {part.name} | {part.version} | {part.licence} |" for part in found]
    table = ["| package | version | licence |", "|---|---|---|", *rows]
    pages = [(folder / "notice.md").read_text(encoding="utf-8"), "\n".join(table)]
    for part in found:
        pages += [_quoted(part.name, text) for text in part.texts]
    for path in sorted(folder.glob("*.txt")):
        pages.append(_quoted(path.stem, path.read_text(encoding="utf-8")))
    return "\n\n".join(pages)


def _quoted(title: str, text: str) -> str:
    return f"## {title}\n\n~~~\n{text.replace('~~~', '---').strip()}\n~~~"


def _required() -> set[str] | None:
    """Return the folded names of what this installation requires, ``None`` in a built app."""
    try:
        left = list(metadata.distribution(_OWN).requires or ())
    except metadata.PackageNotFoundError:
        return None
    seen: set[str] = set()
    while left:
        name = _folded(_name(left.pop()))
        if name in seen:
            continue
        try:
            requires = metadata.distribution(name).requires or ()
        except metadata.PackageNotFoundError:
            continue  # a requirement of another platform
        seen.add(name)
        left += [line for line in requires if "extra ==" not in line]
    return seen


def _component(found: metadata.Distribution) -> Component:
    listed = [str(path) for path in found.files or ()]
    inside = [path.partition(".dist-info/")[2] for path in listed if _TEXT.search(path)]
    declared = found.metadata.get_all("License-File") or ()
    names = dict.fromkeys((*inside, *(f"licenses/{name}" for name in declared), *declared))
    texts = dict.fromkeys(_read(found, name) for name in names if name)
    return Component(found.name, found.version, _licence(found), tuple(filter(None, texts)))


def _read(found: metadata.Distribution, name: str) -> str:
    try:
        return (found.read_text(name) or "").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _licence(found: metadata.Distribution) -> str:
    named = ("License-Expression", "License")
    said = next((found.metadata[key] for key in named if key in found.metadata), "")
    if said.strip() and "\n" not in said.strip() and len(said) <= 90:
        return said.strip()
    classes = found.metadata.get_all("Classifier") or ()
    kinds = [kind.removeprefix(_CLASSIFIER) for kind in classes if kind.startswith(_CLASSIFIER)]
    return " or ".join(kinds) or "see its text"


def _name(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0]


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
