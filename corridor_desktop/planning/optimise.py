"""Finds the fewest trades, then the smallest, that bring every row of a problem inside."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corridor_desktop.domain.job import Job, Quiet
from corridor_desktop.planning.matrix import Programme
from corridor_desktop.planning.problem import Large, Problem, Row, Share, Solution, Spread
from corridor_desktop.planning.solver import Found, minimise

_CLOSE = 1e-9
_CENT = 1e-7
"""A smaller turnover than this part of the portfolio is not searched for."""
_ROUNDS = 200
_SMALL = 1e-3
"""What is traded less than this part of the portfolio is traded little."""
_THINNING = 0.4
"""Part of the time left that may go into looking for fewer trades without a proof."""
_MARGIN = 2e-3
"""By how much more than asked, as a part of it, a first answer spreads the money."""
_NEARLY = 0.005
"""How near to the least, as a part of it, is near enough for an answer that is mended."""
_OUTLINED = 1e-3
"""How far, as a part of the portfolio, the first outline may cut the corners of a curved row."""
_MENDING = 0.4
"""Part of the time left after which an answer is not mended any further."""
_PROVEN = 1e-6
"""A gap in turnover that is the solver's own noise."""
_TINY = 1e-7
"""Fewer units than this were not traded."""


def optimise(problem: Problem, seconds: float = 5.0, job: Job | None = None) -> Solution:
    """Return the smallest set of trades after which every row holds.

    First the number of trades is made as small as it can be, then the money traded. Both are
    exact (a proof by branch and bound) when ``status`` is ``optimal``.

    Parameters
    ----------
    problem
        What may be traded and what has to hold.
    seconds
        After this the best answer so far is given, with its gap.
    job
        May stop the search.

    Raises
    ------
    Cancelled
        The user stopped it.
    """
    job = job or Quiet()
    deadline = time.monotonic() + seconds
    found = _sales_only(problem, deadline, job)
    if found is None or not _spread_enough(problem, found):
        found = _Search(problem, problem.rows, deadline, job).run(found)
    if found.status != "infeasible":
        return found
    return Solution("infeasible", conflicts=_conflicts(problem, deadline + seconds, job))


def _sales_only(problem: Problem, deadline: float, job: Job) -> Solution | None:
    """Return the answer of the problem without purchases and spreads where it answers it all.

    Where no purchase can lower any share, the answer without purchases and without the spreads
    has at least as few trades as any of the whole problem; when it keeps the spreads too, it is
    the answer. ``None`` when this road does not lead there.
    """
    shares = [row for row in problem.rows if isinstance(row, Share)]
    if len(shares) < sum(not isinstance(row, Spread) for row in problem.rows):
        return None
    if any(_bought_helps(row, problem) for row in shares):
        return None
    found = _Search(problem, shares, deadline, job, caps_of(problem, shares)).run()
    return None if found.status == "infeasible" else found


def _bought_helps(row: Share, problem: Problem) -> bool:
    return any(
        row.weights.get(place, 0.0) < row.cash.get(asset.account_id, 0.0)
        for place, asset in enumerate(problem.assets)
        if asset.buyable
    )


def caps_of(problem: Problem, shares: Sequence[Share]) -> dict[int, float]:
    """Return how many units of each asset it can ever help to sell.

    Once an asset alone has brought all its rows inside, selling more of it helps nothing. Fees
    shrink the total and with it what the rows allow, so the most that they can come to counts.
    """
    count = len(problem.assets)
    fees = problem.fee * count + problem.fee_rate * sum(one.value for one in problem.assets)
    caps: dict[int, float] = {}
    for row in shares:
        held = sum(weight * problem.assets[at].value for at, weight in row.weights.items())
        held += row.fixed + sum(
            weight * (problem.cash.get(account, 0.0)) for account, weight in row.cash.items()
        )
        excess = held - row.level * (problem.total - fees)
        if excess <= 0:
            continue
        for place, weight in row.weights.items():
            asset = problem.assets[place]
            relief = weight - row.cash.get(asset.account_id, 0.0)
            relief -= problem.fee_rate * row.level
            if relief > 0 and asset.price > 0:
                caps[place] = max(caps.get(place, 0.0), excess / relief / asset.price)
    return {
        place: max(math.ceil(units * (1 + 1e-9)), problem.smallest / problem.assets[place].price)
        + 1
        for place, units in caps.items()
    }


def _spread_enough(problem: Problem, found: Solution) -> bool:
    for row in problem.rows:
        if not isinstance(row, Spread):
            continue
        sizes = []
        for weights in row.groups.values():
            size = 0.0
            for place, weight in weights.items():
                asset = problem.assets[place]
                size += weight * asset.price * (asset.quantity + found.units.get(place, 0.0))
            sizes.append(size)
        squares = sum(size * size for size in sizes)
        if squares > 0 and sum(sizes) ** 2 / squares < row.level * (1 - _CLOSE):
            return False
    return True


