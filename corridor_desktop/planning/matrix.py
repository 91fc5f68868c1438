"""The mixed-integer programme of a problem, row by row."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from corridor_desktop.planning.problem import Asset, Large, Problem, Share, Spread

INFINITE = math.inf
_LOW = 1e-12
SMALLEST = 1e-6
"""Units of the smallest trade where fractions are allowed."""


@dataclass(slots=True)
class Matrix:
    """Columns and rows for the solver: ``lower <= row <= upper``; ``whole`` marks integers."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def column(self, low: float, high: float, *, whole: bool = False) -> int:
        """Add a variable; return its place."""
        self.lower.append(low)
        self.upper.append(high)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(self, terms: dict[int, float], low: float, high: float) -> None:
        """Add a constraint, scaled so that its largest coefficient is one."""
        kept = {place: value for place, value in terms.items() if value}
        size = max(map(abs, kept.values()), default=0.0)
        if not size:
            # Without a variable it holds or it does not; the empty row tells the solver.
            self.rows.append(({}, low, high))
            return
        scaled = {place: value / size for place, value in kept.items()}
        self.rows.append((scaled, low / size, high / size))


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of an asset's variables: units sold and bought, and whether it is traded at all."""

    sold: int
    bought: int
    sells: int
    buys: int


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear form of the variables: ``sum(terms) + constant``."""

    terms: dict[int, float]
    constant: float

    def plus(self, other: Linear, factor: float = 1.0) -> Linear:
        """Return ``self + factor x other``."""
        terms = dict(self.terms)
        for place, value in other.terms.items():
            terms[place] = terms.get(place, 0.0) + factor * value
        return Linear(terms, self.constant + factor * other.constant)


class Programme:
    """The variables of a problem and the linear forms made of them, in fractions of the total.

    With ``caps`` (units by asset place) only sales up to them are looked at.
    """

    def __init__(self, problem: Problem, caps: Mapping[int, float] | None = None) -> None:
        self.problem = problem
        self._caps = caps
        self.matrix = Matrix()
        self.scale = problem.total
        self.columns = [self._columns(place) for place in range(len(problem.assets))]
        self.values = [
            Linear(
                {own.sold: -asset.price / self.scale, own.bought: asset.price / self.scale},
                asset.value / self.scale,
            )
            for asset, own in zip(problem.assets, self.columns, strict=True)
        ]
        self.cash = {account: self._cash(account) for account in self._accounts()}
        self.total = Linear({}, 1.0).plus(self._fees(range(len(problem.assets))), -1.0)
        self._couplings: list[tuple[int, int]] = []
        self._pieces: dict[tuple[str, str], tuple[int, dict[str, int]]] = {}
        self._couple()

    def _accounts(self) -> list[str]:
        named = {asset.account_id for asset in self.problem.assets}
        return sorted(named | set(self.problem.cash))

    def _columns(self, place: int) -> Columns:
        asset = self.problem.assets[place]
        most_sold = max(asset.quantity, 0.0) if asset.sellable else 0.0
        most_bought = self._affordable(asset) if asset.buyable else 0.0
        if asset.most is not None:
            most_bought = min(most_bought, max(asset.most - asset.quantity, 0.0))
        if self._caps is not None:
            most_sold, most_bought = min(most_sold, self._caps.get(place, 0.0)), 0.0
        if asset.whole:
            most_sold, most_bought = math.floor(most_sold + 1e-9), math.floor(most_bought + 1e-9)
        add = self.matrix.column
        return Columns(
            add(0.0, most_sold, whole=asset.whole),
            add(0.0, most_bought, whole=asset.whole),
            add(0.0, 1.0 if most_sold else 0.0, whole=True),
            add(0.0, 1.0 if most_bought else 0.0, whole=True),
        )

    def _affordable(self, asset: Asset) -> float:
        """Return how many units all cash and all sales of the account could pay for."""
        funds = max(self.problem.cash.get(asset.account_id, 0.0), 0.0)
        funds += sum(
            other.value
            for other in self.problem.assets
            if other.account_id == asset.account_id and other.sellable and other is not asset
        )
        return funds / asset.price if asset.price > 0 else 0.0

    def _fees(self, places: Iterable[int]) -> Linear:
        terms: dict[int, float] = {}
        fixed, rate = self.problem.fee / self.scale, self.problem.fee_rate / self.scale
        for place in places:
            own, price = self.columns[place], self.problem.assets[place].price
            terms.update({own.sells: fixed, own.buys: fixed})
            terms.update({own.sold: rate * price, own.bought: rate * price})
        return Linear(terms, 0.0)

    def _cash(self, account: str) -> Linear:
        places = [
            place for place, asset in enumerate(self.problem.assets) if asset.account_id == account
        ]
        terms: dict[int, float] = {}
        for place in places:
            own, price = self.columns[place], self.problem.assets[place].price
            terms[own.sold], terms[own.bought] = price / self.scale, -price / self.scale
        start = Linear(terms, self.problem.cash.get(account, 0.0) / self.scale)
        return start.plus(self._fees(places), -1.0)

    def _couple(self) -> None:
        """Nothing is traded without being counted, nothing both ways, nothing on credit."""
        matrix = self.matrix
        for asset, own in zip(self.problem.assets, self.columns, strict=True):
            for units, used in ((own.sold, own.sells), (own.bought, own.buys)):
                most = matrix.upper[units]
                if not most:
                    continue
                matrix.row({units: 1.0, used: -most}, -INFINITE, 0.0)
                # A fee without a trade would lower the cash, and with it a share of it.
                least = max(self.problem.smallest / asset.price, 1.0 if asset.whole else SMALLEST)
                matrix.row({units: 1.0, used: -least}, 0.0, INFINITE)
            if matrix.upper[own.sold] and matrix.upper[own.bought]:
                matrix.row({own.sells: 1.0, own.buys: 1.0}, -INFINITE, 1.0)
        for form in self.cash.values():
            floor = min(0.0, form.constant)
            matrix.row(form.terms, floor - form.constant, INFINITE)

    def share(self, row: Share) -> None:
        """Hold a share of the total at or below its level."""
        form = Linear({}, row.fixed / self.scale)
        for place, weight in row.weights.items():
            form = form.plus(self.values[place], weight)
        for account, weight in row.cash.items():
            form = form.plus(self.cash[account], weight)
        form = form.plus(self.total, -row.level)
        self.matrix.row(form.terms, -INFINITE, -form.constant)

    def large(self, row: Large) -> None:
        """Hold the sum of all groups above an edge; a binary tells whether a group is above."""
        together = Linear({}, 0.0)
        for weights in row.groups.values():
            form = Linear({}, 0.0)
            for place, weight in weights.items():
                form = form.plus(self.values[place], weight)
            most = max(form.constant, 0.0) + sum(
                max(value, 0.0) * self.matrix.upper[place] for place, value in form.terms.items()
            )
            above = self.matrix.column(0.0, 1.0, whole=True)
            counted = self.matrix.column(0.0, INFINITE)
            edge = form.plus(self.total, -row.edge).plus(Linear({above: -most}, 0.0))
            self.matrix.row(edge.terms, -INFINITE, -edge.constant)
            tied = form.plus(Linear({counted: -1.0, above: most}, -most))
            self.matrix.row(tied.terms, -INFINITE, -tied.constant)
            together = together.plus(Linear({counted: 1.0}, 0.0))
        held = together.plus(self.total, -row.level)
        self.matrix.row(held.terms, -INFINITE, -held.constant)

    def group_values(self, row: Spread, units: list[float]) -> dict[str, float]:
        """Return the size of each group at a point, in fractions of the total."""
        return {key: self.at(self._group(weights), units) for key, weights in row.groups.items()}

    def spread(self, row: Spread) -> None:
        """Give each group a piece: the pieces sum to at most ``r``, each is at least g^2 / r.

        With ``r = (sum g) / sqrt(level)`` that is the effective number, group by group. A cone
        cut into small ones is followed by far fewer tangents (Vielma, Dunning, Huchette and
        Lubin, "Extended formulations in mixed integer conic quadratic programming", 2017).
        """
        matrix = self.matrix
        own = {key: matrix.column(0.0, INFINITE) for key in row.groups}
        # A column of its own: spelt out in every tangent its terms would be too small to count.
        reach = matrix.column(0.0, INFINITE)
        self._pieces[row.name] = reach, own
        whole = Linear({}, 0.0)
        for weights in row.groups.values():
            whole = whole.plus(self._group(weights), 1 / math.sqrt(row.level))
        matrix.row({**whole.terms, reach: -1.0}, -whole.constant, -whole.constant)
        self._couplings.append((len(matrix.rows), reach))
        matrix.row({**dict.fromkeys(own.values(), 1.0), reach: -1.0}, -INFINITE, 0.0)

    def spread_further(self, margin: float) -> Matrix:
        """Return the matrix with every effective number asked to be more by a margin."""
        rows = list(self.matrix.rows)
        for place, reach in self._couplings:
            terms, low, high = rows[place]
            rows[place] = ({**terms, reach: terms[reach] * (1 - margin)}, low, high)
        return replace(self.matrix, rows=rows)

    def tangents(self, row: Spread, point: list[float]) -> None:
        """Hold each piece that lies too low at a point above the tangent of g^2 / r there."""
        sizes = self.group_values(row, point)
        reach, pieces = self._pieces[row.name]
        whole = sum(sizes.values()) / math.sqrt(row.level)
        for key, weights in row.groups.items():
            steep = sizes[key] / whole if whole > 0 else 0.0
            if steep <= 0 or point[pieces[key]] >= steep * sizes[key] * (1 - _LOW):
                continue
            form = Linear({pieces[key]: -1.0, reach: -steep * steep}, 0.0)
            form = form.plus(self._group(weights), 2 * steep)
            self.matrix.row(form.terms, -INFINITE, -form.constant)

    def _group(self, weights: object) -> Linear:
        form = Linear({}, 0.0)
        for place, weight in dict(weights).items():  # type: ignore[call-overload]
            form = form.plus(self.values[place], weight)
        return form

    @staticmethod
    def at(form: Linear, point: list[float]) -> float:
        """Return the value of a form at a point."""
        return form.constant + sum(value * point[place] for place, value in form.terms.items())
