"""What a file calls an instrument."""

from __future__ import annotations

import pytest

from corridor_desktop.importers.contract import Identity
from corridor_desktop.importers.identity import clean_code, key_of, propose_symbols, valid_isin


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("'475150", "475150"),
        ('="600519"', "600519"),
        ("A005930", "005930"),
        ("005930", "005930"),
        ("0700", "0700"),
        ("A0060H0", "0060H0"),
        ("AAPL", "AAPL"),
        (" 884437 ", "884437"),
        ("A1EWWW", "A1EWWW"),
    ],
)
def test_codes_keep_their_zeros(text: str, code: str) -> None:
    assert clean_code(text) == code


@pytest.mark.parametrize(
    ("isin", "right"),
    [
        ("US0378331005", True),
        ("US0378331006", False),
        ("KR7005930003", True),
        ("GB00B03MLX29", True),
        ("XX", False),
    ],
)
def test_isin_check_digit(isin: str, right: bool) -> None:
    assert valid_isin(isin) is right


def test_keys_go_from_sure_to_unsure() -> None:
    full = Identity("US0378331005", "865985", None, None, "AAPL", "XNAS", "Apple")
    assert key_of(full, "USD") == "isin:US0378331005"
    assert key_of(Identity(wkn="865985", symbol="AAPL"), "USD") == "wkn:865985"
    assert key_of(Identity(symbol="9432", market="東証"), "JPY") == "code:9432@東証"
    assert key_of(Identity(symbol="aapl"), "USD") == "ticker:AAPL@USD"
    assert key_of(Identity(name=" Apple  Inc "), "USD") == "name:apple inc"
    assert key_of(Identity()) == ""


@pytest.mark.parametrize(
    ("instrument", "currency", "symbols"),
    [
        (Identity(symbol="005930"), "KRW", ("005930.KS", "005930.KQ")),
        (Identity(symbol="700", market="HKEX"), "HKD", ("0700.HK",)),
        (Identity(symbol="9432", market="東証"), "JPY", ("9432.T",)),
        (Identity(symbol="SMT", market="London Stock Exchange"), "GBP", ("SMT.L",)),
        (Identity(symbol="AAPL"), "USD", ("AAPL",)),
        (Identity(symbol="XEI.TO"), "CAD", ("XEI.TO",)),
        (Identity(symbol="ABC"), "EUR", ()),
        (Identity(name="Something"), "EUR", ()),
    ],
)
def test_price_symbols_are_only_proposed_on_ground(
    instrument: Identity, currency: str, symbols: tuple[str, ...]
) -> None:
    assert propose_symbols(instrument, currency) == symbols
