"""What a row is, by its words: the type and side columns, its prose, the rules to leave it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.contract import IGNORE
from corridor_desktop.importers.doubt import KIND_CHOICES, Doubt, Skip
from corridor_desktop.importers.fields import CURRENCIES
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.kind_words import (
    meaning,
    meaning_of_text,
    names_other,
    trade_side,
)
from corridor_desktop.importers.profiles import (
    asset_codes,
    coin_codes,
    coin_names,
    status_words,
)
from corridor_desktop.importers.table import Table

_OPTION: Final = re.compile(
    r"^[A-Z.]{1,6} *\d{6}[CP]\d{8}$"
    r"|\d{1,2}/\d{1,2}/\d{2,4} \$?[\d.]+ ?(?:[CP]|Call|Put)$"
    r"|(?i: call| put)$"
)

_PAIR: Final = re.compile(r"([A-Z]{3,5})\s?[/.-]?\s?([A-Z]{3})")


def skip_rules(table: Table, record: Record) -> None:
    """Raise ``Skip`` when a rule of the profile leaves the row out."""
    for rule in table.layout.skips:
        if not table.has(rule.column):
            continue
        if rule.without and table.cell(record, rule.without):
            continue
        cell = table.cell(record, rule.column)
        if bool(rule.pattern.search(cell)) != rule.unless:
            raise Skip(f"import.skip_{rule.code}", word=cell)
    if table.layout.general:
        _must_be_done(table, record)
    if _OPTION.search(table.cell(record, "symbol")):
        raise Skip("import.skip_option", word=table.cell(record, "symbol"))
    asset = table.cell(record, "asset")
    code = asset_codes().get(fold(asset)) if asset else None
    if code:
        raise Skip(f"import.skip_{code}", word=asset)


def must_be_security(table: Table, record: Record) -> None:
    """Leave out pairs of currencies and coins by their names, where no ISIN says otherwise."""
    if not table.layout.general or table.cell(record, "isin"):
        return
    names = [text for name in ("symbol", "name") if (text := table.cell(record, name))]
    for text in names:
        pair = _PAIR.fullmatch(text)
        if pair and {pair[1], pair[2]} <= CURRENCIES:
            raise Skip("import.skip_fx_conversion", word=text)
        if fold(text) in coin_names() or (
            pair and pair[1] in coin_codes() and pair[2] in CURRENCIES
        ):
            raise Skip("import.skip_crypto", word=text)


def _must_be_done(table: Table, record: Record) -> None:
    """Leave out orders that were not executed; a status that is not known is asked about."""
    cancelled = table.cell(record, "cancelled")
    if cancelled and fold(cancelled) not in status_words("not_cancelled"):
        raise Skip("import.skip_cancelled", word=cancelled)
    status = table.cell(record, "status")
    if not status:
        return
    folded = fold(status)
    told = answers_of(table).get(folded)
    if told == IGNORE or (told is None and folded in status_words("not_done")):
        raise Skip("import.skip_not_executed", word=status)
    if told is None and folded not in status_words("done"):
        choices = ("executed", IGNORE)
        raise Doubt(
            "import.unknown_status", table.columns.title("status"), status, choices, word=status
        )


def word_of(table: Table, record: Record) -> tuple[str, str]:
    """Return the word that says what the row is, and what it was taken for."""
    told = table.answers.rows.get(record.lines[0])
    if told:
        if told == IGNORE:
            raise Skip("import.skip_by_you")
        return told, told
    if not table.has("type"):
        if table.layout.default == "by_sign":
            return "", _by_sign(table, record)
        if table.has("side"):
            return "", _by_side(table, record)
        return "", table.layout.default
    word = table.cell(record, "type")
    folded = fold(word)
    answered = answers_of(table).get(folded)
    if answered == IGNORE:
        raise Skip("import.skip_word_by_you", word=word)
    found = answered or table.layout.words.get(folded)
    if found is None and table.layout.general:
        found = meaning(word) or None
    if found == "trade" and table.layout.general:
        found = "side" if table.has("side") else None
    if found is None:
        found = _unknown(table, word, folded)
    if found in {"buy", "sell"} and table.layout.general:
        _must_fit_side(table, record, found, word)
    return word, _by_side(table, record) if found == "side" else found


def _must_fit_side(table: Table, record: Record, found: str, word: str) -> None:
    """A type and a side that name opposite trades are asked about."""
    side = table.cell(record, "side")
    if side and trade_side(side) not in {"", found}:
        column = table.columns.title("side")
        raise Doubt("import.unknown_word", column, f"{word} / {side}", KIND_CHOICES, word=side)


def _by_sign(table: Table, record: Record) -> str:
    """Return what a row is where no column says so: money out bought, money in sold."""
    text = table.cell(record, "text") or table.cell(record, "name")
    told = answers_of(table).get(fold(text))
    if told:
        return told
    place = table.spot(record, "quantity")
    units = table.numbers[table.at(record, place)].point
    found = meaning_of_text(text)
    if found in {"buy", "sell"} and units:
        return found
    if units and not found and not names_other(" ".join(record.cells)):
        return "by_sign"
    if not found or units:
        column = table.columns.title("text" if table.has("text") else "name")
        raise Doubt("import.unknown_text", column, text, KIND_CHOICES, word=text)
    return found


def answers_of(table: Table) -> Mapping[str, str]:
    """Return the user's answers on words, by folded word."""
    known = table.memo.get("words")
    if known is None:
        known = {fold(word): kind for word, kind in table.answers.words.items()}
        table.memo["words"] = known
    return cast("Mapping[str, str]", known)


def _unknown(table: Table, word: str, folded: str) -> str:
    if table.layout.texts and table.layout.default == "text":
        return "text"
    if table.layout.default not in {"ask", "text"} and not folded:
        return table.layout.default
    column = table.columns.title("type")
    if not folded:
        raise Doubt("import.missing_word", column, "", KIND_CHOICES)
    raise Doubt("import.unknown_word", column, word, KIND_CHOICES, word=word)


def _by_side(table: Table, record: Record) -> str:
    side = table.cell(record, "side")
    folded = fold(side)
    found = (
        answers_of(table).get(folded)
        or table.layout.sides.get(folded)
        or table.layout.words.get(folded)
    )
    if table.layout.general and found is None:
        found = trade_side(side) or None
    if found == IGNORE:
        raise Skip("import.skip_word_by_you", word=side)
    if found:
        return found
    if not folded and table.layout.default not in {"ask", "text"}:
        return table.layout.default
    column = table.columns.title("side")
    if not folded:
        raise Doubt("import.missing_word", column, "", KIND_CHOICES)
    raise Doubt("import.unknown_word", column, side, KIND_CHOICES, word=side)


def prose_of(table: Table, record: Record, word: str, found: str) -> dict[str, str]:
    """Return what the patterns read out of the text of a row: the first kind, all facts."""
    facts: dict[str, str] = {}
    for rule in table.layout.texts:
        if rule.kind and (found != "text" or "kind" in facts):
            continue
        if rule.only and word not in rule.only:
            continue
        match = rule.pattern.search(table.cell(record, rule.column))
        if match:
            groups = {key: value for key, value in match.groupdict().items() if value}
            facts = {**groups, **facts}
            if rule.kind:
                facts["kind"] = rule.kind
    return facts
