"""Classes of other trackers in JSON: taxonomies of Portfolio Performance and Wealthfolio, and
profiles and tags of Ghostfolio.

The first two write the same form: instruments with their identifiers, each with paths and weights
in per cent. Ghostfolio writes sectors and countries of an instrument with weights as fractions,
and tags of single activities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from corridor_desktop.importers.contract import Classification, Identity

_HUNDRED: Final = Decimal(100)
_ONE: Final = Decimal(1)
_WEIGHTED: Final = (("Sectors", "sectors", "name"), ("Countries", "countries", "code"))


def is_taxonomy(document: Any) -> bool:
    """Tell whether a document is one taxonomy, or a list of them, and nothing else."""
    parts = document if isinstance(document, list) else [document]
    return bool(parts) and all(
        isinstance(part, dict)
        and isinstance(part.get("categories"), list)
        and isinstance(part.get("instruments"), list)
        and isinstance(part.get("name"), str)
        for part in parts
    )


def classes_of(document: Any) -> tuple[Classification, ...]:
    """Return every class that a document gives an instrument; numbers stand in it as text."""
    if is_taxonomy(document):
        parts = document if isinstance(document, list) else [document]
        return tuple(found for part in parts for found in _taxonomy(part))
    if isinstance(document, dict) and isinstance(document.get("activities"), list):
        profiles = document.get("assetProfiles")
        found = [
            one
            for profile in (profiles if isinstance(profiles, list) else [])
            if isinstance(profile, dict)
            for one in _profile(profile)
        ]
        return (*found, *_tags(document))
    return ()


def _taxonomy(part: dict[str, Any]) -> Iterator[Classification]:
    for entry in part["instruments"]:
        if not isinstance(entry, dict):
            continue
        named = _identity(entry.get("identifiers"))
        for place in _dicts(entry.get("categories")):
            steps = place.get("path")
            path = tuple(str(step) for step in steps) if isinstance(steps, list) else ()
            path = path or tuple(filter(None, (_text(place, "key"),)))
            if named.empty or not path:
                continue
            weight = _number(place.get("weight", "100"))
            yield Classification(
                part["name"], path, named, weight / _HUNDRED if weight is not None else None
            )


def _profile(profile: dict[str, Any]) -> Iterator[Classification]:
    named = Identity(
        isin=_text(profile, "isin"),
        cusip=_text(profile, "cusip"),
        symbol=_text(profile, "symbol"),
        name=_text(profile, "name"),
    )
    if named.empty:
        return
    for taxonomy, title, name in _WEIGHTED:
        for part in _dicts(profile.get(title)):
            step = _text(part, name) or _text(part, "name") or _text(part, "code")
            if step:
                yield Classification(taxonomy, (step,), named, _number(part.get("weight")))
    path = tuple(filter(None, (_text(profile, "assetClass"), _text(profile, "assetSubClass"))))
    if path:
        yield Classification("Asset classes", path, named, _ONE, stated=False)


def _tags(document: dict[str, Any]) -> Iterator[Classification]:
    """Yield tags by instrument; one that only some of its activities bear is a part of it."""
    names = {_text(tag, "id"): _text(tag, "name") for tag in _dicts(document.get("tags"))}
    activities = _dicts(document["activities"])
    counts: dict[str, int] = defaultdict(int)
    borne: dict[tuple[str, str], int] = defaultdict(int)
    for activity in activities:
        symbol, tags = _text(activity, "symbol"), activity.get("tags")
        if symbol is None:
            continue
        counts[symbol] += 1
        for tag in dict.fromkeys(map(str, tags if isinstance(tags, list) else ())):
            borne[symbol, names.get(tag) or tag] += 1
    for (symbol, name), times in borne.items():
        weight = _ONE if times == counts[symbol] else None
        yield Classification("Tags", (name,), Identity(symbol=symbol), weight, stated=False)


def _identity(found: Any) -> Identity:
    if not isinstance(found, dict):
        return Identity()
    return Identity(
        isin=_text(found, "isin"),
        wkn=_text(found, "wkn"),
        symbol=_text(found, "ticker") or _text(found, "symbol"),
        name=_text(found, "name"),
    )


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _number(value: Any) -> Decimal | None:
    """Return a weight that is one: finite and not negative."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None
