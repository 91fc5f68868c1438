"""The desk: one open portfolio, its files, and reviews that keep what they found."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.domain.finding import State
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from tests.conftest import StoppedClock


def no_feed() -> PriceFeed:
    raise AssertionError("nothing here asks a price source")


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    return Desk(clock, no_feed)


def test_nothing_open_is_said_and_not_broken_upon(desk: Desk) -> None:
    assert desk.path is None
    for verb in (desk.review, desk.back_up, desk.verify, desk.tags.themes, desk.limits.log):
        with pytest.raises(UsageTrouble) as caught:
            verb()
        assert caught.value.code == "nothing_open"
    assert desk.settings.get("base_currency") == "EUR"


def test_a_file_that_cannot_be_opened_leaves_the_open_one(desk: Desk, tmp_path: Path) -> None:
    mine = tmp_path / "mine.corridor"
    desk.new(mine, "EUR", "Mine")
    with pytest.raises(FileTrouble):
        desk.open(tmp_path / "gone.corridor")
    assert desk.path == mine
    assert desk.review().portfolio == "Mine"


def test_opening_what_is_open_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    mine = tmp_path / "mine.corridor"
    desk.new(mine, "EUR", "Mine")
    desk.open(tmp_path / "." / "mine.corridor")
    assert desk.path == mine


def test_files_are_remembered_latest_first(desk: Desk, tmp_path: Path) -> None:
    for name in ("a", "b"):
        desk.new(tmp_path / f"{name}.corridor", "EUR", name)
    assert [found.name for found in desk.recent()] == ["b", "a"]
    assert desk.last_opened() == tmp_path / "b.corridor"
    desk.close()
    (tmp_path / "b.corridor").unlink()
    assert [found.name for found in desk.recent()] == ["a"]


def test_a_copy_is_another_portfolio(desk: Desk, tmp_path: Path) -> None:
    mine, copy = tmp_path / "mine.corridor", tmp_path / "copy.corridor"
    desk.new(mine, "EUR")
    desk.save_copy(copy)
    desk.tags.add_theme("Water")
    assert desk.path == mine
    with pytest.raises(FileTrouble):
        desk.save_copy(copy)
    desk.open(copy)
    assert "Water" not in {theme.name for theme in desk.tags.themes()}


def test_a_restored_backup_is_opened(desk: Desk, tmp_path: Path) -> None:
    desk.new(tmp_path / "mine.corridor", "EUR", "Mine")
    backup = desk.back_up()
    desk.tags.add_theme("Water")
    desk.restore(backup, tmp_path / "again.corridor")
    assert desk.path == tmp_path / "again.corridor"
    assert "Water" not in {theme.name for theme in desk.tags.themes()}


def test_each_sample_is_a_fresh_copy(desk: Desk) -> None:
    first = desk.open_sample()
    desk.tags.add_theme("Water")
    second = desk.open_sample()
    assert first != second
    assert first.is_file()
    assert "Water" not in {theme.name for theme in desk.tags.themes()}


def test_a_finding_keeps_the_day_since_when_it_stands(desk: Desk, clock: StoppedClock) -> None:
    desk.open_sample()
    opened = {found.subject: found.since for found in desk.review().open_breaches}
    assert set(opened.values()) == {clock.today()}
    clock.moment += timedelta(days=3)
    again = {found.subject: found.since for found in desk.review().open_breaches}
    assert {subject: again[subject] for subject in opened} == opened


def test_looking_back_changes_nothing_that_is_kept(desk: Desk) -> None:
    desk.open_sample()
    desk.review()
    log = desk.limits.log()
    back = desk.review(date(2024, 3, 1))
    assert back.as_of == date(2024, 3, 1)
    assert desk.limits.log() == log


def test_the_same_day_gives_the_same_review(desk: Desk) -> None:
    desk.open_sample()
    first, second, third = desk.review(), desk.review(), desk.review()
    assert first.valuation == second.valuation
    assert first.findings == second.findings == third.findings
    assert first.stress.shocks == second.stress.shocks


def test_a_shock_without_a_link_is_refused_with_a_remedy(desk: Desk, tmp_path: Path) -> None:
    desk.new(tmp_path / "mine.corridor", "EUR")
    with pytest.raises(UsageTrouble) as caught:
        desk.shock(desk.review(), -0.05)
    assert (caught.value.code, bool(caught.value.remedy)) == ("no_link", True)


def test_verbs_from_several_threads_take_turns(desk: Desk, tmp_path: Path) -> None:
    desk.new(tmp_path / "mine.corridor", "EUR")
    troubles: list[BaseException] = []

    def add(number: int) -> None:
        try:
            for step in range(5):
                desk.tags.add_theme(f"Theme {number} {step}")
                desk.review()
        except BaseException as trouble:  # noqa: BLE001 (told to the test below)
            troubles.append(trouble)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert troubles == []
    own = [theme for theme in desk.tags.themes() if not theme.corridor]
    assert len(own) == 20
    assert desk.verify().integrity == "ok"


def test_an_empty_portfolio_reviews_to_cannot_tell(desk: Desk, tmp_path: Path) -> None:
    desk.new(tmp_path / "mine.corridor", "KRW")
    review = desk.review()
    assert review.base == "KRW"
    assert {found.state for found in review.findings} == {State.CANNOT_TELL}
    assert not review.simulated
