"""Tagging: shares in basis points, never more than a whole holding, with reason and source."""

from __future__ import annotations

from datetime import date

import pytest

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.instrument import Instrument, Listing
from corridor_desktop.domain.suggestion import Suggestion
from corridor_desktop.domain.theme import CORRIDOR_THEMES, Confidence, TagBook
from corridor_desktop.services.tag_holdings import (
    find_instrument,
    make_tags,
    new_theme,
    tag_from_suggestion,
)

TODAY = date(2026, 3, 20)
BOOK = TagBook(CORRIDOR_THEMES)
RAIL = Instrument("r1", "Ostrail Works", isin="XS0000000009", ticker="OST")
PORT = Instrument("p1", "Port of Nowhere", listing=Listing("PNW.DE", "EUR"))
THINGS = {RAIL.id: RAIL, PORT.id: PORT}


def suggestion(**changes: object) -> Suggestion:
    row = {
        "id": "X-1", "symbol": "OST", "mic": "XETR", "isin": "", "name": "Ostrail",
        "theme_id": "resource_transit", "low": 0, "high": 1000, "direction": "positive",
        "directness": "option_value", "driver": "russia_dprk_traffic", "reason": "Builds rails.",
        "source_title": "Daily", "source_address": "https://example.org", "source_date": "2018-06",
        "confidence": "low", "caution": "", "group": "rail", "investable": True,
        "listing_status": "listed", "count_once": "",
    }  # fmt: skip
    return Suggestion(**{**row, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["ost", "XS0000000009", "ostrail works", "r1"])
def test_a_holding_is_found_by_any_of_its_names(word: str) -> None:
    assert find_instrument(THINGS, word) is RAIL


def test_a_symbol_finds_its_holding() -> None:
    assert find_instrument(THINGS, "pnw.de") is PORT


def test_two_of_the_same_name_are_asked_about() -> None:
    twin = Instrument("r2", "Ostrail Works", isin="XS0000000017")
    with pytest.raises(UsageTrouble, match="may mean"):
        find_instrument({**THINGS, twin.id: twin}, "Ostrail Works")


def test_an_unknown_name_is_said_to_be_unknown() -> None:
    with pytest.raises(UsageTrouble, match="No holding"):
        find_instrument(THINGS, "Westrail")


def test_a_tag_carries_reason_source_and_day() -> None:
    (tag,) = make_tags(BOOK, "r1", {"resource_transit": 4000}, TODAY, reason="why", source="src")
    assert (tag.basis_points, tag.reason, tag.source, tag.recorded) == (4000, "why", "src", TODAY)


def test_shares_stay_within_a_whole_holding() -> None:
    before = make_tags(BOOK, "r1", {"resource_transit": 7000}, TODAY)
    book = TagBook(CORRIDOR_THEMES, before)
    with pytest.raises(UsageTrouble, match="110"):
        make_tags(book, "r1", {"tourism_education": 4000}, TODAY)
    assert make_tags(book, "r1", {"tourism_education": 3000}, TODAY)


def test_lowering_one_theme_makes_room_for_another() -> None:
    book = TagBook(CORRIDOR_THEMES, make_tags(BOOK, "r1", {"resource_transit": 10000}, TODAY))
    tags = make_tags(book, "r1", {"resource_transit": 5000, "tourism_education": 5000}, TODAY)
    assert sum(tag.basis_points for tag in tags) == 10000


@pytest.mark.parametrize("points", [-1, 10001])
def test_a_share_lies_between_nothing_and_all(points: int) -> None:
    with pytest.raises(UsageTrouble):
        make_tags(BOOK, "r1", {"resource_transit": points}, TODAY)


def test_an_unknown_theme_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageTrouble) as raised:
        make_tags(BOOK, "r1", {"space_tourism": 1}, TODAY)
    assert "resource_transit" in raised.value.remedy


def test_accepting_a_suggestion_keeps_its_source_and_driver() -> None:
    (tag,) = tag_from_suggestion(BOOK, "r1", suggestion(), 500, TODAY)
    assert tag.driver == "russia_dprk_traffic"
    assert tag.confidence is Confidence.LOW
    assert "2018-06" in tag.source


def test_a_caution_is_no_suggestion() -> None:
    with pytest.raises(UsageTrouble):
        tag_from_suggestion(BOOK, "r1", suggestion(investable=False), 0, TODAY)


def test_own_themes_have_a_name_of_their_own() -> None:
    theme = new_theme(BOOK, "  Arctic route ")
    assert (theme.id, theme.name, theme.corridor) == ("arctic_route", "Arctic route", False)
    with pytest.raises(UsageTrouble):
        new_theme(BOOK, "Resource transit")
    with pytest.raises(UsageTrouble):
        new_theme(BOOK, "  ")
