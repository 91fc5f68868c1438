"""The text of a release feed over HTTPS. Runs inside the worker process; nothing of it is believed.

No cookie, no name of the user and no version goes along with the question.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor_desktop.feeds.web import get, kind_by_status

LARGEST = 200_000
"""Characters that are handed on; the reader refuses more anyway."""


def ask(request: Mapping[str, Any], longest: float) -> dict[str, Any]:
    """Return ``{"body": text}`` or ``{"failure": code}``; ``request`` names the ``address``."""
    reply = get(str(request["address"]), {}, longest)
    failure = reply.failure or kind_by_status(reply.status)
    if failure is None and len(reply.body) > LARGEST:
        failure = "changed_format"
    return {"failure": failure} if failure else {"body": reply.body}
