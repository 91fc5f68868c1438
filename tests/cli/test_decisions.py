"""Tags and limits by command: what is decided is shown, checked and logged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cli.conftest import Program


def _breach(sample: Program) -> tuple[str, str]:
    findings = sample.json("check", "check", code=4)["findings"]
    found = next(found for found in findings if found["state"] == "breach")
    return found["limit"], found["subject"]


def _until(sample: Program, days: int) -> str:
    return (sample.clock.today() + timedelta(days=days)).isoformat()


def test_a_tag_moves_exposure_by_its_share_of_the_value(sample: Program) -> None:
    lines = sample.json("review", "review")["valuation"]["lines"]
    weight = sum(line["weight"] for line in lines if line["symbol"] == "NURI.SIM")
    before = _slice(sample, "tourism_education")
    document = sample.json(
        "tags", "tag", "NURI", "tourism_education=25%", "--reason", "why not", "--source", "me"
    )
    mine = [tag for tag in document["tags"] if tag["instrument"] == "nuri"]
    assert [(tag["theme"], tag["basis_points"], tag["reason"], tag["source"]) for tag in mine] == [
        ("tourism_education", 2500, "why not", "me")
    ]
    assert _slice(sample, "tourism_education") - before == pytest.approx(weight / 4)
    sample.json("tags", "tag", "NURI", "tourism_education=0%")
    assert _slice(sample, "tourism_education") == pytest.approx(before)


def _slice(program: Program, theme: str) -> float:
    slices = program.json("exposure", "exposure")["slices"]
    return float(sum(part["weight"] for part in slices if part["key"] == theme))


@pytest.mark.parametrize(
    "arguments",
    [
        ("NURI", "resource_transit"),
        ("NURI", "resource_transit=140%"),
        ("NURI", "resource_transit=-5%"),
        ("NURI", "resource_transit=0.001%"),
        ("NURI", "resource_transit=nan%"),
        ("NURI", "weather=10%"),
        ("NURI", "resource_transit=60%", "tourism_education=60%"),
        ("nobody", "resource_transit=10%"),
    ],
)
def test_a_tag_that_cannot_be_is_refused_and_changes_nothing(
    sample: Program, arguments: tuple[str, ...]
) -> None:
    before = sample.json("tags", "tags")
    error = sample.json("error", "tag", *arguments, code=2)["error"]
    assert error["message"]
    assert sample.json("tags", "tags") == before


def test_an_acknowledged_breach_no_longer_fails_the_check_until_it_ends(sample: Program) -> None:
    limit, subject = _breach(sample)
    document = sample.json(
        "acknowledge", "acknowledge", limit, subject, "--reason", "inherited",
        "--until", _until(sample, 30),
    )  # fmt: skip
    assert document["until"] == _until(sample, 30)
    check = sample.json("check", "check", code=1)
    assert check["open_breaches"] == 0
    found = next(
        found
        for found in check["findings"]
        if (found["limit"], found["subject"]) == (limit, subject)
    )
    assert (found["state"], found["acknowledged_reason"]) == ("acknowledged", "inherited")
    sample.later(days=31)
    assert sample("check").code == 4
    assert sample.json("verify", "verify")["log_intact"]


@pytest.mark.parametrize(("reason", "days"), [("", 10), ("why", -1), ("why", 91)])
def test_a_careless_acknowledgement_is_refused(sample: Program, reason: str, days: int) -> None:
    limit, subject = _breach(sample)
    sample.json(
        "error", "acknowledge", limit, subject, "--reason", reason, "--until",
        _until(sample, days), code=3,
    )  # fmt: skip
    assert sample("check").code == 4


def test_what_is_inside_its_limit_cannot_be_acknowledged(sample: Program) -> None:
    sample.json(
        "error", "acknowledge", "untagged", "portfolio", "--reason", "x", "--until",
        _until(sample, 9), code=3,
    )  # fmt: skip


def test_tightening_acts_at_once_and_loosening_waits(sample: Program) -> None:
    tight = sample.json("policy", "policy", "set", "country", "--breach", "15%", "--warn", "0.1")
    assert _limit(tight, "country") == (0.1, 0.15)
    assert any(
        found["limit"] == "country" and found["state"] == "breach"
        for found in sample.json("check", "check", code=4)["findings"]
    )
    loose = sample.json("policy", "policy", "set", "country", "--breach", "60%")
    assert _limit(loose, "country") == (0.1, 0.15)
    assert loose["notes"]
    sample.later(days=loose["cooling_off_days"] + 1)
    assert _limit(sample.json("policy", "policy", "show"), "country") == (0.1, 0.6)


def _limit(document: dict[str, list[dict[str, object]]], name: str) -> tuple[object, object]:
    found = next(
        limit for limit in document["limits"] if limit["limit"] == name and not limit["subject"]
    )
    return found["warn"], found["breach"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("set", "weather", "--breach", "20%"), 2),
        (("set", "country", "--breach", "much"), 2),
        (("set", "country", "--breach", "nan"), 2),
        (("set", "country", "--switch", "maybe"), 2),
        (("profile", "reckless"), 3),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(
    sample: Program, arguments: tuple[str, ...], code: int
) -> None:
    before = sample.json("policy", "policy", "show")
    sample.json("error", "policy", *arguments, code=code)
    assert sample.json("policy", "policy", "show") == before


def test_a_profile_is_taken_over_by_name(sample: Program) -> None:
    document = sample.json("policy", "policy", "profile", "1940-act-like")
    assert document["notes"]
    sample.later(days=document["cooling_off_days"] + 1)
    assert sample.json("policy", "policy", "show")["name"] != "Retail"
    again = sample.json("error", "policy", "profile", "1940-act-like", code=3)["error"]
    assert again["code"] == "no_change"


def test_suggestions_of_the_sample_are_none_because_its_companies_are_invented(
    sample: Program,
) -> None:
    assert sample.json("suggest", "suggest")["suggestions"] == []
