"""Limits as rows of the programme: which of them trades can mend, and at which level."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.policy import Limit
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.exposure.keys import CASH
from corridor_desktop.planning.problem import Asset, Large, Row, Share, Spread
from corridor_desktop.rules.check import measured_pairs
from corridor_desktop.rules.concentration import ABOVE_FIVE, WHOLE
from corridor_desktop.rules.contract import Context, Reading, Rule
from corridor_desktop.rules.stress_limits import BUDGET_SHOCK
from corridor_desktop.stress.report import Loss

NOT_LINEAR = "not_linear"

_SHARES = frozenset(
    {
        "single_issuer",
        "single_fund",
        "theme",
        "all_corridor",
        "driver",
        "country",
        "currency",
        "sector",
        "account",
        "untagged",
    }
)


@dataclass(frozen=True, slots=True)
class Goals:
    """Rows to hold, which of them are broken now, and broken limits that trades cannot mend.

    ``beyond`` says why by limit and subject: ``no_trade_moves_it``, ``too_few_holdings``,
    ``tag_first``, ``foreign_cash`` (it would have to be exchanged) or ``not_linear`` (its measure
    is no share of the money).
    """

    rows: tuple[Row, ...]
    broken: tuple[tuple[str, str], ...]
    beyond: Mapping[tuple[str, str], str]


def goals(
    context: Context,
    findings: Iterable[Finding],
    assets: tuple[Asset, ...],
    chosen: Collection[str] = (),
    *,
    to_warn: bool = False,
) -> Goals:
    """Return what has to hold after the trades.

    A broken limit that is chosen must come inside its level; every other limit must not be
    broken by the trades, and one that is broken already must not get worse.

    Parameters
    ----------
    context
        The review's inputs.
    findings
        Where the limits stand now.
    assets
        The holdings in the order of the programme.
    chosen
        Ids of the limits to bring inside; empty for every open breach.
    to_warn
        Aim at the level from which a limit is near, not at the one that breaks it.
    """
    states = {(found.limit, found.subject): found for found in findings}
    kept: list[Row] = []
    broken: list[tuple[str, str]] = []
    beyond: dict[tuple[str, str], str] = {}
    for rule, limit, reading in measured_pairs(context):
        name = (rule.id, reading.subject)
        if reading.measured is None:
            continue
        target = _wanted(states.get(name), chosen, rule, to_warn=to_warn)
        level = _level(limit, to_warn=to_warn and target)
        if level is None:
            continue
        past = reading.measured < level if limit.floor else reading.measured > level
        row = _row(rule, reading, level, context, assets)
        why = _hopeless(rule, row, assets) if past else ""
        if past and target and why:
            beyond[name] = why
        elif past and target:
            broken.append(name)
        guard = level if not past or name in broken else _guard(limit, reading.measured)
        if row is not None and guard is not None:
            kept.append(replace(row, level=guard))
    return Goals(tuple(kept), tuple(broken), beyond)


def most_units(context: Context) -> dict[str, float]:
    """Return how many units of an instrument can be sold within the limit on days to sell.

    By instrument id; without that limit, or a volume, there is no end.
    """
    units: dict[str, float] = {}
    for line in context.valuation.lines:
        key = line.instrument.id
        units[key] = units.get(key, 0.0) + float(line.position.quantity)
    found = {}
    for rule, limit, reading in measured_pairs(context):
        if rule.id != "liquidity" or limit.breach is None or not reading.measured:
            continue
        key = reading.drivers[0].key
        if len(reading.drivers) == 1 and key in units and reading.subject != WHOLE:
            found[key] = units[key] * limit.breach / reading.measured
    return found


def _guard(limit: Limit, measured: float) -> float | None:
    """Return the level that a limit which is not mended has to keep: its own, else as it is.

    ``None`` for a limit that only warns: nothing can break it.
    """
    if limit.breach is None:
        return None
    return min(limit.breach, measured) if limit.floor else max(limit.breach, measured)


def _hopeless(rule: Rule, row: Row | None, assets: tuple[Asset, ...]) -> str:
    """Return why no trade can bring a broken limit inside, empty where one might."""
    if rule.id == "untagged":
        return "tag_first"
    if row is None:
        return NOT_LINEAR
    if isinstance(row, Spread) and len(row.groups) < row.level:
        return "too_few_holdings"
    if isinstance(row, Share):
        if rule.id == "currency" and row.fixed > 0 and not row.weights:
            return "foreign_cash"
        moves = any(
            row.weights.get(place, 0.0) != row.cash.get(asset.account_id, 0.0)
            for place, asset in enumerate(assets)
            if asset.sellable or asset.buyable
        )
        if not moves:
            return "foreign_cash" if row.fixed > 0 else "no_trade_moves_it"
        return ""
    return ""


def _level(limit: Limit, *, to_warn: bool) -> float | None:
    if to_warn:
        return limit.warn if limit.warn is not None else limit.breach
    return limit.breach


def _wanted(found: Finding | None, chosen: Collection[str], rule: Rule, *, to_warn: bool) -> bool:
    if found is None:
        return False
    if chosen:
        return rule.id in chosen
    open_states = {State.BREACH, State.NEAR} if to_warn else {State.BREACH}
    return found.state in open_states


def _row(
    rule: Rule, reading: Reading, level: float, context: Context, assets: tuple[Asset, ...]
) -> Row | None:
    name = (rule.id, reading.subject)
    if rule.id == "effective_number":
        return Spread(name, _sizes(context, assets), level)
    if rule.id == "single_issuer" and reading.subject == ABOVE_FIVE:
        return Large(name, _issuers(context, assets), 0.05, level)
    if rule.id == "kospi_loss":
        return _loss(name, level, context, assets)
    if rule.id not in _SHARES:
        return None
    return _share(name, rule.id, reading, level, context, assets)


def _share(
    name: tuple[str, str],
    rule: str,
    reading: Reading,
    level: float,
    context: Context,
    assets: tuple[Asset, ...],
) -> Share:
    """Return the row of a share of the money, from the holdings that the rule itself counted."""
    accounts = _accounts(rule, reading, context)
    factors: dict[str, float] = {}
    fixed = Decimal(0)
    for stake in reading.stakes:
        if stake.key.startswith("cash "):
            # Where cash counts, all of an account's cash moves with the trades; elsewhere the
            # cash of a currency stays as it is.
            if not accounts:
                fixed += stake.exposed
        elif stake.held:
            factors[stake.key] = float(stake.exposed / stake.held)
    weights = {
        place: factors[asset.instrument_id]
        for place, asset in enumerate(assets)
        if asset.instrument_id in factors and (rule != "account" or asset.account_id in accounts)
    }
    net = sum(asset.value * weights.get(place, 0.0) for place, asset in enumerate(assets))
    if net + float(fixed) < 0:
        weights = {place: -weight for place, weight in weights.items()}
        fixed = -fixed
    return Share(name, weights, level, dict.fromkeys(accounts, 1.0), float(fixed))


def _accounts(rule: str, reading: Reading, context: Context) -> tuple[str, ...]:
    """Return the accounts whose cash counts towards a share."""
    valuation = context.valuation
    known = {line.account.id: line.account.name for line in valuation.lines}
    known.update({line.account.id: line.account.name for line in valuation.cash})
    if rule == "untagged":
        return tuple(sorted(known))
    if rule == "account":
        named = [key for key, name in known.items() if name == reading.label]
        return tuple(sorted(named)[:1])
    return ()


def _sizes(context: Context, assets: tuple[Asset, ...]) -> dict[str, dict[int, float]]:
    """Return the size per unit of value of each holding, as the effective number counts it."""
    exposure = context.exposures[Dimension.HOLDING]
    counted = {part.key for part in exposure.slices if part.key != CASH}
    multiples = {
        line.instrument.id: abs(float(line.instrument.multiplier))
        for line in context.valuation.lines
    }
    groups: dict[str, dict[int, float]] = {}
    for place, asset in enumerate(assets):
        if asset.instrument_id in counted:
            group = groups.setdefault(asset.instrument_id, {})
            group[place] = multiples[asset.instrument_id]
    return groups


def _issuers(context: Context, assets: tuple[Asset, ...]) -> dict[str, dict[int, float]]:
    """Return the groups that the rule on single issuers counted."""
    groups: dict[str, dict[int, float]] = {}
    for rule, _, reading in measured_pairs(context):
        if rule.id != "single_issuer" or reading.subject == ABOVE_FIVE:
            continue
        factors = {
            stake.key: float(stake.exposed / stake.held) for stake in reading.stakes if stake.held
        }
        groups[reading.subject] = {
            place: factors[asset.instrument_id]
            for place, asset in enumerate(assets)
            if asset.instrument_id in factors
        }
    return groups


def _loss(
    name: tuple[str, str], level: float, context: Context, assets: tuple[Asset, ...]
) -> Share | None:
    """Return the row of the loss at the budget's shock, its betas taken as they were measured."""
    shocks = [shock for shock in context.stress.shocks if shock.kospi < 0]
    if not shocks:
        return None
    shock = min(shocks, key=lambda found: (abs(found.kospi - BUDGET_SHOCK), found.kospi))
    told = ((shock.world, shock.by_holding), (shock.korea, shock.by_holding_korea))
    losses = [(loss.loss, parts) for loss, parts in told if isinstance(loss, Loss)]
    if not losses:
        return None
    _, parts = min(losses, key=lambda story: story[0])
    scale = BUDGET_SHOCK / shock.kospi
    total = float(context.valuation.total.amount)
    held: dict[str, float] = {}
    for asset in assets:
        held[asset.instrument_id] = held.get(asset.instrument_id, 0.0) + asset.value
    cost = {part.key: -part.loss * scale * total for part in parts}
    return Share(
        name,
        {
            place: cost[asset.instrument_id] / held[asset.instrument_id]
            for place, asset in enumerate(assets)
            if cost.get(asset.instrument_id) and held[asset.instrument_id]
        },
        level,
    )
