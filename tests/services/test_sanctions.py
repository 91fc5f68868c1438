"""The shelf of lists, screening what is held, and the notice before a direct tag."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FileTrouble, ListTrouble, UsageTrouble
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.host.paths import data_folder
from corridor_desktop.screening.screen import Match
from corridor_desktop.services import list_shelf
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.screen_holdings import screen, subject, told
from corridor_desktop.services.words import say
from tests.conftest import StoppedClock
from tests.screening import files
from tests.screening.files import SMALL, sdn, sdn_row
from tests.services.test_desk import no_feed

TODAY = date(2026, 3, 20)


def bring(tmp_path: Path, name: str, data: bytes, age: int = 0) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    then = datetime(2026, 3, 20, 12, tzinfo=UTC) - timedelta(days=age)
    os.utime(path, (then.timestamp(), then.timestamp()))
    return path


def test_the_day_is_that_inside_the_file_else_that_of_the_file_else_yours(tmp_path: Path) -> None:
    un = list_shelf.add(bring(tmp_path, "consolidated.xml", files.UN), TODAY)
    old = list_shelf.add(bring(tmp_path, "sdn.csv", SMALL, age=8), TODAY)
    assert (un.dated, un.dated_by) == ("2026-02-27", "inside")
    assert (old.dated, old.dated_by) == ("2026-03-12", "file")
    assert (un.stale(TODAY), old.stale(TODAY)) == (True, True)
    own = list_shelf.add(tmp_path / "sdn.csv", TODAY, date(2026, 3, 13))
    assert (own.dated_by, own.age(TODAY), own.stale(TODAY)) == ("you", 7, False)
    assert [kept.role for kept in list_shelf.shelf()] == ["ofac_sdn", "un"]
    with pytest.raises(UsageTrouble):
        list_shelf.add(tmp_path / "sdn.csv", TODAY, date(2026, 3, 21))


def test_a_bad_file_leaves_the_good_one_in_use(tmp_path: Path) -> None:
    list_shelf.add(bring(tmp_path, "sdn.csv", SMALL), TODAY)
    before = list_shelf.shelf()
    short = sdn(sdn_row(1, "ONLY ONE"))
    for data in (b"", SMALL[:200], short, b"<html>x"):
        with pytest.raises(ListTrouble):
            list_shelf.add(bring(tmp_path, "sdn.csv", data), TODAY)
    assert list_shelf.shelf() == before
    assert len(list_shelf.contents()["ofac_sdn"].listed) == 5
    list_shelf.remove("ofac_sdn")
    assert list_shelf.add(bring(tmp_path, "sdn.csv", short), TODAY).rows == 1


def test_a_kept_copy_that_was_changed_is_refused(tmp_path: Path) -> None:
    list_shelf.add(bring(tmp_path, "sdn.csv", SMALL + b"\r\n"), TODAY)
    (data_folder() / "sanctions" / "ofac_sdn.list").write_bytes(SMALL[:100])
    with pytest.raises(FileTrouble, match="not as it was read"):
        list_shelf.contents()


def test_an_unreadable_index_is_an_empty_shelf(tmp_path: Path) -> None:
    list_shelf.add(bring(tmp_path, "sdn.csv", SMALL), TODAY)
    (data_folder() / "sanctions" / "index.json").write_text("{", encoding="utf-8")
    assert list_shelf.shelf() == ()
    with pytest.raises(UsageTrouble):
        list_shelf.remove("ofac_sdn")


def test_holdings_are_screened_strongest_first_and_nothing_is_called_sanctioned(
    tmp_path: Path,
) -> None:
    for name, data in (("sdn.csv", SMALL), ("securities.csv", files.SECURITIES)):
        list_shelf.add(bring(tmp_path, name, data), TODAY)
    things = [
        Instrument("zinc", "Korea Zinc", "KR7010130003", country="KR"),
        Instrument("works", "Some Works", "RU0007661625"),
        Instrument("steel", "Mechel PAO"),
        Instrument("pier", "Pier of Invention"),
        Instrument("cash", "Mechel", asset_class=AssetClass.CASH),
    ]
    found = screen(things, TODAY)
    assert [(each.key, each.strongest) for each in found.screened] == [
        ("works", Match.IDENTIFIER),
        ("steel", Match.SAME_NAME),
        ("zinc", Match.SIMILAR_NAME),
        ("pier", None),
    ]
    assert [each.key for each in found.to_check] == ["works", "steel"]
    assert [each.key for each in found.similar] == ["zinc"]
    kept = {each.role: each for each in found.lists}
    words = [say(told(hit, kept)) for each in found.screened for hit in each.hits]
    assert all("sanctioned" not in sentence.casefold() for sentence in words)
    assert any("probably not the same" in sentence for sentence in words)


def test_a_listing_gives_the_ticker_and_the_issuer_a_name() -> None:
    thing = Instrument(
        "x", "Class A", ticker="601186", listing=Listing("601186.SS", "CNY"), issuer="Builder",
        other_ids=(("LEI", "253400xx5u3xalbf5728"),),
    )  # fmt: skip
    asked = subject(thing)
    assert asked.tickers == ("601186 CN",)
    assert asked.names == ("Class A", "Builder")
    assert asked.leis == ("253400XX5U3XALBF5728",)


@pytest.fixture
def open_desk(clock: StoppedClock, tmp_path: Path) -> Desk:
    desk = Desk(clock, no_feed)
    desk.new(tmp_path / "mine.corridor", "EUR")
    thing = Instrument("quay", "Quay", ticker="QUAY", asset_class=AssetClass.EQUITY)
    with desk._session.store() as store:
        store.instruments.keep(thing)
    return desk


def test_a_direct_tag_waits_for_the_notice_and_a_loose_one_does_not(open_desk: Desk) -> None:
    tags = open_desk.tags
    tags.set("quay", {"resource_transit": 1000})
    with pytest.raises(UsageTrouble) as caught:
        tags.set("quay", {"resource_transit": 2000}, direct=True)
    assert caught.value.code == "notice_unseen"
    assert [tag.basis_points for tag in tags.in_force()[1]] == [1000]
    open_desk.sanctions.see_notice()
    open_desk.sanctions.see_notice()
    tags.set("quay", {"resource_transit": 2000}, direct=True)
    assert [tag.basis_points for tag in tags.in_force()[1]] == [2000]
    assert [entry.kind for entry in open_desk.limits.log()] == ["policy_begun", "notice_seen"]
    assert open_desk.verify().log_intact


def test_taking_a_direct_tag_away_needs_no_notice(open_desk: Desk) -> None:
    open_desk.tags.set("quay", {"resource_transit": 0}, direct=True)


def test_what_the_pack_knows_to_be_direct_needs_the_notice(open_desk: Desk) -> None:
    from corridor_desktop.services.theme_pack import pack

    row = next(row for row in pack().rows if row.directness == "direct_revenue" and row.isin)
    thing = Instrument("known", row.name, row.isin)
    with open_desk._session.store() as store:
        store.instruments.keep(thing)
    with pytest.raises(UsageTrouble) as caught:
        open_desk.tags.set("known", {"resource_transit": 100})
    assert caught.value.code == "notice_unseen"
