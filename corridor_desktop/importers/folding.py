"""Words compared without case, accents, blanks, underscores and brackets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"[\s_()\[\]{}<>〔〕【】*:;\"“”'’`´\u00ad\ufeff]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return a text for comparing: full width narrowed, accents and case gone, one blank."""
    wide = unicodedata.normalize("NFKC", text).casefold().replace("ß", "ss").replace("ł", "l")
    bare = unicodedata.normalize("NFD", wide)
    kept = "".join(sign for sign in bare if unicodedata.category(sign) != "Mn")
    return _SPACE.sub(" ", unicodedata.normalize("NFC", kept)).strip()
