"""A trail tells the inputs that really make the figure, and the parameters really used."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from math import prod

import pytest

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.domain.trail import Trail, Unit
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.services.figures import find, pattern
from corridor_desktop.services.methods import method_at
from corridor_desktop.services.review import Review
from corridor_desktop.services.trails import trail_of
from corridor_desktop.stress.factor_report import Joint
from corridor_desktop.stress.stress import joint_at, shock_at
from tests.support.reviews import breaches, held, no_benchmark, too_little_history


@cache
def _review() -> Review:
    return held(6)


def _parameters(found: Trail) -> dict[str, object]:
    return {each.what.code.removeprefix("trail.p_"): each.value for each in found.parameters}


def test_the_inputs_of_a_value_multiply_to_it() -> None:
    for place in range(len(_review().valuation.lines)):
        found = trail_of(_review(), f"valuation.lines[{place}].value")
        factors = [each.value for each in found.inputs if isinstance(each.value, Decimal)]
        assert isinstance(found.value, Decimal)
        assert len(factors) == 3
        assert prod(factors) == pytest.approx(found.value, rel=Decimal("1e-20"))
        assert found.currency == "EUR"
        assert found.inputs[1].source == "invented"
        assert found.inputs[1].as_of == _review().valuation.lines[place].price.session


def test_the_inputs_of_the_total_add_up_to_it() -> None:
    found = trail_of(_review(), "valuation.total")
    assert sum(each.value for each in found.inputs if isinstance(each.value, Decimal)) == (
        _review().valuation.total.amount
    )


def test_the_parts_of_a_slice_add_up_to_it() -> None:
    slices = _review().exposures
    for by, exposure in slices.items():
        for at, each in enumerate(exposure.slices):
            found = trail_of(_review(), f"exposures[{by.value}].slices[{at}].value")
            assert found.subject == each.label
            parts = [part.value for part in found.inputs if isinstance(part.value, Decimal)]
            assert sum(parts) == pytest.approx(each.value)


def test_a_correlation_names_its_span_its_interval_and_what_it_was_drawn_with() -> None:
    report = _review().stress
    assert report.portfolio is not None
    measure = report.portfolio.correlation
    assert isinstance(measure, Estimate)
    assert report.recipe is not None
    found = trail_of(_review(), "stress.portfolio.correlation")
    assert (found.value, found.low, found.high) == (measure.value, measure.low, measure.high)
    assert (found.n, found.start, found.as_of) == (measure.n, measure.start, measure.end)
    assert found.method.id == "pearson"
    used = _parameters(found)
    assert used["seed"] == str(report.recipe.draws.seed)
    assert used["resamples"] == report.recipe.draws.resamples == 1000
    assert used["years"] == 3.0
    assert used["horizon"] == measure.horizon
    closes = found.inputs[0]
    assert (closes.start, closes.as_of, closes.n) == (report.start, report.end, report.n)
    assert {each.source for each in found.inputs} == {"invented"}


def test_an_end_of_the_interval_is_a_part_of_the_same_figure() -> None:
    whole = trail_of(_review(), "stress.portfolio.beta_global.value")
    end = trail_of(_review(), "stress.portfolio.beta_global.low")
    assert whole.part is None
    assert end.part is not None
    assert end.part.code == "trail.part_low"
    assert end.value == whole.low
    assert trail_of(_review(), "stress.portfolio.beta_global.n").unit is Unit.COUNT


def test_the_way_a_beta_was_estimated_is_the_way_that_is_told() -> None:
    told = {
        trail_of(_review(), f"stress.holdings[{at}].link.beta_global").method.id
        for at in range(len(_review().stress.holdings))
    }
    assert told == {"ols", "dimson"}  # Seoul's own hours, and others
    korea = trail_of(_review(), "stress.holdings[0].link.beta_korea")
    assert korea.method.id == "korea_origin"
    assert any("^GSPC" in str(each.what.params) for each in korea.inputs)


def test_things_are_found_by_name_too() -> None:
    line = _review().valuation.lines[2]
    for name in (line.instrument.label, line.instrument.id, line.instrument.name):
        found = trail_of(_review(), f"valuation.lines[{name}].value")
        assert found.value == line.value.amount


def test_a_shock_of_any_size_and_a_holding_asked_about_have_trails() -> None:
    asked = trail_of(_review(), "stress.shock_at[-0.07].world.loss")
    shock = shock_at(_review().stress, -0.07)
    assert shock is not None
    assert asked.value == getattr(shock.world, "loss", None)
    assert asked.method.id == "shock"
    joint = trail_of(_review(), "stress.joint_at[kospi=-0.05].move")
    found = joint_at(_review().stress, {"kospi": -0.05})
    assert isinstance(found, Joint)
    assert (joint.value, joint.low, joint.high) == (found.move, found.low, found.high)
    assert (joint.method.id, joint.n) == ("joint_move", found.n)
    key = _review().stress.holdings[0].instrument_id
    one = trail_of(_review(), f"stress.describe[{key}].spearman")
    assert one.method.id == "spearman"
    assert one.subject == _review().instruments[key].label
    assert len(one.inputs) == 2


def test_a_share_of_risk_tells_its_band() -> None:
    risk = _review().stress.risk
    assert risk is not None
    assert risk.corridor_band is not None
    found = trail_of(_review(), "stress.risk.corridor_share")
    assert (found.low, found.high) == risk.corridor_band


def test_too_little_history_has_a_trail_that_says_why() -> None:
    found = trail_of(too_little_history(), "stress.portfolio.correlation")
    assert found.value is None
    assert any(each.code.startswith("stress.") for each in found.warnings)


def test_without_a_benchmark_the_reason_is_told() -> None:
    found = trail_of(no_benchmark(), "stress.covered")
    assert "stress.no_benchmark" in {each.code for each in found.warnings}


def test_a_broken_limit_is_told_where_its_figure_stands() -> None:
    review = breaches()
    place = next(
        f"exposures[theme].slices[{at}].weight"
        for at, each in enumerate(review.exposures[Dimension.THEME].slices)
        if each.key == "resource_transit"
    )
    assert "trail.limit_breach" in {each.code for each in trail_of(review, place).warnings}


@pytest.mark.parametrize(
    "place",
    ["", "nothing", "valuation.lines[99].value", "stress..n", "stress.__class__", "made_at"],
)
def test_what_is_no_figure_is_refused(place: str) -> None:
    with pytest.raises(UsageTrouble):
        trail_of(_review(), place)


def test_a_figure_that_no_method_names_has_none() -> None:
    assert method_at("valuation.novelty") is None
    assert method_at("stress.portfolio.novelty.value") is None
    assert pattern("a[1].b[x].c") == "a[].b[].c"
    assert find(_review(), "valuation.total")[-1] == _review().valuation.total
