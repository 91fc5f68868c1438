"""The UN's and the EU's lists as XML. Foreign XML is parsed without entities or fetching."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from corridor_desktop.screening.cells import cut, day, once, strange
from corridor_desktop.screening.entry import Content, Kind, Listed
from corridor_desktop.screening.identifiers import isins_in, leis_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read(name: str, data: bytes) -> Content:
    """Return what an XML list holds.

    Raises
    ------
    ListTrouble
        ``cut_list``: the XML ends before its last tag; ``not_a_list``: another document.
    """
    try:
        root: Element = fromstring(data)
    except ParseError as error:
        raise cut(name, f"its XML breaks off or is damaged ({error})") from error
    except (DefusedXmlException, ValueError) as error:
        raise strange(name, "its XML declares entities, which a list never does") from error
    tag = _local(root)
    if tag == "CONSOLIDATED_LIST":
        return _united_nations(name, root)
    if tag == "export" and any(_local(child) == "sanctionEntity" for child in root):
        return _european(root)
    raise strange(name, f"its XML begins with <{tag}> (of OFAC's lists take the CSV files)")


def _united_nations(name: str, root: Element) -> Content:
    listed = [
        *(_un_entry(node, Kind.ENTITY) for node in _all(root, "ENTITY")),
        *(_un_entry(node, Kind.INDIVIDUAL) for node in _all(root, "INDIVIDUAL")),
    ]
    kept = tuple(found for found in listed if found.names)
    if not kept:
        raise cut(name, "it has no entries")
    return Content("un", kept, dated=day(root.get("dateGenerated", "")), rows=len(listed))


def _un_entry(node: Element, kind: Kind) -> Listed:
    parts = [_text(node, f"{place}_NAME") for place in ("FIRST", "SECOND", "THIRD", "FOURTH")]
    other = _text(node, "NAME_ORIGINAL_SCRIPT")
    aliases = [_text(alias, "ALIAS_NAME") for alias in _all(node, f"{kind.upper()}_ALIAS")]
    places = [_text(found, "COUNTRY") for found in _all(node, f"{kind.upper()}_ADDRESS")]
    note = _text(node, "COMMENTS1")
    return Listed(
        _text(node, "REFERENCE_NUMBER") or _text(node, "DATAID"),
        once([" ".join(part for part in parts if part), other, *aliases]),
        kind,
        once([_text(node, "UN_LIST_TYPE")]),
        once(places),
        isins_in(note),
        leis_in(note),
        note=note,
    )


def _european(root: Element) -> Content:
    listed = tuple(
        found
        for node in root
        if _local(node) == "sanctionEntity" and (found := _eu_entry(node)).names
    )
    return Content("eu", listed, dated=day(root.get("generationDate", "")), rows=len(listed))


def _eu_entry(node: Element) -> Listed:
    subject = next(_all(node, "subjectType"), None)
    code = (subject.get("classificationCode", "") if subject is not None else "").upper()
    numbers = " ".join(found.get("number", "") for found in _all(node, "identification"))
    note = " ".join((found.text or "").strip() for found in _all(node, "remark"))
    return Listed(
        node.get("euReferenceNumber", "") or node.get("logicalId", ""),
        once([found.get("wholeName", "").strip() for found in _all(node, "nameAlias")]),
        Kind.INDIVIDUAL if code == "P" else Kind.ENTITY,
        once([found.get("programme", "") for found in _all(node, "regulation")]),
        once(
            [
                found.get("countryIso2Code", "").replace("00", "")
                for tag in ("citizenship", "address")
                for found in _all(node, tag)
            ]
        ),
        isins_in(f"{numbers} {note}"),
        leis_in(f"{numbers} {note}"),
        note=note,
    )


def _all(node: Element, tag: str) -> Iterator[Element]:
    return (found for found in node.iter() if _local(found) == tag)


def _text(node: Element, tag: str) -> str:
    found = next((child for child in node if _local(child) == tag), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _local(node: Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1]
