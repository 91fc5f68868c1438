"""The pages Exposure and KOSPI stress in every situation that a portfolio can be in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from corridor_desktop.domain.money import Money
from corridor_desktop.services.record_days import RecordDay, load, record_days
from corridor_desktop.services.review import Review
from corridor_desktop.stress.report import Loss
from corridor_desktop.stress.stress import shock_at
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import DARK
from corridor_desktop.ui.pages.exposure.page import ExposurePage
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.pages.stress import sentences as words
from corridor_desktop.ui.pages.stress.page import StressPage
from corridor_desktop.ui.pages.stress.presets import presets
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.state import AppState
from corridor_desktop.ui.tasks import TaskRunner
from tests.conftest import StoppedClock
from tests.support.reviews import SITUATIONS, TODAY


@cache
def situation(name: str) -> Review:
    return SITUATIONS[name]()


Open = Callable[[type[Page], str], Any]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    frames: list[QWidget] = []

    def make(kind: type[Page], name: str) -> Page:
        funds = SimpleNamespace(status=tuple)
        desk: Any = SimpleNamespace(clock=StoppedClock(), path=None, funds=funds)
        state = AppState(lambda: desk, TaskRunner(inline=True))
        state.review = situation(name)
        frame = QWidget()
        frames.append(frame)
        page = kind(state)
        page.setParent(frame)
        page.resize(1040, 700)
        frame.resize(1040, 700)
        page.show_review(state.review)
        frame.show()
        return page

    yield make
    for frame in frames:
        frame.close()
        frame.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def said(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("kind", [StressPage, ExposurePage])
def test_each_page_bears_each_situation(opened: Open, kind: type[Page], name: str) -> None:
    page = opened(kind, name)
    text = said(page)
    assert text
    for bad in ("nan", "None", "stress.", "valuation.", "Traceback"):
        assert bad not in text
    page.state.appearance = DARK
    page.dress(DARK)
    assert not page.grab().isNull()


def test_both_stories_stand_together_with_intervals_and_money(opened: Open) -> None:
    page = opened(StressPage, "beginner")
    report, total = page.state.review.stress, page.state.review.valuation.total
    shock = shock_at(report, -0.05, 5)
    assert shock is not None
    text = said(page.shock)
    for story, loss in ((words.WORLD, shock.world), (words.KOREA, shock.korea)):
        assert isinstance(loss, Loss)
        assert story in text
        assert fmt.percent(loss.loss, signed=True) in text
        assert words.amount(loss.loss, total) in text
        assert words.both_ways(loss.low, loss.high) in text
    assert shock.frequency is not None
    assert say(shock.frequency) in text


def test_slider_and_field_say_the_same_and_the_answer_follows(opened: Open) -> None:
    page = opened(StressPage, "beginner")
    card = page.shock
    before = said(card.world)
    card.slider.setValue(120)
    assert card.field.value() == pytest.approx(12.0)
    assert said(card.world) != before
    card.field.setValue(3.4)
    assert card.slider.value() == 34
    assert card.kospi == pytest.approx(-0.034)
    page.focus_on(-0.08)
    assert card.field.value() == pytest.approx(8.0)


def test_the_pictures_of_the_answer_follow_the_slider(opened: Open) -> None:
    page = opened(StressPage, "beginner")
    card, report = page.reach, page.state.review.stress
    before = card.fan.table().rows
    page.shock.slider.setValue(120)
    shock = shock_at(report, -0.12, 5)
    assert shock is not None
    assert isinstance(shock.world, Loss)
    assert card.fan.table().rows == before
    assert card.fan._data.chosen == -0.12
    assert before[4][0] == -0.05
    assert before[9][1] == pytest.approx(2 * before[4][1])
    rows = {row[0]: row[1:] for row in card.tornado.table().rows}
    assert rows["How well the link is known"] == (shock.world.low, shock.world.high)
    spans = [abs(high - low) for low, high in rows.values()]
    assert spans == sorted(spans, reverse=True)
    assert card.tornado._data.centre == shock.world.loss
    page.shock.within.setCurrentIndex(0)
    assert card.fan.table().rows[4][4] > before[4][4]


def test_pictures_of_exposure_have_a_finding_as_title(opened: Open) -> None:
    page = opened(ExposurePage, "beginner")
    assert page._tree.title == page.finding(page.state.review)
    assert page._history.title == page._past.heading.text()
    assert " went from " in page._history.title or " is " in page._history.title


def test_the_wheel_of_a_field_without_focus_is_left_to_the_page(opened: Open) -> None:
    card = opened(StressPage, "beginner").shock
    before = card.slider.value()
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(card.slider, event)
    assert card.slider.value() == before
    assert not event.isAccepted()


def test_the_reverse_question_is_answered_for_any_loss(opened: Open) -> None:
    page = opened(StressPage, "breaches")
    first = said(page.reverse)
    page.reverse.loss.setValue(25)
    second = said(page.reverse)
    assert first != second
    assert "25" in second


def test_without_closes_of_kospi_the_record_still_stands(opened: Open) -> None:
    page = opened(StressPage, "no_benchmark")
    review = page.state.review
    assert review.stress.why is not None
    assert say(review.stress.why) in said(page)
    assert not page.shock.slider.isEnabled()
    assert not page.link.isVisible()
    assert page.episodes.model.rowCount() > 20
    assert "crises on record" in said(page.distribution)


def test_too_little_history_is_a_sentence_and_no_figure(opened: Open) -> None:
    page = opened(StressPage, "too_little_history")
    assert "cannot tell" in said(page.link)
    assert "Not enough shared history" in said(page.link)


def test_details_open_on_a_click_only(opened: Open, qtbot: QtBot) -> None:
    page = opened(StressPage, "beginner")
    assert not page.link.details.isVisible()
    qtbot.mouseClick(page.link.button, Qt.MouseButton.LeftButton)
    text = said(page.link.details)
    assert "calm" in text
    link = page.state.review.stress.portfolio
    if link.same_day is not None:
        assert "same date is not the same time" in text


def test_tables_are_sound_models(opened: Open, qtmodeltester: ModelTester) -> None:
    page = opened(StressPage, "beginner")
    for model in (page.episodes.model, page.holdings.model, page.replays.model):
        qtmodeltester.check(model)


def test_episodes_are_filtered_by_kind_and_say_what_is_remembered(opened: Open) -> None:
    card = opened(StressPage, "beginner").episodes
    kinds = {row.episode.kind for row in card.model.rows}
    assert kinds == {"crisis"}
    card.kind.setCurrentIndex(card.kind.findData(""))
    assert {row.episode.kind for row in card.model.rows} == {"crisis", "milestone"}
    texts = {
        card.model.index(place, card.model.columnCount() - 1).data()
        for place in range(card.model.rowCount())
    }
    assert {"verified", "from memory"} <= texts


def test_presets_offer_no_day_that_is_still_to_come() -> None:
    report = situation("beginner").stress
    days = (RecordDay(date(2008, 10, 24), -0.1057, "Then", "Oct 2008"),
            RecordDay(date(2024, 8, 5), -0.0877, "Later", "5 Aug 2024"))  # fmt: skip
    offered = presets(report, days, date(2020, 1, 1))
    titles = [preset.title for preset in offered]
    assert "Oct 2008" in titles
    assert "5 Aug 2024" not in titles
    assert {-0.03, -0.05, -0.10} <= {preset.kospi for preset in offered}
    worst = next(preset for preset in offered if preset.title == "Worst day on record")
    assert worst.kospi <= -0.1057


def test_shipped_days_are_falls_in_order() -> None:
    days = record_days()
    assert [entry.day for entry in days] == sorted(entry.day for entry in days)
    assert all(-0.2 < entry.move < -0.05 for entry in days)


def test_a_table_of_days_with_a_bad_number_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "days.csv"
    path.write_text("day,move,title,short\n2008-10-24,much,Then,Oct\n", encoding="utf-8")
    with pytest.raises(ValueError, match="much"):
        load(path)


def test_gains_and_losses_are_worded_apart() -> None:
    report = situation("beginner").stress
    shock = shock_at(report, -0.05, 5)
    assert shock is not None
    assert "would cost about" in words.headline(report, shock)
    gain = replace(shock, world=Loss(0.01, 0.005, 0.015), korea=Loss(0.02, 0.01, 0.03))
    assert "would add about" in words.headline(report, gain)
    assert words.both_ways(-0.01, 0.02) == f"{fmt.MINUS}1.0\xa0% to +2.0\xa0%"
    assert words.amount(-0.5, Money(situation("beginner").valuation.total.amount, "EUR"))[0] == (
        fmt.MINUS
    )


def test_exposure_says_what_hangs_on_the_corridor(opened: Open) -> None:
    page = opened(ExposurePage, "breaches")
    found = page.state.review.exposures[page._dimension]
    text = said(page)
    assert fmt.percent(found.slices[0].weight) in text
    assert fmt.percent(found.untagged.weight) in text


def test_every_dimension_of_a_huge_portfolio_is_drawn_whole(opened: Open) -> None:
    page = opened(ExposurePage, "huge")
    for place in range(page._by.count()):
        page._by.setCurrentIndex(place)
        page._switched()
        exposure = page.state.review.exposures[page._dimension]
        tiles = page._tree.table().rows
        parts = [*exposure.slices, exposure.untagged]
        assert len(tiles) == sum(bool(part.value) for part in parts)
        total = sum(float(row[1]) for row in tiles)
        assert total == pytest.approx(float(exposure.total.amount), rel=1e-6)


def test_a_slice_filters_the_table_and_gives_it_back(opened: Open) -> None:
    page = opened(ExposurePage, "huge")
    whole = page._model.rowCount()
    page._tree.picked.emit("untagged")
    assert 0 < page._model.rowCount() < whole
    assert {row.part_key for row in page._model.rows} == {"untagged"}
    page._clear.click()
    assert page._model.rowCount() == whole


def test_today_is_a_weekday_so_that_closes_of_today_exist() -> None:
    assert TODAY.weekday() < 5


def test_every_contribution_is_a_bar_or_in_the_sentence_of_the_others(opened: Open) -> None:
    page = opened(StressPage, "huge")
    drivers = page.drivers
    shock = shock_at(page.state.review.stress, -0.05, 5)
    assert shock is not None
    bars = [float(row[1]) for row in drivers.holdings.table().rows]
    rest = sum(part.loss for part in shock.by_holding[len(bars) :])
    assert f"{len(shock.by_holding) - len(bars)} others together" in said(drivers)
    assert fmt.percent(rest, 2, signed=True) in said(drivers)
    assert isinstance(shock.world, Loss)
    assert sum(bars) + rest == pytest.approx(shock.world.loss)
    drivers.korea.click()
    assert drivers.holdings.summary().startswith("Loss by holding, trouble starts in Korea")


def test_several_things_at_once_and_an_assumption(opened: Open) -> None:
    page = opened(StressPage, "beginner")
    card = page.joint
    assert "Expected" in card.answer.text()
    before = card.answer.text()
    card.fields["kospi"].setValue(-8.0)
    assert card.answer.text() != before
    card.fields["kospi"].setValue(-60.0)
    assert "Beyond what was measured" in card.badge.text()
    assert card.badge.property("role") == "warning"
    card.fields["kospi"].setValue(0.0)
    assert "at least one" in card.answer.text()
    assert "By your assumption" in card.assumed.text()
    card.by.setValue(0.0)
    assert "0.00" in card.assumed.text()


def test_bad_weeks_stand_with_their_evidence(opened: Open, qtbot: QtBot) -> None:
    card = opened(StressPage, "beginner").risk
    assert "1 week of 20" in card.weeks.text()
    assert "overlapping weeks" in card.evidence.text()
    assert "diversification ratio" in card.spread.text()
    assert not card.details.isVisible()
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert "Ledoit and Wolf" in card.details.text()


def test_why_exposure_changed_adds_up_for_each_span(opened: Open, qtbot: QtBot) -> None:
    page = opened(ExposurePage, "beginner")
    card = page.change
    assert card.isVisible()
    for button in card._buttons.buttons():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        for part in card.model.rows:
            assert part.after - part.before == part.parts.total
