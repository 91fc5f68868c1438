"""Limits changed from outside the program show; changes that were decided do not."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.domain.finding import State
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.doctor import examine
from corridor_desktop.services.seals import spoken
from tests.conftest import StoppedClock
from tests.services.test_desk import no_feed


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    desk = Desk(clock, no_feed)
    desk.open_sample()
    return desk


def alter(desk: Desk, guard: str, statement: str) -> None:
    """Change the file as someone with a database tool would, and put the guard back."""
    path = desk.path
    assert path is not None
    desk.close()
    outside = sqlite3.connect(path)
    sql = outside.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (guard,)).fetchone()
    if sql:
        outside.execute(f"DROP TRIGGER {guard}")
    outside.execute(statement)
    if sql:
        outside.execute(sql[0])
    outside.commit()
    outside.close()
    desk.open(path)


def test_a_decided_change_is_sealed_and_reads_as_before(desk: Desk) -> None:
    desk.limits.change("single_issuer", 0.05, 0.1, on=True, reason="calm")
    desk.limits.change("sector", 0.2, 0.3, on=True)
    assert desk.verify().policy_altered is None
    last = desk.limits.log()[-1]
    assert "[" in last.detail
    assert "[" not in spoken(last.detail)


LAST = "WHERE version = (SELECT max(version) FROM policies)"
LOOSER = """replace(content, '"breach":0.1,', '"breach":0.9,')"""
LOOSER_20 = """replace(content, '"breach":0.2,', '"breach":0.9,')"""
CHANGES = {
    "update": ("UPDATE policies SET content = {looser} {last}", 0),
    "delete": ("DELETE FROM policies {last}", 0),
    "insert": (
        """INSERT INTO policies
        SELECT version + 1, effective, recorded_at, {looser} FROM policies {last}""",
        1,
    ),
}


@pytest.mark.parametrize("verb", CHANGES)
def test_a_limit_changed_from_outside_shows(desk: Desk, verb: str) -> None:
    desk.limits.change("single_issuer", 0.05, 0.1, on=True)
    version = desk.limits.policy().version
    statement, further = CHANGES[verb]
    alter(desk, f"policies_never_{verb}", statement.format(looser=LOOSER, last=LAST))
    assert desk.verify().policy_altered == version + further
    review = desk.review()
    assert review.policy_altered == version + further
    with pytest.raises(PolicyTrouble, match="changed from outside"):
        review.clearance.require("the report")


def test_an_acknowledgement_put_in_from_outside_counts_for_nothing(
    desk: Desk, clock: StoppedClock
) -> None:
    (found,) = desk.review().open_breaches
    until = (clock.today() + timedelta(days=30)).isoformat()
    columns = "at, kind, limit_id, subject, measured, reason, until, detail, previous, digest"
    cells = (clock.now().isoformat(), "acknowledged", found.limit, found.subject, found.measured,
             "x", until, "breach", "", "")  # fmt: skip
    written = ", ".join(repr(cell) for cell in cells)
    alter(desk, "none", f"INSERT INTO decisions ({columns}) VALUES ({written})")  # noqa: S608
    review = desk.review()
    assert review.log_broken_at is not None
    assert [each.state for each in review.open_breaches] == [State.BREACH]
    with pytest.raises(PolicyTrouble) as caught:
        desk.limits.acknowledge(found.limit, found.subject, "now", clock.today())
    assert caught.value.code == "log_altered"


def test_the_doctor_tells_of_it_and_of_nothing_else(desk: Desk, clock: StoppedClock) -> None:
    path = desk.path
    assert path is not None
    assert examine(clock, path).facts["decision log"] == "as it was written"
    desk.limits.change("single_issuer", 0.05, 0.1, on=True)
    alter(desk, "decisions_never_update", "UPDATE decisions SET reason = 'other'")
    before = path.read_bytes()
    assert "changed from outside at entry 1" in examine(clock, path).facts["decision log"]
    assert path.read_bytes() == before
    missing = examine(clock, path.with_name("none.corridor")).facts
    assert missing["decision log"] == "cannot be read (missing_file)"


def test_reading_and_exporting_go_on_after_tampering(desk: Desk, tmp_path: Path) -> None:
    desk.limits.change("single_issuer", 0.05, 0.1, on=True)
    alter(desk, "policies_never_delete", CHANGES["delete"][0].format(last=LAST))
    alter(desk, "decisions_never_update", "UPDATE decisions SET reason = 'other'")
    assert desk.review().valuation.total.amount > 0
    assert desk.export(tmp_path / "out")
    assert not desk.review().clearance.granted


def test_what_is_to_come_can_be_seen_and_withdrawn(desk: Desk, clock: StoppedClock) -> None:
    before = desk.limits.policy()
    desk.limits.change("single_issuer", 0.3, 0.4, on=True)
    desk.limits.change("sector", 0.3, 0.5, on=False)
    assert desk.limits.policy() == before
    (coming,) = desk.limits.scheduled()
    assert desk.review().scheduled == (coming,)
    assert coming.day == clock.today() + timedelta(days=7)
    assert {change.limit for change in coming.changes} == {"single_issuer", "sector"}
    desk.limits.withdraw_scheduled()
    assert desk.limits.scheduled() == ()
    clock.moment += timedelta(days=30)
    assert desk.limits.policy().limits == before.limits
    with pytest.raises(PolicyTrouble) as caught:
        desk.limits.withdraw_scheduled()
    assert caught.value.code == "nothing_scheduled"
    assert desk.verify().policy_altered is None


def test_moving_home_loosens_after_the_cooling_off_but_stating_it_first_does_not(
    desk: Desk, clock: StoppedClock
) -> None:
    desk.settings.set("home_country", "DE")
    assert desk.limits.policy().home_country == "DE"
    desk.settings.set("home_country", "KR")
    desk.settings.set("home_country", "KR")
    assert desk.limits.policy().home_country == "DE"
    clock.moment += timedelta(days=7)
    assert desk.limits.policy().home_country == "KR"


def test_stating_a_home_later_waits_as_well(
    desk: Desk, clock: StoppedClock, tmp_path: Path
) -> None:
    desk.new(tmp_path / "own.corridor", "EUR")
    clock.moment += timedelta(days=1)
    desk.settings.set("home_country", "KR")
    assert desk.limits.policy().home_country == ""
    clock.moment += timedelta(days=7)
    assert desk.limits.policy().home_country == "KR"


def test_a_first_version_changed_from_outside_shows(desk: Desk) -> None:
    statement = "UPDATE policies SET content = {looser} {last}"
    alter(desk, "policies_never_update", statement.format(looser=LOOSER_20, last=LAST))
    assert desk.verify().policy_altered == desk.limits.policy().version


def test_the_text_of_a_policy_goes_out_and_comes_back(desk: Desk, clock: StoppedClock) -> None:
    with pytest.raises(PolicyTrouble):
        desk.limits.use_text(desk.limits.text())
    tight = desk.limits.text().replace("breach = 0.2\n", "breach = 0.15\n", 1)
    desk.limits.use_text(tight, "calm")
    assert any(limit.breach == 0.15 for limit in desk.limits.policy().limits)
    desk.limits.set_cooling_off(0)
    assert desk.limits.policy().cooling_off == 7
    desk.limits.withdraw_scheduled()
    desk.limits.set_cooling_off(30)
    assert desk.limits.policy().cooling_off == 30


def test_a_notice_goes_out_once(desk: Desk) -> None:
    findings = desk.review().findings
    assert len(desk.limits.notices(findings)) == 1
    assert desk.limits.notices(desk.review().findings) == ()


def test_a_profile_leaves_the_chosen_cooling_off_alone(desk: Desk, clock: StoppedClock) -> None:
    desk.limits.set_cooling_off(30)
    desk.limits.use_profile("ucits-like")
    assert desk.limits.policy().cooling_off == 30
    clock.moment += timedelta(days=60)
    assert desk.limits.policy().cooling_off == 30
    assert desk.limits.policy().name == "UCITS-like"
