"""Limits: every rule held against one valuation; and the smallest trades that mend them."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor_desktop.bench.inputs import AT
from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload
from corridor_desktop.bench.workloads.material import material

if TYPE_CHECKING:
    from corridor_desktop.domain.finding import Finding
    from corridor_desktop.planning.problem import Problem
    from corridor_desktop.rules.contract import Context


def _context(folder: Path, _: Scale) -> Context:
    from corridor_desktop.domain.job import Quiet
    from corridor_desktop.services.looking_through import see
    from corridor_desktop.services.make_review import context_of, stress_of, worth

    found = material(folder)
    day = AT.date()
    valuation = worth(found.data, day, Quiet())[1]
    seen = see(found.data, valuation, found.data.tags.at(day))
    stress = stress_of(found, valuation, seen, day, Quiet())
    return context_of(found, valuation, seen, stress, day, day)


def _check(context: Context) -> tuple[Finding, ...]:
    from corridor_desktop.rules.check import check

    return check(context)


def _largest(findings: tuple[Finding, ...]) -> Figures:
    issuers = [one.measured for one in findings if one.limit == "single_issuer"]
    return {"largest issuer": max((share for share in issuers if share is not None), default=0.0)}


def _sums(context: Context) -> Any:
    """Add shares up along five keys and take the largest of each."""
    found: dict[str, dict[str, float]] = {}
    whole = float(context.valuation.total.amount)
    for by in ("issuer_key", "country", "sector", "economic_currency", "id"):
        sums: dict[str, float] = defaultdict(float)
        for line in context.valuation.lines:
            sums[str(getattr(line.instrument, by))] += float(line.value.amount)
        found[by] = {key: value / whole for key, value in sums.items()}
    return found


def _sums_told(found: Any) -> Figures:
    return {"largest issuer": max(found["issuer_key"].values())}


LIMITS = Workload(
    name="limits",
    title="Limits",
    does="every rule of the default policy, with drivers, states and fingerprints",
    own=Part("ours", _context, _check, _largest),
    floor=Part("sums by five keys", _context, _sums, _sums_told),
    tolerance=1e-9,
    axes={"holdings": 1.1},
)


def _problem(_: Path, scale: Scale) -> Problem:
    """Return countries, sectors, currencies, themes and issuers: 40 limits, some of them broken."""
    from corridor_desktop.planning.problem import Asset, Problem, Share

    dice = random.Random(5)
    count = scale.holdings
    assets = tuple(
        Asset(f"i{n}", f"a{n % 3}", dice.lognormvariate(4, 1), float(dice.randrange(1, 200)))
        for n in range(count)
    )
    held = sum(asset.value for asset in assets)
    rows: list[Share] = []
    for name, kinds, level in (("country", 10, 0.4), ("sector", 11, 0.3), ("currency", 5, 0.45)):
        of = [min(kinds - 1, int(dice.paretovariate(0.8)) - 1) for _ in range(count)]
        for key in range(kinds):
            weights = {place: 1.0 for place in range(count) if of[place] == key}
            rows.append(Share((name, str(key)), weights, level))
    for key in range(3):
        tagged = [place for place in range(count) if dice.random() < 0.3]
        weights = {place: dice.choice((0.25, 0.5, 1.0)) for place in tagged}
        rows.append(Share(("theme", str(key)), weights, 0.12))
    largest = sorted(range(count), key=lambda place: -assets[place].value)[:11]
    rows += [Share(("single_issuer", str(place)), {place: 1.0}, 0.03) for place in largest]
    return Problem(assets, tuple(rows), {f"a{n}": held * 0.01 for n in range(3)}, held * 1.03)


def _fix(problem: Problem) -> Any:
    from corridor_desktop.planning.optimise import optimise

    found = optimise(problem, 5.0)
    units = np.zeros(len(problem.assets))
    for place, count in found.units.items():
        units[place] = count
    return problem, units


def _arrays(problem: Problem) -> tuple[Any, Any, Any]:
    price = np.array([asset.price for asset in problem.assets])
    rows = [row for row in problem.rows if hasattr(row, "weights")]
    weights = np.zeros((len(rows), len(price)))
    for at, row in enumerate(rows):
        weights[at, list(row.weights)] = list(row.weights.values())
    level = np.array([row.level for row in rows]) * problem.total
    return price, weights, level


def _greedy(problem: Problem) -> Any:
    """Sell the largest holding of the worst limit until all is inside, as by hand."""
    price, weights, level = _arrays(problem)
    held = np.array([asset.quantity for asset in problem.assets])
    units = held.copy()
    for _ in range(10_000):
        excess = weights @ (units * price) - level
        worst = int(excess.argmax())
        if excess[worst] <= 1e-9:
            break
        at = int((weights[worst] * units * price).argmax())
        units[at] -= min(units[at], np.ceil(excess[worst] / weights[worst, at] / price[at]))
    return problem, units - held


def _milp(problem: Problem) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    price, weights, level = _arrays(problem)
    held = np.array([asset.quantity for asset in problem.assets])
    over = weights @ (held * price) - level
    answer = milp(
        price,
        constraints=LinearConstraint(weights * price, over),
        bounds=Bounds(0, held),
        integrality=np.ones(len(held)),
        options={"time_limit": 60.0},
    )
    return problem, -answer.x


def _inside(found: tuple[Problem, Any]) -> Figures:
    problem, units = found
    price, weights, level = _arrays(problem)
    held = np.array([asset.quantity for asset in problem.assets])
    excess = weights @ ((held + units) * price) - level
    inside = float((excess <= 1e-6 * problem.total).all())
    return {"inside": inside}


SMALLEST_FIX = Workload(
    name="smallest-fix",
    title="Smallest fix",
    does="fewest and then smallest trades in whole units that bring 40 limits inside",
    own=Part("ours", _problem, _fix, _inside, scales=("1x", "10x", "100x", "tiny")),
    floor=Part("greedy sales", _problem, _greedy, _inside),
    peers=(
        Part("scipy milp (turnover alone)", _problem, _milp, _inside, ("scipy",), ("1x", "tiny")),
    ),
)
