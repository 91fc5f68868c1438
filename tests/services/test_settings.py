"""Settings: declared once, checked before they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.services.portfolio_file import new_portfolio
from corridor_desktop.services.session import Session
from corridor_desktop.services.settings import SETTINGS, setting, validate
from corridor_desktop.services.settings_desk import SettingsDesk
from tests.conftest import StoppedClock


def test_every_default_is_valid() -> None:
    for found in SETTINGS:
        assert validate(found.key, found.default) == found.default
        assert setting({}, found.key) == found.default
    assert len({found.key for found in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [("base_currency", " krw ", "KRW"), ("home_country", "de", "DE"), ("home_country", "", ""),
     ("loss_budget", "12.5", "12.5"), ("cost_method", "average", "average")],
)  # fmt: skip
def test_what_is_kept(key: str, value: str, kept: str) -> None:
    assert validate(key, value) == kept


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [("base_currency", "EURO", "bad_setting"), ("home_country", "Germany", "bad_setting"),
     ("window_years", "0", "bad_setting"), ("window_years", "nan", "bad_setting"),
     ("window_years", "three", "bad_setting"), ("cost_method", "lifo", "bad_setting"),
     ("colour", "red", "unknown_setting")],
)  # fmt: skip
def test_what_is_refused(key: str, value: str, code: str) -> None:
    with pytest.raises(UsageTrouble) as caught:
        validate(key, value)
    assert caught.value.code == code


def test_the_desk_keeps_settings_in_the_portfolio(tmp_path: Path, clock: StoppedClock) -> None:
    session = Session(clock)
    desk = SettingsDesk(session)
    assert desk.get("benchmark") == "^KS11"
    with pytest.raises(UsageTrouble):
        desk.set("benchmark", "^KQ11")
    session.replace(new_portfolio(tmp_path / "a.corridor", "CHF", "A", clock))
    assert desk.get("base_currency") == "CHF"
    desk.set("base_currency", "usd")
    desk.set("benchmark", "^KQ11")
    with pytest.raises(UsageTrouble):
        desk.set("base_currency", "dollars")
    assert (desk.get("base_currency"), desk.get("benchmark")) == ("USD", "^KQ11")
    session.replace(None)
