"""One HTTPS request with a deadline, for sources with an interface of their own.

Runs inside the worker process. Certificates are always verified, redirects are not followed: a key
is never sent to another host than the one it is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import curl_cffi.requests
from curl_cffi.requests.exceptions import RequestException

MOST_SKEW = 86_400.0
"""Seconds that two clocks may differ: closes are dated by the day."""

_BY_NAME = (
    ("tls", {"CertificateVerifyError", "SSLError"}),
    ("timeout", {"Timeout", "ConnectTimeout", "ReadTimeout", "TimeoutError"}),
    ("offline", {"DNSError", "ProxyError", "ConnectionError"}),
    ("server", {"IncompleteRead", "ChunkedEncodingError"}),
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A body with its status and the date of the source; or ``failure``, a code of failures."""

    status: int = 0
    body: str = ""
    date: str = ""
    failure: str = ""


def get(
    address: str, query: Mapping[str, str], longest: float, headers: Mapping[str, str] | None = None
) -> Reply:
    """Return the answer to one request; trouble is a value, not an exception.

    ``longest`` is in seconds and bounds the whole request, however slowly it drips.
    """
    try:
        answer = curl_cffi.requests.get(
            address, params=dict(query), headers=dict(headers or {}), timeout=longest,
            allow_redirects=False,
        )  # fmt: skip
        return Reply(answer.status_code, answer.text, str(answer.headers.get("Date") or ""))
    except RequestException as error:
        return Reply(failure=kind_by_name(error) or "offline")
    except (OSError, ValueError, LookupError) as error:
        return Reply(failure=kind_by_name(error) or "changed_format")


def kind_by_name(error: BaseException) -> str | None:
    """Return the kind of a transport error, ``None`` when it is none."""
    names = {kind.__name__ for kind in type(error).__mro__}
    return next((code for code, kinds in _BY_NAME if names & kinds), None)


def kind_by_status(status: int) -> str | None:
    """Return the kind of failure that an HTTP status stands for, ``None`` for an answer."""
    if status == 429:
        return "rate_limited"
    if status in {401, 403}:
        return "key_refused"
    if status == 404:
        return "unknown_symbol"
    if status >= 500:
        return "server"
    return None if status == 200 else "changed_format"


def clock_skew(date: str, now: float) -> dict[str, Any] | None:
    """Return the failure of clocks that differ by more than a day, by the source's own date."""
    try:
        there = parsedate_to_datetime(date) if date else None
    except (ValueError, TypeError):
        return None
    if there is None:
        return None
    there = there if there.tzinfo else there.replace(tzinfo=UTC)
    if abs(there.timestamp() - now) <= MOST_SKEW:
        return None
    return {
        "failure": "clock",
        "day": datetime.fromtimestamp(there.timestamp(), UTC).date().isoformat(),
    }
