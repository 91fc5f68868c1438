"""Every rule has its page, its words and a place in every shipped policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corridor_desktop.host.paths import resource_folder
from corridor_desktop.rules.registry import RULES, rule
from corridor_desktop.services.policies import profiles
from corridor_desktop.services.words import catalogue

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = [
    "single_issuer",
    "single_fund",
    "theme",
    "all_corridor",
    "driver",
    "country",
    "currency",
    "sector",
    "account",
    "untagged",
    "effective_number",
    "risk_share",
    "kospi_risk_share",
    "kospi_loss",
    "co_move",
    "liquidity",
    "analyst_coverage",
    "data_quality",
]


def test_the_registry_is_the_catalogue() -> None:
    assert [found.id for found in RULES] == CATALOGUE
    assert rule("weather") is None


@pytest.mark.parametrize("found", RULES, ids=lambda found: found.id)
def test_a_rule_has_a_page_and_words(found: object) -> None:
    declared = next(rule for rule in RULES if rule is found)
    page = (resource_folder() / "help" / declared.help).read_text(encoding="utf-8")
    words = catalogue()
    assert page.startswith(f"# {words[declared.title]}\n")
    assert f"rules.tell_more_{declared.id}" in words
    assert declared.cure in words or declared.cure in {"sale", "move"}


def test_every_code_in_the_room_has_a_sentence_with_its_parameters() -> None:
    words = catalogue()
    used = set()
    for path in (ROOT / "corridor_desktop" / "rules").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'"(rules\.[a-z_]+)"', text)) - {"rules.unknown_"}
    used -= {"rules.tell_more_"}
    assert used <= set(words)
    assert len(used) > 15


def test_every_policy_covers_every_rule_and_its_origins_have_words() -> None:
    assert set(profiles()) == {"retail", "ucits-like", "1940-act-like"}
    for policy in profiles().values():
        assert {limit.id for limit in policy.limits} == set(CATALOGUE)
        for limit in policy.limits:
            assert f"rules.origin_{limit.origin}" in catalogue()


def test_the_retail_levels_are_the_promised_ones() -> None:
    levels = {limit.id: (limit.warn, limit.breach) for limit in profiles()["retail"].limits}
    assert levels["single_issuer"] == (0.10, 0.20)
    assert levels["single_fund"] == (0.35, 0.60)
    assert levels["theme"] == (0.15, 0.25)
    assert levels["all_corridor"] == (0.25, 0.40)
    assert levels["country"] == (0.25, 0.40)
    assert levels["currency"] == (0.30, 0.50)
    assert levels["account"] == (0.50, 0.80)
    assert levels["kospi_loss"] == (0.05, 0.10)
    assert levels["co_move"] == (0.40, 0.60)
    assert levels["effective_number"] == (10.0, 5.6)
    off = {limit.id for limit in profiles()["retail"].limits if not limit.on}
    assert off == {"liquidity"}


def test_no_word_promises_safety_or_gives_advice() -> None:
    sentences = [text for code, text in catalogue().items() if code.startswith("rules.")]
    pages = [
        path.read_text(encoding="utf-8")
        for path in (resource_folder() / "help" / "limits").glob("*.md")
    ]
    for text in sentences + pages:
        assert not re.search(r"\b(safe|guarantee|you should (buy|sell)|must sell)", text.lower())
