"""What limits and stress look at: funds as one, or what they hold, as the user set it.

How a fund moves with KOSPI is always measured by its own closes: they are what happened to all
that it held. Looking through decides which themes its share of a fall belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridor_desktop.exposure.exposure import Dimension, Exposure
from corridor_desktop.exposure.look_through import look_through
from corridor_desktop.exposure.measure import measure_all
from corridor_desktop.services.settings import setting

if TYPE_CHECKING:
    from corridor_desktop.domain.theme import ThemeTag
    from corridor_desktop.services.portfolio_data import PortfolioData
    from corridor_desktop.valuation.valuation import Valuation

Exposures = Mapping[Dimension, Exposure]

AS_HELD = (Dimension.HOLDING, Dimension.ACCOUNT)
"""Along these, what the accounts themselves hold counts, looked through or not."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A valuation as limits and stress look at it.

    ``plain`` are the exposures with funds as one, ``all_through`` those with funds looked through
    (empty when no held fund can be), ``exposures`` those that limits and stress count with.
    ``through`` is the divided valuation, ``None`` unless limits and stress count with it.
    """

    plain: Exposures
    exposures: Exposures
    all_through: Exposures
    through: Valuation | None = None


def see(
    data: PortfolioData, valuation: Valuation, tags: Mapping[str, tuple[ThemeTag, ...]]
) -> Seen:
    """Return a valuation as limits and stress look at it, given the tags in force."""
    plain = measure_all(valuation, tags, data.tags.themes)
    if not any(line.instrument.id in data.funds for line in valuation.lines):
        return Seen(plain, plain, {})
    divided = look_through(valuation, data.funds, data.instruments)
    through = measure_all(divided, tags, data.tags.themes)
    if setting(data.settings, "look_through") != "limits":
        return Seen(plain, plain, through)
    return Seen(plain, {**through, **{by: plain[by] for by in AS_HELD}}, through, divided)
