"""Which column of a holdings file is what, by the words that issuers of funds use."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORDS: dict[str, tuple[str, ...]] = {
    "weight": (
        "weight", "weighting", "% of fund", "% of funds", "% of net assets", "% net assets",
        "portfolio weight", "market value weight", "percent of fund", "percentage of fund",
        "gewichtung", "gewicht", "poids", "ponderation", "peso", "weging", "비중", "구성비중",
        "편입비중", "% tna", "% of portfolio", "fund weight", "構成比", "权重",
    ),
    "name": (
        "name", "holding name", "security name", "issuer name", "holdings", "holding",
        "description", "security", "security description", "company", "bezeichnung", "nom",
        "nombre", "libelle", "종목명", "구성종목명", "종목", "銘柄名", "名称", "instrument",
        "constituent", "constituent name", "emittent",
    ),
    "ticker": (
        "ticker", "ticker symbol", "symbol", "issuer ticker", "holding ticker", "local ticker",
        "code", "종목코드", "단축코드", "銘柄コード", "代码", "bloomberg ticker", "stockticker",
    ),
    "isin": ("isin", "isin code", "code isin", "isin-code", "표준코드"),
    "sector": (
        "sector", "gics sector", "sektor", "secteur", "settore", "sector classification",
        "industry", "업종", "섹터", "classification",
    ),
    "country": (
        "location", "country", "country of risk", "country/region", "market country", "land",
        "pays", "standort", "국가", "domicile", "issuer country",
    ),
    "currency": (
        "currency", "market currency", "local currency", "trading currency", "waehrung",
        "wahrung", "devise", "valuta", "통화", "holding currency",
    ),
    "asset_class": (
        "asset class", "security type", "asset type", "type", "anlageklasse", "classe d'actifs",
        "asset group", "instrument type", "자산구분",
    ),
}  # fmt: skip
_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]\s*$")


def folded(title: str) -> str:
    """Return a title in small letters, without what stands in brackets at its end."""
    clean = re.sub(r"\s+", " ", title.replace("\ufeff", "").strip().lower()).rstrip("*:")
    clean = clean.replace("ä", "a").replace("é", "e").replace("ü", "u").replace("ó", "o")
    return _BRACKETS.sub("", clean).strip() or clean


def places(titles: Sequence[str]) -> dict[str, int] | None:
    """Return the column of each field, ``None`` for a row that is no header of holdings.

    A header names a weight, and a name or a ticker. The first word of a field's list wins.
    """
    known = [folded(title) for title in titles]
    found: dict[str, int] = {}
    for field, words in WORDS.items():
        place = next((known.index(word) for word in words if word in known), None)
        if place is not None and place not in found.values():
            found[field] = place
    if "weight" not in found or not found.keys() & {"name", "ticker", "isin"}:
        return None
    return found


def is_percent(title: str) -> bool:
    """Tell whether the title of the weights says that they are percents."""
    return "%" in title or "percent" in title.lower()
