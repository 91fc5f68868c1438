"""What a word of an unknown broker means: a listed word, or one clear word among plain ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.profiles import general_words

_SIGNS: Final = re.compile(r"[^\W_]+")
_HEAD: Final = re.compile(
    r"[^\W\d]{3,}(gebuhr|gebuhren|gebuehr|steuer|steuern|skatt|avgift|gebyr|belasting)"
)
_BRACKETS: Final = re.compile(r"\([^)]*\)")


@lru_cache(maxsize=20_000)
def meaning(word: str) -> str:
    """Return the kind that a type word names, empty when it is not clear.

    A word that is not listed is taken apart: ``Qualified Dividend`` is a dividend, because
    "qualified" changes nothing; ``Dividend Tax`` and ``Cancelled Buy`` stay unclear.
    """
    folded = fold(word)
    listed = _listed().get(folded)
    if listed:
        return listed
    signs = [_head_of(sign) for sign in _SIGNS.findall(folded)]
    kinds, neutral = _tokens()
    named = {kinds[sign] for sign in signs if sign in kinds}
    if len(named) != 1 or any(sign not in kinds and sign not in neutral for sign in signs):
        return _joined("".join(signs)) if not folded.isascii() else ""
    kind = named.pop()
    return "" if kind == "dividend" and _in_kind().intersection(signs) else kind


@cache
def _in_kind() -> frozenset[str]:
    """Return the folded words beside which a dividend may be paid in shares."""
    return frozenset(fold(word) for word in general_words()["lists"]["in_kind"])


@lru_cache(maxsize=20_000)
def _head_of(sign: str) -> str:
    """Return what a word made of several names in the end: ``depotgebuhr`` is a fee.

    Only for costs and taxes; the other kinds turn round in such words (``Rückkauf``).
    """
    found = _HEAD.fullmatch(sign)
    return found[1] if found else sign


def _joined(word: str) -> str:
    """Return the kind of a word written without blanks, when known parts make all of it.

    ``해외주식매수`` is a purchase: foreign, stock, purchase. A dividend beside the word for stock
    stays unclear, for it may be paid in stock.
    """
    parts = _parts(word, _joints())
    joints = _joints()
    kinds = {joints[part] for part in parts} - {"trade", "neutral"}
    if len(kinds) != 1:
        return ""
    kind = kinds.pop()
    of_trades = any(joints[part] == "trade" for part in parts)
    return "" if of_trades and kind not in {"buy", "sell"} else kind


def _parts(word: str, joints: Mapping[str, str]) -> tuple[str, ...]:
    """Return the known parts that make a word, longest first; nothing when they do not."""
    for end in range(len(word), 0, -1):
        head = word[:end]
        if head in joints:
            rest = _parts(word[end:], joints) if end < len(word) else ()
            if rest or end == len(word):
                return (head, *rest)
    return ()


@cache
def _joints() -> Mapping[str, str]:
    return _by_word(general_words()["joined"])


def meaning_of_text(text: str) -> str:
    """Return the kind that a description names; what stands in brackets is passed over."""
    found = meaning(_BRACKETS.sub(" ", text))
    return found if found not in {"trade", "side"} else ""


def names_other(text: str) -> bool:
    """Tell whether any word of a text names something that is no purchase and no sale."""
    kinds, _ = _tokens()
    return any(kinds.get(sign, "buy") not in {"buy", "sell"} for sign in _SIGNS.findall(fold(text)))


def trade_side(word: str) -> str:
    """Return ``buy`` or ``sell`` for a word of a side column, empty for every other word."""
    folded = fold(word)
    found = _sides().get(folded) or meaning(word)
    return found if found in {"buy", "sell"} else ""


@cache
def _listed() -> Mapping[str, str]:
    return _by_word(general_words()["words"])


@cache
def _sides() -> Mapping[str, str]:
    return _by_word(general_words()["sides"])


@cache
def _tokens() -> tuple[Mapping[str, str], frozenset[str]]:
    listed = general_words()["tokens"]
    kinds = {
        fold(word): kind
        for kind, words in listed.items()
        if kind != "neutral" and not kind.endswith("_column") and kind != "column_stop"
        for word in words
    }
    return kinds, frozenset(fold(word) for word in listed["neutral"])


@cache
def column_tokens(name: str) -> frozenset[str]:
    """Return the folded words that tell a column of fees or taxes, or rule one out."""
    return frozenset(fold(word) for word in general_words()["tokens"][name])


@cache
def asset_words() -> frozenset[str]:
    """Return the folded words that name a class of securities and nothing that happened."""
    return frozenset(fold(word) for word in general_words()["lists"]["securities"])


@cache
def fill_words() -> frozenset[str]:
    """Return the folded names of a column of average prices."""
    words = {fold(word) for word in general_words()["lists"]["average_prices"]}
    return frozenset(words | {word.replace(" ", "") for word in words})


@cache
def cancel_words() -> frozenset[str]:
    """Return the folded words that say that something was taken back."""
    return frozenset(fold(word) for word in general_words()["lists"]["cancelled"])


@cache
def no_cost_words() -> frozenset[str]:
    """Return the folded words of columns whose numbers are prices, gains or balances."""
    return frozenset(fold(word) for word in general_words()["lists"]["no_cost"])


@cache
def order_words() -> frozenset[str]:
    """Return the folded words that say how an order was to be executed, and nothing more."""
    return frozenset(fold(word) for word in general_words()["lists"]["order_types"])


def _by_word(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {fold(word): kind for kind, listed in table.items() for word in listed}


def tokens_of(title: str) -> frozenset[str]:
    """Return the words of a column name; ``FeesAndCommissions`` has three."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    signs = set(_SIGNS.findall(fold(parted)))
    return frozenset(signs | ({"%"} if "%" in title else set()))
