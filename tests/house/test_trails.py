"""No figure without its trail: every number of every review is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.domain.finding import Finding
from corridor_desktop.domain.trail import Trail, Unit
from corridor_desktop.rules.registry import RULES
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.figures import SHOWN, figures, find, pattern
from corridor_desktop.services.methods import made, method_at, methods
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.services.review import Review
from corridor_desktop.services.trails import trail_of
from corridor_desktop.services.words import catalogue
from tests.conftest import StoppedClock
from tests.support.reviews import SITUATIONS


def _no_feed() -> PriceFeed:
    raise AssertionError("nothing is fetched here")


def _sample(folder: Path) -> Review:
    desk = Desk(StoppedClock(), _no_feed)
    desk.open_sample(folder)
    return desk.review()


def _one_of_a_kind(review: Review) -> dict[str, str]:
    """Return one place of each kind, the first, so that long series are asked about once."""
    kinds: dict[str, str] = {}
    for part in SHOWN:
        for place, _ in figures(getattr(review, part), part):
            kinds.setdefault(_kind(review, place), place)
    return kinds


def _kind(review: Review, place: str) -> str:
    """Return the pattern of a place, with the limit where a finding is held against one."""
    if not place.startswith("findings"):
        return pattern(place)
    return f"{pattern(place)}|{getattr(find(review, place)[2], 'limit', '')}"


@pytest.fixture(scope="module", params=[*(name for name in SITUATIONS if name != "huge"), "sample"])
def review(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Review:
    if request.param == "sample":
        return _sample(tmp_path_factory.mktemp("sample"))
    return SITUATIONS[request.param]()


def test_every_figure_has_a_trail(review: Review) -> None:
    known = catalogue()
    bare = []
    for place in _one_of_a_kind(review).values():
        if method_at(pattern(place)) is None:
            bare.append(place)
            continue
        found = trail_of(review, place)
        assert found.name
        _speaks(found, known)
    assert not bare


def _speaks(found: Trail, known: dict[str, str]) -> None:
    """Hold that everything a trail says can be worded."""
    said = [each.what for each in found.inputs]
    said += [each.what for each in found.parameters]
    said += found.warnings
    said += [found.part] if found.part is not None else []
    assert not [message.code for message in said if message.code not in known], found.place
    assert not [each for each in found.inputs if each.unit is not Unit.TEXT and each.value is None]


def test_figures_with_a_choice_name_the_method_that_made_them(review: Review) -> None:
    """What a measure or a limit calls its method is what the trail explains."""
    wrong = set()
    asked = (
        place
        for part in ("stress", "findings")
        for place, _ in figures(getattr(review, part), part)
        if place.endswith((".value", ".measured"))
    )
    for place in asked:
        one = find(review, place)[-2]
        if isinstance(one, Estimate | Finding):
            word = one.method if isinstance(one, Estimate) else one.limit
            entry = method_at(pattern(place), word)
            if entry is None or word not in entry.when:
                wrong.add((pattern(place), word))
    assert not wrong


def test_no_method_is_idle(tmp_path: Path) -> None:
    used = set()
    for make in (*(SITUATIONS[n] for n in SITUATIONS if n != "huge"), lambda: _sample(tmp_path)):
        review = make()
        used |= {trail_of(review, place).method.id for place in _one_of_a_kind(review).values()}
    # Needs a portfolio of statements without prices, of thin trade, or of funds with lists.
    rare = {"modified_dietz", "weekly_ols", "look_through"}
    assert methods().keys() - used <= rare


def test_every_limit_has_a_method() -> None:
    words = {word for entry in made()["findings[]"] for word in entry.when}
    assert {rule.id for rule in RULES} <= words


def test_methods_are_whole_and_promise_nothing() -> None:
    for name, method in methods().items():
        assert method.version >= 1, name
        for text in (method.name, method.formula, method.source, method.cannot, *method.needs):
            assert text.strip(), name
