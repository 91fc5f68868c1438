"""What several workloads begin with."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.bench.inputs import AT, PORTFOLIO

if TYPE_CHECKING:
    from corridor_desktop.services.make_review import Material
    from corridor_desktop.services.portfolio_data import PortfolioData
    from corridor_desktop.services.ports import PriceFeed


@dataclass(frozen=True, slots=True)
class StandingClock:
    """A clock that stands still, so that every run looks at the same day."""

    at: datetime = AT

    def now(self) -> datetime:
        """Return the one instant."""
        return self.at

    def today(self) -> date:
        """Return its day."""
        return self.at.date()


def no_feed() -> PriceFeed:
    """Refuse to go online. Raises RuntimeError."""
    raise RuntimeError("a benchmark asks nothing online")


def own_folder(folder: Path, name: str) -> Path:
    """Return a fresh folder to write into, beside the inputs."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder))


def loaded(folder: Path) -> PortfolioData:
    """Return the content of the invented portfolio. Raises FileTrouble."""
    from corridor_desktop.services.portfolio_file import load
    from corridor_desktop.store.portfolio import PortfolioStore

    with PortfolioStore.open(folder / PORTFOLIO, AT) as store:
        return load(store, AT.date())


def material(folder: Path) -> Material:
    """Return what a review is made from. Raises FileTrouble."""
    from corridor_desktop.services.make_review import Material as Made

    return Made(loaded(folder), (), (), frozenset())
