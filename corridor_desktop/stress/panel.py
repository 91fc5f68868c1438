"""Weekly returns of all that is held, side by side, for everything that needs a covariance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor_desktop.stress.betas import Beta, Sensitivity
from corridor_desktop.stress.folio import Folio
from corridor_desktop.stress.returns import at_or_before
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.stakes import Stake

Array = npt.NDArray[np.float64]
WEEK = 5


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Overlapping five-session simple returns (T x N) in the investor's currency.

    ``members`` are the places of the N columns among the stakes, ``weights`` (N) today's;
    ``extra`` (N) is the weekly variance of their own of holdings too young for the common window,
    whose column is beta x KOSPI; zero for the others. ``kospi`` (T) is KOSPI's return, ``starts``
    and ``rows`` (T) the Seoul rows on which the weeks begin and end.
    """

    returns: Array
    weights: Array
    members: tuple[int, ...]
    extra: Array
    kospi: Array
    starts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]


def gather_panel(
    stakes: Sequence[Stake], found: Sequence[Sensitivity], folio: Folio, seoul: Seoul
) -> Panel:
    """Lay out what moves and is held; young holdings stand in with their link to KOSPI."""
    own = np.expm1(folio.logs[WEEK:] - folio.logs[:-WEEK])
    kospi = np.expm1(folio.benchmark[WEEK:] - folio.benchmark[:-WEEK])
    columns, members = [own[:, i] for i in range(own.shape[1])], list(folio.members)
    extra = [0.0] * len(members)
    for at, (stake, one) in enumerate(zip(stakes, found, strict=True)):
        if at not in folio.members and isinstance(one.world, Beta):
            columns.append(one.world.value * kospi)
            extra.append(_own_noise(stake, one.world.value, seoul))
            members.append(at)
    weights = np.array([stakes[at].weight for at in members])
    moving = [i for i, column in enumerate(columns) if column.std() > 0 and weights[i] != 0]
    return Panel(
        np.column_stack([columns[i] for i in moving]) if moving else np.zeros((len(kospi), 1)),
        weights[moving] if moving else np.zeros(1),
        tuple([members[i] for i in moving] or members[:1]),
        np.array([extra[i] for i in moving]) if moving else np.zeros(1),
        kospi,
        folio.rows[:-WEEK],
        folio.rows[WEEK:],
    )


def _own_noise(stake: Stake, beta: float, seoul: Seoul) -> float:
    if stake.full is None:
        return 0.0
    logs = np.log(at_or_before(stake.full, seoul.days))
    left = (logs[WEEK:] - logs[:-WEEK]) - beta * (seoul.logs[WEEK:] - seoul.logs[:-WEEK])
    left = left[np.isfinite(left)]
    return float(left.var()) if len(left) > 1 else 0.0
