"""A fall of any size, forwards and backwards, from what was estimated once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corridor_desktop.domain.message import Message
from corridor_desktop.exposure.exposure import Exposure
from corridor_desktop.stress.betas import Beta, Sensitivity
from corridor_desktop.stress.draws import Whole
from corridor_desktop.stress.report import (
    Contribution,
    Loss,
    Pull,
    Reverse,
    Shock,
    ShockModel,
    Slope,
    StressReport,
    TooLittleLoss,
)
from corridor_desktop.stress.scenarios import (
    choose_horizon,
    describe_frequency,
    reverse_fall,
    shock_loss,
)
from corridor_desktop.stress.stakes import Stake

UNTAGGED = "untagged"


def shock_at(report: StressReport, kospi: float, horizon: int | None = None) -> Shock | None:
    """Return what a KOSPI move of ``kospi`` (-0.05) would cost; quick enough for a slider.

    ``horizon`` in sessions, by default a week for moves up to 5 % and a month beyond. ``None``
    when nothing could be measured (``report.why`` says why).
    """
    return None if report.model is None else compute_shock(report.model, kospi, horizon)


def reverse_at(report: StressReport, loss: float) -> Reverse | None:
    """Return which KOSPI fall would cost ``loss`` (0.10) of the portfolio."""
    return None if report.model is None else compute_reverse(report.model, loss)


def compute_shock(model: ShockModel, kospi: float, horizon: int | None = None) -> Shock:
    """Return both stories of one shock, ranked by holding and split by theme."""
    sessions = choose_horizon(kospi) if horizon is None else horizon
    world = {pull.key: pull.world for pull in model.pulls}
    korea = {pull.key: pull.korea for pull in model.pulls}
    lead = korea if isinstance(model.world, Message) else world
    ranked = _rank(model.pulls, lead, kospi)
    return Shock(
        kospi=kospi,
        horizon=sessions,
        world=_loss(model.world, kospi, model.noise, sessions),
        korea=_loss(model.korea, kospi, model.noise, sessions),
        by_holding=ranked,
        by_theme=_by_theme(model, ranked),
        frequency=describe_frequency(model.days, model.closes, kospi, sessions),
        covered=model.covered,
        by_holding_korea=_rank(model.pulls, korea, kospi),
    )


def _loss(
    slope: Slope | Message, kospi: float, noise: float | None, sessions: int
) -> Loss | TooLittleLoss:
    if isinstance(slope, Message):
        return TooLittleLoss(slope)
    return shock_loss(kospi, slope.value, slope.se, noise, sessions, slope.local)


def _rank(
    pulls: Sequence[Pull], chosen: Mapping[str, float | None], kospi: float
) -> tuple[Contribution, ...]:
    parts = [
        Contribution(pull.key, pull.label, kospi * value + 0.0)
        for pull in pulls
        if (value := chosen[pull.key]) is not None
    ]
    return tuple(sorted(parts, key=lambda part: (part.loss, part.key)))


def _by_theme(model: ShockModel, parts: Sequence[Contribution]) -> tuple[Contribution, ...]:
    themes = [
        Contribution(key, label, sum(part.loss * shares.get(part.key, 0.0) for part in parts))
        for key, label, shares in model.fractions
    ]
    rest = sum(part.loss for part in parts) - sum(theme.loss for theme in themes)
    themes.sort(key=lambda part: (part.loss, part.key))
    return (*themes, Contribution(UNTAGGED, UNTAGGED, rest))


def compute_reverse(model: ShockModel, loss: float) -> Reverse:
    """Return the fall behind a loss with its interval, or the sentence that none explains it."""
    slope = model.world
    if isinstance(slope, Message):
        return Reverse(loss, None, None, None, None, slope)
    fall = reverse_fall(loss, slope.value, slope.draws)
    if fall is None:
        size = f"{loss * 100:.0f} %"
        return Reverse(loss, None, None, None, None, Message.of("stress.no_fall", loss=size))
    sessions = choose_horizon(fall.kospi)
    said = describe_frequency(model.days, model.closes, fall.kospi, sessions)
    return Reverse(loss, fall.kospi, fall.low, fall.high, said, None)


def make_pulls(stakes: Sequence[Stake], found: Sequence[Sensitivity]) -> tuple[Pull, ...]:
    """Return weight x beta of everything held, for both stories."""
    return tuple(
        Pull(
            stake.key,
            stake.label,
            stake.weight * one.world.value if isinstance(one.world, Beta) else None,
            stake.weight * one.korea.value if isinstance(one.korea, Beta) else None,
        )
        for stake, one in zip(stakes, found, strict=True)
    )


def make_slope(whole: Whole | Message) -> Slope | Message:
    """Keep of a portfolio beta what shocks need."""
    if isinstance(whole, Message):
        return whole
    return Slope(whole.value, whole.se, whole.local, whole.draws, whole.assumed)


def read_fractions(
    themes: Exposure | None,
) -> tuple[tuple[str, str, Mapping[str, float]], ...]:
    """Return which share of each holding hangs on each theme, from the exposure by theme."""
    if themes is None:
        return ()
    sizes: dict[str, float] = {}
    for piece in (*themes.slices, themes.untagged):
        for part in piece.parts:
            if part.holding:
                sizes[part.holding] = sizes.get(part.holding, 0.0) + float(part.value)
    found: list[tuple[str, str, Mapping[str, float]]] = []
    for piece in themes.slices:
        shares: dict[str, float] = {}
        for part in piece.parts:
            size = sizes.get(part.holding, 0.0)
            if part.holding and size:
                shares[part.holding] = shares.get(part.holding, 0.0) + float(part.value) / size
        if piece.key != UNTAGGED:
            found.append((piece.key, piece.label, shares))
    return tuple(found)
