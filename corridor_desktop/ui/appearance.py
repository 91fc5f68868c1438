"""Colours, spacing and type of the window: one place, three appearances, no Qt at import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPalette

UNIT = 8
"""The grid in device-independent pixels; all margins are multiples of it or half of it."""

SMALL, BODY, TITLE, BIG = 11, 13, 18, 28
"""Type sizes in pixels: notes and axes, everything else, page titles, the one big number."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """Named colours as ``#rrggbb``. ``themes`` colours the corridor themes and the rest, the same
    everywhere; ``series`` is the categorical order for other dimensions."""

    name: str
    dark: bool
    window: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    accent_text: str
    accent_soft: str
    positive: str
    negative: str
    warning: str
    danger: str
    info: str
    grid: str
    themes: Mapping[str, str]
    series: tuple[str, ...]

    def theme_colour(self, key: str, place: int = 0) -> str:
        """Return the colour of a theme, or one of the categorical colours for own themes."""
        return self.themes.get(key) or self.series[place % len(self.series)]

    def east_asian(self) -> Appearance:
        """Return the same with the colours of East Asian markets: gains red, losses blue."""
        return replace(self, positive=self.negative, negative=self.info)

    def palette(self) -> QPalette:
        """Return the palette for the Fusion style."""
        from PySide6.QtGui import QColor, QPalette

        roles = QPalette.ColorRole
        palette = QPalette()
        for role, colour in (
            (roles.Window, self.window),
            (roles.WindowText, self.text),
            (roles.Base, self.surface),
            (roles.AlternateBase, self.window),
            (roles.Text, self.text),
            (roles.Button, self.raised),
            (roles.ButtonText, self.text),
            (roles.ToolTipBase, self.raised),
            (roles.ToolTipText, self.text),
            (roles.PlaceholderText, self.muted),
            (roles.Highlight, self.accent),
            (roles.HighlightedText, self.accent_text),
            (roles.Link, self.accent),
            (roles.Mid, self.border),
            (roles.Dark, self.border),
            (roles.Shadow, self.border),
        ):
            palette.setColor(role, QColor(colour))
        for role in (roles.Text, roles.WindowText, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(self.muted))
        return palette


_LIGHT_SERIES = (
    "#0072b2",
    "#bd850e",
    "#09933f",
    "#9075d9",
    "#005493",
    "#be5032",
    "#47491f",
    "#7f7f7f",
)

LIGHT = Appearance(
    name="light", dark=False,
    window="#f5f6f8", surface="#ffffff", raised="#ffffff", border="#d9dde3",
    text="#1b1f24", muted="#5a6472", accent="#1f5fbf", accent_text="#ffffff",
    accent_soft="#e6eefb", positive="#177546", negative="#b3382c", warning="#8a5d00",
    danger="#b3261e", info="#1f5fbf", grid="#e7eaef",
    themes={
        "resource_transit": "#0072b2", "regional_rebalancing": "#c97800",
        "tourism_education": "#00916b", "other": "#6d5088", "untagged": "#858e9b",
        "cash": "#858e9b",
    },
    series=_LIGHT_SERIES,
)  # fmt: skip

DARK = Appearance(
    name="dark", dark=True,
    window="#15181d", surface="#1c2026", raised="#252a32", border="#363d48",
    text="#e8ebf0", muted="#9da7b5", accent="#6ea8ff", accent_text="#0b1524",
    accent_soft="#22344f", positive="#57c98b", negative="#ff8a7d", warning="#e3b341",
    danger="#ff7b72", info="#6ea8ff", grid="#2a3039",
    themes={
        "resource_transit": "#4ba3dd", "regional_rebalancing": "#f0a93b",
        "tourism_education": "#35c79a", "other": "#c0aec1", "untagged": "#78828f",
        "cash": "#78828f",
    },
    series=("#4ba3dd", "#ffb030", "#3eba86", "#baa0cd", "#80c8bc", "#dac95d", "#c7a56b", "#a5adb8"),
)  # fmt: skip

HIGH_CONTRAST = Appearance(
    name="high_contrast", dark=True,
    window="#000000", surface="#000000", raised="#0d0d0d", border="#ffffff",
    text="#ffffff", muted="#e0e0e0", accent="#ffd400", accent_text="#000000",
    accent_soft="#333000", positive="#5dff9b", negative="#ff9d94", warning="#ffd400",
    danger="#ff9d94", info="#7cc4ff", grid="#5c5c5c",
    themes={
        "resource_transit": "#7cc4ff", "regional_rebalancing": "#ffc04d",
        "tourism_education": "#5dffc8", "other": "#ac84ff", "untagged": "#c4c4c4",
        "cash": "#c4c4c4",
    },
    series=("#7cc4ff", "#ffc34b", "#5bf3ab", "#ffb3dc", "#fdeaff", "#ce6f53", "#ede684", "#c4c4c4"),
)  # fmt: skip

APPEARANCES = {found.name: found for found in (LIGHT, DARK, HIGH_CONTRAST)}
