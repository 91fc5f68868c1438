"""What the program says: calm and exact, without promises, advice or verdicts.

The sentences of ``resources/words`` are not the only ones: those written in window, command line,
report and shipped pages are held to the same rules.
"""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("ui", "cli", "services", "rules", "stress", "exposure", "performance", "planning")
_BRACES = re.compile(r"\{[{%].*?[}%]\}")  # what a template computes, not what it says
FORBIDDEN = {
    "a promise": r"\b(?:safe|safely|risk-free|guarantee[ds]?|foolproof|certain to)\b",
    "a proof that is none": r"\bcontagion (?:is |was )?prove[dn]\b|\bproves contagion\b",
    "a verdict": r"\bsanctioned (?:company|companies|person|entity|issuer)\b|\bis sanctioned\b",
    "advice": r"\byou (?:should|ought to) (?:buy|sell|hold|reduce|invest)\b"
    r"|\b(?:we|it is) (?:recommend|advise)\w*\b|\bgood time to\b|\b(?:buy|sell) now\b"
    r"|\bgood (?:buy|investment)\b|\b(?:strong )?(?:buy|sell) signal\b",
    "a p-value": r"\bp-values?\b|\bp ?[<=] ?0?\.\d",
}


def _literals(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of a module that a reader may see: all but docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))  # docstrings, and notes below a constant
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in silent:
            continue
        if isinstance(node.value, str):
            yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def _values(thing: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(thing, str):
        yield where, thing
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from _values(value, f"{where}: {key}")
    elif isinstance(thing, list):
        for value in thing:
            yield from _values(value, where)


def _texts() -> Iterator[tuple[str, str]]:
    for room in CODE:
        for path in sorted((ROOT / "corridor_desktop" / room).rglob("*.py")):
            yield from _literals(path)
    resources = ROOT / "resources"
    for folder in ("words", "methods", "policies"):
        for path in sorted((resources / folder).rglob("*.toml")):
            yield from _values(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    for path in sorted((*resources.rglob("*.md"), *resources.rglob("*.j2"))):
        if "licences" not in path.parts:
            yield path.name, _BRACES.sub("", path.read_text(encoding="utf-8"))
    for path in sorted((resources / "help" / "schemas").glob("*.json")):
        yield path.name, path.read_text(encoding="utf-8")
    for path in (resources / "theme_pack" / "pack.csv", resources / "episodes" / "episodes.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file), 1):
                yield from ((f"{path.name}:{number}", cell) for cell in row)


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    return list(_texts())


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_nobody_reads(texts: list[tuple[str, str]], kind: str) -> None:
    forbidden = re.compile(FORBIDDEN[kind], re.IGNORECASE)
    found = [
        f"{where}: {text[max(hit.start() - 40, 0) : hit.end() + 40]!r}"
        for where, text in texts
        for hit in forbidden.finditer(text)
    ]
    assert not found


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("a promise", "Your money is safe."),
        ("a promise", "A guaranteed return"),
        ("a proof that is none", "Contagion proven"),
        ("a verdict", "This is a sanctioned company."),
        ("advice", "You should sell it."),
        ("advice", "We recommend bonds."),
        ("a p-value", "significant, p < .05"),
    ],
)
def test_what_is_forbidden_is_found(kind: str, sentence: str) -> None:
    assert re.search(FORBIDDEN[kind], sentence, re.IGNORECASE)


def test_there_is_much_to_read(texts: list[tuple[str, str]]) -> None:
    """An empty search finds nothing wrong: hold that texts of every kind were read."""
    read = {where.partition(":")[0].partition("/")[2].partition("/")[0] for where, _ in texts}
    assert set(CODE) <= read
    assert {"stress.toml", "link.toml", "report.html.j2", "pack.csv", "theme.md"} <= {
        where.partition(":")[0] for where, _ in texts
    }
