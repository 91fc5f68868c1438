"""Tagging through the desk: shares, suggestions, own themes, facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.domain.theme import Confidence
from corridor_desktop.services.session import Session
from corridor_desktop.services.tag_desk import TagDesk
from corridor_desktop.services.theme_pack import pack
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock

TODAY = date(2026, 3, 20)
ROW = next(row for row in pack().rows if row.investable and row.theme_id)


@pytest.fixture
def session(tmp_path: Path, clock: StoppedClock) -> Session:
    session = Session(clock)
    store = PortfolioStore.create(tmp_path / "quay.corridor", "Quay", "EUR", clock.now())
    store.instruments.keep(Instrument("quay", "Quay Works", "DE0007164600", "QUAY"))
    store.instruments.keep(Instrument("pier", "Pier Works", ticker="PIER"))
    session.replace(store)
    return session


@pytest.fixture
def tags(session: Session) -> TagDesk:
    return TagDesk(session)


def shares(tags: TagDesk, instrument: str = "quay") -> dict[str, int]:
    _, found = tags.in_force()
    return {tag.theme_id: tag.basis_points for tag in found if tag.instrument_id == instrument}


def test_a_tag_keeps_its_reason_source_day_and_confidence(tags: TagDesk) -> None:
    tags.set("quay", {"resource_transit": 4000}, "ships coal", "annual report", Confidence.HIGH)
    names, (tag,) = tags.in_force()
    assert names["quay"] == "Quay Works"
    assert (tag.theme_id, tag.basis_points) == ("resource_transit", 4000)
    assert (tag.reason, tag.source, tag.confidence) == (
        "ships coal",
        "annual report",
        Confidence.HIGH,
    )
    assert (tag.valid_from, tag.recorded) == (TODAY, TODAY)


def test_a_new_share_replaces_the_old_and_nought_ends_it(tags: TagDesk) -> None:
    tags.set("quay", {"resource_transit": 4000, "tourism_education": 1000})
    tags.set("quay", {"resource_transit": 2500})
    assert shares(tags) == {"resource_transit": 2500, "tourism_education": 1000}
    tags.set("quay", {"resource_transit": 0})
    assert shares(tags) == {"tourism_education": 1000}


@pytest.mark.parametrize(
    ("instrument", "wanted", "code"),
    [
        ("nobody", {"resource_transit": 1}, "unknown_holding"),
        ("quay", {"weather": 1}, "unknown_theme"),
        ("quay", {"resource_transit": 10_001}, "bad_share"),
        ("quay", {"resource_transit": -1}, "bad_share"),
        ("quay", {"resource_transit": 6000, "tourism_education": 4001}, "over_tagged"),
    ],
)
def test_what_cannot_be_is_refused_whole(
    tags: TagDesk, instrument: str, wanted: dict[str, int], code: str
) -> None:
    tags.set("quay", {"regional_rebalancing": 100})
    with pytest.raises(UsageTrouble) as caught:
        tags.set(instrument, wanted)
    assert caught.value.code == code
    assert shares(tags) == {"regional_rebalancing": 100}


def test_a_share_from_an_earlier_day_may_not_pass_the_whole_later(tags: TagDesk) -> None:
    tags.set("quay", {"resource_transit": 6000})
    with pytest.raises(UsageTrouble) as caught:
        tags.set("quay", {"tourism_education": 6000}, valid_from=TODAY - timedelta(days=400))
    assert caught.value.code == "over_tagged"
    tags.set("quay", {"tourism_education": 4000}, valid_from=TODAY - timedelta(days=400))
    assert shares(tags) == {"resource_transit": 6000, "tourism_education": 4000}


def test_a_suggestion_becomes_a_tag_only_when_it_is_accepted(tags: TagDesk) -> None:
    assert shares(tags) == {}
    tags.accept("quay", ROW.id, 2500)
    _, (tag,) = tags.in_force()
    assert (tag.theme_id, tag.basis_points) == (ROW.theme_id, 2500)
    assert tag.reason == ROW.reason
    assert ROW.source_address in tag.source
    assert tag.driver == ROW.driver
    with pytest.raises(UsageTrouble):
        tags.accept("quay", "no-such-row", 100)


def test_a_dismissed_suggestion_does_not_come_back(
    session: Session, tags: TagDesk, named: Callable[[], Instrument]
) -> None:
    with session.store() as store:
        store.instruments.keep(named())
    _, found = tags.suggestions()
    (key,) = found
    first = found[key][0]
    tags.dismiss(key, first.id)
    _, after = tags.suggestions()
    assert first.id not in {row.id for row in after.get(key, ())}
    assert len(after.get(key, ())) == len(found[key]) - 1


@pytest.fixture
def named() -> Callable[[], Instrument]:
    """An instrument that the shipped pack knows, by the first symbol of its rows."""

    def make() -> Instrument:
        row = next(row for row in pack().rows if row.symbol)
        return Instrument("packed", "Packed", listing=Listing(row.symbol, "KRW"))

    return make


def test_an_own_theme_can_be_used_at_once(tags: TagDesk) -> None:
    theme = tags.add_theme("  Fresh water ")
    assert (theme.id, theme.name, theme.corridor) == ("fresh_water", "Fresh water", False)
    tags.set("pier", {theme.id: 10_000})
    assert shares(tags, "pier") == {"fresh_water": 10_000}
    for name in ("fresh WATER", " ", "Resource transit"):
        with pytest.raises(UsageTrouble):
            tags.add_theme(name)


@pytest.mark.parametrize("called", ["quay works", "DE0007164600", "QUAY", "quay"])
def test_a_holding_is_found_by_what_a_person_calls_it(tags: TagDesk, called: str) -> None:
    assert tags.find(called).id == "quay"


def test_a_name_that_fits_nothing_or_two_is_not_guessed(session: Session, tags: TagDesk) -> None:
    with pytest.raises(UsageTrouble):
        tags.find("qua")
    with session.store() as store:
        store.instruments.keep(Instrument("quay2", "Quay Works", "US0000000001"))
    with pytest.raises(UsageTrouble) as caught:
        tags.find("Quay Works")
    assert caught.value.code == "ambiguous_holding"


def test_stated_facts_are_kept_as_the_users(session: Session, tags: TagDesk) -> None:
    tags.edit_facts("quay", country="kr", asset_class="fund", multiplier="10", analysts="0")
    with session.store() as store:
        thing = store.instruments.all()["quay"]
    assert (thing.country, thing.asset_class, thing.multiplier, thing.analysts) == (
        "KR",
        AssetClass.FUND,
        Decimal(10),
        0,
    )
    assert (thing.facts_source, thing.facts_date) == ("you", TODAY.isoformat())


@pytest.mark.parametrize(
    "facts", [{"country": "Korea"}, {"analysts": "some"}, {"multiplier": "NaN"}, {"mood": "good"}]
)
def test_a_fact_that_is_none_is_refused(tags: TagDesk, facts: dict[str, str]) -> None:
    with pytest.raises(UsageTrouble):
        tags.edit_facts("quay", **facts)
