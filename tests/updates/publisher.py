"""A publisher of the tests: a key, and feeds that it signs."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from nacl.signing import SigningKey

from corridor_desktop.domain.job import Job
from corridor_desktop.services.publisher import Publisher
from corridor_desktop.services.release_envelope import CONTENT_TYPE, signed_bytes

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ADDRESS = "https://updates.example.org/releases.json"
PAGE = "https://updates.example.org/releases"
KEY = SigningKey(b"\x07" * 32)
SPARE = SigningKey(b"\x08" * 32)
STRANGER = SigningKey(b"\x09" * 32)
PUBLISHER = Publisher(ADDRESS, PAGE, (bytes(KEY.verify_key), bytes(SPARE.verify_key)))


def release(version: str, **changed: Any) -> dict[str, Any]:
    """Describe a release."""
    plain = {
        "version": version, "day": "2026-11-20", "page": f"{PAGE}/tag/v{version}",
        "changes": [f"What {version} brought"], "security": False,
    }  # fmt: skip
    return plain | changed


def content(*releases: dict[str, Any], counter: int = 5, **changed: Any) -> bytes:
    """Write the content of a feed that was issued yesterday and holds for ninety days."""
    plain = {
        "format": 1, "counter": counter, "issued": (NOW - timedelta(days=1)).isoformat(),
        "expires": (NOW + timedelta(days=89)).isoformat(), "releases": list(releases),
    }  # fmt: skip
    return json.dumps(plain | changed).encode()


def signed(body: bytes, key: SigningKey = KEY, kind: str = CONTENT_TYPE) -> str:
    """Sign content as an envelope of a kind."""
    signature = key.sign(signed_bytes(body, kind)).signature
    return json.dumps(
        {
            "payloadType": kind,
            "payload": base64.b64encode(body).decode(),
            "signatures": [{"sig": base64.b64encode(signature).decode()}],
        }
    )


class Shelf:
    """A source that answers with a text, and counts how often it was asked."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.asked: list[str] = []

    def fetch(self, address: str, job: Job) -> str:
        """Answer from the shelf."""
        self.asked.append(address)
        return self.text
