"""The shipped theme pack: researched suggestions, matched by identifier and never by name."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.suggestion import Suggestion
from corridor_desktop.domain.theme import CORRIDOR_THEMES
from corridor_desktop.host.paths import resource_folder

_DIRECTNESS = {"direct_revenue", "asset", "option_value", "sentiment_only"}
_DIRECTIONS = {"positive", "negative", "mixed"}
_CONFIDENCE = {"high", "medium", "low"}
_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")
_KOREAN_CODE = re.compile(r"(?:KRX:|A)?(\d{5}[0-9A-Z])(?:\.K[SQ])?")


@dataclass(frozen=True, slots=True)
class Pack:
    """The rows with the pack's version, day and licence; ``aliases`` are ISINs of before."""

    version: int
    as_of: date
    licence: str
    method: str
    checked: str
    rows: tuple[Suggestion, ...]
    aliases: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class CountOnce:
    """Holdings (or rows) that are one and the same thing: their sum counts it twice."""

    key: str
    instrument_ids: tuple[str, ...]
    message: Message


@cache
def pack() -> Pack:
    """Return the shipped pack."""
    return load(resource_folder() / "theme_pack")


@cache
def sanctions_notice() -> str:
    """Return the sanctions notice as Markdown."""
    path = resource_folder() / "theme_pack" / "sanctions.md"
    return path.read_text(encoding="utf-8")


