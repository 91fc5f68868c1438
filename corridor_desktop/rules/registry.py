"""Every rule there is, in the order in which limits are shown."""

from __future__ import annotations

from corridor_desktop.rules import concentration, data_quality, liquidity, stress_limits
from corridor_desktop.rules.contract import Rule

FRACTION = "fraction"
COUNT = "count"

RULES: tuple[Rule, ...] = tuple(
    Rule(name, unit, f"rules.title_{name}", f"limits/{name}.md", cure, measure)
    for name, unit, cure, measure in (
        ("single_issuer", FRACTION, "sale", concentration.measure_issuers),
        ("single_fund", FRACTION, "sale", concentration.measure_funds),
        ("theme", FRACTION, "sale", concentration.measure_themes),
        ("all_corridor", FRACTION, "sale", concentration.measure_corridor),
        ("driver", FRACTION, "sale", concentration.measure_drivers),
        ("country", FRACTION, "sale", concentration.measure_countries),
        ("currency", FRACTION, "sale", concentration.measure_currencies),
        ("sector", FRACTION, "sale", concentration.measure_sectors),
        ("account", FRACTION, "move", concentration.measure_accounts),
        ("untagged", FRACTION, "rules.tag_first", concentration.measure_untagged),
        ("effective_number", COUNT, "rules.spread", concentration.measure_effective_number),
        ("risk_share", FRACTION, "rules.heavy", stress_limits.measure_risk_shares),
        ("kospi_risk_share", FRACTION, "rules.driven_by", stress_limits.measure_kospi_risk),
        ("kospi_loss", FRACTION, "rules.driven_by", stress_limits.measure_kospi_loss),
        ("co_move", FRACTION, "rules.driven_by", stress_limits.measure_co_move),
        ("liquidity", COUNT, "rules.slow_to_sell", liquidity.measure_liquidity),
        ("analyst_coverage", COUNT, "rules.few_analysts", data_quality.measure_analysts),
        ("data_quality", FRACTION, "rules.mend_data", data_quality.measure_data_quality),
    )
)


def rule(name: str) -> Rule | None:
    """Return the rule of a limit id, ``None`` when there is none of that name."""
    return next((found for found in RULES if found.id == name), None)
