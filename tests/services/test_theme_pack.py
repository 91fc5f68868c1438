"""The theme pack: matched by identifier, never by name, and never more than it knows."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corridor_desktop.domain.instrument import Instrument, Listing
from corridor_desktop.host.paths import resource_folder
from corridor_desktop.services.theme_pack import (
    age_years,
    caution_messages,
    count_once,
    load,
    pack,
    sanctions_notice,
    suggest,
    valid_isin,
)
from corridor_desktop.services.words import catalogue, say

TODAY = date(2026, 11, 24)


def thing(**facts: object) -> Instrument:
    return Instrument(**{"id": "i", "name": "?", **facts})  # type: ignore[arg-type]


def ids(instrument: Instrument) -> list[str]:
    return [row.id for row in suggest([instrument]).get("i", ())]


def listed(symbol: str, currency: str = "KRW", mic: str = "") -> Listing:
    return Listing(symbol, currency, mic)


def test_the_pack_is_whole() -> None:
    assert len(pack().rows) == 97
    assert len({row.isin or row.id for row in pack().rows}) == 96
    assert (pack().version, pack().as_of) == (1, date(2026, 11, 23))
    assert sum(row.directness == "sentiment_only" for row in pack().rows) == 65
    assert sum(row.investable for row in pack().rows) == 89
    for row in pack().rows:
        assert row.reason
        assert row.source_address.startswith("http")
        assert f"pack.driver_{row.driver}" in catalogue()
        assert f"pack.directness_{row.directness}" in catalogue()


@pytest.mark.parametrize(
    "instrument",
    [
        thing(isin="KR7064350002"),
        thing(isin="kr7064350002", ticker="anything"),
        thing(listing=listed("064350.KS")),
        thing(listing=listed("064350.ks")),
        thing(ticker="064350", country="KR"),
        thing(ticker="A064350", listing=listed("064350", "KRW")),
        thing(ticker="064350", listing=listed("064350", mic="XKRX")),
        thing(ticker="KRX:064350"),
        thing(ticker="064350.KQ"),
    ],
)
def test_one_company_many_spellings(instrument: Instrument) -> None:
    assert ids(instrument) == ["XKRX-064350-RT"]


@pytest.mark.parametrize(
    "instrument",
    [
        thing(name="Hyundai Rotem"),
        thing(ticker="Hyundai Rotem (현대로템)"),
        thing(ticker="064350"),
        thing(isin="KR7064350003"),
        thing(ticker="EWY", isin="DE0005190003"),
        thing(listing=listed("EWY", "CAD"), isin="CA0679011084"),
        thing(),
    ],
)
def test_what_is_not_an_identity_is_no_match(instrument: Instrument) -> None:
    assert ids(instrument) == []


def test_a_company_that_moved_boards_is_still_found() -> None:
    assert ids(thing(listing=listed("034230.KQ"))) == ["XKRX-034230-TE"]


def test_symbols_of_other_markets() -> None:
    assert ids(thing(listing=listed("EWY", "USD"))) == ["ARCX-EWY-RR"]
    assert ids(thing(listing=listed("601880.SH", "CNY"))) == ["XSHG-601880-RR"]
    assert ids(thing(listing=listed("769.HK", "HKD"))) == ["XHKG-0769-RT"]
    assert ids(thing(listing=listed("9355.T", "JPY"))) == ["XTKS-9355-RR"]


def test_isins_of_before_still_match() -> None:
    assert ids(thing(isin="US25459Y5208")) == ["ARCX-KORU-RR"]
    assert ids(thing(isin="US25461A3876")) == ["ARCX-KORU-RR"]


def test_two_rows_of_one_share() -> None:
    assert ids(thing(isin="KR7017800004")) == ["XKRX-017800-TE", "XKRX-017800-RR"]


def test_what_cannot_be_bought_is_recognised_with_a_caution_first() -> None:
    for isin in ("US92189F4037", "RU000A0DKXV5"):
        (row,) = suggest([thing(isin=isin)])["i"]
        assert (row.investable, row.low, row.high) == (False, 0, 0)
        assert caution_messages(row, TODAY)[0].code == "pack.not_investable"
    (rusal,) = suggest([thing(listing=listed("486.HK", "HKD"))])["i"]
    assert not rusal.investable


def test_an_old_source_looks_old() -> None:
    (rotem,) = suggest([thing(isin="KR7064350002")])["i"]
    assert age_years(rotem, TODAY) == 8
    sentences = [say(message) for message in caution_messages(rotem, TODAY)]
    assert any("8 years old" in text for text in sentences)
    assert age_years(replace(rotem, source_date=""), TODAY) is None
    assert age_years(replace(rotem, source_date="2018-06"), TODAY) == 8
    codes = {m.code for row in pack().rows for m in caution_messages(row, TODAY)}
    assert codes <= set(catalogue())
    assert len(codes) == 5


def test_the_same_thing_is_counted_once() -> None:
    held = [
        thing(id="a", ticker="EWY", isin="US4642867729"),
        thing(id="b", ticker="KORU", isin="US25461A3876"),
        thing(id="c", ticker="PKX", isin="US6934831099"),
        thing(id="d", ticker="017800", isin="KR7017800004"),
    ]
    found = count_once(held, suggest(held))
    assert [(one.key, one.instrument_ids) for one in found] == [
        ("HYUNDAI_ELEVATOR", ("d",)),
        ("KOREA_BETA", ("a", "b")),
    ]
    assert say(found[1].message).startswith("EWY, KORU are one")


@pytest.mark.parametrize(
    ("isin", "valid"),
    [
        ("US0378331005", True),
        ("US35473P6456", False),
        ("US35473P7107", True),
        ("KR7005930003", True),
        ("US037833100", False),
        ("", False),
        ("us0378331005", False),
    ],
)
def test_check_digits(isin: str, valid: bool) -> None:
    assert valid_isin(isin) is valid


def test_korean_rows_agree_with_the_exchange(test_data: Path) -> None:
    path = test_data / "market" / "krx_listing" / "krx-2026-03-20.csv"
    if not path.exists():
        pytest.skip("no list of the exchange")
    with path.open(encoding="utf-8-sig", newline="") as file:
        listed = {row["Code"]: row for row in csv.DictReader(file)}
    shares = [row for row in pack().rows if row.symbol.endswith((".KS", ".KQ"))]
    found = [row for row in shares if row.symbol[:6] in listed]
    assert len(found) == 67
    assert [row.symbol for row in shares if row not in found] == ["069500.KS"]
    for row in found:
        truth = listed[row.symbol[:6]]
        assert row.isin == truth["ISU_CD"]
        assert row.symbol.endswith(".KS" if truth["Market"] == "KOSPI" else ".KQ")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (",0,20,positive,sentiment_only,", ",1,20,positive,sentiment_only,", "zero"),
        (",0,20,positive,", ",30,20,positive,", "band"),
        (",positive,", ",upwards,", "word"),
        ("KR7064350002", "KR7064350003", "check digit"),
        ("XKOS-045390-RT", "XKRX-064350-RT", "same id"),
    ],
)
def test_a_pack_that_breaks_its_own_rules_is_refused(
    old: str, new: str, words: str, tmp_path: Path
) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(resource_folder() / "theme_pack", folder)
    text = (folder / "pack.csv").read_text(encoding="utf-8")
    assert old in text
    (folder / "pack.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=words):
        load(folder)


def test_the_notice_is_no_advice_and_says_so() -> None:
    assert "not legal advice" in sanctions_notice()
    assert "Nothing here is an invitation" in sanctions_notice()
