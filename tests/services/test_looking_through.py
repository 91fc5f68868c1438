"""Limits and stress with funds looked through: tags flow, the rest stays, only the fund is sold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.fund import Constituent, FundHoldings
from corridor_desktop.domain.instrument import AssetClass, Listing
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.policy import Limit, Policy
from corridor_desktop.domain.theme import CORRIDOR_THEMES, TagBook, ThemeTag
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.planning.changes import Changes
from corridor_desktop.services.make_review import Material, make_review
from corridor_desktop.services.portfolio_data import PortfolioData
from corridor_desktop.services.review import Review
from corridor_desktop.services.what_if import ground, look
from tests.conftest import StoppedClock
from tests.support.books import PIER, QUAY, buy, day, named, quoted

THEME = CORRIDOR_THEMES[0].id
CRANE = replace(
    named("crane"), isin="KR7005930003", ticker="005930", country="KR",
    asset_class=AssetClass.EQUITY, listing=Listing("005930.KS", "EUR"),
)  # fmt: skip
FUND = replace(named("fund"), asset_class=AssetClass.FUND, listing=Listing("FUND.DE", "EUR"))
LIST = FundHoldings(date(2026, 3, 20), "file a.csv", (
    Constituent("Crane", Decimal("0.6"), isin="KR7005930003", country="KR"),
    Constituent("Pier", Decimal("0.3"), ticker="PIER", country="US", currency="USD"),
    Constituent("Mole", Decimal("0.01"), ticker="MOLE", country="US", currency="USD"),
))  # fmt: skip
WAVES = {number: 100.0 + 7 * ((number * 37) % 11) for number in range(74)}
SERIES = {
    "005930.KS": quoted("005930.KS", {0: 10.0, 73: 10.0}),
    "FUND.DE": quoted("FUND.DE", WAVES | {73: 100.0}),
    "^KS11": quoted("^KS11", WAVES | {73: 100.0}),
}
POLICY = Policy("Test", (
    Limit("single_issuer", 0.10, 0.50), Limit("single_fund", 0.90, None),
    Limit("theme", 0.10, 0.50), Limit("country", 0.10, 0.50),
    Limit("effective_number", 3, 2, floor=True),
))  # fmt: skip


def reviewed(clock: StoppedClock, choice: str, lists: Mapping[str, FundHoldings]) -> Review:
    return make_review(material(choice, lists), None, clock, Quiet())


def material(choice: str, lists: Mapping[str, FundHoldings]) -> Material:
    tags = (ThemeTag("crane", THEME, 10_000, day(0), day(0)),)
    data = PortfolioData(
        name="Quay", base="EUR", accounts=(QUAY, PIER), instruments={"crane": CRANE, "fund": FUND},
        transactions=(buy(0, "10", "1000", thing="fund"), buy(0, "10", "100", thing="crane")),
        statements=(), tags=TagBook(CORRIDOR_THEMES, tags), series=SERIES, policy=POLICY,
        decisions=(), settings={"look_through": choice}, funds=lists,
    )  # fmt: skip
    return Material(data, (), (), frozenset())


def finding(found: Review, limit: str, subject: str) -> Finding:
    (one,) = [each for each in found.findings if (each.limit, each.subject) == (limit, subject)]
    return one


def test_a_company_inside_a_fund_counts_with_what_is_held_of_it(clock: StoppedClock) -> None:
    plain = reviewed(clock, "off", {"fund": LIST})
    through = reviewed(clock, "limits", {"fund": LIST})
    assert (plain.looked_through, through.looked_through) == (False, True)
    alone = finding(plain, "single_issuer", CRANE.label)
    both = finding(through, "single_issuer", CRANE.label)
    assert alone.measured == pytest.approx(100 / 1100)
    assert both.measured == pytest.approx(700 / 1100)
    assert (alone.state, both.state) == (State.INSIDE, State.BREACH)
    assert [driver.label for driver in both.drivers] == [FUND.label, CRANE.label]
    assert finding(through, "single_issuer", "PIER").measured == pytest.approx(300 / 1100)
    assert not [each for each in through.findings if each.subject == "MOLE"], "near no limit"
    for subject in ("KR", "US"):
        assert finding(through, "country", subject).state in {State.BREACH, State.NEAR}
    # What is held, and can be sold, is the fund.
    assert finding(through, "single_fund", FUND.label).measured == pytest.approx(1000 / 1100)
    spread = [finding(each, "effective_number", "portfolio").measured for each in (plain, through)]
    assert spread[0] == spread[1]


def test_the_smallest_sale_is_one_of_the_fund(clock: StoppedClock) -> None:
    found = finding(reviewed(clock, "limits", {"fund": LIST}), "theme", THEME)
    assert found.measured == pytest.approx(700 / 1100), "a constituent's tag flows through"
    cure = found.remedy
    assert cure.code == "rules.sale"
    # (700 - 550) / 0.6 of the fund brings the theme to a half; the crane alone is too little.
    assert dict(cure.params)["label"] == FUND.name
    assert dict(cure.params)["amount"] == "250.00 EUR"


def test_a_newer_list_is_not_what_the_owner_traded(clock: StoppedClock) -> None:
    little = replace(LIST, parts=(replace(LIST.parts[0], weight=Decimal("0.2")),))
    before = reviewed(clock, "limits", {"fund": little})
    assert finding(before, "single_issuer", CRANE.label).state is State.NEAR
    later = material("limits", {"fund": LIST})
    after = make_review(replace(later, previous=before.findings), None, clock, Quiet())
    worse = finding(after, "single_issuer", CRANE.label)
    assert worse.state is State.BREACH
    assert not worse.active


def test_a_fall_is_as_large_but_belongs_to_the_themes_inside(clock: StoppedClock) -> None:
    plain = reviewed(clock, "off", {"fund": LIST}).stress.shocks
    through = reviewed(clock, "limits", {"fund": LIST}).stress.shocks
    assert [shock.world for shock in plain] == [shock.world for shock in through]
    fund = next(part.loss for part in plain[0].by_holding if part.key == "fund")
    crane = next((part.loss for part in plain[0].by_holding if part.key == "crane"), 0.0)
    themes = [
        {part.key: part.loss for part in shocks[0].by_theme}[THEME] for shocks in (plain, through)
    ]
    assert themes[0] == pytest.approx(crane)
    assert themes[1] == pytest.approx(crane + 0.6 * fund)


def test_a_list_that_is_not_there_changes_nothing(clock: StoppedClock) -> None:
    plain, through = (reviewed(clock, choice, {}) for choice in ("off", "limits"))
    assert not through.looked_through
    assert plain.findings == through.findings


def test_a_branch_looks_as_the_review_does(clock: StoppedClock) -> None:
    of = material("limits", {"fund": LIST})
    looked = look(ground(of, None, clock, Quiet()), Changes(), Quiet())
    found = make_review(of, None, clock, Quiet())
    assert looked.findings == found.findings
    assert looked.exposures[Dimension.COUNTRY] == found.exposures[Dimension.COUNTRY]
