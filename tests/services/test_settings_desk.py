"""Settings through the desk: declared, checked, kept with the portfolio."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.services.settings import SETTINGS, Setting, validate
from corridor_desktop.services.stress_choice import stress_choice
from corridor_desktop.stress.sets import Kind, StressChoice
from tests.conftest import StoppedClock


def no_feed() -> PriceFeed:
    raise AssertionError("nothing here asks a price source")


@pytest.fixture
def desk(clock: StoppedClock, tmp_path: Path) -> Desk:
    desk = Desk(clock, no_feed)
    desk.new(tmp_path / "mine.corridor", "KRW", "Mine")
    return desk


@pytest.mark.parametrize("found", SETTINGS, ids=lambda found: found.key)
def test_every_default_passes_its_own_check(found: Setting) -> None:
    assert validate(found.key, found.default) == found.default


def test_a_setting_is_kept_with_its_portfolio(
    desk: Desk, clock: StoppedClock, tmp_path: Path
) -> None:
    desk.settings.set("window_years", "5")
    desk.close()
    again = Desk(clock, no_feed)
    again.open(tmp_path / "mine.corridor")
    assert again.settings.get("window_years") == "5"
    again.new(tmp_path / "other.corridor", "EUR")
    assert again.settings.get("window_years") == "3"


def test_the_base_is_that_of_the_file_and_can_be_changed(desk: Desk) -> None:
    assert desk.settings.get("base_currency") == "KRW"
    desk.settings.set("base_currency", " eur ")
    assert desk.settings.get("base_currency") == "EUR"
    assert desk.review().base == "EUR"


def test_the_home_country_is_left_out_of_the_country_limit(desk: Desk) -> None:
    desk.settings.set("home_country", "kr")
    assert desk.limits.policy().home_country == "KR"
    version = desk.limits.policy().version
    desk.settings.set("home_country", "KR")
    assert desk.limits.policy().version == version


def test_a_longer_window_reaches_the_stress_test(clock: StoppedClock) -> None:
    desk = Desk(clock, no_feed)
    desk.open_sample()
    short = desk.review().stress
    desk.settings.set("window_years", "6")
    long = desk.review().stress
    assert long.start is not None
    assert short.start is not None
    assert long.start < short.start
    assert long.end == short.end


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mood", "good"),
        ("base_currency", "EURO"),
        ("home_country", "Germany"),
        ("cost_method", "lifo"),
        ("window_years", "0"),
        ("window_years", "nan"),
        ("window_years", "many"),
        ("loss_budget", "95"),
        ("report_paper", "A5"),
        ("stress_set", "everything"),
        ("shock_level", "40"),
        ("stress_dates", "2024-13-01"),
        ("stress_dates", "2024-08-05..2024-08-01"),
        ("stress_dates", "last year"),
    ],
)
def test_a_value_that_does_not_fit_changes_nothing(desk: Desk, key: str, value: str) -> None:
    before = desk.settings.all()
    with pytest.raises(UsageTrouble):
        desk.settings.set(key, value)
    assert desk.settings.all() == before


def test_a_portfolio_without_a_price_source_asks_nobody(desk: Desk) -> None:
    desk.settings.set("price_source", "none")
    with pytest.raises(UsageTrouble) as caught:
        desk.prices.refresh()
    assert caught.value.code == "no_price_source"


@pytest.mark.parametrize(
    ("values", "choice"),
    [
        ({}, StressChoice()),
        ({"stress_set": "shock_days", "shock_level": "3"}, StressChoice(Kind.SHOCKS, level=-0.03)),
        ({"stress_set": "falls_20"}, StressChoice(Kind.FALLS, depth=0.20)),
        ({"stress_set": "events"}, StressChoice(Kind.EVENTS)),
        (
            {"stress_set": "own_dates", "stress_dates": "2020-01-22..2020-03-19; 2024-08-05"},
            StressChoice(
                Kind.OWN,
                spans=(
                    (date(2020, 1, 22), date(2020, 3, 19)),
                    (date(2024, 8, 5), date(2024, 8, 5)),
                ),
            ),
        ),
    ],
)
def test_what_counts_as_stress_is_the_users_choice(
    desk: Desk, values: dict[str, str], choice: StressChoice
) -> None:
    for key, value in values.items():
        desk.settings.set(key, value)
    assert stress_choice(desk.settings.all()) == choice


def test_every_choice_that_is_offered_can_be_made() -> None:
    offered = next(one for one in SETTINGS if one.key == "stress_set").choices
    for key, _ in offered:
        assert stress_choice({"stress_set": key}) is not None
