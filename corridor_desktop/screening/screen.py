"""Hold a name and its identifiers against the lists: identifiers first, names only as a question.

Three answers, never more: *on the list* by ISIN, LEI or ticker; *the same name*; a *similar name*
that is probably not the same. Ownership is not looked at, and no hit is no clearance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel, JaroWinkler

from corridor_desktop.screening import names
from corridor_desktop.screening.entry import Kind, Listed

SHOWN = 5
"""How many similar names are kept for one holding."""

_SHORT = 4
_CLOSE = names.SIMILAR - 1e-6


class Match(StrEnum):
    """How a holding met an entry, strongest first."""

    IDENTIFIER = "identifier"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked for. ``key`` is the caller's own; ``tickers`` are ``601186 CN``."""

    key: str
    names: tuple[str, ...]
    isins: tuple[str, ...] = ()
    leis: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that a subject met. ``on`` is the identifier or the listed name; score 0 to 1."""

    match: Match
    role: str
    listed: Listed
    on: str
    score: float


class Register:
    """All entries of the lists that are loaded, indexed once."""

    def __init__(self, lists: Mapping[str, Iterable[Listed]]) -> None:
        self._identifiers: dict[str, list[tuple[str, Listed]]] = {}
        self._names: dict[str, list[tuple[str, Listed, str]]] = {}
        cores: dict[str, list[tuple[str, Listed, str]]] = {}
        for role, entries in lists.items():
            for listed in entries:
                for identifier in (*listed.isins, *listed.leis, *listed.tickers):
                    self._identifiers.setdefault(identifier, []).append((role, listed))
                if listed.kind in {Kind.VESSEL, Kind.AIRCRAFT}:
                    continue  # nobody holds shares of a ship
                for name in listed.names:
                    core = names.core(name)
                    place = (role, listed, name)
                    self._names.setdefault(core.replace(" ", ""), []).append(place)
                    if listed.kind is Kind.ENTITY and " " in core:
                        cores.setdefault(core, []).append(place)
        self._cores = cores
        self._sorted = [" ".join(sorted(core.split())) for core in cores]
        self._joined = [core.replace(" ", "") for core in cores]
        self._listing = list(cores)
        self._words = self._index_words()

    def _index_words(self) -> dict[str, set[int]]:
        words: dict[str, set[int]] = {}
        for place, core in enumerate(self._listing):
            for word in core.split():
                words.setdefault(word, set()).add(place)
        return words

    def screen(self, subject: Subject) -> tuple[Hit, ...]:
        """Return what a subject meets, strongest first; an entry is met once."""
        met: dict[tuple[str, str], Hit] = {}
        for hit in (*self._by_identifier(subject), *self._by_name(subject)):
            met.setdefault((hit.role, hit.listed.id), hit)
        similar = [
            hit for hit in self._by_likeness(subject) if (hit.role, hit.listed.id) not in met
        ]
        for hit in sorted(similar, key=lambda hit: (-hit.score, hit.on))[:SHOWN]:
            met.setdefault((hit.role, hit.listed.id), hit)
        return tuple(met.values())

    def _by_identifier(self, subject: Subject) -> list[Hit]:
        return [
            Hit(Match.IDENTIFIER, role, listed, identifier, 1.0)
            for identifier in (*subject.isins, *subject.leis, *subject.tickers)
            for role, listed in self._identifiers.get(identifier.upper(), ())
        ]

    def _by_name(self, subject: Subject) -> list[Hit]:
        return [
            Hit(Match.SAME_NAME, role, listed, listed_name, 1.0)
            for name in subject.names
            for role, listed, listed_name in self._names.get(names.key(name), ())
        ]

    def _by_likeness(self, subject: Subject) -> list[Hit]:
        """Return entities whose name is alike, or has all the words of the name and more.

        A name of one word is never compared so: ``Union`` is like fourteen bodies.
        """
        hits = []
        for core in dict.fromkeys(names.core(name) for name in subject.names):
            if " " not in core or not self._listing:
                continue
            for place, score in self._alike(core):
                hits += [
                    Hit(Match.SIMILAR_NAME, role, listed, name, score)
                    for role, listed, name in self._cores[self._listing[place]]
                ]
        return hits

    def _alike(self, core: str) -> list[tuple[int, float]]:
        found = {
            place: names.core_likeness(core, self._listing[place])
            for place in {*self._close(core), *self._holding(core)}
        }
        return list(found.items())

    def _close(self, core: str) -> list[int]:
        """Return the entries that are alike enough, by each of the three measures."""
        ordered, joined = " ".join(sorted(core.split())), core.replace(" ", "")
        scores = [
            process.cdist([one], many, scorer=scorer, score_cutoff=_CLOSE, dtype=np.float64)[0]
            for one, many, scorer in (
                (ordered, self._sorted, JaroWinkler.similarity),
                (ordered, self._sorted, Indel.normalized_similarity),
                (joined, self._joined, Indel.normalized_similarity),
            )
        ]
        return [int(place) for place in np.flatnonzero(np.maximum.reduce(scores) >= names.SIMILAR)]

    def _holding(self, core: str) -> set[int]:
        """Return the entries that have every word of a name: Korea Zinc, in KOREA ZINC GROUP."""
        words = core.split()
        if not any(len(word) > _SHORT for word in words):
            return set()
        return set.intersection(*(self._words.get(word, set()) for word in words))
