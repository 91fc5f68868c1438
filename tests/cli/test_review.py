"""What is read: the review and its parts, in figures that agree with each other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.exposure.exposure import Dimension
from tests.cli.conftest import Program


def test_the_parts_of_the_total_add_up(sample: Program) -> None:
    found = sample.json("review", "review")["valuation"]
    held = sum(Decimal(line["value"]) for line in found["lines"])
    cash = sum(Decimal(line["value"]) for line in found["cash_lines"])
    assert cash == Decimal(found["cash"])
    assert held + cash == Decimal(found["total"])
    weights = [line["weight"] for line in (*found["lines"], *found["cash_lines"])]
    assert sum(weights) == pytest.approx(1)


def test_each_value_is_quantity_times_price_at_the_rate_shown(sample: Program) -> None:
    lines = sample.json("review", "review")["valuation"]["lines"]
    assert lines
    for line in lines:
        product = Decimal(line["quantity"]) * Decimal(line["price"]) * Decimal(line["fx"])
        assert Decimal(line["value"]) == pytest.approx(product, abs=Decimal("0.01"))


@pytest.mark.parametrize("by", [str(by) for by in Dimension])
def test_slices_and_the_untagged_part_make_the_whole(sample: Program, by: str) -> None:
    found = sample.json("exposure", "exposure", "--by", by)
    assert found["by"] == by
    parts = [*found["slices"], found["untagged"]]
    assert sum(Decimal(part["value"]) for part in parts) == pytest.approx(
        Decimal(found["net"]), abs=Decimal("0.05")
    )
    assert sum(part["weight"] for part in parts) == pytest.approx(1)


def test_the_parts_say_what_the_whole_review_says(sample: Program) -> None:
    review = sample.json("review", "review")
    stress = sample.json("stress", "stress")
    check = sample.json("check", "check", code=4)
    returns = sample.json("performance", "performance")
    theme = sample.json("exposure", "exposure")
    assert {key: stress[key] for key in review["stress"]} == review["stress"]
    assert {key: returns[key] for key in review["performance"]} == review["performance"]
    assert {key: theme[key] for key in review["exposure"]["theme"]} == review["exposure"]["theme"]
    assert _states(check["findings"]) == _states(review["findings"])


def _states(findings: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(found["limit"], found["subject"], found["state"]) for found in findings]


def test_a_deeper_fall_of_kospi_costs_in_proportion(sample: Program) -> None:
    five = sample.json("stress", "stress", "--shock", "-5")["shock"]
    ten = sample.json("stress", "stress", "--shock", "-10%")["shock"]
    assert (five["kospi"], ten["kospi"]) == (-0.05, -0.1)
    assert five["korea"]["loss"] < 0
    assert ten["korea"]["loss"] == pytest.approx(2 * five["korea"]["loss"])
    assert five["korea"]["low"] < five["korea"]["loss"] < five["korea"]["high"]
    parts = sum(part["loss"] for part in five["by_holding"])
    assert parts == pytest.approx(min(five["korea"]["loss"], five["global"]["loss"]))


def test_an_earlier_day_is_seen_with_the_prices_of_that_day(sample: Program) -> None:
    now = sample.json("review", "review")
    then = sample.json("review", "review", "--as-of", "2024-06-28")
    assert then["as_of"] == "2024-06-28"
    assert all(line["price_date"] <= "2024-06-28" for line in then["valuation"]["lines"])
    assert then["valuation"]["total"] != now["valuation"]["total"]
    assert then["stress"]["window"]["to"] <= "2024-06-28"


def test_simulated_prices_say_so_in_every_shape(sample: Program) -> None:
    document = sample.json("review", "review")
    assert document["simulated"]
    assert all(line["simulated"] for line in document["valuation"]["lines"])
    for command in ("review", "exposure", "stress", "performance"):
        assert "SIMULATED" in sample(command).out


def test_an_empty_portfolio_has_reasons_instead_of_figures(empty: Program) -> None:
    document = empty.json("review", "review")
    assert document["valuation"]["total"] == "0"
    assert document["stress"]["portfolio"] is None
    assert document["stress"]["portfolio_reason"]
    assert document["performance"]["twr_reason"]
    assert {found["state"] for found in document["findings"]} == {"cannot_tell"}
    assert all(found["measured_reason"] for found in document["findings"])
    assert empty("stress", "--shock", "-5").code == 2


def test_the_check_ends_with_the_code_of_the_worst(sample: Program, tmp_path: Path) -> None:
    document = sample.json("check", "check", code=4)
    assert document["open_breaches"] == 1
    assert sum(found["state"] == "breach" for found in document["findings"]) == 1
    other = tmp_path / "empty.corridor"
    assert sample("new", str(other), "--base", "EUR").code == 0
    assert sample("check", "--portfolio", str(other)).code == 1


def test_a_person_reads_the_same_figures(sample: Program) -> None:
    document = sample.json("review", "review")
    text = sample("review").out
    assert f"as of {document['as_of']}" in text
    assert f"{round(Decimal(document['valuation']['total']), 2):,} {document['base']}" in text
    for found in document["findings"]:
        if found["state"] == "breach":
            assert found["remedy"] in text


def test_a_holding_shows_its_cross_checks(sample: Program) -> None:
    answer = sample.json("stress", "stress")
    symbol = answer["holdings"][0]["symbol"]
    found = sample.json("stress", "stress", "--holding", symbol)["holding"]
    assert found["spearman"]["value"] is not None
    assert found["correlation_all_time"]["n"] >= found["correlation_year"]["n"]
    assert answer["details"]["world_minus_korea"]["low"] is not None
    assert {row["key"] for row in answer["sets"]} == {
        "worst_tenth", "shock_days", "falls", "events",
    }  # fmt: skip
    assert answer["crises"]["placebo"]
    assert sample("stress", "--holding", "NOSUCH").code == 2


def test_several_questions_are_answered_at_once(sample: Program) -> None:
    asked = ("--move", "kospi=-5", "--move", "won=-2", "--currency", "krw=-10",
             "--theme", "resource_transit=-20")  # fmt: skip
    document = sample.json("stress", "stress", *asked)
    joint = document["joint"]
    assert [move["key"] for move in joint["shocks"]] == ["kospi", "won"]
    assert sum(part["loss"] for part in joint["by_holding"]) == pytest.approx(joint["move"])
    themes = sample.json("exposure", "exposure")
    tagged = {part["key"]: Decimal(part["value"]) for part in themes["slices"]}
    change = Decimal(document["theme_shock"]["change"])
    assert change == tagged["resource_transit"] * Decimal("-0.2")
    money = document["currency_shock"]
    assert Decimal(money["change"]) == Decimal(money["parts"][0]["exposed"]) * Decimal("-0.1")
    text = sample("stress", *asked).out
    assert joint["sentence"] in text
    assert "By your assumption" in text


@pytest.mark.parametrize(
    "asked",
    [
        ("--move", "gold=1"),
        ("--move", "kospi"),
        ("--move", "kospi=nan"),
        ("--currency", "EUR=-5"),
        ("--currency", "KRW=-150"),
        ("--theme", "=-5"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(sample: Program, asked: tuple[str, str]) -> None:
    said = sample("stress", *asked)
    assert said.code == 2
    assert said.err


def test_parts_of_returns_and_of_changes_add_up(sample: Program) -> None:
    document = sample.json("review", "review")
    performance = document["performance"]
    assert performance["attributions"][0]["total"] == pytest.approx(performance["twr"])
    for found in performance["attributions"]:
        for parts in ("by_holding", "by_theme", "by_currency"):
            assert sum(p["total"] for p in found[parts]) == pytest.approx(found["total"])
    assert document["changes"]["theme"]
    for changes in document["changes"].values():
        for change in changes:
            for part in change["slices"]:
                moved = [Decimal(part[key]) for key in ("price", "currency", "trade", "retag")]
                assert Decimal(part["after"]) - Decimal(part["before"]) == sum(moved)


def test_bad_weeks_and_spread_risk_are_there(sample: Program) -> None:
    document = sample.json("stress", "stress")
    spread, tail = document["risk"]["spread"], document["tail"]
    assert spread["diversification_ratio"] >= 1
    assert sum(part["share"] for part in spread["by_theme"]) == pytest.approx(1)
    for loss in tail["losses"]:
        parts = sum(part["loss"] for part in loss["parts"])
        assert parts == pytest.approx(loss["expected_shortfall"]["value"])
        assert loss["sentence"] in sample("stress").out
    assert document["replays"][0]["parts"]
