"""What today's portfolio would have felt in crises and falls of the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.episode import Episode, Reaction
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.report import EpisodeRow, Pull, Replay, ReplayPart
from corridor_desktop.stress.returns import Days, Track, at_or_before
from corridor_desktop.stress.stakes import Stake
from corridor_desktop.stress.windows import find_falls

Array = npt.NDArray[np.float64]
LARGE = 0.15
AFTER = 4
WITHIN = 10
HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Felt:
    """The portfolio's move over each span; ``proxied`` share estimated, ``missing`` unknown.

    ``parts`` (stakes x spans) add up to the move, NaN where unknown; ``own`` (same shape) tells
    which come from the holding's own closes.
    """

    moves: Array
    proxied: Array
    missing: Array
    parts: Array
    own: npt.NDArray[np.bool_]


def feel(
    stakes: Sequence[Stake], pulls: Sequence[Pull], starts: Days, ends: Days, kospi: Array
) -> Felt:
    """Return current weights x own moves from the closes at ``starts`` to those at ``ends``.

    Where a holding has no close at one of them, its world beta x ``kospi`` stands in.
    """
    proxied, missing = np.zeros(len(starts)), np.zeros(len(starts))
    parts = np.full((len(stakes), len(starts)), np.nan)
    known = np.zeros(parts.shape, dtype=np.bool_)
    for at, (stake, pull) in enumerate(zip(stakes, pulls, strict=True)):
        if stake.full is not None:
            own = at_or_before(stake.full, ends) / at_or_before(stake.full, starts) - 1
            known[at] = np.isfinite(own)
            parts[at] = stake.weight * own
        if pull.world is None:
            missing += np.where(known[at], 0.0, abs(stake.weight))
        else:
            parts[at] = np.where(known[at], parts[at], pull.world * kospi)
            proxied += np.where(known[at], 0.0, abs(stake.weight))
    whole = sum(abs(stake.weight) for stake in stakes) or 1.0
    return Felt(np.nansum(parts, axis=0), proxied / whole, missing / whole, parts, known)


def _answer(felt: Felt, at: int) -> tuple[float | None, float | None, Message | None]:
    proxied, missing = float(felt.proxied[at]), float(felt.missing[at])
    if proxied + missing > HALF:
        share = f"{(proxied + missing) * 100:.0f} %"
        return None, proxied, Message.of("stress.mostly_estimated", share=share)
    why = None
    if missing > 0.005:
        why = Message.of("stress.partly_missing", share=f"{missing * 100:.0f} %")
    return float(felt.moves[at]), proxied, why


def replay_falls(
    benchmark: Track, stakes: Sequence[Stake], pulls: Sequence[Pull]
) -> tuple[Replay, ...]:
    """Replay every fall of KOSPI of 15 % or more from its peak to its trough, newest first."""
    falls = find_falls(benchmark.closes, LARGE)
    if not falls:
        return ()
    starts = benchmark.days[[peak for peak, _, _ in falls]]
    ends = benchmark.days[[trough for _, trough, _ in falls]]
    depth = np.array([move for _, _, move in falls])
    felt = feel(stakes, pulls, starts, ends, depth)
    rows: list[Replay] = []
    for at in reversed(range(len(falls))):
        move, proxied, why = _answer(felt, at)
        rows.append(
            Replay(
                date.fromordinal(int(starts[at])),
                date.fromordinal(int(ends[at])),
                float(depth[at]),
                move,
                proxied,
                why,
                rough=_rough(felt, at, move),
                parts=_parts(felt, at, stakes),
            )
        )
    return tuple(rows)


def _rough(felt: Felt, at: int, move: float | None) -> float | None:
    """Return the sum that is mostly estimated, where there is no better one."""
    return None if move is not None or felt.missing[at] > HALF else float(felt.moves[at])


def _parts(felt: Felt, at: int, stakes: Sequence[Stake]) -> tuple[ReplayPart, ...]:
    found = [
        ReplayPart(stake.key, stake.label, float(felt.parts[row, at]), not felt.own[row, at])
        for row, stake in enumerate(stakes)
        if np.isfinite(felt.parts[row, at])
    ]
    return tuple(sorted(found, key=lambda part: (part.move, part.key)))


def measure_reaction(episode: Episode, benchmark: Track, *, beyond: int = 5) -> Reaction | None:
    """Measure what KOSPI did from the first session on or after the day of an episode.

    ``None`` where the stored closes do not surround it (a session within ten days after it).
    """
    days, closes = benchmark.days, benchmark.closes
    at = int(np.searchsorted(days, episode.day.toordinal()))
    if at < 1 or at >= len(days) or int(days[at]) - episode.day.toordinal() > WITHIN:
        return None
    path = closes[at:] / closes[at - 1] - 1
    within = path[: WITHIN + 1]
    back = np.flatnonzero(path >= 0)
    window = closes[at - 1 : at + WITHIN + 1]
    return Reaction(
        session=date.fromordinal(int(days[at])),
        first=float(path[0]),
        next=float(path[1]) if len(path) > 1 else None,
        week=float(path[beyond]) if len(path) > beyond else None,
        worst=float(within.min()) if len(within) == WITHIN + 1 else None,
        drawdown=float((window / np.maximum.accumulate(window) - 1).min()),
        recovery=int(back[0]) if len(back) else None,
    )


def complete_episodes(episodes: Sequence[Episode], benchmark: Track | None) -> tuple[Episode, ...]:
    """Give episodes without a stored reaction a measured one, where the closes allow it."""
    if benchmark is None or not len(benchmark):
        return tuple(episodes)
    return tuple(
        episode
        if episode.reaction is not None
        else replace(episode, reaction=measure_reaction(episode, benchmark))
        for episode in episodes
    )


def list_episodes(
    episodes: Sequence[Episode],
    benchmark: Track | None,
    stakes: Sequence[Stake],
    pulls: Sequence[Pull],
) -> tuple[EpisodeRow, ...]:
    """Return every episode, newest first, with what today's portfolio would have felt.

    The span runs from the close before the first session that could react to the close four
    sessions later. Without the benchmark's closes only KOSPI's stored reaction is shown.
    """
    ordered = sorted(episodes, key=lambda episode: episode.day, reverse=True)
    spans = [_span(episode, benchmark) for episode in ordered]
    usable = [span for span in spans if span is not None]
    starts = np.array([start for start, _, _ in usable], dtype=np.int64)
    ends = np.array([end for _, end, _ in usable], dtype=np.int64)
    felt = feel(stakes, pulls, starts, ends, np.array([move for _, _, move in usable]))
    rows: list[EpisodeRow] = []
    at = 0
    for episode, span in zip(ordered, spans, strict=True):
        if span is None:
            rows.append(_row(episode, None, None, Message.of("stress.no_closes_then")))
            continue
        rows.append(_row(episode, *_answer(felt, at)))
        at += 1
    return tuple(rows)


def _span(episode: Episode, benchmark: Track | None) -> tuple[int, int, float] | None:
    reaction = episode.reaction
    if reaction is None or benchmark is None:
        return None
    days = benchmark.days
    at = int(np.searchsorted(days, reaction.session.toordinal()))
    if at < 1 or at + AFTER >= len(days) or int(days[at]) != reaction.session.toordinal():
        return None
    start, end = int(days[at - 1]), int(days[at + AFTER])
    return start, end, float(benchmark.closes[at + AFTER] / benchmark.closes[at - 1] - 1)


def _row(
    episode: Episode, felt: float | None, proxied: float | None, why: Message | None
) -> EpisodeRow:
    seen = episode.reaction
    if seen is None:
        return EpisodeRow(episode, None, None, None, None, felt, proxied, why)
    return EpisodeRow(episode, seen.first, seen.week, seen.worst, seen.recovery, felt, proxied, why)
