"""The colours of every appearance can be read, and told apart by people who see fewer of them.

Colour vision is simulated with the matrices of Machado, Oliveira and Fernandes (2009) at full
severity, on linear light; distances are CIE 1976 in L*a*b* under D65.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from corridor_desktop.ui.appearance import APPEARANCES, LIGHT, Appearance
from corridor_desktop.ui.charts.paint import CORRIDOR, contrast

Array = npt.NDArray[np.float64]

TEXT, MARKS = 4.5, 3.0
THEMES_APART, SERIES_APART = 12.0, 10.0
"""Least distances between two colours that stand side by side in one picture."""

SEEN: dict[str, Array] = {
    "all": np.eye(3),
    "protan": np.array([
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "deutan": np.array([
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "tritan": np.array([
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])
EVERY = [pytest.param(look, id=name) for name, look in APPEARANCES.items()]


def linear(colour: str) -> Array:
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light: Array) -> Array:
    part = TO_XYZ @ np.clip(light, 0, 1) / WHITE
    root = np.where(part > 0.008856, np.cbrt(part), 7.787 * part + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def apart(one: str, other: str, seen: str) -> float:
    eyes = SEEN[seen]
    return float(np.linalg.norm(lab(eyes @ linear(one)) - lab(eyes @ linear(other))))


def confused(colours: dict[str, str], least: float) -> list[tuple[str, str, str, float]]:
    return [
        (seen, one, other, round(distance, 1))
        for seen in SEEN
        for one, other in combinations(colours, 2)
        if (distance := apart(colours[one], colours[other], seen)) < least
    ]


@pytest.mark.parametrize("look", EVERY)
def test_text_can_be_read_on_every_ground(look: Appearance) -> None:
    inks = ("text", "muted", "accent", "positive", "negative", "warning", "danger", "info")
    grounds = ("window", "surface", "raised", "accent_soft")
    low = {
        (ink, ground): round(ratio, 2)
        for ink in inks
        for ground in grounds
        if (ratio := contrast(getattr(look, ink), getattr(look, ground))) < TEXT
    }
    assert low == {}
    assert contrast(look.accent_text, look.accent) >= TEXT


@pytest.mark.parametrize("look", EVERY)
def test_marks_stand_out_from_the_ground(look: Appearance) -> None:
    marks = {**look.themes, **{f"series {n}": one for n, one in enumerate(look.series)}}
    assert [key for key, mark in marks.items() if contrast(mark, look.surface) < MARKS] == []


@pytest.mark.parametrize("look", EVERY)
def test_themes_are_told_apart(look: Appearance) -> None:
    shown = {key: look.themes[key] for key in (*CORRIDOR, "other", "untagged")}
    assert confused(shown, THEMES_APART) == []


@pytest.mark.parametrize("look", EVERY)
def test_series_are_told_apart(look: Appearance) -> None:
    shown = {str(place): colour for place, colour in enumerate(look.series[:7])}
    assert confused(shown, SERIES_APART) == []


@pytest.mark.parametrize("look", EVERY)
def test_gains_and_losses_are_told_apart(look: Appearance) -> None:
    for worn in (look, look.east_asian()):
        assert confused({"gain": worn.positive, "loss": worn.negative}, SERIES_APART) == []
        for tone in (worn.positive, worn.negative):
            assert contrast(tone, worn.surface) >= TEXT


def test_a_pair_that_is_confused_is_found() -> None:
    """Red and green of one lightness look the same without the middle cones."""
    assert apart(LIGHT.surface, LIGHT.text, "deutan") > 80
    assert confused({"red": "#a05a3c", "green": "#6e7837"}, SERIES_APART) != []
