"""Facts: what the user states wins over the price source; unknown stays unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.fetch import Facts
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.services.instrument_facts import edit_facts, merge_facts

TODAY = date(2026, 3, 20)
THING = Instrument("x", "Thing", listing=Listing("THG.L", "GBP", "XLON", Decimal("0.01")))
FETCHED = Facts(
    "THG.L", "Yahoo Finance", datetime(2026, 3, 19, tzinfo=UTC), quote_type="ETF",
    country="South Korea", sector="Industrials", analysts=None,
)  # fmt: skip


def test_a_stated_fact_says_who_stated_it_and_when() -> None:
    changed = edit_facts(THING, {"country": "kr", "economic_currency": "krw"}, TODAY)
    assert (changed.country, changed.economic_currency) == ("KR", "KRW")
    assert (changed.facts_source, changed.facts_date) == ("you", "2026-03-20")


def test_empty_text_forgets_a_fact() -> None:
    known = edit_facts(THING, {"sector": "Rail"}, TODAY)
    assert edit_facts(known, {"sector": ""}, TODAY).sector is None


@pytest.mark.parametrize(
    "facts",
    [
        {"country": "Korea"},
        {"economic_currency": "won"[:2]},
        {"multiplier": "two"},
        {"analysts": "-1"},
        {"name": ""},
        {"colour": "red"},
    ],
)
def test_what_is_no_fact_is_refused(facts: dict[str, str]) -> None:
    with pytest.raises(UsageTrouble):
        edit_facts(THING, facts, TODAY)


def test_another_symbol_starts_with_a_plain_unit_and_no_market() -> None:
    changed = edit_facts(THING, {"symbol": "THG.DE", "listing_currency": "eur"}, TODAY)
    assert changed.listing == Listing("THG.DE", "EUR", "", Decimal(1))


def test_an_inverse_fund_has_a_negative_multiplier() -> None:
    assert edit_facts(THING, {"multiplier": "-2"}, TODAY).multiplier == Decimal(-2)


def test_a_source_fills_what_nobody_stated() -> None:
    merged = merge_facts(THING, FETCHED)
    assert (merged.country, merged.sector, merged.asset_class) == (
        "KR",
        "Industrials",
        AssetClass.FUND,
    )
    assert merged.analysts is None
    assert merged.facts_source == "Yahoo Finance"


def test_the_user_wins_over_the_source() -> None:
    own = edit_facts(THING, {"country": "JP", "analysts": "3"}, TODAY)
    merged = merge_facts(own, FETCHED)
    assert (merged.country, merged.analysts, merged.facts_source) == ("JP", 3, "you")


def test_an_unknown_country_name_stays_unknown() -> None:
    assert (
        merge_facts(THING, Facts("T", "S", FETCHED.fetched_at, country="Atlantis")).country is None
    )