def load(folder: Path) -> Pack:
    """Read a pack: ``pack.csv`` and ``meta.toml``.

    Raises
    ------
    ValueError
        A row breaks a rule of the pack: an unknown word, a band out of order, an ISIN with a
        wrong check digit, sentiment that does not start at zero, a row that cannot be bought
        but has a band, an identity given twice.
    """
    meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
    with (folder / "pack.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    rows = tuple(_suggestion(row) for row in cells)
    for row in rows:
        _validate(row)
    if len({row.id for row in rows}) != len(rows):
        raise ValueError("two rows of the pack have the same id")
    return Pack(
        version=int(meta["version"]),
        as_of=meta["as_of"],
        licence=str(meta["licence"]),
        method=str(meta["method"]).strip(),
        checked=str(meta["checked"]).strip(),
        rows=rows,
        aliases={row["id"]: frozenset(row["isin_aliases"].split()) for row in cells},
    )


def suggest(
    instruments: Iterable[Instrument], known: Pack | None = None
) -> dict[str, tuple[Suggestion, ...]]:
    """Return the pack rows that fit each instrument, by instrument id; others are left out.

    An ISIN with a right check digit decides first, then the price source's symbol, then a
    Korean exchange code. A symbol does not count against an ISIN of another country: tickers
    are used twice in the world. Names are never compared.
    """
    used = known or pack()
    by_isin: dict[str, list[Suggestion]] = {}
    by_symbol: dict[str, list[Suggestion]] = {}
    by_code: dict[str, list[Suggestion]] = {}
    for row in used.rows:
        for isin in {row.isin, *used.aliases.get(row.id, frozenset())} - {""}:
            by_isin.setdefault(isin, []).append(row)
        if row.symbol:
            by_symbol.setdefault(_normal(row.symbol), []).append(row)
        if row.symbol.endswith((".KS", ".KQ")):
            by_code.setdefault(row.symbol[:-3], []).append(row)
    found = {}
    for thing in instruments:
        isin = (thing.isin or "").strip().upper()
        rows = by_isin.get(isin) if valid_isin(isin) else None
        if rows is None:
            loose = by_symbol.get(_symbol(thing)) or by_code.get(_korean_code(thing)) or []
            rows = [row for row in loose if _compatible(isin, row)]
        if rows:
            found[thing.id] = tuple(rows)
    return found


def valid_isin(isin: str) -> bool:
    """Tell whether an ISIN has the right shape and check digit (ISO 6166, Luhn mod 10)."""
    if not _ISIN.fullmatch(isin):
        return False
    digits = "".join(str(int(sign, 36)) for sign in isin)
    total = 0
    for place, sign in enumerate(reversed(digits)):
        doubled = int(sign) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def age_years(suggestion: Suggestion, today: date) -> int | None:
    """Return how many years old the cited source is, by calendar year; ``None``: undated."""
    year = suggestion.source_date[:4]
    return today.year - int(year) if year.isdigit() else None


def count_once(
    held: Iterable[Instrument], suggestions: Mapping[str, tuple[Suggestion, ...]]
) -> tuple[CountOnce, ...]:
    """Return which held things must not be summed: two lines of one company, one stake twice."""
    labels: dict[str, dict[str, str]] = {}
    rows: dict[str, set[str]] = {}
    for thing in held:
        for row in suggestions.get(thing.id, ()):
            if row.count_once:
                labels.setdefault(row.count_once, {})[thing.id] = thing.label
                rows.setdefault(row.count_once, set()).add(row.id)
    return tuple(
        CountOnce(key, tuple(sorted(labels[key])), _count_once_message(labels[key]))
        for key in sorted(labels)
        if len(rows[key]) > 1 or len(labels[key]) > 1
    )


def caution_messages(suggestion: Suggestion, today: date) -> tuple[Message, ...]:
    """Return what has to be said beside a row: not to be bought, age, weak link, unstable sign."""
    found = []
    if not suggestion.investable:
        found.append(Message.of("pack.not_investable", status=suggestion.listing_status))
    age = age_years(suggestion, today)
    if age is None:
        found.append(Message.of("pack.undated"))
    elif age >= 3:
        found.append(Message.of("pack.old_source", years=age, day=suggestion.source_date))
    if suggestion.directness == "sentiment_only":
        found.append(Message.of("pack.sentiment_only"))
    if suggestion.direction == "mixed":
        found.append(Message.of("pack.mixed_sign"))
    return tuple(found)


def _count_once_message(labels: Mapping[str, str]) -> Message:
    names = ", ".join(sorted(labels.values()))
    code = "pack.count_once" if len(labels) > 1 else "pack.count_once_same"
    return Message.of(code, names=names)


def _suggestion(row: Mapping[str, str]) -> Suggestion:
    return Suggestion(
        id=row["id"],
        symbol=row["symbol"],
        mic=row["mic"],
        isin=row["isin"],
        name=row["name"],
        theme_id=row["theme"],
        low=int(row["weight_low"]) * 100,
        high=int(row["weight_high"]) * 100,
        direction=row["direction"],
        directness=row["directness"],
        driver=row["driver"],
        reason=row["reason"],
        source_title=row["source_title"],
        source_address=row["source_address"],
        source_date=row["source_date"],
        confidence=row["confidence"],
        caution=row["caution"],
        group=row["group"],
        # "check" needs a look at the law first, so it is not offered either.
        investable=row["investable"] == "yes",
        listing_status=row["listing_status"],
        count_once=row["count_once"],
    )


def _validate(row: Suggestion) -> None:
    words = (
        (row.theme_id, {theme.id for theme in CORRIDOR_THEMES}),
        (row.direction, _DIRECTIONS),
        (row.directness, _DIRECTNESS),
        (row.confidence, _CONFIDENCE),
    )
    for word, allowed in words:
        if word not in allowed:
            raise ValueError(f"{row.id}: {word!r} is not a word of the pack")
    if not 0 <= row.low <= row.high <= 10_000:
        raise ValueError(f"{row.id}: the band is out of order")
    if row.directness == "sentiment_only" and row.low != 0:
        raise ValueError(f"{row.id}: sentiment has to start at zero")
    if not row.investable and row.low != 0:
        raise ValueError(f"{row.id}: what cannot be bought has to start at zero")
    if row.isin and not valid_isin(row.isin):
        raise ValueError(f"{row.id}: {row.isin} has a wrong check digit")


def _symbol(thing: Instrument) -> str:
    if thing.listing is not None:
        return _normal(thing.listing.symbol)
    return _normal(thing.ticker or "")


def _normal(symbol: str) -> str:
    """Return one spelling of a symbol: capitals, .SS for Shanghai, four digits for Hong Kong."""
    code, dot, market = symbol.strip().upper().rpartition(".")
    if not dot:
        return market
    if market == "HK" and code.isdigit():
        code = f"{int(code):04d}"
    return f"{code}.{'SS' if market == 'SH' else market}"


def _korean_code(thing: Instrument) -> str:
    """Return the six-sign exchange code of a Korean listing, empty when nothing says Korea.

    The suffix is not looked at: companies move between the two boards and keep their code.
    """
    listing = thing.listing
    korean = (
        (thing.isin or "").upper().startswith("KR")
        or thing.country == "KR"
        or (listing is not None and (listing.currency == "KRW" or listing.mic in {"XKRX", "XKOS"}))
    )
    for text in (listing.symbol if listing else "", thing.ticker or ""):
        match = _KOREAN_CODE.fullmatch(text.strip().upper())
        if match and (korean or text.upper().endswith((".KS", ".KQ")) or ":" in text):
            return match[1]
    return ""


def _compatible(isin: str, row: Suggestion) -> bool:
    return not (valid_isin(isin) and row.isin) or isin[:2] == row.isin[:2]
