"""OFX and QFX statements, SGML (1.x) and XML (2.x), by their tags alone.

No document type, entity or outside reference is ever followed: tags and texts are all that is
read. The words are those of the OFX specification, section 13 (investments).
"""

from __future__ import annotations

import bisect
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.fronts.fronted import Fronted, sheet_of
from corridor_desktop.importers.refusal import refuse_elements
from corridor_desktop.importers.text import decode

_TAG: Final = re.compile(r"<(/?)([A-Za-z0-9_.]+)[^<>]*>([^<]*)")
_SECURITY: Final = ("ISIN", "CUSIP", "SEDOL", "WKN")
_LEAVES: Final = {
    "DTTRADE": ("DTTRADE", "DTPOSTED"),
    "DTSETTLE": ("DTSETTLE",),
    "UNITS": ("UNITS",),
    "UNITPRICE": ("UNITPRICE",),
    "TOTAL": ("TOTAL", "TRNAMT"),
    "COMMISSION": ("COMMISSION",),
    "FEES": ("FEES",),
    "LOAD": ("LOAD",),
    "TAXES": ("TAXES",),
    "WITHHOLDING": ("WITHHOLDING",),
    "FITID": ("FITID",),
    "MEMO": ("MEMO", "NAME"),
}
HEADER: Final = ("OFX", *_SECURITY, "TICKER", "SECNAME", "CURRENCY", "ACCTID", *_LEAVES)
POSITIONS: Final = (
    "POSITION",
    *_SECURITY,
    "TICKER",
    "SECNAME",
    "CURRENCY",
    "ACCTID",
    "UNITS",
    "UNITPRICE",
    "MKTVAL",
    "DTPRICEASOF",
)
_KINDS: Final = {
    *("BUYSTOCK", "BUYMF", "BUYDEBT", "BUYOTHER", "BUYOPT", "REINVEST", "INCOME", "RETOFCAP"),
    *("SELLSTOCK", "SELLMF", "SELLDEBT", "SELLOTHER", "SELLOPT", "CLOSUREOPT", "SPLIT"),
    *("TRANSFER", "INVBANKTRAN", "INVEXPENSE", "MARGININTEREST", "JRNLFUND", "JRNLSEC"),
}
_HELD: Final = {"POSSTOCK", "POSMF", "POSDEBT", "POSOTHER", "POSOPT"}
_MORE: Final = {
    "INCOME": "INCOMETYPE",
    "TRANSFER": "TFERACTION",
    "INVBANKTRAN": "TRNTYPE",
    "BUYDEBT": "",
}


@dataclass(slots=True)
class _Part:
    """One aggregate: its leaves by name, and the first and last line."""

    kind: str
    first: int
    last: int = 0
    leaves: dict[str, str] = field(default_factory=dict)


