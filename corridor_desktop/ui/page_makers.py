"""What makes each page; a page's module is imported when it is first visited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridor_desktop.ui.pages.page import Page
    from corridor_desktop.ui.state import AppState


def page_makers() -> dict[str, Callable[[AppState], Page]]:
    """Return what makes each page; the modules are imported when a page is first visited."""
    return {
        "overview": _overview,
        "holdings": _holdings,
        "exposure": _exposure,
        "stress": _stress,
        "limits": _limits,
        "what_if": _what_if,
        "timeline": _timeline,
        "imports": _imports,
        "settings": _settings,
    }


def _overview(state: AppState) -> Page:
    from corridor_desktop.ui.pages.overview.page import OverviewPage

    return OverviewPage(state)


def _holdings(state: AppState) -> Page:
    from corridor_desktop.ui.pages.holdings.page import HoldingsPage

    return HoldingsPage(state)


def _exposure(state: AppState) -> Page:
    from corridor_desktop.ui.pages.exposure.page import ExposurePage

    return ExposurePage(state)


def _stress(state: AppState) -> Page:
    from corridor_desktop.ui.pages.stress.page import StressPage

    return StressPage(state)


def _limits(state: AppState) -> Page:
    from corridor_desktop.ui.pages.limits.page import LimitsPage

    return LimitsPage(state)


def _what_if(state: AppState) -> Page:
    from corridor_desktop.ui.pages.what_if.page import WhatIfPage

    return WhatIfPage(state)


def _timeline(state: AppState) -> Page:
    from corridor_desktop.ui.pages.timeline.page import TimelinePage

    return TimelinePage(state)


def _imports(state: AppState) -> Page:
    from corridor_desktop.ui.pages.imports.page import ImportsPage

    return ImportsPage(state)


def _settings(state: AppState) -> Page:
    from corridor_desktop.ui.pages.settings.page import SettingsPage

    return SettingsPage(state)
