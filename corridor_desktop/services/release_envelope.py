"""A signed release feed, read: first whose it is, then what it says.

The envelope is the Dead Simple Signing Envelope 1.0 (DSSE): the very bytes that were signed are
carried along, so that nothing is put into a canonical form before it is trusted. The type of the
content is signed with it, so that a signature made for something else does not count here.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from corridor_desktop.domain.errors import FeedTrouble
from corridor_desktop.domain.release import Release, ReleaseFeed, Version
from corridor_desktop.host.signatures import is_signed_by

CONTENT_TYPE = "application/vnd.corridor-desktop.releases+json"
FORMAT = 1
LARGEST = 200_000
"""Bytes of an envelope; a feed of a hundred releases has some 40,000."""
_MOST_SIGNATURES = 8
_LONGEST_LINE = 500
_MOST_LINES = 60


def signed_bytes(content: bytes, kind: str = CONTENT_TYPE) -> bytes:
    """Return what a signature of an envelope is made over (DSSE: pre-authentication encoding)."""
    name = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(content), content)


def open_envelope(text: str, keys: Sequence[bytes]) -> bytes:
    """Return the content of an envelope that one of ``keys`` signed.

    Raises
    ------
    FeedTrouble
        unreadable: it is no envelope of release news; wrong_signature: none of the keys signed it.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise _unreadable()
    try:
        envelope = json.loads(text)
        kind, content = envelope["payloadType"], _base64(envelope["payload"])
        signatures = [_base64(each["sig"]) for each in envelope["signatures"][:_MOST_SIGNATURES]]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable() from error
    if kind != CONTENT_TYPE:
        raise _unreadable()
    message = signed_bytes(content)
    if not any(is_signed_by(key, found, message) for key in keys for found in signatures):
        raise FeedTrouble(
            "wrong_signature",
            "The release feed is not signed by a key that this program knows. It was not believed.",
            "Somebody may have changed it on its way. Look at the publisher's page yourself.",
        )
    return content


def read_feed(content: bytes, page: str) -> ReleaseFeed:
    """Return the feed that a publisher signed; release pages must lie under ``page``.

    Raises
    ------
    FeedTrouble
        unreadable, although it is signed: a newer form, or a mistake of the publisher.
    """
    try:
        cells = json.loads(content)
        feed = ReleaseFeed(
            _counter(cells["counter"], cells["format"]),
            _instant(cells["issued"]),
            _instant(cells["expires"]),
            tuple(_release(each, page) for each in cells["releases"]),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable() from error
    if len({each.version for each in feed.releases}) != len(feed.releases):
        raise _unreadable()
    return feed


def _release(cells: Mapping[str, Any], page: str) -> Release:
    address, changes, security = cells["page"], cells["changes"], cells["security"]
    if not isinstance(address, str) or not address.startswith(page) or not address.isprintable():
        raise ValueError("a page elsewhere")
    if not isinstance(security, bool) or not isinstance(changes, list):
        raise TypeError("changes")
    return Release(
        Version.read(cells["version"]),
        date.fromisoformat(cells["day"]),
        address,
        tuple(_line(each) for each in changes[:_MOST_LINES]),
        security,
    )


def _line(found: object) -> str:
    if not isinstance(found, str) or len(found) > _LONGEST_LINE or not found.isprintable():
        raise ValueError("a line that is none")
    return found


def _counter(found: object, written_in: object) -> int:
    if written_in != FORMAT:
        raise ValueError("another format")
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise ValueError("no counter")
    return found


def _instant(found: str) -> datetime:
    moment = datetime.fromisoformat(found)
    if moment.tzinfo is None:
        raise ValueError("an instant without a zone")
    return moment.astimezone(UTC)


def _base64(found: str) -> bytes:
    try:
        return base64.b64decode(found, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _unreadable() -> FeedTrouble:
    return FeedTrouble(
        "unreadable",
        "What came from the publisher's address is no release feed that this version can read.",
        "A sign-in page of the network can cause that. Look at the publisher's page yourself.",
    )