def looks_like_ofx(data: bytes) -> bool:
    """Tell an OFX or QFX file by its first words."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").upper()
    return head.startswith(b"OFXHEADER") or b"<OFX>" in head or b"<?OFX" in head


def read_ofx(data: bytes) -> Fronted | Message:
    """Return trades, cash and positions of a statement, or why it holds none."""
    decoded = decode(data, _codec(data))
    if isinstance(decoded, Message):
        return decoded
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    many = refuse_elements(text.count("</"))
    if many is not None:
        return many
    if text.count("\n") < text.count("</") // 2:
        text = text.replace("><", ">\n<")  # one long line: every tag becomes a line
    parts, account, currency, names = _parts(text)
    if not parts:
        known = "<INVSTMTRS>" in text.upper()
        return Message.of("import.refused_no_rows" if known else "import.refused_bank")
    physical = text.count("\n") + (0 if text.endswith("\n") else 1)
    rows = _rows(parts, account, currency, names)
    sheet = sheet_of(HEADER, rows, physical)
    held = [part for part in parts if part.kind in _HELD]
    if held and len(held) == len(parts):
        sheet = sheet_of(POSITIONS, _held(held, account, currency, names), physical)
    return Fronted((sheet,), decoded.encoding, "an OFX statement")


def _codec(data: bytes) -> str | None:
    head = data[:400].upper()
    return "cp1252" if b"CHARSET:1252" in head and b"UTF-8" not in head else None


def _parts(text: str) -> tuple[list[_Part], str, str, dict[str, dict[str, str]]]:
    """Walk the tags once; a leaf is a tag with text behind it, an aggregate one without."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    parts: list[_Part] = []
    names: dict[str, dict[str, str]] = {}
    open_part: _Part | None = None
    security: dict[str, str] | None = None
    account = currency = ""
    for match in _TAG.finditer(text):
        name, value = match[2].upper(), html.unescape(match[3]).strip()
        line = bisect.bisect_right(starts, match.start())
        if match[1]:
            if open_part is not None and name == open_part.kind:
                open_part.last = line
                parts.append(open_part)
                open_part = None
            elif name == "SECINFO" and security is not None:
                names[security.get("UNIQUEID", "")] = security
                security = None
        elif open_part is None and security is None and name in (_KINDS | _HELD):
            open_part = _Part(name, line, line)
        elif name == "SECINFO":
            security = {}
        elif value:
            target = security if security is not None else open_part.leaves if open_part else None
            if target is not None:
                target.setdefault(name, value)
            elif name == "ACCTID":
                account = account or value
            elif name == "CURDEF":
                currency = currency or value
    return parts, account, currency, names


def _rows(
    parts: Sequence[_Part], account: str, currency: str, names: dict[str, dict[str, str]]
) -> Iterator[tuple[Sequence[int], Sequence[str]]]:
    for part in parts:
        leaves = part.leaves
        kind = "POSITION" if part.kind in _HELD else part.kind
        more = leaves.get(_MORE.get(kind, ""), "")
        if kind == "SPLIT":
            leaves = {**leaves, "UNITS": _added(leaves)}
        cells = [f"{kind} {more}".strip(), *_identity(leaves, names)]
        cells += [leaves.get("CURSYM") or currency, account]
        cells += [
            next((leaves[name] for name in listed if name in leaves), "")
            for listed in _LEAVES.values()
        ]
        yield range(part.first, part.last + 1), [_day(cell) for cell in cells]


def _held(
    parts: Sequence[_Part], account: str, currency: str, names: dict[str, dict[str, str]]
) -> Iterator[tuple[Sequence[int], Sequence[str]]]:
    for part in parts:
        leaves = part.leaves
        cells = [part.kind, *_identity(leaves, names), leaves.get("CURSYM") or currency, account]
        cells += [leaves.get(name, "") for name in POSITIONS[-4:]]
        yield range(part.first, part.last + 1), [_day(cell) for cell in cells]


def _identity(leaves: dict[str, str], names: dict[str, dict[str, str]]) -> list[str]:
    code = leaves.get("UNIQUEID", "")
    scheme = leaves.get("UNIQUEIDTYPE", "").upper()
    security = names.get(code, {})
    ticker = security.get("TICKER") or leaves.get("TICKER", "")
    if code and scheme not in _SECURITY and not ticker:
        ticker = code
    codes = [code if scheme == name else "" for name in _SECURITY]
    return [*codes, ticker, security.get("SECNAME", "")]


def _added(leaves: dict[str, str]) -> str:
    """Return how many units a split added, as text; empty where the file does not say."""
    try:
        return format(Decimal(leaves["NEWUNITS"]) - Decimal(leaves["OLDUNITS"]), "f")
    except (KeyError, InvalidOperation):
        return ""


_STAMP: Final = re.compile(r"(\d{8})(\d{6})?(?:\.\d+)?(?:\[[^\]]*\])?")


def _day(cell: str) -> str:
    """Return an OFX time stamp as day and time; other cells unchanged."""
    if "[" not in cell and "." not in cell and len(cell) != 14:
        return cell
    match = _STAMP.fullmatch(cell)
    if match is None:
        return cell
    return match[1] if not match[2] or match[2] == "000000" else f"{match[1]} {match[2]}"
