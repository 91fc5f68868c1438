"""A feed is believed only when it is the publisher's, fresh, and not older than the last one."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.domain.errors import FeedTrouble, UsageTrouble
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.release import Consent, Version
from corridor_desktop.host.paths import data_folder
from corridor_desktop.host.signatures import is_signed_by
from corridor_desktop.services.publisher import Publisher, read_publisher
from corridor_desktop.services.release_desk import ReleaseDesk
from corridor_desktop.services.release_envelope import open_envelope, signed_bytes
from tests.conftest import StoppedClock
from tests.updates.publisher import (
    ADDRESS,
    KEY,
    NOW,
    PAGE,
    PUBLISHER,
    SPARE,
    STRANGER,
    Shelf,
    content,
    release,
    signed,
)  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CORRIDOR_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def desk(text: str, *, installed: str = "1.2.0", publisher: Publisher = PUBLISHER) -> ReleaseDesk:
    found = ReleaseDesk(StoppedClock(NOW), publisher, lambda: Shelf(text), installed)
    found.agree(Consent.WHEN_TOLD)
    return found


def code(text: str, **how: Any) -> str:
    with pytest.raises(FeedTrouble) as caught:
        desk(text, **how).ask(Quiet())
    assert caught.value.sentence.endswith(".")
    return caught.value.code


def test_newer_releases_come_newest_first_and_older_ones_never() -> None:
    body = content(release("1.10.0"), release("1.1.9"), release("1.2.0"), release("1.3.0"))
    news = desk(signed(body)).ask(Quiet())
    assert [str(each.version) for each in news.newer] == ["1.10.0", "1.3.0"]
    assert news.newest is not None
    assert news.newest.page == f"{PAGE}/tag/v1.10.0"
    assert desk(signed(body), installed="2.0.0").ask(Quiet()).newer == ()


def test_a_feed_with_only_older_releases_offers_no_downgrade() -> None:
    news = desk(signed(content(release("0.9.0"), release("1.1.0")))).ask(Quiet())
    assert news.newest is None


def test_either_known_key_is_enough_and_no_other_is() -> None:
    body = content(release("1.3.0"))
    assert desk(signed(body, SPARE)).ask(Quiet()).newest is not None
    assert code(signed(body, STRANGER)) == "wrong_signature"


def test_one_changed_byte_anywhere_in_the_content_is_noticed() -> None:
    body = content(release("1.3.0"))
    envelope = json.loads(signed(body))
    for place in range(0, len(body), 7):
        changed = bytearray(body)
        changed[place] ^= 1
        envelope["payload"] = base64.b64encode(bytes(changed)).decode()
        assert code(json.dumps(envelope)) == "wrong_signature"


def test_a_signature_made_for_something_else_does_not_count() -> None:
    body = content(release("1.3.0"))
    other = json.loads(signed(body, kind="text/plain"))
    assert code(json.dumps(other)) == "unreadable"
    renamed = other | {"payloadType": json.loads(signed(body))["payloadType"]}
    assert code(json.dumps(renamed)) == "wrong_signature"


def test_no_signature_is_no_signature() -> None:
    envelope = json.loads(signed(content(release("1.3.0"))))
    for signatures in ([], [{"sig": ""}], [{"sig": "AAAA"}]):
        assert code(json.dumps(envelope | {"signatures": signatures})) == "wrong_signature"


def test_an_older_feed_is_refused_after_a_newer_one() -> None:
    old, new = (signed(content(release("1.3.0"), counter=n)) for n in (5, 6))
    desk(new).ask(Quiet())
    assert code(old) == "older_than_seen"
    assert desk(new).ask(Quiet()).newest is not None


def test_the_build_itself_knows_a_lowest_counter() -> None:
    built = Publisher(ADDRESS, PAGE, PUBLISHER.keys, counter=9)
    assert code(signed(content(release("1.3.0"), counter=8)), publisher=built) == "older_than_seen"


def test_two_feeds_of_one_number_are_noticed() -> None:
    desk(signed(content(release("1.3.0")))).ask(Quiet())
    assert code(signed(content(release("1.4.0")))) == "two_of_one_number"


@pytest.mark.parametrize(
    ("issued", "expires", "expected"),
    [
        (-100, -10, "expired"),
        (-10, 0, "expired"),
        (-1, 400, "wrong_life"),
        (-1, -2, "wrong_life"),
        (3, 60, "from_the_future"),
    ],
)
def test_an_old_or_impossible_feed_is_refused(issued: int, expires: int, expected: str) -> None:
    body = content(
        release("1.3.0"),
        issued=(NOW + timedelta(days=issued)).isoformat(),
        expires=(NOW + timedelta(days=expires)).isoformat(),
    )
    assert code(signed(body)) == expected


def test_what_was_refused_is_not_remembered() -> None:
    bad = content(release("9.0.0"), counter=99, expires=(NOW - timedelta(days=1)).isoformat(),
                  issued=(NOW - timedelta(days=9)).isoformat())  # fmt: skip
    assert code(signed(bad)) == "expired"
    assert desk(signed(content(release("1.3.0")))).ask(Quiet()).newest is not None


@pytest.mark.parametrize(
    "body",
    [
        content(release("1.3.0", page="https://elsewhere.example.org/v1.3.0")),
        content(release("1.3.0", page=f"{PAGE}/\u202ekcatta")),
        content(release("1.3.0-rc1")),
        content(release("1.3")),
        content(release("1.3.0"), release("1.3.0")),
        content(release("1.3.0", changes=["two\nlines"])),
        content(release("1.3.0", security="no")),
        content(release("1.3.0"), format=2),
        content(release("1.3.0"), counter=0),
        content(release("1.3.0"), issued="2026-11-24T12:00:00"),
        b"[]",
        b"{",
    ],
)
def test_signed_nonsense_is_refused_as_a_whole(body: bytes) -> None:
    assert code(signed(body)) == "unreadable"


@pytest.mark.parametrize(
    "text", ["", "<html>Sign in</html>", "{}", "[]", "[" * 90_000, "x" * 300_000]
)
def test_what_is_no_envelope_is_refused(text: str) -> None:
    assert code(text) == "unreadable"


_NAMES = st.sampled_from(["payload", "payloadType", "signatures", "sig"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(_NAMES, part),
)


@settings(deadline=None)  # the first example loads the library of signatures
@given(_JSON)
def test_no_json_ends_the_reader(cells: Any) -> None:
    with pytest.raises(FeedTrouble):
        open_envelope(json.dumps(cells), PUBLISHER.keys)


def test_nothing_is_asked_before_consent_nor_without_a_publisher() -> None:
    shelf = Shelf(signed(content(release("1.3.0"))))
    found = ReleaseDesk(StoppedClock(NOW), PUBLISHER, lambda: shelf, "1.2.0")
    with pytest.raises(UsageTrouble, match="not agreed"):
        found.ask(Quiet())
    found.agree(Consent.WEEKLY)
    found.agree(Consent.NONE)
    with pytest.raises(UsageTrouble, match="not agreed"):
        found.ask(Quiet())
    assert not found.is_due()
    nobody = ReleaseDesk(StoppedClock(NOW), Publisher(), lambda: shelf, "1.2.0")
    nobody.agree(Consent.WEEKLY)
    assert not nobody.is_due()
    with pytest.raises(UsageTrouble, match="nobody to ask"):
        nobody.ask(Quiet())
    assert shelf.asked == []


def test_the_weekly_look_is_due_once_a_week() -> None:
    clock = StoppedClock(NOW)
    shelf = Shelf(signed(content(release("1.3.0"))))
    found = ReleaseDesk(clock, PUBLISHER, lambda: shelf, "1.2.0")
    found.agree(Consent.WHEN_TOLD)
    assert not found.is_due()
    found.agree(Consent.WEEKLY)
    assert found.is_due()
    found.ask(Quiet())
    assert not found.is_due()
    later = ReleaseDesk(StoppedClock(NOW + timedelta(days=7)), PUBLISHER, lambda: shelf, "1.2.0")
    assert later.is_due()
    before = ReleaseDesk(StoppedClock(NOW - timedelta(days=9)), PUBLISHER, lambda: shelf, "1.2.0")
    assert before.is_due(), "a clock that was set back does not silence it for good"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"consent": "always"}', '{"consent": 3}'])
def test_a_damaged_memory_counts_as_no_consent(home: Path, text: str) -> None:
    (data_folder() / "updates.json").write_text(text, encoding="utf-8")
    assert ReleaseDesk(StoppedClock(NOW), PUBLISHER, Shelf).consent is Consent.NONE


def test_the_envelope_is_the_published_one() -> None:
    """The test vector of the DSSE 1.0 specification, and RFC 8032 7.1 test 2."""
    wanted = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert signed_bytes(b"hello world", "http://example.com/HelloWorld") == wanted
    key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert is_signed_by(bytes.fromhex(key), bytes.fromhex(signature), b"\x72")
    assert not is_signed_by(bytes.fromhex(key), bytes.fromhex(signature), b"\x73")
    assert not is_signed_by(b"short", bytes.fromhex(signature), b"\x72")


def test_versions_are_three_numbers() -> None:
    assert Version.read("1.10.0") > Version.read("1.9.9")
    for text in ("1.0", "1.0.0.0", "1.0.x", "01.0.0", "1.0.0 ", "-1.0.0", "1.0.١", ""):
        with pytest.raises(ValueError, match="three numbers"):
            Version.read(text)


def test_a_publisher_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    assert not read_publisher().known, "the project's own tree names no publisher"
    key = base64.b64encode(bytes(KEY.verify_key)).decode()
    good = {"address": ADDRESS, "page": PAGE, "keys": [key], "counter": 3}
    place = tmp_path / "publisher.json"
    place.write_text(json.dumps(good), encoding="utf-8")
    assert read_publisher(place) == Publisher(ADDRESS, PAGE, (bytes(KEY.verify_key),), 3)
    for wrong in (
        {"address": "http://updates.example.org/x"}, {"keys": ["AAAA"]}, {"keys": ["?"]},
        {"counter": -1}, {"counter": "3"}, {"page": None},
    ):  # fmt: skip
        place.write_text(json.dumps(good | wrong), encoding="utf-8")
        assert not read_publisher(place).known
    place.write_text("{", encoding="utf-8")
    assert not read_publisher(place).known
