"""Every list format with its traps; what is cut, empty or no list is refused in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.errors import ListTrouble
from corridor_desktop.screening.entry import Kind
from corridor_desktop.screening.read import assemble, read_list, refuse_shorter
from tests.screening import files
from tests.screening.files import NOTHING, sdn, sdn_row


def refused(name: str, data: bytes) -> str:
    with pytest.raises(ListTrouble) as caught:
        read_list(name, data)
    assert name in caught.value.sentence
    return caught.value.code


def test_the_sdn_list_with_its_end_mark_nulls_and_programmes() -> None:
    found = read_list("sdn.csv", files.SMALL)
    assert (found.role, found.rows, found.dated, found.notes) == ("ofac_sdn", 5, None, ())
    first, mechel, quay, person, ship = found.listed
    assert first.kind is Kind.ENTITY
    assert mechel.note == ""
    assert quay.programs == ("DPRK2", "DPRK3")
    assert quay.names == ("QUAY AND HARBOUR TRADING, LTD", "QUAYCO")
    assert (person.kind, ship.kind) == (Kind.INDIVIDUAL, Kind.VESSEL)
    assert NOTHING.strip() not in str(found.listed)


def test_a_missing_end_mark_is_pointed_out() -> None:
    found = read_list("sdn.csv", files.SMALL.rstrip(b"\x1a\r\n") + b"\r\n")
    assert [note.code for note in found.notes] == ["screening.no_end_mark"]


def test_companions_add_names_places_and_the_rest_of_cut_remarks() -> None:
    read = [
        read_list("sdn.csv", files.SMALL),
        read_list("alt.csv", files.ALT),
        read_list("add.csv", files.ADD),
        read_list("cons_prim.csv", files.CONS),
        read_list("cons_comments.csv", files.CONS_COMMENTS),
    ]
    roles = [content.role for content in read]
    assert roles == ["ofac_sdn", "ofac_alt", "ofac_add", "ofac_cons", "ofac_cons_comments"]
    lists = assemble({content.role: content for content in read})
    zinc = lists["ofac_sdn"][0]
    assert zinc.names == ("KOREA ZINC INDUSTRIAL GROUP", "KOREA ZINC INDUSTRY GROUP")
    assert zinc.countries == ("Korea, North",)
    railways = lists["ofac_cons"][0]
    assert railways.isins == ("CNE100000981",)
    assert railways.leis == ("253400XX5U3XALBF5728",)
    assert railways.tickers == ("601186 CN",)


def test_the_united_nations_list() -> None:
    found = read_list("consolidated.xml", files.UN)
    bank, person = found.listed
    assert (found.role, found.dated) == ("un", date(2026, 2, 27))
    assert (bank.id, bank.names) == ("KPe.023", ("AMROGGANG QUAY BANK", "AQ Bank"))
    assert bank.countries == ("Democratic People's Republic of Korea",)
    assert (person.kind, person.names) == (Kind.INDIVIDUAL, ("Example Kim", "Kim Example"))


def test_the_european_list_in_both_forms() -> None:
    table = read_list("eu.csv", files.EU_CSV)
    assert (table.role, table.dated, table.rows) == ("eu", date(2026, 2, 27), 3)
    works, person = table.listed
    assert "Star Works of the Harbour" in works.names
    assert works.countries == ("KP",)
    assert person.kind is Kind.INDIVIDUAL
    tree = read_list("eu.xml", files.EU_XML)
    assert (tree.role, tree.dated) == ("eu", date(2026, 8, 5))
    assert tree.listed[0].names == ("Harbour Works", "Star Works")
    assert tree.listed[0].programs == ("PRK",)


def test_the_british_list_below_its_report_line() -> None:
    found = read_list("UK-Sanctions-List.csv", files.UK)
    assert (found.role, found.dated) == ("uk", date(2025, 11, 21))
    works, person = found.listed
    assert works.names == ("HARBOUR WORKS", "STAR WORKS")
    assert works.programs == ("DPRK",)
    assert person.names == ("Example KIM",)


def test_the_list_of_the_british_treasury_before_it() -> None:
    found = read_list(
        "ConList.csv",
        b"Last Updated,12/01/2026\r\n"
        b"Name 6,Name 1,Name 2,Country,Group Type,Alias Type,Regime,Group ID\r\n"
        b"HARBOUR WORKS,,,North Korea,Entity,Primary name,DPRK,123\r\n"
        b"STAR WORKS,,,North Korea,Entity,AKA,DPRK,123\r\n",
    )
    (works,) = found.listed
    assert (found.role, found.dated) == ("uk", date(2026, 1, 12))
    assert works.names == ("HARBOUR WORKS", "STAR WORKS")
    assert works.countries == ("North Korea",)


def test_securities_of_listed_issuers_alone_are_kept() -> None:
    found = read_list("securities.csv", files.SECURITIES)
    assert (found.role, found.rows) == ("opensanctions", 3)
    assert [listed.name for listed in found.listed] == ["Harbour Works", "Only Ban Ltd"]
    assert found.listed[0].isins[0] == "RU0007661625"
    assert "EO 14071" in found.listed[1].note


@pytest.mark.parametrize("data", [b"", b"\x1a", b"\xef\xbb\xbf\r\n", b"\x00\x00"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refused("sdn.csv", data) == "empty_list"


@pytest.mark.parametrize(
    "data",
    [b"<html><body>Error</body></html>", b"a,b\n1,x\n", b"PK\x03\x04\x00\x00", b"<sdnList/>"],
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    assert refused("list.csv", data) == "not_a_list"


def test_entities_in_xml_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>'
    assert refused("consolidated.xml", bomb) == "not_a_list"


@pytest.mark.parametrize("share", [0.2, 0.35, 0.5, 0.7, 0.9])
@pytest.mark.parametrize(
    ("name", "data"), [("un.xml", files.UN), ("eu.xml", files.EU_XML), ("sdn.csv", files.SMALL)]
)
def test_a_cut_file_is_refused(name: str, data: bytes, share: float) -> None:
    assert refused(name, data[: round(len(data) * share)]) in {"cut_list", "not_a_list"}


@given(st.integers(min_value=1, max_value=600))
def test_no_cut_of_the_sdn_list_is_taken_for_whole(missing: int) -> None:
    """Every cut is refused, or falls between two rows, or the missing end mark is pointed out."""
    whole = sdn(*(sdn_row(n, f"BODY NUMBER {n}", remarks=f"See {n}; linked.") for n in range(1, 9)))
    part = whole[:-missing]
    try:
        found = read_list("sdn.csv", part)
    except ListTrouble:
        return
    rows = [listed.note for listed in found.listed]
    assert all(note.endswith("linked.") for note in rows)
    assert found.notes or missing <= 2


def test_a_much_shorter_file_than_the_last_is_refused() -> None:
    found = read_list("sdn.csv", files.SMALL)
    refuse_shorter("sdn.csv", found, None)
    refuse_shorter("sdn.csv", found, 6)
    with pytest.raises(ListTrouble, match="7"):
        refuse_shorter("sdn.csv", found, 7)


def test_a_shorter_file_without_its_end_is_taken_for_cut() -> None:
    whole = read_list("sdn.csv", files.SMALL)
    without = read_list("sdn.csv", files.SMALL.rstrip(b"\x1a\r\n") + b"\r\n")
    refuse_shorter("sdn.csv", without, whole.rows)
    with pytest.raises(ListTrouble) as caught:
        refuse_shorter("sdn.csv", without, whole.rows + 1)
    assert caught.value.code == "shorter_list"
    refuse_shorter("sdn.csv", whole, whole.rows + 1)
