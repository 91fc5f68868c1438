"""Shares of the money against their limits, and the sale that would bring them back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.instrument import AssetClass
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.policy import Limit
from corridor_desktop.domain.theme import CORRIDOR_THEMES, Theme
from corridor_desktop.rules.check import check, worst_by_limit
from corridor_desktop.rules.contract import Context, Reading
from corridor_desktop.rules.stakes import gather, holdings_of, smallest_sale
from tests.rules.world import World

ISSUER = Limit("single_issuer", 0.10, 0.20)


def one(context: Context, limit: str, subject: str) -> Finding:
    found = [f for f in check(context) if (f.limit, f.subject) == (limit, subject)]
    assert len(found) == 1, [(f.limit, f.subject) for f in check(context)]
    return found[0]


def test_a_big_holding_breaks_the_issuer_limit_and_the_cure_is_exact() -> None:
    context = World().hold("BIG", "600").hold("SMALL", "50").keep("350").context([ISSUER])
    big = one(context, "single_issuer", "BIG")
    assert (big.state, big.measured, big.limit_value) == (State.BREACH, 0.6, 0.2)
    assert big.remedy.code == "rules.sale"
    assert big.remedy.values() == {
        "amount": "400.00 EUR",
        "label": "BIG",
        "level": "20 %",
        "clear": "19 %",
    }
    assert one(context, "single_issuer", "SMALL").state is State.INSIDE


def test_exactly_at_the_limit_is_not_past_it() -> None:
    context = World().hold("EDGE", "200").keep("800").context([ISSUER])
    assert one(context, "single_issuer", "EDGE").state is State.NEAR


def test_cash_and_funds_are_not_issuers() -> None:
    world = World().hold("WORLD", "700", asset_class=AssetClass.FUND).keep("300")
    limits = [ISSUER, Limit("single_fund", 0.35, 0.60)]
    findings = check(world.context(limits))
    assert [(f.limit, f.subject, f.state) for f in findings] == [
        ("single_fund", "WORLD", State.BREACH)
    ]


def test_a_holding_of_unknown_kind_counts_as_a_company() -> None:
    world = World().hold("WHAT", "300", asset_class=AssetClass.UNKNOWN).keep("700")
    assert one(world.context([ISSUER]), "single_issuer", "WHAT").state is State.BREACH


def test_share_classes_and_accounts_of_one_issuer_add_up() -> None:
    other = Account("a2", "Second broker")
    world = (
        World()
        .hold("COM", "80", issuer="Acme")
        .hold("PREF", "90", issuer="Acme")
        .hold("COM", "70", account=other, issuer="Acme")
        .keep("760")
    )
    acme = one(world.context([ISSUER]), "single_issuer", "Acme")
    assert acme.measured == pytest.approx(0.24)
    assert [driver.label for driver in acme.drivers] == ["COM", "PREF"]
    assert acme.remedy.values()["amount"] == "40.00 EUR"


def test_two_things_with_one_ticker_stay_apart() -> None:
    world = World().hold("X", "300", id="one").hold("X", "100", id="two").keep("600")
    assert {f.subject for f in check(world.context([ISSUER]))} == {"X (one)", "X (two)"}


def test_two_accounts_with_one_name_stay_apart() -> None:
    world = World().hold("A", "600").hold("B", "400", account=Account("a2", "First broker"))
    found = check(world.context([Limit("account", 0.50, 0.80)]))
    assert {f.subject: f.measured for f in found} == {
        "First broker (a)": 0.6,
        "First broker (b)": 0.4,
    }


def test_a_threefold_fund_counts_threefold_and_needs_a_third_of_the_sale() -> None:
    world = (
        World().hold("TRI", "300", asset_class=AssetClass.FUND, multiplier=Decimal(3)).keep("700")
    )
    tri = one(world.context([Limit("single_fund", 0.35, 0.60)]), "single_fund", "TRI")
    assert tri.measured == pytest.approx(0.9)
    assert tri.remedy.values()["amount"] == "100.00 EUR"


def test_corridor_themes_are_measured_even_at_zero_and_others_only_when_named() -> None:
    world = World().hold("RAIL", "500").keep("500").tag("RAIL", "resource_transit", 6000)
    world.tag("RAIL", "water", 2000)
    themes = (*CORRIDOR_THEMES, Theme("water", "Water"), Theme("air", "Air"))
    limits = [Limit("theme", 0.15, 0.25), Limit("theme", 0.05, 0.5, subject="water")]
    found = {f.subject: f for f in check(world.context(limits, themes=themes))}
    assert set(found) == {"resource_transit", "regional_rebalancing", "tourism_education", "water"}
    assert found["resource_transit"].state is State.BREACH
    assert found["resource_transit"].measured == pytest.approx(0.3)
    # 30 % down to 25 % of 1000 is 50 of exposure; each euro of RAIL carries 0.6 of it.
    assert found["resource_transit"].remedy.values()["amount"] == "83.34 EUR"
    assert (found["water"].state, found["water"].breach) == (State.NEAR, 0.5)
    assert found["tourism_education"].measured == 0.0


def test_all_corridor_adds_the_themes_up() -> None:
    world = World().hold("A", "300").hold("B", "300").keep("400")
    world.tag("A", "resource_transit", 5000).tag("A", "tourism_education", 2500)
    world.tag("B", "regional_rebalancing", 7000)
    whole = one(world.context([Limit("all_corridor", 0.25, 0.40)]), "all_corridor", "portfolio")
    assert whole.measured == pytest.approx(0.435)
    # A carries 0.75 a euro, B 0.70: the smallest single sale is of A.
    assert whole.remedy.values()["label"] == "A"
    assert whole.remedy.values()["amount"] == "46.67 EUR"


def test_when_no_single_sale_is_enough_it_says_so() -> None:
    world = World().hold("A", "300").hold("B", "300").keep("400")
    for name in "AB":
        world.tag(name, "resource_transit", 10_000)
    found = one(world.context([Limit("theme", 0.10, 0.20)]), "theme", "resource_transit")
    assert found.remedy.code == "rules.sale_too_small"
    assert found.remedy.values()["left"] == "30 %"


def test_home_and_base_are_left_out_and_the_unknown_is_told_apart() -> None:
    world = (
        World()
        .hold("HOME", "300", country="DE", economic_currency="EUR")
        .hold("SEOUL", "300", country="KR", economic_currency="KRW")
        .hold("DARK", "400", economic_currency="EUR")
    )
    limits = [Limit("country", 0.25, 0.40), Limit("currency", 0.25, 0.5)]
    found = {(f.limit, f.subject): f for f in check(world.context(limits, home="DE"))}
    assert set(found) == {("country", "KR"), ("country", "unknown"), ("currency", "KRW")}
    assert found["country", "KR"].state is State.NEAR
    assert found["country", "KR"].why is not None
    assert found["country", "KR"].why.code == "rules.at_least"
    assert found["country", "unknown"].state is State.CANNOT_TELL
    assert found["country", "unknown"].measured is None


def test_an_unknown_share_too_small_to_matter_is_no_finding() -> None:
    world = World().hold("SEOUL", "900", country="KR").hold("DARK", "100")
    subjects = {f.subject for f in check(world.context([Limit("country", 0.25, 0.40)]))}
    assert subjects == {"KR"}


def test_account_is_cured_by_moving_not_by_selling() -> None:
    other = Account("a2", "Second broker")
    world = World().hold("A", "500").keep("400").keep("100", account=other)
    found = one(world.context([Limit("account", 0.50, 0.80)]), "account", "First broker")
    assert (found.remedy.code, found.remedy.values()["amount"]) == ("rules.move", "100.00 EUR")


def test_effective_number_is_a_floor() -> None:
    world = World()
    for name in "ABCDEF":
        world.hold(name, "100")
    found = one(
        world.context([Limit("effective_number", 10, 5.6, floor=True)]),
        "effective_number",
        "portfolio",
    )
    assert found.measured == pytest.approx(6.0)
    assert (found.state, found.floor, found.n) == (State.NEAR, True, 6)


def test_foreign_cash_counts_as_its_currency() -> None:
    world = World().hold("A", "400", economic_currency="EUR").keep("600", currency="USD")
    found = one(world.context([Limit("currency", 0.30, 0.50)]), "currency", "USD")
    assert found.state is State.BREACH
    assert found.remedy.values()["amount"] == "100.00 EUR"


def test_untagged_includes_cash_and_names_the_largest() -> None:
    world = World().hold("A", "400").hold("B", "500").keep("100").tag("B", "resource_transit", 1000)
    found = one(world.context([Limit("untagged", 0.80, None)]), "untagged", "portfolio")
    assert found.measured == pytest.approx(0.95)
    assert (found.state, found.remedy.values()["label"]) == (State.NEAR, "B")


def test_nothing_held_and_debt_are_sentences_not_zeros() -> None:
    empty = one(World().context([ISSUER]), "single_issuer", "portfolio")
    assert empty.why is not None
    assert (empty.state, empty.measured, empty.why.code) == (
        State.CANNOT_TELL,
        None,
        "rules.nothing_priced",
    )
    debt = World().hold("A", "100").keep("-200").context([ISSUER])
    why = one(debt, "single_issuer", "portfolio").why
    assert why is not None
    assert why.code == "rules.negative_total"


def test_the_sum_of_the_large_ones_where_the_policy_asks_for_it() -> None:
    world = World().keep("490")
    for name, value in (("A", "220"), ("B", "150"), ("C", "90"), ("D", "50")):
        world.hold(name, value)
    asked = [Limit("single_issuer", None, 0.40, subject="above_5")]
    found = one(world.context(asked), "single_issuer", "above_5")
    assert found.measured == pytest.approx(0.46)
    assert (found.state, found.n) == (State.BREACH, 3)
    assert [driver.label for driver in found.drivers] == ["A", "B", "C"]
    assert found.remedy == Message.of("rules.driven_by", label="A")
    assert all(f.subject != "above_5" for f in check(world.context([ISSUER])))


def test_worst_by_limit_keeps_one_each_in_display_order() -> None:
    world = World().hold("A", "500", country="KR").hold("B", "500", country="JP")
    limits = [Limit("country", 0.25, 0.40), ISSUER]
    found = worst_by_limit(check(world.context(limits)))
    assert [(f.limit, f.subject) for f in found] == [("single_issuer", "A"), ("country", "JP")]


@given(
    values=st.lists(st.integers(1, 10_000), min_size=1, max_size=8),
    shares=st.lists(st.integers(1, 10_000), min_size=8, max_size=8),
    level=st.integers(0, 90),
)
def test_the_sale_that_is_enough_lands_exactly_on_the_level(
    values: list[int], shares: list[int], level: int
) -> None:
    world = World().keep("1000")
    for place, value in enumerate(values):
        world.hold(f"H{place}", str(value)).tag(f"H{place}", "resource_transit", shares[place])
    context = world.context([])
    total = context.valuation.total.amount
    theme = next(f for by, f in context.exposures.items() if by == "theme")
    parts = [part for found in theme.slices for part in found.parts]
    stakes = gather(parts, holdings_of(context.valuation))
    net = sum((stake.exposed for stake in stakes), Decimal(0))
    reading = Reading("t", "t", float(net / total), stakes=stakes)
    sale = smallest_sale(reading, total, level / 100)
    assert sale is not None
    if net / total <= Decimal(level) / 100:
        assert sale.amount <= 0
        return
    after = net - sale.amount * sale.stake.exposed / sale.stake.held
    target = Decimal(level) / 100 * total
    if sale.enough:
        assert abs(after - target) < Decimal("1e-15")
        assert sale.amount <= sale.stake.held
    else:
        assert after > target
        assert all(net - stake.exposed > target for stake in stakes)
