"""For every limit a small review in which its measure is exactly what is asked for.

``python -m tests.golden.limit_cases`` writes the golden findings anew; look at the difference
before committing it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from corridor_desktop.cli.forms import finding_form
from corridor_desktop.domain.account import Account
from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.instrument import AssetClass
from corridor_desktop.domain.policy import Limit
from corridor_desktop.rules.check import check
from corridor_desktop.rules.contract import Context
from corridor_desktop.stress.report import Contribution
from tests.rules import test_liquidity
from tests.rules.test_stress_and_data import estimate, risk, shock
from tests.rules.world import World, measured_stress

FOLDER = Path(__file__).resolve().parent / "limits"
_TOTAL = Decimal(1_000_000)


@dataclass(frozen=True)
class Case:
    """A limit with its levels, what it is held against, and how a review of a measure is made.

    ``ladder`` are four measures: at the warning, just past it, at the limit, just past it.
    ``certain`` is false for estimates without an interval, which never break a limit.
    """

    limit: Limit
    subject: str
    build: Callable[[float], World | Context]
    ladder: tuple[float, float, float, float] = (0.2, 0.200001, 0.4, 0.400001)
    certain: bool = True

    def find(self, measure: float) -> Finding:
        """Return the one finding that the case is about."""
        made = self.build(measure)
        context = made.context([self.limit]) if isinstance(made, World) else made
        context = replace(context, policy=replace(context.policy, limits=(self.limit,)))
        return next(found for found in check(context) if found.subject == self.subject)

    @property
    def states(self) -> tuple[State, ...]:
        """Return where the four measures of the ladder stand."""
        last = State.BREACH if self.certain else State.NEAR
        return (State.INSIDE, State.NEAR, State.NEAR, last)


def _share(measure: float) -> tuple[str, str]:
    part = Decimal(repr(measure)) * _TOTAL
    return str(part), str(_TOTAL - part)


def _held(measure: float, **facts: object) -> World:
    part, rest = _share(measure)
    return World().hold("X", part, **facts).keep(rest)  # type: ignore[arg-type]


def _tagged(measure: float) -> World:
    return _held(measure).tag("X", "resource_transit", 10_000, driver="thaw")


def _two_themes(measure: float) -> World:
    part, rest = _share(measure)
    half = str(Decimal(part) / 2)
    world = World().hold("X", half).hold("Y", half).keep(rest)
    return world.tag("X", "resource_transit", 10_000).tag("Y", "tourism_education", 10_000)


def _in_account(measure: float) -> World:
    part, rest = _share(measure)
    return World().hold("X", part, account=Account("a2", "Second")).keep(rest)


def _untagged(measure: float) -> World:
    part, rest = _share(measure)
    return World().hold("X", part).hold("Y", rest).tag("Y", "resource_transit", 10_000)


def _equal_ones(count: float) -> World:
    world = World()
    for number in range(round(count)):
        world.hold(f"X{number}", "100")
    return world


def _risky(measure: float) -> Context:
    parts = (Contribution("x", "X", measure), Contribution("y", "Y", 1 - measure))
    stress = measured_stress(
        risk=risk(
            by_holding=parts,
            kospi_share=estimate(measure, measure, measure),
            corridor_share=measure,
        )
    )
    world = World().hold("X", "500").hold("Y", "500").tag("X", "resource_transit", 5000)
    return world.context([], stress=stress)


def _losing(measure: float) -> Context:
    stress = measured_stress(shocks=(shock(-0.10, -measure, -measure / 2, half=0.0),))
    return World().hold("X", "500").hold("Y", "500").context([], stress=stress)


def _stale(measure: float) -> World:
    part, rest = _share(measure)
    return World().hold("X", part, stale=30).hold("Y", rest)


def _fraction(name: str, subject: str, build: Callable[[float], World | Context]) -> Case:
    return Case(Limit(name, 0.2, 0.4), subject, build)


CASES = (
    _fraction("single_issuer", "X", _held),
    _fraction("single_fund", "X", lambda part: _held(part, asset_class=AssetClass.FUND)),
    _fraction("theme", "resource_transit", _tagged),
    _fraction("all_corridor", "portfolio", _two_themes),
    _fraction("driver", "thaw", _tagged),
    _fraction("country", "KR", lambda part: _held(part, country="KR")),
    _fraction("currency", "USD", lambda part: _held(part, economic_currency="USD")),
    _fraction("sector", "Industrials", lambda part: _held(part, sector="Industrials")),
    _fraction("account", "Second", _in_account),
    _fraction("untagged", "portfolio", _untagged),
    Case(Limit("effective_number", 4.0, 2.0, floor=True), "portfolio", _equal_ones, (4, 3, 2, 1)),
    replace(_fraction("risk_share", "X", _risky), certain=False),
    _fraction("kospi_risk_share", "portfolio", _risky),
    _fraction("kospi_loss", "portfolio", _losing),
    replace(_fraction("co_move", "portfolio", _risky), certain=False),
    Case(
        Limit("liquidity", 3.0, 7.0),
        "X",
        lambda days: test_liquidity.context(("X", "1000", 200.0 * days, 1000.0)),
        (3.0, 3.001, 7.0, 7.001),
    ),
    Case(
        Limit("analyst_coverage", 3.0, 1.0, floor=True),
        "X",
        lambda count: _held(0.5, analysts=round(count)),
        (3, 2, 1, 0),
    ),
    _fraction("data_quality", "portfolio", _stale),
)


def twin(case: Case) -> Path:
    """Return where the golden findings of a case stand."""
    return FOLDER / f"{case.limit.id}.json"


def form(case: Case) -> str:
    """Return the findings of the ladder as they are kept."""
    found = [finding_form(case.find(measure)) for measure in case.ladder]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Refresh every golden file and name those that changed."""
    for case in CASES:
        text, kept = form(case), twin(case)
        if not kept.exists() or kept.read_text(encoding="utf-8") != text:
            kept.write_text(text, encoding="utf-8")
            print(kept.name)


if __name__ == "__main__":
    main()
