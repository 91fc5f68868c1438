"""What is said about several things moving at once, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.message import Message

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that can be moved. ``key`` is its word on the command line."""

    key: str
    label: Message
    symbol: str


@dataclass(frozen=True, slots=True, eq=False)
class FactorModel:
    """Weekly means and covariances (fractions over five sessions) of factors and holdings.

    ``mean`` (k + 1) and ``covariance`` (k + 1 x k + 1) are of the ``factors`` and, last, of the
    portfolio; ``holding_mean`` (m) and ``holding_cross`` (m x k) are weight x return of ``keys``
    and their covariance with the factors. ``n`` overlapping weeks, worth ``n_eff``.
    """

    factors: tuple[Factor, ...]
    mean: npt.NDArray[np.float64]
    covariance: npt.NDArray[np.float64]
    keys: tuple[tuple[str, str], ...]
    holding_mean: npt.NDArray[np.float64]
    holding_cross: npt.NDArray[np.float64]
    n: int
    n_eff: float
    start: date
    end: date
    share: float


@dataclass(frozen=True, slots=True)
class FactorMove:
    """What a factor does: as asked, or as expected with a 95 % band. Fractions."""

    factor: Factor
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class HoldingMove:
    """What a holding adds to the portfolio's expected move, as a fraction of the portfolio."""

    key: str
    label: str
    loss: float


@dataclass(frozen=True, slots=True)
class Joint:
    """The portfolio's expected ``move`` when ``shocks`` happen together within ``horizon``.

    ``low`` .. ``high`` hold 95 % of outcomes under the normal, ``fat_low`` .. ``fat_high`` under
    Student's t with ``dof`` degrees. ``distance`` is d^2 of the shocks, ``plausibility`` and
    ``fat_plausibility`` the chance of shocks at least as far; ``badge`` is ``usual``, ``rare``,
    ``extreme`` or ``contradictory`` and ``said`` its sentence.
    """

    shocks: tuple[FactorMove, ...]
    horizon: int
    move: float
    low: float
    high: float
    fat_low: float
    fat_high: float
    dof: float
    others: tuple[FactorMove, ...]
    by_holding: tuple[HoldingMove, ...]
    distance: float
    plausibility: float
    fat_plausibility: float
    badge: str
    said: Message
    n: int
    n_eff: float
    start: date
    end: date
    indicative: bool
