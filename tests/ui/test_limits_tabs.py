"""The policy, its history and the sanctions lists in the window; the banner on every page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog

from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.message import Message
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.dialogs.notice import NoticeDialog
from corridor_desktop.ui.dialogs.policy_text import PolicyTextDialog
from corridor_desktop.ui.pages.holdings.page import HoldingsPage
from corridor_desktop.ui.pages.limits import policy_rows, rows
from corridor_desktop.ui.pages.limits.page import LimitsPage
from corridor_desktop.ui.shell.window import PAGES
from tests.conftest import StoppedClock
from tests.screening import files


@pytest.fixture
def page(sample: Application) -> LimitsPage:
    sample.window.go("limits")
    found = sample.window.page
    assert isinstance(found, LimitsPage)
    return found


def test_an_open_breach_stands_on_every_page_until_it_is_acknowledged(sample: Application) -> None:
    banner = sample.window.banner
    for key, _, _ in PAGES:
        sample.window.go(key)
        assert banner.isVisible()
    review = sample.state.review
    assert review is not None
    (found,) = review.open_breaches
    assert found.label in banner.accessibleDescription()
    today = sample.state.desk.clock.today()
    sample.state.desk.limits.acknowledge(
        found.limit, found.subject, "inherited", today + timedelta(days=9)
    )
    sample.state.look_again()
    assert not banner.isVisible()


def test_the_banner_leads_to_the_limits(sample: Application) -> None:
    sample.window.go("overview")
    sample.window.banner.shown.emit()
    assert isinstance(sample.window.page, LimitsPage)


def test_every_limit_of_the_policy_is_listed_even_those_that_are_off(page: LimitsPage) -> None:
    listed = page._policy._model.rows
    review = page.state.review
    assert review is not None
    assert listed == review.policy.limits
    assert any(not limit.on for limit in listed)
    assert all(policy_rows.origin(limit) for limit in listed)


def test_switching_on_holds_at_once_and_switching_off_waits(page: LimitsPage) -> None:
    tab = page._policy
    off = next(limit for limit in tab._model.rows if not limit.on)
    tab._table.select((policy_rows.key(off),))
    tab._flip()
    assert next(limit for limit in tab._model.rows if limit.id == off.id).on
    assert not tab._later.isVisibleTo(tab)
    tab._table.select((policy_rows.key(off),))
    tab._flip()
    assert next(limit for limit in tab._model.rows if limit.id == off.id).on
    assert [row.change.limit for row in tab._coming.rows] == [off.id]
    tab.withdrawWanted.emit()
    assert tab._coming.rows == ()


def test_profiles_and_the_cooling_off_are_taken_over(page: LimitsPage) -> None:
    page._policy.profileWanted.emit("ucits-like")
    page._policy.coolingOffWanted.emit(30)
    review = page.state.review
    assert review is not None
    assert review.policy.name == "UCITS-like"
    assert review.policy.cooling_off == 30


def test_only_text_that_is_a_policy_can_be_kept(page: LimitsPage) -> None:
    dialog = PolicyTextDialog(page, page.state.desk.limits.text())
    assert dialog.keep.isEnabled()
    dialog.editor.setPlainText("name = 1")
    assert not dialog.keep.isEnabled()
    assert dialog.told.text()


def test_history_counts_days_and_says_that_the_chain_is_whole(page: LimitsPage) -> None:
    assert page._history._sum.text().startswith("1 breach so far, 1 day in breach")
    assert "whole" in page._history._whole.text()
    clock = page.state.desk.clock
    assert isinstance(clock, StoppedClock)
    clock.moment += timedelta(days=2)
    page.state.look_again()
    assert "3 days" in page._history._sum.text()


def test_lists_are_brought_and_similar_names_stay_collapsed(
    page: LimitsPage, tmp_path: Path
) -> None:
    desk = page.state.desk
    with desk._session.store() as store:
        store.instruments.keep(Instrument("zinc", "Korea Zinc", "KR7010130003"))
        store.instruments.keep(Instrument("steel", "Mechel PAO"))
    (tmp_path / "sdn.csv").write_bytes(files.SMALL)
    tab = page._sanctions
    page._tabs.setCurrentWidget(tab)
    assert "No list is here yet" in tab._sum.text()
    page._sanctions_verbs.take([tmp_path / "sdn.csv"])
    assert [row.screened.key for row in tab.hits.rows] == ["steel"]
    tab._similar.setChecked(True)
    assert [row.screened.key for row in tab.hits.rows] == ["steel", "zinc"]
    told: list[CorridorError] = []
    page.state.troubleRaised.connect(told.append)
    (tmp_path / "sdn.csv").write_bytes(b"")
    page._sanctions_verbs.take([tmp_path / "sdn.csv"])
    assert [trouble.code for trouble in told] == ["empty_list"]
    assert len(tab.lists.rows) == 1
    tab.removeWanted.emit("ofac_sdn")
    assert (len(tab.lists.rows), len(tab.hits.rows)) == (0, 0)


def test_list_files_may_be_dropped_on_their_tab(page: LimitsPage, tmp_path: Path) -> None:
    path = tmp_path / "consolidated.xml"
    path.write_bytes(files.UN)
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    tab = page._sanctions
    page._tabs.setCurrentWidget(tab)
    tab.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            carried,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert [row.kept.role for row in tab.lists.rows] == ["un"]


def test_the_notice_is_accepted_only_when_it_was_read(page: LimitsPage) -> None:
    dialog = NoticeDialog(page, "# Notice")
    assert not dialog.keep.isEnabled()
    dialog.read.setChecked(True)
    assert dialog.keep.isEnabled()


@pytest.mark.parametrize("accepted", [False, True])
def test_a_direct_tag_asks_for_the_notice_first(
    sample: Application, monkeypatch: pytest.MonkeyPatch, accepted: bool
) -> None:
    sample.window.go("holdings")
    page = sample.window.page
    assert isinstance(page, HoldingsPage)
    review = sample.state.review
    assert review is not None
    thing = review.valuation.lines[0].instrument.id
    monkeypatch.setattr(page, "_instruments", lambda: [thing])
    answer = QDialog.DialogCode.Accepted if accepted else QDialog.DialogCode.Rejected
    monkeypatch.setattr(NoticeDialog, "exec", lambda _: int(answer.value))
    page._tag({"tourism_education": 1}, "works there", "", direct=True)
    desk = sample.state.desk
    assert desk.sanctions.notice_seen() is accepted
    tags = [tag for tag in desk.tags.in_force()[1] if tag.basis_points == 1]
    assert len(tags) == int(accepted)


def test_tampering_stands_on_every_page_and_in_the_history(page: LimitsPage) -> None:
    review = page.state.review
    assert review is not None
    page.state.show(replace(review, findings=(), log_broken_at=2, policy_altered=4))
    window = page.window()
    banner = getattr(window, "banner", None)
    assert banner is not None
    assert "entry 2" in banner.accessibleDescription()
    assert "Version 4" in banner.accessibleDescription()
    assert "entry 2" in page._history._whole.text()


def test_what_the_user_did_himself_is_said_first() -> None:
    passive = Finding("theme", "x", "X", State.BREACH, 0.3, 0.1, 0.2, Message.of("rules.inside"))
    assert rows.explanation(passive) == "Nothing to do."
    assert rows.explanation(replace(passive, active=True)).startswith("Your own trade or tag")
