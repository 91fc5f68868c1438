"""The user's own assumptions: exact money, no statistics."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.stress.assumed import fx_shock, theme_shock
from corridor_desktop.valuation.valuation import Valuation
from tests.stress.worlds import themes, valuation

MOVES = st.decimals("-1", "1", places=4)


def held() -> Valuation:
    """An American fund on Korean shares, a dollar share, and euros and won in cash."""
    made = valuation({"FUND": "50", "SHARE": "30"}, cash={"EUR": "10", "KRW": "10"})
    fund, share = made.lines
    economic = replace(fund.instrument, economic_currency="KRW")
    return replace(
        made,
        lines=(
            replace(fund, instrument=economic),
            replace(share, price=replace(share.price, currency="USD")),
        ),
    )


def test_a_fund_moves_with_the_currency_it_depends_on() -> None:
    found = fx_shock(held(), {"KRW": Decimal("-0.10")})
    assert found.change.amount == Decimal("-6.0")
    assert found.fraction == pytest.approx(-0.06)
    assert [(part.key, part.exposed) for part in found.parts] == [("KRW", Decimal(60))]


@given(MOVES, MOVES)
def test_currencies_add_up_and_scale_exactly(won: Decimal, dollar: Decimal) -> None:
    one = fx_shock(held(), {"KRW": won}).change.amount
    two = fx_shock(held(), {"USD": dollar}).change.amount
    assert fx_shock(held(), {"KRW": won, "USD": dollar}).change.amount == one + two
    assert fx_shock(held(), {"KRW": won / 2}).change.amount * 2 == one


def test_there_and_back_is_where_it_began() -> None:
    once = fx_shock(held(), {"USD": Decimal("0.25")}).change.amount
    back = (Decimal(30) + once) * (1 / (1 + Decimal("0.25")) - 1)
    assert once + back == 0


def test_what_moves_nothing_held_is_said() -> None:
    found = fx_shock(held(), {"JPY": Decimal("-0.5")})
    assert found.change.amount == 0
    assert found.unmoved == ("JPY",)


def test_the_base_cannot_move_and_nothing_falls_below_nothing() -> None:
    with pytest.raises(ValueError, match="base"):
        fx_shock(held(), {"EUR": Decimal("0.1")})
    with pytest.raises(ValueError, match="more than all"):
        fx_shock(held(), {"KRW": Decimal("-1.01")})


def test_without_a_positive_total_there_is_no_percentage() -> None:
    found = fx_shock(valuation({}, cash={"USD": "-5"}), {"USD": Decimal("0.1")})
    assert found.fraction is None
    assert found.change.amount == Decimal("-0.5")


def test_themes_lose_what_the_user_says() -> None:
    exposure = themes({"resource_transit": {"A": "0.4"}, "own": {"B": "0.1"}}, {"A": "0.5"})
    moves = {"resource_transit": Decimal("-0.2"), "own": Decimal("0.5"), "none": Decimal("-0.1")}
    found = theme_shock(exposure, moves)
    assert found.change.amount == Decimal("-0.03")
    assert [part.key for part in found.parts] == ["resource_transit", "own"]
    assert found.unmoved == ("none",)
    assert found.kind == "theme"
