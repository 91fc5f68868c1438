"""What the program remembers of release feeds, in the data folder: consent and the last counter."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corridor_desktop.domain.release import Consent
from corridor_desktop.host.paths import data_folder
from corridor_desktop.store import trouble

_NAME = "updates.json"


@dataclass(frozen=True, slots=True)
class ReleaseMemory:
    """``counter`` and ``digest`` (SHA-256, hex) are those of the last feed that was believed."""

    consent: Consent = Consent.NONE
    asked_at: datetime | None = None
    counter: int = 0
    digest: str = ""


def recall() -> ReleaseMemory:
    """Return what is remembered; a file that is missing or damaged counts as no consent."""
    try:
        cells = json.loads(_place().read_text(encoding="utf-8"))
        asked, counter, digest = cells["asked_at"], cells["counter"], cells["digest"]
        moment = None if asked is None else datetime.fromisoformat(asked).astimezone(UTC)
        consent = Consent(cells["consent"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ReleaseMemory()
    if not isinstance(counter, int) or not isinstance(digest, str):
        return ReleaseMemory()
    return ReleaseMemory(consent, moment, counter, digest)


def keep(memory: ReleaseMemory) -> None:
    """Write it down, whole or not at all. Raises FileTrouble."""
    target = _place()
    fresh = target.with_name(f".{_NAME}.{os.getpid()}.part")
    cells = {
        "consent": memory.consent.value,
        "asked_at": memory.asked_at.isoformat() if memory.asked_at else None,
        "counter": memory.counter,
        "digest": memory.digest,
    }
    try:
        fresh.write_text(json.dumps(cells, indent=1), encoding="utf-8")
        fresh.replace(target)
    except OSError as error:
        raise trouble.of_system(error, target) from error
    finally:
        fresh.unlink(missing_ok=True)


def _place() -> Path:
    return data_folder() / _NAME
