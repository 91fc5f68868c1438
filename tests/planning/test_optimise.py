"""The optimiser against counting everything out, and against a general solver."""

from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from corridor_desktop.domain.errors import Cancelled
from corridor_desktop.domain.job import CancelToken
from corridor_desktop.planning.optimise import optimise
from corridor_desktop.planning.problem import Asset, Large, Problem, Row, Share, Spread

CLOSE = 1e-9


def fees_of(problem: Problem, units: tuple[int, ...]) -> float:
    return sum(
        problem.fee + problem.fee_rate * abs(count) * asset.price
        for count, asset in zip(units, problem.assets, strict=True)
        if count
    )


def holds(row: Row, problem: Problem, units: tuple[int, ...]) -> bool:
    """Hold a row by its words, not by the matrix."""
    values = [
        asset.price * (asset.quantity + count)
        for count, asset in zip(units, problem.assets, strict=True)
    ]
    total = problem.total - fees_of(problem, units)
    if isinstance(row, Share):
        cash = sum(
            weight * cash_after(problem, units, account) for account, weight in row.cash.items()
        )
        held = sum(weight * values[place] for place, weight in row.weights.items())
        return held + cash + row.fixed <= row.level * total + CLOSE * problem.total
    sizes = [
        sum(weight * values[place] for place, weight in weights.items())
        for weights in row.groups.values()
    ]
    if isinstance(row, Large):
        large = sum(size for size in sizes if size > row.edge * total + CLOSE * problem.total)
        return large <= row.level * total + CLOSE * problem.total
    squares = sum(size * size for size in sizes)
    return squares == 0 or sum(sizes) ** 2 >= row.level * squares * (1 - 1e-8)


def cash_after(problem: Problem, units: tuple[int, ...], account: str) -> float:
    cash = problem.cash.get(account, 0.0)
    for count, asset in zip(units, problem.assets, strict=True):
        if asset.account_id == account and count:
            cash -= count * asset.price + problem.fee + problem.fee_rate * abs(count) * asset.price
    return cash


def allowed(problem: Problem, units: tuple[int, ...]) -> bool:
    for count, asset in zip(units, problem.assets, strict=True):
        if count and abs(count) * asset.price < problem.smallest - CLOSE:
            return False
    accounts = {asset.account_id for asset in problem.assets}
    return all(
        cash_after(problem, units, account)
        >= min(0.0, problem.cash.get(account, 0.0)) - CLOSE * problem.total
        for account in accounts
    )


def counted_out(problem: Problem) -> tuple[int, float] | None:
    """Return the fewest trades and the least turnover of all that there are."""
    spans = []
    for asset in problem.assets:
        least = -int(asset.quantity) if asset.sellable else 0
        funds = max(problem.cash.get(asset.account_id, 0.0), 0.0) + sum(
            other.value for other in problem.assets if other.account_id == asset.account_id
        )
        most = int(funds / asset.price + CLOSE) if asset.buyable else 0
        spans.append(range(least, most + 1))
    best: tuple[int, float] | None = None
    for units in itertools.product(*spans):
        size = (
            sum(1 for count in units if count),
            sum(abs(n) * a.price for n, a in zip(units, problem.assets, strict=True)),
        )
        if best is not None and size >= best:
            continue
        if allowed(problem, units) and all(holds(row, problem, units) for row in problem.rows):
            best = size
    return best


