"""Shares of the money: by issuer, fund, theme, driver, country, currency, sector and account."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from corridor_desktop.domain.finding import Driver
from corridor_desktop.domain.instrument import AssetClass, Instrument
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import ZERO
from corridor_desktop.exposure.exposure import Dimension, Exposure, Part, Slice
from corridor_desktop.exposure.keys import CASH
from corridor_desktop.rules.contract import Context, Reading, Stake
from corridor_desktop.rules.stakes import SHOWN, gather, holdings_of, share_reading
from corridor_desktop.valuation.valuation import Line

WHOLE = "portfolio"
UNKNOWN = "unknown"
LARGE = 0.05
ABOVE_FIVE = "above_5"
"""The subject under which a policy limits the sum of all issuers above 5 %."""

# Nobody can default on these: a bank balance is held against the account limit instead.
_NO_ISSUER = frozenset(
    {AssetClass.FUND, AssetClass.CASH, AssetClass.CURRENCY, AssetClass.COMMODITY}
)


def measure_issuers(context: Context) -> tuple[Reading, ...]:
    """Share of each issuer group; funds, cash, currencies and commodities have no issuer here.

    A group of several instruments is named after its issuer, a single one after its ticker. Of
    companies that are held inside of funds alone, those that come near no limit are left out.
    Where the policy names it, the sum of all groups above 5 % is measured too: 40 % of it is the
    ceiling of Article 52 of Directive 2009/65/EC, 25 % what 15 USC 80a-5(b)(1) leaves free.
    """
    lines = [
        line for line in context.counted.lines if line.instrument.asset_class not in _NO_ISSUER
    ]
    groups = _group(context, lines, lambda instrument: instrument.issuer_key)
    groups = tuple(group for group in groups if not _small(group, context))
    asked = any(
        (limit.id, limit.subject) == ("single_issuer", ABOVE_FIVE)
        for limit in context.policy.limits
    )
    return (*groups, _above_five(groups)) if asked else groups


def measure_funds(context: Context) -> tuple[Reading, ...]:
    """Share of each fund, leveraged funds at their multiple."""
    lines = [
        line for line in context.valuation.lines if line.instrument.asset_class is AssetClass.FUND
    ]
    return _group(context, lines, lambda instrument: instrument.id)


def measure_themes(context: Context) -> tuple[Reading, ...]:
    """Share of each corridor theme, and of any other theme that the policy names."""
    named = {limit.subject for limit in context.policy.limits if limit.id == "theme"}
    exposure = context.exposures.get(Dimension.THEME)
    held = holdings_of(context.valuation)
    found = []
    for theme in context.tags.themes:
        if theme.corridor or theme.id in named:
            stakes = gather(_parts(exposure, {theme.id}), held)
            found.append(share_reading(theme.id, theme.name, stakes, _total(context)))
    return tuple(found)


def measure_corridor(context: Context) -> tuple[Reading, ...]:
    """Share of all corridor themes together."""
    corridor = {theme.id for theme in context.tags.themes if theme.corridor}
    parts = _parts(context.exposures.get(Dimension.THEME), corridor)
    stakes = gather(parts, holdings_of(context.valuation))
    return (share_reading(WHOLE, WHOLE, stakes, _total(context)),)


def measure_drivers(context: Context) -> tuple[Reading, ...]:
    """Share of the money that hangs on each driver (what would have to happen)."""
    return _slices(context, Dimension.DRIVER, skip=frozenset())


def measure_countries(context: Context) -> tuple[Reading, ...]:
    """Share of each country of risk other than home; what has no country is told apart."""
    unknown = _share(
        context, [line for line in context.counted.lines if not line.instrument.country]
    )
    skip = frozenset({context.policy.home_country, CASH} - {""})
    return _slices(context, Dimension.COUNTRY, skip, unknown)


def measure_currencies(context: Context) -> tuple[Reading, ...]:
    """Share of each economic currency other than the base currency, cash included."""
    exposure = context.exposures.get(Dimension.CURRENCY)
    unknown = abs(exposure.untagged.weight) if exposure else 0.0
    return _slices(context, Dimension.CURRENCY, frozenset({context.valuation.base}), unknown)


def measure_sectors(context: Context) -> tuple[Reading, ...]:
    """Share of each sector; funds and cash have none, single names without one are unknown."""
    unknown = _share(
        context,
        [
            line
            for line in context.counted.lines
            if not line.instrument.sector and line.instrument.asset_class not in _NO_ISSUER
        ],
    )
    return _slices(context, Dimension.SECTOR, frozenset({CASH}), unknown)


def measure_accounts(context: Context) -> tuple[Reading, ...]:
    """Share of each account, cash included."""
    names = {line.account.id: line.account.name for line in context.valuation.lines}
    names.update({line.account.id: line.account.name for line in context.valuation.cash})
    found = []
    for key, name in sorted(names.items()):
        stakes = [
            Stake(line.instrument.id, line.instrument.label, line.value.amount, line.value.amount)
            for line in context.valuation.lines
            if line.account.id == key
        ]
        stakes += [
            Stake(
                f"cash {line.balance.currency}",
                line.balance.currency,
                line.value.amount,
                line.value.amount,
            )
            for line in context.valuation.cash
            if line.account.id == key
        ]
        found.append(share_reading(name, name, tuple(stakes), _total(context)))
    return tuple(found)


def measure_untagged(context: Context) -> tuple[Reading, ...]:
    """Share of the money that no theme tag speaks of."""
    exposure = context.exposures.get(Dimension.THEME)
    if exposure is None:
        return (Reading(WHOLE, WHOLE, None, why=Message.of("rules.nothing_priced")),)
    stakes = gather(exposure.untagged.parts, holdings_of(context.valuation))
    ranked = tuple(
        Driver(stake.key, stake.label, float(stake.exposed / _total(context)))
        for stake in stakes[:SHOWN]
    )
    return (Reading(WHOLE, WHOLE, abs(exposure.untagged.weight), ranked, stakes=stakes),)


def measure_effective_number(context: Context) -> tuple[Reading, ...]:
    """1 / sum of squared shares over holdings: how many equal ones they act like."""
    exposure = context.exposures.get(Dimension.HOLDING)
    if exposure is None or exposure.effective_number is None:
        return (Reading(WHOLE, WHOLE, None, why=Message.of("rules.nothing_priced")),)
    # Cash is not among what is counted, so it cannot be what lowers the number.
    held = [part for part in exposure.slices if part.key != CASH]
    ranked = tuple(Driver(part.key, part.label, part.weight) for part in held[:SHOWN])
    return (Reading(WHOLE, WHOLE, exposure.effective_number, ranked, n=len(held)),)


def _above_five(groups: tuple[Reading, ...]) -> Reading:
    """Sum the large groups; no sale is worked out, since one that shrinks below 5 % drops out."""
    large = [group for group in groups if group.measured is not None and group.measured > LARGE]
    ranked = sorted(large, key=lambda group: (-(group.measured or 0.0), group.subject))
    named = tuple(Driver(group.subject, group.label, group.measured or 0.0) for group in ranked)
    total = sum(driver.share for driver in named)
    return Reading(ABOVE_FIVE, "Σ > 5 %", total, named[:SHOWN], n=len(large))


def _total(context: Context) -> Decimal:
    return context.valuation.total.amount


def _share(context: Context, lines: Iterable[Line]) -> float:
    return float(sum((abs(line.exposure) for line in lines), ZERO) / _total(context))


def _parts(exposure: Exposure | None, keys: set[str]) -> list[Part]:
    slices = exposure.slices if exposure else ()
    return [part for found in slices if found.key in keys for part in found.parts]


def _group(
    context: Context, lines: Iterable[Line], key: Callable[[Instrument], str]
) -> tuple[Reading, ...]:
    groups: dict[str, dict[str, Stake]] = {}
    members: dict[str, dict[str, str]] = {}
    held = holdings_of(context.valuation)
    for line in lines:
        thing = line.instrument
        root = line.through[-1] if line.through else thing.id
        group = groups.setdefault(key(thing), {})
        members.setdefault(key(thing), {})[thing.id] = thing.label
        before = group.get(root)
        exposed = line.exposure + (before.exposed if before else ZERO)
        inside = bool(line.through) or (before is not None and before.inside)
        group[root] = Stake(root, held[root].label, held[root].value, exposed, inside)
    readings = []
    for name, group in groups.items():
        known = members[name]
        label = next(iter(known.values())) if len(known) == 1 else name
        readings.append(share_reading(label, label, tuple(group.values()), _total(context)))
    return tuple(readings)


def _small(group: Reading, context: Context) -> bool:
    """Tell whether a company is held inside of funds alone, and stays below half of every level."""
    if not all(stake.inside for stake in group.stakes):
        return False
    levels = [
        level
        for limit in context.policy.limits
        if limit.id == "single_issuer" and limit.subject in {"", group.subject}
        for level in (limit.warn, limit.breach)
        if level is not None
    ]
    return (group.measured or 0.0) < min([*levels, 2 * LARGE]) / 2


def _slices(
    context: Context, by: Dimension, skip: frozenset[str], unknown: float = 0.0
) -> tuple[Reading, ...]:
    exposure = context.exposures.get(by)
    slices: tuple[Slice, ...] = exposure.slices if exposure else ()
    held = holdings_of(context.valuation)
    found = [
        share_reading(part.key, part.label, gather(part.parts, held), _total(context), unknown)
        for part in slices
        if part.key not in skip
    ]
    if unknown > 0:
        why = Message.of("rules.unknown_" + by.value)
        found.append(Reading(UNKNOWN, UNKNOWN, None, why=why, unknown=unknown))
    return tuple(found)
