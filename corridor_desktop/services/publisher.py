"""Who publishes this build: where its release feed lies and which keys may sign it.

``resources/updates/publisher.json`` is filled by the publisher before building; without it the
program has nobody to ask, and says so.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from pathlib import Path

from corridor_desktop.host.paths import resource_folder
from corridor_desktop.host.signatures import KEY_BYTES


@dataclass(frozen=True, slots=True)
class Publisher:
    """``address`` of the feed and ``page`` of releases are https; empty when there is no publisher.

    ``keys`` are Ed25519 public keys of 32 bytes: one signature by any of them is enough, so that a
    spare key can take over. ``counter`` is the lowest counter that this build accepts.
    """

    address: str = ""
    page: str = ""
    keys: tuple[bytes, ...] = ()
    counter: int = 0

    @property
    def known(self) -> bool:
        """Tell whether there is somebody to ask."""
        return bool(self.address and self.page and self.keys)


def read_publisher(path: Path | None = None) -> Publisher:
    """Return the publisher of this build; what does not fit whole counts as no publisher."""
    place = path or resource_folder() / "updates" / "publisher.json"
    try:
        cells = json.loads(place.read_text(encoding="utf-8"))
        address, page, counter = cells["address"], cells["page"], cells["counter"]
        keys = tuple(base64.b64decode(key, validate=True) for key in cells["keys"])
    except (OSError, ValueError, LookupError, TypeError, binascii.Error):
        return Publisher()
    whole = (
        all(isinstance(word, str) and word.startswith("https://") for word in (address, page))
        and all(len(key) == KEY_BYTES for key in keys)
        and isinstance(counter, int)
        and counter >= 0
    )
    return Publisher(address, page, keys, counter) if whole else Publisher()
