"""Identifiers first, the same name second, similar names last and never as a finding."""

from __future__ import annotations

from corridor_desktop.screening.identifiers import (
    exchange_ticker,
    isins_in,
    valid_isin,
    valid_lei,
)
from corridor_desktop.screening.read import assemble, read_list
from corridor_desktop.screening.screen import Match, Register, Subject
from tests.screening import files


def register() -> Register:
    read = [
        read_list("sdn.csv", files.SMALL),
        read_list("alt.csv", files.ALT),
        read_list("cons_prim.csv", files.CONS),
        read_list("securities.csv", files.SECURITIES),
        read_list("consolidated.xml", files.UN),
    ]
    return Register(assemble({content.role: content for content in read}))


def met(*names: str, **facts: tuple[str, ...]) -> list[tuple[Match, str, str]]:
    subject = Subject("k", names, facts.get("isins", ()), facts.get("leis", ()),
                      facts.get("tickers", ()))  # fmt: skip
    return [(hit.match, hit.role, hit.listed.id) for hit in register().screen(subject)]


def test_korea_zinc_meets_at_most_a_similar_name() -> None:
    for name in ("Korea Zinc", "Korea Zinc Co., Ltd.", "KOREA ZINC INC"):
        assert met(name, isins=("KR7010130003",)) == [(Match.SIMILAR_NAME, "ofac_sdn", "1")]


def test_a_russian_legal_form_hides_no_name() -> None:
    assert met("Mechel PAO") == [(Match.SAME_NAME, "ofac_sdn", "2")]


def test_an_alias_is_a_name() -> None:
    assert met("Steel of the South") == [(Match.SAME_NAME, "ofac_sdn", "2")]
    assert met("AQ Bank") == [(Match.SAME_NAME, "un", "KPe.023")]


def test_identifiers_decide_before_names() -> None:
    by_isin = met("Something Else Entirely", isins=("US0378331005",))
    assert by_isin == [(Match.IDENTIFIER, "opensanctions", "NK-2")]
    by_lei = met("Russian Railways", leis=("253400XX5U3XALBF5728",))
    assert (Match.IDENTIFIER, "ofac_cons", "34736") in by_lei
    assert (Match.IDENTIFIER, "opensanctions", "NK-1") in by_lei
    assert met(tickers=("601186 CN",)) == [(Match.IDENTIFIER, "ofac_cons", "34736")]


def test_an_entry_is_met_once_and_by_its_strongest_match() -> None:
    found = met("Harbour Works", isins=("RU0007661625",))
    assert [entry for entry in found if entry[2] == "NK-1"] == [
        (Match.IDENTIFIER, "opensanctions", "NK-1")
    ]


def test_one_word_is_never_compared_loosely() -> None:
    assert met("Mechell") == []
    assert met("Korea") == []


def test_ships_bear_no_shares() -> None:
    assert all(number != "5" for _, _, number in met("Mechel"))


def test_nothing_is_met_on_empty_lists() -> None:
    assert Register({}).screen(Subject("k", ("Korea Zinc", ""))) == ()


def test_check_digits() -> None:
    assert valid_isin("KR7010130003")
    assert not valid_isin("KR7010130004")
    assert valid_lei("253400XX5U3XALBF5728")
    assert not valid_lei("253400XX5U3XALBF5729")
    assert isins_in("ISIN US0378331005; ISIN US0378331006") == ("US0378331005",)


def test_symbols_as_exchange_tickers() -> None:
    assert exchange_ticker("601186.SS") == "601186 CN"
    assert exchange_ticker("0001.HK") == "1 HK"
    assert exchange_ticker("AAPL") is None
