"""Names brought to one form: legal forms, scripts, numbers; likeness on labelled pairs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.screening.names import SIMILAR, core, key, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mechel PAO", "PUBLICHNOE AKTSIONERNOE OBSHCHESTVO MECHEL"),
        ("OAO Gazprom", "Open Joint Stock Company Gazprom"),
        ("ПАО Мечел", "Mechel"),
        ("Société Générale S.A.", "Societe Generale SA"),
        ("A.B.C. Company", "ABC Co."),
        ("Procter & Gamble Co.", "The Procter and Gamble Company"),
        ("Brigade Forty-Four", "Brigade 44"),
        ("1st International Bank", "First Int'l Bank"),
        ("SiemensAG", "Siemens AG"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert likeness(one, other) >= SIMILAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Korea Zinc Co., Ltd.", "KOREA ZINC INDUSTRIAL GROUP"),
        ("Union", "UNION OF SOMETHING"),
        ("Government of Estonia", "Government of Ethiopia"),
        ("Paradise", "PARADISE TRADING FZE"),
    ],
)
def test_different_names_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) < SIMILAR
    assert key(one) != key(other)


def test_a_legal_form_alone_stays_a_name() -> None:
    assert core("AG") == "ag"
    assert core("The Company") == "the company"
    assert core("") == ""
    assert likeness("", "") == 0.0


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0.0 <= likeness(one, other) <= 1.0


@given(st.text(alphabet="abc ÄÉж&.-", min_size=1, max_size=30))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert core(core(name)) == core(name)
    assert core(name.upper()) == core(name.lower())


def test_the_labelled_pairs_are_told_apart(test_data: Path) -> None:
    path = test_data / "oracles" / "name_match_org_cases_nomenklatura_MIT.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    said = [likeness(row["name1"], row["name2"]) >= SIMILAR for row in rows]
    true = [row["is_match"] == "True" for row in rows]
    both = sum(one and other for one, other in zip(said, true, strict=True))
    assert 2 * both / (sum(said) + sum(true)) >= 0.84