def case(seed: int) -> Problem:
    """Return a random small problem: up to three holdings of a few units, up to four limits."""
    dice = random.Random(seed)
    count = dice.choice((1, 2, 2, 3))
    sides = dice.choice(((True, True), (True, False), (False, True)))
    assets = tuple(
        Asset(
            f"i{n}",
            f"a{dice.randrange(2)}",
            float(dice.randrange(1, 40)),
            float(dice.randrange(1, 7)),
            True,
            sides[0] and dice.random() > 0.1,
            sides[1] and dice.random() > 0.1,
        )
        for n in range(count)
    )
    cash = {f"a{n}": float(dice.randrange(0, 60)) for n in range(2)}
    total = sum(asset.value for asset in assets) + sum(cash.values())
    rows: list[Row] = []
    for n in range(dice.randrange(1, 4)):
        members = [place for place in range(count) if dice.random() < 0.6] or [0]
        weights = {place: dice.choice((1.0, 0.5, 0.25)) for place in members}
        counted = {"a0": 1.0} if dice.random() < 0.2 else {}
        rows.append(Share(("theme", str(n)), weights, dice.uniform(0.05, 0.7), counted))
    groups = {f"i{n}": {n: 1.0} for n in range(count)}
    if dice.random() < 0.3:
        rows.append(Spread(("effective_number", "portfolio"), groups, dice.uniform(1.0, count)))
    if dice.random() < 0.3:
        edge, level = dice.uniform(0.05, 0.4), dice.uniform(0.1, 0.9)
        rows.append(Large(("single_issuer", "above"), groups, edge, level))
    costly = dice.random() < 0.3
    return Problem(
        assets,
        tuple(rows),
        cash,
        total,
        fee=float(dice.choice((0, 1, 2))) if costly else 0.0,
        fee_rate=0.01 if costly else 0.0,
        smallest=float(dice.choice((0, 0, 15))),
    )


def agree(seed: int) -> None:
    problem = case(seed)
    wanted, found = counted_out(problem), optimise(problem, 20.0)
    if wanted is None:
        assert found.status == "infeasible", seed
        return
    assert found.status == "optimal", seed
    units = tuple(round(found.units.get(place, 0.0)) for place in range(len(problem.assets)))
    assert allowed(problem, units), seed
    assert all(holds(row, problem, units) for row in problem.rows), seed
    turnover = sum(abs(n) * a.price for n, a in zip(units, problem.assets, strict=True))
    assert len(found.units) == wanted[0], seed
    assert turnover == pytest.approx(wanted[1], abs=1e-6), seed


@pytest.mark.parametrize("block", range(20))
def test_it_finds_what_counting_everything_out_finds(block: int) -> None:
    for seed in range(block * 25, block * 25 + 25):
        agree(seed)


def test_nothing_is_traded_when_all_is_inside() -> None:
    assets = (Asset("one", "a", 10.0, 5.0), Asset("two", "a", 10.0, 5.0))
    found = optimise(Problem(assets, (Share(("theme", "x"), {0: 1.0}, 0.5),), {}, 100.0))
    assert (found.status, dict(found.units)) == ("optimal", {})


def test_the_level_itself_is_inside_and_one_unit_more_is_not() -> None:
    assets = (Asset("big", "a", 100.0, 600.0), Asset("rest", "a", 10.0, 4000.0))
    problem = Problem(assets, (Share(("single_issuer", "big"), {0: 1.0}, 0.2),), {}, 100_000.0)
    assert dict(optimise(problem).units) == {0: -400.0}


@pytest.mark.parametrize("factor", [1e-3, 7.0, 1e6])
def test_the_currency_that_is_counted_in_changes_nothing(factor: float) -> None:
    small = case(11)
    large = Problem(
        tuple(
            Asset(a.instrument_id, a.account_id, a.price * factor, a.quantity, a.whole,
                  a.sellable, a.buyable)
            for a in small.assets
        ),
        small.rows,
        {key: value * factor for key, value in small.cash.items()},
        small.total * factor,
        small.fee * factor,
        small.fee_rate,
        small.smallest * factor,
    )  # fmt: skip
    assert optimise(small).units == optimise(large).units


def test_limits_that_cannot_hold_together_are_named_and_no_others() -> None:
    assets = (Asset("one", "a", 10.0, 5.0), Asset("two", "a", 10.0, 5.0))
    rows = (
        Share(("theme", "low"), {0: 1.0}, 0.6),
        Share(("account", "a"), {0: 1.0, 1: 1.0}, 0.3, {}),
        Share(("untagged", "cash"), {}, 0.5, {"a": 1.0}),
    )
    found = optimise(Problem(assets, rows, {"a": 0.0}, 100.0))
    assert found.status == "infeasible"
    assert set(found.conflicts) == {("account", "a"), ("untagged", "cash")}


