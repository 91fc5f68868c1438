"""`explain`: any number of `review --json` by its own path, and all methods behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from corridor_desktop.cli.commands.explain import trail_at
from corridor_desktop.cli.forms import review_form
from corridor_desktop.services.methods import methods
from corridor_desktop.services.review import Review
from tests.cli.conftest import Program
from tests.support.reviews import SITUATIONS

EXACT = re.compile(r"-?\d+(\.\d+)?")


@cache
def _review(name: str) -> Review:
    return SITUATIONS[name]()


def _leaves(thing: Any, path: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield from _leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(thing, list):
        for place, value in enumerate(thing):
            yield from _leaves(value, f"{path}[{place}]")
    elif isinstance(thing, str):
        if EXACT.fullmatch(thing):
            yield path, float(thing)
    elif isinstance(thing, int | float) and not isinstance(thing, bool):
        yield path, float(thing)


@pytest.mark.parametrize("name", [name for name in SITUATIONS if name != "huge"])
def test_every_number_of_the_json_is_explained_as_itself(name: str) -> None:
    """The path leads to a trail, and the trail's value is the very number that was asked about."""
    review = _review(name)
    document = review_form(review)
    listed = {path for method in document.pop("methods") for path in method["figures"]}
    seen: set[str] = set()
    for path, value in _leaves(document):
        kind = re.sub(r"\[\d+\]", "[]", path)
        if kind in seen:
            continue
        seen.add(kind)
        trail = trail_at(review, path)
        assert trail.value is not None, path
        assert float(trail.value) == pytest.approx(value, rel=1e-12), path
    assert seen == listed


def test_a_figure_is_told_as_json_and_as_text(sample: Program) -> None:
    found = sample.json("explain", "explain", "stress.portfolio.correlation")["trail"]
    shown = sample.json("review", "review")["stress"]["portfolio"]["correlation"]
    assert (found["value"], found["low"], found["n"]) == (shown["value"], shown["low"], shown["n"])
    assert found["method"]["id"] == "pearson"
    assert found["inputs"][0]["n"] == 753
    text = sample("explain", "stress.portfolio.correlation").out
    for part in (found["method"]["formula"], found["warnings"][0]["message"], "n = 748"):
        assert part in text


@pytest.mark.parametrize(
    "figure",
    [
        "valuation.lines[HGIL.SIM].gain", "valuation.cash", "exposure.theme.slices[0].weight",
        "stress.shock_at[-0.07].global.loss", "stress.holdings[0].beta_korea.high",
        "stress.risk.by_holding[1].low", "findings[0].measured", "performance.twr",
    ],
)  # fmt: skip
def test_every_kind_of_figure_fits_the_schema(sample: Program, figure: str) -> None:
    assert sample.json("explain", "explain", figure)["trail"]["value"] is not None


def test_without_a_figure_all_methods_are_listed(sample: Program) -> None:
    found = sample.json("explain", "explain")["methods"]
    assert {each["id"] for each in found} <= methods().keys()
    assert len(found) > 40
    assert found == sample.json("review", "review")["methods"]
    assert "stress.portfolio.co_move.value" in sample("explain").out


def test_what_is_not_there_is_said(sample: Program) -> None:
    said = sample("explain", "valuation.lines[99].value", "--json")
    assert said.code == 2
    assert said.document["error"]["code"] == "no_figure"