class _Search:
    """One programme, its cuts, and the two questions put to it in turn."""

    def __init__(
        self,
        problem: Problem,
        rows: Sequence[Row],
        deadline: float,
        job: Job,
        caps: Mapping[int, float] | None = None,
    ) -> None:
        self._deadline, self._job = deadline, job
        self._programme = Programme(problem, caps)
        self._spreads = [row for row in rows if isinstance(row, Spread)]
        for row in rows:
            if isinstance(row, Share):
                self._programme.share(row)
            elif isinstance(row, Large):
                self._programme.large(row)
        for row in self._spreads:
            self._programme.spread(row)
        self._best: list[float] | None = None
        self._bound = 0
        self._least: float | None = None
        self._cut([0.0] * len(self._programme.matrix.lower))
        columns = self._programme.columns
        self._count = {place: 1.0 for own in columns for place in (own.sells, own.buys)}
        self._money = {
            place: asset.price / problem.total
            for own, asset in zip(columns, problem.assets, strict=True)
            for place in (own.sold, own.bought)
        }

    def feasible(self) -> bool:
        """Tell whether some set of trades brings everything inside; unknown counts as yes."""
        for whole in (False, True):  # where fractions do not help, whole units do not either
            for _ in range(_ROUNDS):
                matrix = self._programme.matrix
                asked = matrix if whole else replace(matrix, whole=[False] * len(matrix.whole))
                found = minimise(asked, {}, self._deadline, self._job)
                if found.point is None:
                    if found.proven:
                        return False
                    break
                if not self._cut(found.point):
                    break
        return True

    def run(self, start: Solution | None = None) -> Solution:
        """Return the fewest and then smallest trades, or the best that were found in time.

        ``start`` answers an easier problem: if it is proven, no answer here has fewer trades.
        """
        if start is not None:
            self._begin(start)
        proven = self._best_count() <= self._bound
        if not proven and not self._outlined():
            return Solution("infeasible")
        while not proven and time.monotonic() < self._deadline:
            fewest = self._fewest()
            self._bound = max(self._bound, math.ceil(fewest.bound - 1e-6))
            if fewest.point is None:
                if fewest.proven and self._best is None:
                    return Solution("infeasible")
                break
            good = not self._cut(fewest.point)
            self._keep(fewest.point if good else self._mended(fewest.point))
            # What is cut away is no answer, but no answer has fewer trades than it has.
            proven = self._best_count() <= self._bound
        return self._told(self._smallest(proven), proven=proven)

    def _begin(self, start: Solution) -> None:
        """Take an easier problem's answer for a bound, and what it trades for a first answer."""
        point = self._point_of(start)
        if start.status == "optimal":
            self._bound = len(start.units)
            self._least = self._money_of(point)
        self._keep(self._mended(point))

    def _outlined(self) -> bool:
        """Follow the curved rows with tangents where units may be split; tell if any point can be.

        The point found so is a first answer once it is rounded, and its tangents spare many later.
        """
        matrix = self._programme.matrix
        relaxed = replace(matrix, whole=[False] * len(matrix.whole))
        for _ in range(_ROUNDS):
            found = minimise(relaxed, self._money, self._deadline, self._job)
            if found.point is None:
                return not found.proven
            if not self._cut(found.point, _OUTLINED):
                if self._spreads:
                    self._keep(self._mended(found.point))
                    self._thin_out(found.point)
                return True
        return True

    def _thin_out(self, point: list[float]) -> None:
        """Look for answers with fewer trades: what is traded little costs the more of it.

        Candes, Wakin and Boyd, "Enhancing sparsity by reweighted l1 minimization", 2008.
        """
        until = time.monotonic() + _THINNING * (self._deadline - time.monotonic())
        for _ in range(_ROUNDS):
            further = self._programme.spread_further(_MARGIN)
            relaxed = replace(further, whole=[False] * len(further.whole))
            cost = {
                place: price / (price * point[place] + _SMALL)
                for place, price in self._money.items()
            }
            found = minimise(relaxed, cost, until, self._job)
            if found.point is None or time.monotonic() > until:
                return
            if not self._cut(found.point, _OUTLINED):
                before = self._best_count()
                self._keep(self._mended(found.point))
                if self._best_count() >= before:
                    return
            point = found.point

    def _mended(
        self, point: list[float], margin: float = _MARGIN, near: float = _NEARLY
    ) -> list[float] | None:
        """Return the smallest answer that trades just what a point trades, ``None`` if none can."""
        matrix = self._programme.matrix
        lower, upper = list(matrix.lower), list(matrix.upper)
        for own in self._programme.columns:
            for units, used in ((own.sold, own.sells), (own.bought, own.buys)):
                traded = point[units] > _TINY
                lower[used], upper[used] = (1.0, 1.0) if traded else (0.0, 0.0)
                upper[units] = upper[units] if traded else 0.0
        now = time.monotonic()
        until = now + _MENDING * (self._deadline - now)
        # With some room to spare the first answer is good; without any, tangents take their time.
        for room, rounds in ((margin, 3), (0.0, _ROUNDS)):
            for _ in range(rounds):
                further = self._programme.spread_further(room)
                asked = replace(further, lower=lower, upper=upper)
                found = minimise(
                    asked, self._money, until, self._job, absolute_gap=_CENT, relative_gap=near
                )
                if found.point is None:
                    break
                if not self._cut(found.point):
                    return found.point
        return None

    def _point_of(self, found: Solution) -> list[float]:
        """Return a point that trades what an answer trades."""
        point = [0.0] * len(self._programme.matrix.lower)
        for place, units in found.units.items():
            own = self._programme.columns[place]
            point[own.bought if units > 0 else own.sold] = abs(units)
        return point

    def _keep(self, point: list[float] | None) -> None:
        if point is None:
            return
        size = self._count_of(point), self._money_of(point)
        if self._best is None or size < (self._best_count(), self._money_of(self._best)):
            self._best = point

    def _best_count(self) -> float:
        return math.inf if self._best is None else self._count_of(self._best)

    def _count_of(self, point: list[float]) -> int:
        return sum(round(point[place]) for place in self._count)

    def _money_of(self, point: list[float]) -> float:
        return sum(cost * point[place] for place, cost in self._money.items())

    def _fewest(self) -> Found:
        # A number of trades that is proven to within less than one is proven.
        return minimise(
            self._programme.matrix, self._count, self._deadline, self._job, absolute_gap=0.999
        )

    def _smallest(self, proven: bool) -> float | None:
        """Make the money traded by as few trades as known the least; return what it cannot beat.

        ``None`` when nothing is proven about it.
        """
        if self._best is None:
            return None
        matrix = self._programme.matrix
        limit = (dict(self._count), -math.inf, self._best_count() + 0.5)
        bound = self._least if proven else None
        if proven and self._spreads:
            self._keep(self._mended(self._best, margin=0.0, near=_PROVEN))
        while proven and time.monotonic() < self._deadline:
            matrix.rows.append(limit)
            try:
                found = minimise(matrix, self._money, self._deadline, self._job, absolute_gap=_CENT)
            finally:
                matrix.rows.remove(limit)
            if found.point is None:
                return bound
            bound = found.value if found.proven else max(bound or 0.0, found.bound)
            if not self._cut(found.point):
                self._keep(found.point)
                return bound
            self._keep(self._mended(found.point))
        return bound

    def _cut(self, point: list[float], close: float = _CLOSE) -> bool:
        """Cut a point away when it is too concentrated by more than ``close``; tell if it was."""
        cut = False
        for row in self._spreads:
            sizes = self._programme.group_values(row, point)
            whole, squares = sum(sizes.values()), sum(size * size for size in sizes.values())
            if squares > 0 and math.sqrt(squares) > whole / math.sqrt(row.level) + close:
                self._programme.tangents(row, point)
                cut = True
        return cut

    def _told(self, bound: float | None, *, proven: bool) -> Solution:
        if self._best is None:
            return Solution("gap", gap=1.0)
        point, units = self._best, {}
        for place, own in enumerate(self._programme.columns):
            amount = point[own.bought] - point[own.sold]
            if self._programme.problem.assets[place].whole:
                amount = float(round(amount))
            if abs(amount) > _TINY:
                units[place] = amount
        if not proven:
            count = max(self._best_count(), 1.0)
            return Solution("gap", units, (count - min(self._bound, count)) / count)
        worth = self._money_of(point)
        gap = 1.0 if bound is None else max(0.0, worth - bound) / (worth or 1.0)
        return Solution("optimal" if gap <= _PROVEN else "gap", units, gap * (gap > _PROVEN))


def _conflicts(problem: Problem, deadline: float, job: Job) -> tuple[tuple[str, str], ...]:
    """Return limits that cannot hold together and of which none can be spared.

    Rows are left out in ever smaller blocks: most of hundreds of rows go in a few steps. When
    time runs out, what is left still cannot hold together, but some of it might be spared.
    """
    kept = list(problem.rows)
    size = len(kept) // 2
    while size >= 1:
        place = 0
        while place < len(kept) and time.monotonic() < deadline:
            rest = [*kept[:place], *kept[place + size :]]
            if _Search(problem, rest, deadline, job).feasible():
                place += size
            else:
                kept = rest
        size //= 2
    return tuple(dict.fromkeys(row.name for row in kept))
