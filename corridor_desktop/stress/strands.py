"""Lay the portfolio and its holdings beside KOSPI in every form that the cross-checks need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from corridor_desktop.stress.betas import NEAR, THIN, Group, rows_of_week
from corridor_desktop.stress.bootstrap import Counts
from corridor_desktop.stress.comove import Panel, panel_of
from corridor_desktop.stress.detail import LinkDetails
from corridor_desktop.stress.details import Strand, describe_link
from corridor_desktop.stress.folio import Folio, build_folio
from corridor_desktop.stress.links import WEEK, Pair
from corridor_desktop.stress.returns import at_or_before, share_sessions
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.stakes import Stake
from corridor_desktop.stress.windows import Flags

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


def strand_folio(folio: Folio, stakes: Sequence[Stake], seoul: Seoul) -> Strand:
    """Lay the portfolio out; its members close at different hours, so it counts as far."""
    week, day = _folio_pair(folio, WEEK, seoul), _folio_pair(folio, 1, seoul)
    wide = Seoul(seoul.full, seoul.full.days, np.log(seoul.full.closes), seoul.news)
    long = build_folio(stakes, wide)
    return Strand(
        fit=week,
        week=week,
        day=day,
        local=_local(folio, stakes, seoul),
        whole=None if long is None else _folio_pair(long, WEEK, wide),
        whole_day=None if long is None else _folio_pair(long, 1, wide),
        panel=panel_of(folio, [stakes[at].near for at in folio.members]),
        near=False,
    )


def _folio_pair(folio: Folio, horizon: int, seoul: Seoul) -> Pair:
    y, k, rows = folio.moves(horizon)
    days = (seoul.day(int(folio.rows[0])), seoul.day(int(folio.rows[-1])))
    return Pair(y, k, rows, horizon, days)


def _local(folio: Folio, stakes: Sequence[Stake], seoul: Seoul) -> Pair | None:
    """Return the weekly returns without currencies, from the closes in their own."""
    logs = np.full((len(folio.rows), len(folio.members)), np.nan)
    for column, at in enumerate(folio.members):
        local = stakes[at].local
        if local is not None and len(local):
            logs[:, column] = np.log(at_or_before(local, seoul.days[folio.rows]))
    good = np.isfinite(logs).all(axis=1)
    if good.sum() <= WEEK:
        return None
    own = Folio(
        folio.rows[good], folio.members, logs[good], folio.weights, folio.benchmark[good],
        folio.share,
    )  # fmt: skip
    return _folio_pair(own, WEEK, seoul)


def strand_holding(stake: Stake, group: Group, column: int, seoul: Seoul) -> Strand:
    """Lay one holding out on the sessions that it has in common with Seoul."""
    rows, k = group.rows, seoul.logs[group.rows]
    base, local = group.base[:, column], group.local[:, column]
    days = (seoul.day(int(rows[0])), seoul.day(int(rows[-1])))
    near = group.method == NEAR
    horizon = 1 if near else WEEK
    week, day = _pair(base, k, rows, WEEK, days, group.week), _pair(base, k, rows, 1, days)
    whole, whole_day = _all_time(stake, seoul, horizon)
    return Strand(
        fit=day if near else week,
        week=week,
        day=day,
        local=_pair(local, k, rows, horizon, days, 1 if near else group.week),
        whole=whole,
        whole_day=whole_day,
        panel=Panel(rows, base[:, None], np.ones(1), np.array([near])),
        near=near,
        thin=group.method == THIN,
    )


def _pair(
    logs: Array, k: Array, rows: Rows, horizon: int, days: tuple[date, date], closes: int = 0
) -> Pair:
    step = closes or horizon
    own, market = logs[step:] - logs[:-step], k[step:] - k[:-step]
    return Pair(own, market, rows[step:], horizon, days, closes)


def _all_time(stake: Stake, seoul: Seoul, horizon: int) -> tuple[Pair | None, Pair | None]:
    if stake.full is None:
        return None, None
    days, own, market = share_sessions(stake.full, seoul.full)
    if len(days) <= WEEK:
        return None, None
    span = (date.fromordinal(int(days[0])), date.fromordinal(int(days[-1])))
    rows = np.arange(len(days))
    closes = 1 if horizon == 1 else rows_of_week(np.searchsorted(seoul.full.days, days))
    logs, k = np.log(own), np.log(market)
    return _pair(logs, k, rows, horizon, span, closes), _pair(logs, k, rows, 1, span)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What the details of a holding are made from, once somebody asks for them."""

    stakes: tuple[Stake, ...]
    groups: tuple[Group, ...]
    seoul: Seoul
    counts: Counts
    shocks: Flags


def describe_holding(material: Material, key: str) -> LinkDetails | None:
    """Return the details of one holding by its instrument id; ``None`` without shared history."""
    for group in material.groups:
        for column, at in enumerate(group.members):
            stake = material.stakes[at]
            if stake.key == key:
                strand = strand_holding(stake, group, column, material.seoul)
                return describe_link(strand, material.shocks, material.seoul, material.counts)
    return None
