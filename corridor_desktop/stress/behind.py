"""What stands behind the portfolio's link: its cross-checks, and stress by every definition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from corridor_desktop.domain.episode import Episode
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.betas import Group
from corridor_desktop.stress.bootstrap import Counts
from corridor_desktop.stress.comove import compare_sets, standard_choices
from corridor_desktop.stress.detail import LinkDetails, SetRow
from corridor_desktop.stress.details import describe_link, with_gap
from corridor_desktop.stress.draws import Whole
from corridor_desktop.stress.folio import Folio
from corridor_desktop.stress.report import Rolling
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.sets import Kind, StressChoice, mark_sessions
from corridor_desktop.stress.stakes import Stake
from corridor_desktop.stress.strands import Material, describe_holding, strand_folio

LARGE_FALLS = StressChoice(Kind.FALLS, depth=0.15)
"""Turmoil for the Forbes-Rigobon comparison: KOSPI's own falls of 15 % from peak to trough."""


Describe = Callable[[str], LinkDetails | None]


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """All that was laid out for the portfolio's link."""

    stakes: tuple[Stake, ...]
    groups: tuple[Group, ...]
    seoul: Seoul
    counts: Counts
    folio: Folio | None
    episodes: Sequence[Episode]
    choice: StressChoice


def look_behind(
    grounds: Grounds, rolling: Rolling | None, world: Whole | Message, korea: Whole | Message
) -> tuple[LinkDetails | None, tuple[SetRow, ...], Describe]:
    """Return the portfolio's cross-checks, all stress sets, and what describes a holding."""
    seoul, counts = grounds.seoul, grounds.counts
    turmoil = mark_sessions(LARGE_FALLS, seoul)
    material = Material(grounds.stakes, grounds.groups, seoul, counts, turmoil)
    describe = partial(describe_holding, material)
    if grounds.folio is None:
        return None, (), describe
    strand = strand_folio(grounds.folio, grounds.stakes, seoul)
    details = with_gap(describe_link(strand, turmoil, seoul, counts, rolling), world, korea)
    marks = [
        (choice, mark_sessions(choice, seoul, grounds.episodes))
        for choice in standard_choices(grounds.choice)
    ]
    sets = compare_sets(strand.panel, strand.week, marks, grounds.choice, seoul, counts)
    return details, sets, describe
