"""Names brought to one form, and how alike two of them are.

Identity is decided by equality after folding; likeness only ever says "similar". Legal forms are
data (``resources/screening``), in English and transliterated.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from rapidfuzz.distance import Indel, JaroWinkler

from corridor_desktop.host.paths import resource_folder

SIMILAR = 0.92
"""From this likeness on a name is shown as similar."""

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "",
    "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "і": "i", "є": "e", "ґ": "g",
}  # fmt: skip
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20",
    "thirty": "30", "forty": "40", "fourty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80", "ninety": "90", "first": "1", "second": "2", "third": "3", "fourth": "4",
    "fifth": "5", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "5th": "5",
}  # fmt: skip
_SAME = {
    "intl": "international", "organisation": "organization", "labour": "labor", "centre": "center",
    "defence": "defense", "bros": "brothers", "mfg": "manufacturing", "natl": "national",
    "dept": "department", "govt": "government", "shpg": "shipping", "us": "united states",
    "uk": "united kingdom",
}  # fmt: skip
_FILLERS = frozenset({"the", "and"})
_INITIALS = re.compile(r"\b(?:\w\.\s?){2,}(?:\w\b(?!\w))?")
_NOT_A_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")


@lru_cache(maxsize=100_000)
def folded(name: str) -> str:
    """Return the words of a name: no accents, no case, no points; numbers as digits."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = "".join(_CYRILLIC.get(sign, sign) for sign in plain)
    plain = _INITIALS.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", plain)
    words = _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", plain)).split()
    return " ".join(_joined_numbers([_SAME.get(word, word) for word in words]))


@lru_cache(maxsize=100_000)
def core(name: str) -> str:
    """Return a name without its legal form; the form is kept where nothing else is left.

    ``PUBLICHNOE AKTSIONERNOE OBSHCHESTVO MECHEL`` and ``Mechel PAO`` are both ``mechel``.
    """
    words = folded(name).split()
    phrases, longest = _legal_forms()
    kept: list[str] = []
    place = 0
    while place < len(words):
        size = next(
            (
                size
                for size in range(min(longest, len(words) - place), 0, -1)
                if " ".join(words[place : place + size]) in phrases
            ),
            0,
        )
        if not size and words[place] not in _FILLERS:
            kept.append(words[place])
        place += size or 1
    return " ".join(kept or words)


def key(name: str) -> str:
    """Return what two spellings of one name share: the core without spaces."""
    return core(name).replace(" ", "")


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1; 1 for the same name.

    The better of Jaro-Winkler and the ratio of common characters, over the sorted words and over
    the letters alone.
    """
    return core_likeness(core(one), core(other))


def core_likeness(one: str, other: str) -> float:
    """Return ``likeness`` of two names that are cores already."""
    if not one or not other:
        return 0.0
    sorted_one, sorted_other = _sorted(one), _sorted(other)
    joined_one, joined_other = one.replace(" ", ""), other.replace(" ", "")
    if joined_one == joined_other:
        return 1.0
    return max(
        JaroWinkler.similarity(sorted_one, sorted_other),
        Indel.normalized_similarity(sorted_one, sorted_other),
        Indel.normalized_similarity(joined_one, joined_other),
    )


def _sorted(words: str) -> str:
    return " ".join(sorted(words.split()))


def _joined_numbers(words: list[str]) -> list[str]:
    """Write number words as digits, ``forty four`` as one number."""
    made: list[str] = []
    for word in words:
        digits = _NUMBERS.get(word, word)
        before = made[-1] if made else ""
        if len(digits) == 1 and digits.isdigit() and re.fullmatch(r"[2-9]0", before):
            made[-1] = str(int(before) + int(digits))
        else:
            made.append(digits)
    return made


@cache
def _legal_forms() -> tuple[frozenset[str], int]:
    path = resource_folder() / "screening" / "legal_forms.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    forms = frozenset(line for line in lines if line and not line.startswith("#"))
    return forms, max(len(form.split()) for form in forms)
