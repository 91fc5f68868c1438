"""Every message the statistics give has a sentence, with the parameters it needs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("room", ["stress", "performance", "exposure"])
def test_codes_and_sentences_match(room: str) -> None:
    sentences = tomllib.loads(
        (ROOT / "resources" / "words" / "en" / f"{room}.toml").read_text(encoding="utf-8")
    )
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "corridor_desktop" / room).glob("*.py")
    )
    used = set(re.findall(rf'"({room}\.[a-z_]+)"', source))
    # The room's words are also said where its answers are put together.
    for path in (ROOT / "corridor_desktop").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(rf'Message\.of\(\s*"({room}\.[a-z_]+)"', text))
    assert used == set(sentences)


@pytest.mark.parametrize("word", ["safe", "guaranteed", "should buy", "should sell", "proven"])
def test_no_sentence_promises_or_advises(word: str) -> None:
    for room in ("stress", "performance", "exposure"):
        text = (ROOT / "resources" / "words" / "en" / f"{room}.toml").read_text(encoding="utf-8")
        assert word not in text.lower()
