"""A small invented portfolio, built by hand, for the tests of the limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.finding import Decision, Finding
from corridor_desktop.domain.instrument import AssetClass, Instrument
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.policy import Limit, Policy
from corridor_desktop.domain.prices import FxRate, PricePoint
from corridor_desktop.domain.theme import CORRIDOR_THEMES, TagBook, Theme, ThemeTag
from corridor_desktop.exposure.exposure import Dimension, Exposure, Part, Slice
from corridor_desktop.ledger.book import Position
from corridor_desktop.rules.contract import Context
from corridor_desktop.stress.report import RiskShares, Shock, StressReport
from corridor_desktop.valuation.valuation import CashLine, Line, Unpriced, Valuation

DAY = date(2026, 3, 20)
BROKER = Account("a1", "First broker")


@dataclass
class World:
    """Collects lines and cash; ``context`` turns them into what a rule is given."""

    base: str = "EUR"
    lines: list[Line] = field(default_factory=list)
    cash: list[CashLine] = field(default_factory=list)
    tags: list[ThemeTag] = field(default_factory=list)
    unpriced: list[Unpriced] = field(default_factory=list)
    coverage: float = 1.0

    def hold(
        self,
        name: str,
        value: str,
        account: Account = BROKER,
        stale: int = 0,
        units: str = "1",
        split: str = "1",
        **facts: object,
    ) -> World:
        thing = Instrument(**{"id": name.lower(), "name": name, "ticker": name, **facts})  # type: ignore[arg-type]
        if thing.asset_class is AssetClass.UNKNOWN and "asset_class" not in facts:
            thing = replace(thing, asset_class=AssetClass.EQUITY)
        money = Money(Decimal(value), self.base)
        self.lines.append(
            Line(
                thing,
                account,
                Position(account.id, thing.id, Decimal(units), split_factor=Decimal(split)),
                PricePoint(money.amount, self.base, DAY, "test"),
                _one(self.base),
                money,
                money,
                0.0,
                None,
                None,
                stale_days=stale,
            )
        )
        return self

    def keep(self, value: str, currency: str = "EUR", account: Account = BROKER) -> World:
        money = Money(Decimal(value), self.base)
        self.cash.append(
            CashLine(account, Money(Decimal(value), currency), _one(currency), money, 0.0)
        )
        return self

    def tag(self, name: str, theme: str, basis_points: int, driver: str = "") -> World:
        self.tags.append(
            ThemeTag(name.lower(), theme, basis_points, date(2020, 1, 1), DAY, driver=driver)
        )
        return self

    def context(
        self,
        limits: Sequence[Limit],
        previous: tuple[Finding, ...] = (),
        decisions: tuple[Decision, ...] = (),
        *,
        home: str = "",
        today: date | None = None,
        themes: tuple[Theme, ...] = CORRIDOR_THEMES,
        stress: StressReport | None = None,
    ) -> Context:
        valuation = self._valuation()
        return Context(
            DAY,
            Policy("Test", tuple(limits), home_country=home),
            valuation,
            _exposures(valuation, self.tags),
            TagBook(themes, tuple(self.tags)),
            stress or no_stress(),
            previous,
            decisions,
            today=today,
        )

    def _valuation(self) -> Valuation:
        cash = sum((line.value.amount for line in self.cash), Decimal(0))
        total = cash + sum((line.value.amount for line in self.lines), Decimal(0))
        weigh = total or Decimal(1)
        return Valuation(
            DAY,
            self.base,
            tuple(replace(line, weight=float(line.value.amount / weigh)) for line in self.lines),
            tuple(self.cash),
            tuple(self.unpriced),
            Money(total, self.base),
            Money(cash, self.base),
            self.coverage,
        )


def _one(currency: str) -> FxRate:
    return FxRate(currency, currency, Decimal(1), DAY, (), "identity")


def _exposures(valuation: Valuation, tags: Sequence[ThemeTag]) -> Mapping[Dimension, Exposure]:
    found: dict[Dimension, dict[str, list[Part]]] = {by: defaultdict(list) for by in Dimension}
    for line in valuation.lines:
        thing = line.instrument
        whole = Part(thing.id, line.account.id, thing.label, line.exposure)
        found[Dimension.COUNTRY][thing.country or ""].append(whole)
        found[Dimension.CURRENCY][thing.economic_currency or ""].append(whole)
        found[Dimension.SECTOR][thing.sector or ""].append(whole)
        found[Dimension.HOLDING][thing.id].append(whole)
        left = 10_000
        for tag in tags:
            if tag.instrument_id == thing.id:
                left -= tag.basis_points
                part = replace(whole, value=line.exposure * tag.basis_points / 10_000)
                found[Dimension.THEME][tag.theme_id].append(part)
                found[Dimension.DRIVER][tag.driver].append(part)
        rest = replace(whole, value=line.exposure * left / 10_000)
        found[Dimension.THEME][""].append(rest)
    for cash in valuation.cash:
        part = Part("", cash.account.id, cash.balance.currency, cash.value.amount)
        found[Dimension.CURRENCY][cash.balance.currency].append(part)
        found[Dimension.THEME][""].append(part)
    return {by: _exposure(by, groups, valuation.total) for by, groups in found.items()}


def _exposure(by: Dimension, groups: Mapping[str, list[Part]], total: Money) -> Exposure:
    weigh = total.amount or Decimal(1)

    def cut(key: str) -> Slice:
        parts = groups.get(key, [])
        value = sum((part.value for part in parts), Decimal(0))
        gross = sum((abs(part.value) for part in parts), Decimal(0))
        return Slice(key, key or "untagged", value, gross, float(value / weigh), tuple(parts))

    slices = sorted(
        (cut(key) for key in groups if key), key=lambda part: (-abs(part.value), part.key)
    )
    gross = sum((part.gross for part in [*slices, cut("")]), Decimal(0))
    hhi = sum(float(part.gross / gross) ** 2 for part in slices) if gross else None
    return Exposure(
        by,
        DAY,
        total,
        tuple(slices),
        cut(""),
        sum((part.value for part in [*slices, cut("")]), Decimal(0)),
        gross,
        hhi,
        1 / hhi if hhi else None,
    )


def no_stress() -> StressReport:
    from corridor_desktop.domain.message import Message

    return replace(measured_stress(), why=Message.of("stress.no_benchmark"))


def measured_stress(shocks: tuple[Shock, ...] = (), risk: RiskShares | None = None) -> StressReport:
    return StressReport(
        "^KS11",
        "test",
        None,
        None,
        700,
        None,
        (),
        shocks,
        None,
        (),
        None,
        None,
        None,
        None,
        (),
        risk,
        1.0,
    )