def test_a_stop_is_obeyed() -> None:
    token = CancelToken()
    token.cancel()

    class Stopped:
        def checkpoint(self, fraction: float, text: str = "") -> None:
            token.check()

    with pytest.raises(Cancelled):
        optimise(hard(60, 12), 20.0, Stopped())


def hard(count: int, limits: int) -> Problem:
    """Return a problem that no solver answers without branching."""
    dice = random.Random(3)
    assets = tuple(
        Asset(f"i{n}", "a", dice.uniform(5, 300), float(dice.randrange(1, 500)))
        for n in range(count)
    )
    total = sum(asset.value for asset in assets)
    rows = []
    for n in range(limits):
        members = [place for place in range(count) if dice.random() < 0.3]
        held = sum(assets[place].value for place in members) / total
        rows.append(Share(("theme", str(n)), dict.fromkeys(members, 1.0), held * 0.93))
    return Problem(assets, tuple(rows), {"a": 0.0}, total)


def test_an_effective_number_that_binds_over_many_holdings_is_answered() -> None:
    dice = random.Random(1)
    assets = tuple(
        Asset(f"i{n}", "ab"[n % 2], dice.choice((7.0, 25.0, 60.0)), float(dice.randrange(1, 400)))
        for n in range(100)
    )
    total = sum(asset.value for asset in assets)
    rows: list[Row] = [Share(("single_issuer", str(n)), {n: 1.0}, 0.025) for n in range(100)]
    rows.append(Spread(("effective_number", "p"), {f"i{n}": {n: 1.0} for n in range(100)}, 60.0))
    problem = Problem(assets, tuple(rows), {"a": 0.0, "b": 0.0}, total, fee=1.0)
    found = optimise(problem, 6.0)
    units = tuple(round(found.units.get(place, 0.0)) for place in range(100))
    assert found.units
    assert allowed(problem, units)
    assert all(holds(row, problem, units) for row in rows)
    assert found.gap < 0.5


@pytest.mark.parametrize("seed", range(12))
def test_a_general_solver_finds_the_same_number_and_turnover(seed: int) -> None:
    dice = random.Random(seed)
    count = 12
    assets = tuple(
        Asset(f"i{n}", "a", float(dice.randrange(5, 90)), float(dice.randrange(5, 90)))
        for n in range(count)
    )
    total = sum(asset.value for asset in assets)
    rows = []
    for n in range(4):
        members = [place for place in range(count) if dice.random() < 0.4] or [0]
        held = sum(assets[place].value for place in members) / total
        rows.append(Share(("theme", str(n)), dict.fromkeys(members, 1.0), held * 0.85))
    found = optimise(Problem(assets, tuple(rows), {"a": 0.0}, total), 20.0)
    fewest, turnover = peer(assets, rows, total)
    assert found.status == "optimal"
    assert len(found.units) == fewest
    assert sum(-n * assets[at].price for at, n in found.units.items()) == pytest.approx(turnover)


def peer(assets: tuple[Asset, ...], rows: list[Share], total: float) -> tuple[int, float]:
    """Ask scipy the same two questions about sales only."""
    count = len(assets)
    held, price = np.array([a.value for a in assets]), np.array([a.price for a in assets])
    quantity = np.array([a.quantity for a in assets])
    weights = np.array([[row.weights.get(place, 0.0) for place in range(count)] for row in rows])
    over = weights @ held - np.array([row.level for row in rows]) * total
    sells = np.hstack([weights * price, np.zeros((len(rows), count))])
    tied = np.hstack([np.eye(count), -np.diag(quantity)])
    rules = [LinearConstraint(sells, over - 1e-9 * total), LinearConstraint(tied, -np.inf, 0)]
    bounds = Bounds(0, np.concatenate([quantity, np.ones(count)]))
    number = np.concatenate([np.zeros(count), np.ones(count)])
    first = milp(number, constraints=rules, bounds=bounds, integrality=np.ones(2 * count))
    fewest = round(first.fun)
    rules.append(LinearConstraint(number, -math.inf, fewest))
    money = np.concatenate([price, np.zeros(count)])
    second = milp(
        money, constraints=rules, bounds=bounds, integrality=np.ones(2 * count),
        options={"mip_rel_gap": 0.0},
    )  # fmt: skip
    return fewest, float(second.fun)
