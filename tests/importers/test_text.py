"""Bytes become the same text whatever code page they were written in."""

from __future__ import annotations

import codecs

import pytest

from corridor_desktop.importers.text import Decoded, decode

KOREAN = "일자,종목명,수량,단가\n2026/02/13,삼성전자,10,70000\n2026/02/14,현대차,3,250000\n"
JAPANESE = "約定日,銘柄コード,銘柄名,売買区分,数量\n2024/6/6,9432,日本電信電話,買付,100\n"
CHINESE = "成交日期,业务名称,证券代码,证券名称\n20230214,证券买入,510310,沪深三百基金\n"
GERMAN = "Datum;Typ;Stück;Gebühren;Währung\n03.04.2025;Kauf;10;1,00;EUR\nfür Müller & Söhne\n"
POUND = "Trade date,Unit cost (p),Value (£)\n24/01/2026,3287.199,-150.84\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (KOREAN, "cp949"),
        (JAPANESE, "cp932"),
        (CHINESE, "gb18030"),
        (GERMAN, "cp1252"),
        (POUND, "cp1252"),
    ],
)
def test_the_short_lead_of_code_pages_is_told_apart(text: str, codec: str) -> None:
    found = decode(text.encode(codec))
    assert isinstance(found, Decoded)
    assert found.text == text


@pytest.mark.parametrize("text", [KOREAN, JAPANESE, GERMAN])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_by_its_mark(text: str, codec: str) -> None:
    found = decode(text.encode(codec))
    assert isinstance(found, Decoded)
    assert found.text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_two_bytes_per_character_without_a_mark(codec: str) -> None:
    found = decode(GERMAN.encode(codec))
    assert isinstance(found, Decoded)
    assert found.text == GERMAN


def test_a_character_cut_in_half_at_the_end_is_noticed() -> None:
    found = decode(KOREAN.encode()[:9])
    assert isinstance(found, Decoded)
    assert found.cut
    assert KOREAN.startswith(found.text)


def test_a_chosen_code_page_wins() -> None:
    found = decode(GERMAN.encode("cp1252"), "latin-1")
    assert isinstance(found, Decoded)
    assert found.encoding == codecs.lookup("latin-1").name
