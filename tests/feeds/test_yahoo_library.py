"""The library's exceptions by kind, and the exact ratios behind its quotients."""

from __future__ import annotations

from decimal import Decimal

import pytest
from curl_cffi.requests import exceptions as curl
from yfinance import exceptions as yahoo

from corridor_desktop.feeds.yahoo_library import _ratio, kind_of


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (yahoo.YFRateLimitError(), 0, "rate_limited"),
        (curl.CertificateVerifyError("x"), 0, "tls"),
        (curl.SSLError("x"), 0, "tls"),
        (curl.Timeout("x"), 0, "timeout"),
        (curl.ConnectTimeout("x"), 0, "timeout"),
        (TimeoutError(), 0, "timeout"),
        (curl.DNSError("x"), 0, "offline"),
        (curl.ConnectionError("x"), 0, "offline"),
        (curl.ProxyError("x"), 0, "offline"),
        (ConnectionResetError(), 0, "offline"),
        (curl.IncompleteRead("x"), 200, "server"),
        (yahoo.YFTzMissingError("A"), 404, "unknown_symbol"),
        (yahoo.YFPricesMissingError("A", ""), 200, "unknown_symbol"),
        (ValueError("x"), 404, "unknown_symbol"),
        (ValueError("x"), 429, "rate_limited"),
        (ValueError("x"), 503, "server"),
        (ValueError("x"), 200, "changed_format"),
        (KeyError("chart"), 200, "changed_format"),
    ],
)
def test_kinds_of_failure(error: BaseException, status: int, kind: str) -> None:
    assert kind_of(error, status) == kind


@pytest.mark.parametrize(
    ("quotient", "ratio"),
    [
        (5.0, Decimal(5)),
        (0.2, Decimal("0.2")),
        (1.5, Decimal("1.5")),
        (1 / 3, Decimal(1) / Decimal(3)),
        (1.017294, Decimal("1.017294")),
    ],
)
def test_ratios(quotient: float, ratio: Decimal) -> None:
    assert abs(_ratio(quotient) - ratio) <= Decimal("1e-25")
