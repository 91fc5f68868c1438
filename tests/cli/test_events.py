"""The timeline by command."""

from __future__ import annotations

from tests.cli.conftest import Program


def test_crises_and_milestones_are_listed_with_what_kospi_did(sample: Program) -> None:
    found = sample.json("events-list", "events", "list")["events"]
    assert {one["kind"] for one in found} == {"crisis", "milestone"}
    (kim,) = [one for one in found if one["date"] == "2011-12-19"]
    assert round(kim["kospi_first"], 4) == -0.0343
    assert kim["address"].startswith("http")
    crises = sample.json("events-list", "events", "list", "--kind", "crisis")["events"]
    assert len(crises) == 55
    assert "Kim Jong-il" in sample("events", "list").out


def test_an_own_event_comes_and_goes(sample: Program) -> None:
    added = sample.json(
        "events-one", "events", "add", "2025-03-03", "A drill", "--topic", "missile"
    )
    found = sample.json("events-list", "events", "list")["events"]
    (own,) = [one for one in found if one["id"] == added["id"]]
    assert (own["checked"], own["title"], own["kospi_first"] is not None) == (
        "own", "A drill", True,
    )  # fmt: skip
    sample.json("events-one", "events", "remove", str(added["id"]))
    assert all(one["id"] is None for one in sample.json("events-list", "events", "list")["events"])


def test_what_is_no_event_is_refused(sample: Program) -> None:
    refused = sample("events", "add", "2025-03-03", " ", "--topic", "missile")
    assert refused.code == 2
    assert "title" in refused.err
