"""Broker profiles as data: what their columns, words and habits are called, file by file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from corridor_desktop.host.paths import resource_folder
from corridor_desktop.importers.contract import StatementKind
from corridor_desktop.importers.fields import FIELDS
from corridor_desktop.importers.folding import fold

_PLAIN = (
    "default",
    "currency",
    "decimal",
    "date_order",
    "signed",
    "amount_is",
    "factor",
    "tax_sign",
    "fee_sign",
    "hook",
    "coverage",
    "value_is_account",
    "strict",
)


@dataclass(frozen=True, slots=True)
class TextRule:
    """A pattern for brokers that hide facts in prose; named groups become fields.

    ``kind`` is empty when the type column has already said what the row is. ``only`` narrows the
    rule to words of the type column.
    """

    column: str
    pattern: re.Pattern[str]
    kind: str = ""
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SkipRule:
    """Rows left out: the column matches ``pattern``, or does not where ``unless`` is true.

    ``without`` names a column that has to be empty or missing for the rule to hold.
    """

    column: str
    pattern: re.Pattern[str]
    code: str
    unless: bool = False
    without: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One table that a broker writes. All words are folded.

    ``needs`` are fields that must be there; ``marks`` header words of which one must be there.
    ``words`` maps words of the type column to a kind or to one of ``trade``, ``transfer``,
    ``flow`` (the sign decides), ``side`` (the side column decides), ``text`` (the prose decides)
    or ``skip:<code>``. ``signed`` tells whether amounts carry their sign (``None``: look).
    ``strict`` amounts never
    have the wrong sign, so that one that has is asked about. ``amount_is`` is ``net``,
    ``gross`` or ``either`` (look row by row). ``several`` are fields that stand in more than one
    column, of which the first filled one counts.
    """

    id: str
    broker: str
    kind: StatementKind
    columns: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    marks: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[TextRule, ...] = ()
    skips: tuple[SkipRule, ...] = ()
    sections: frozenset[str] = frozenset()
    default: str = "ask"
    currency: str = ""
    decimal: str = ""
    date_order: str = ""
    signed: bool | None = None
    amount_is: str = "either"
    factor: str = ""
    tax_sign: str = "either"
    fee_sign: str = "either"
    hook: str = ""
    coverage: float = 0.6
    general: bool = False
    several: frozenset[str] = frozenset()
    strict: bool = False
    value_is_account: bool = False

    def fold_columns(self) -> dict[str, str]:
        """Return field by folded header word; the first synonym of a field wins a tie."""
        return {word: name for name, words in self.columns.items() for word in words}


@cache
def all_layouts() -> tuple[Layout, ...]:
    """Return every shipped layout, in file order."""
    found: list[Layout] = []
    for path in sorted((resource_folder() / "profiles").glob("*.toml")):
        if not path.name.startswith("general"):
            found.extend(read_profile(path.read_text(encoding="utf-8")))
    return tuple(found)


@cache
def menus() -> Mapping[str, str]:
    """Return, by broker, the way through its menus to the export that can be read."""
    found: dict[str, str] = {}
    for path in sorted((resource_folder() / "profiles").glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        if document.get("menu"):
            found[document["broker"]] = document["menu"]
    return found


def read_profile(text: str) -> list[Layout]:
    """Return the layouts of one profile file.

    Raises
    ------
    ValueError
        A field, pattern or key is not known: profiles ship with the program, so it is a bug.
    """
    document = tomllib.loads(text)
    shared = document.get("shared", {})
    return [_layout(document["broker"], shared, entry) for entry in document["layout"]]


def _layout(broker: str, shared: Mapping[str, Any], entry: Mapping[str, Any]) -> Layout:
    merged = {**shared, **entry}
    columns = {**shared.get("columns", {}), **entry.get("columns", {})}
    unknown = set(columns) - set(FIELDS)
    if unknown:
        raise ValueError(f"{entry['id']}: no such fields: {sorted(unknown)}")
    plain = {key: merged[key] for key in _PLAIN if key in merged}
    return Layout(
        id=entry["id"],
        broker=broker,
        kind=StatementKind(merged.get("kind", "transactions")),
        columns={name: _folded(words) for name, words in columns.items() if words},
        needs=tuple(merged["needs"]),
        marks=frozenset(_folded(merged.get("marks", ()))),
        unless=frozenset(_folded(merged.get("unless", ()))),
        known=frozenset(_folded(merged.get("known", ()))),
        sections=frozenset(_folded(merged.get("sections", ()))),
        several=frozenset(merged.get("several", ())),
        words=_words({**shared.get("words", {}), **entry.get("words", {})}),
        sides=_words({**shared.get("sides", {}), **entry.get("sides", {})}),
        texts=tuple(_text_rule(rule) for rule in merged.get("text", ())),
        skips=tuple(_skip_rule(rule) for rule in merged.get("skip", ())),
        **plain,
    )


def _folded(words: Any) -> tuple[str, ...]:
    listed = [words] if isinstance(words, str) else words
    return tuple(fold(word) for word in listed)


def _words(table: Mapping[str, Any]) -> dict[str, str]:
    return {word: kind for kind, words in table.items() for word in _folded(words)}


def _text_rule(rule: Mapping[str, Any]) -> TextRule:
    pattern = re.compile(rule["match"], re.IGNORECASE)
    only = frozenset(_folded(rule.get("only", ())))
    return TextRule(rule.get("column", "text"), pattern, rule.get("kind", ""), only)


def _skip_rule(rule: Mapping[str, Any]) -> SkipRule:
    pattern = re.compile(rule["match"], re.IGNORECASE)
    unless, without = rule.get("unless", False), rule.get("without", "")
    return SkipRule(rule["column"], pattern, rule["code"], unless, without)


@cache
def general_words() -> Mapping[str, Any]:
    """Return the vocabulary for files of brokers that have no profile, table by table.

    ``general.toml`` comes first; the words of the other ``general_*.toml`` follow its own.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted((resource_folder() / "profiles").glob("general*.toml")):
        for table, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name, words in entries.items():
                listed = found.setdefault(table, {}).setdefault(name, [])
                listed.extend(word for word in words if word not in listed)
    return found


@cache
def asset_codes() -> Mapping[str, str]:
    """Return the skip code by folded word of an asset column, for what is not tracked."""
    return {fold(word): code for code, words in general_words()["assets"].items() for word in words}


@cache
def status_words(state: str) -> frozenset[str]:
    """Return the folded words that call an order executed (``done``) or not (``not_done``)."""
    return frozenset(fold(word) for word in general_words()["status"][state])


@cache
def coin_codes() -> frozenset[str]:
    """Return the codes of coins, in capitals; shares have some of them too."""
    return frozenset(general_words()["lists"]["coins"])


@cache
def coin_names() -> frozenset[str]:
    """Return the folded names of coins that no share has."""
    return frozenset(fold(word) for word in general_words()["lists"]["coin_names"])
