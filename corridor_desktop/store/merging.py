"""New closes over stored ones, without mixing units, sources of truth or split bases."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from datetime import date

from corridor_desktop.domain.fault import Difference
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import Basis, PriceSeries, Split, exact
from corridor_desktop.store.overlap import Overlap, Verdict, compare, sources_of


@dataclass(frozen=True, slots=True)
class Kept:
    """What merging one series did.

    ``added`` counts new sessions, ``changed`` sessions whose close is now another. ``rescaled``
    tells that stored closes were divided by a split they did not know of. ``refused`` says why
    the stored series was left as it was. ``differences`` are the closes that the answer had
    otherwise, whether they were taken or not.
    """

    symbol: str
    added: int = 0
    changed: int = 0
    rescaled: bool = False
    refused: Message | None = None
    differences: tuple[Difference, ...] = ()


def merge(
    stored: PriceSeries | None, new: PriceSeries, *, checked: bool = False
) -> tuple[PriceSeries, Kept]:
    """Return the union of two series of one symbol.

    On the same session the new close wins: a person brought it. With ``checked``, for what a
    source sent, the sessions that both have are compared first: an answer that contradicts the
    stored closes is not mixed with them, and closes of another source only continue them.

    Series in another currency, unit or split basis, or simulated beside real ones, are never
    mixed: the stored one is returned with ``refused``. A new series without closes changes
    nothing.
    """
    if stored is None or not len(stored):
        return replace(new, turnover=None, events=()), Kept(new.symbol, added=len(new))
    clash = _clash(stored, new)
    if clash is not None:
        return stored, Kept(new.symbol, refused=clash)
    if not new.days:
        return stored, Kept(new.symbol)
    former = stored
    stored, rescaled = _rebased(stored, new)
    found = compare(stored, new)
    if checked and not found.mixes:
        lines = _differences(stored, new, found, taken=False)
        return former, Kept(new.symbol, refused=_contradiction(stored, new, found),
                            differences=lines)  # fmt: skip
    continues = checked and new.source not in sources_of(stored)
    return _united(stored, new, found, rescaled=rescaled, continues=continues, checked=checked)


def _united(
    stored: PriceSeries, new: PriceSeries, found: Overlap, *,
    rescaled: bool, continues: bool, checked: bool,
) -> tuple[PriceSeries, Kept]:  # fmt: skip
    closes = dict(zip(stored.days, stored.closes, strict=True))
    fresh = dict(zip(new.days, new.closes, strict=True))
    added = sum(1 for day in fresh if day not in closes)
    changed = 0 if continues else sum(1 for day, close in fresh.items()
                                      if day in closes and closes[day] != close)  # fmt: skip
    closes = {**fresh, **closes} if continues else {**closes, **fresh}
    days = sorted(closes)
    united = replace(
        new,
        days=array("i", days),
        closes=array("d", [closes[day] for day in days]),
        splits=_splits(stored.splits, new.splits),
        source=_source(stored, new, added) if checked else new.source,
        turnover=None,
        events=(),
        fetched_at=max(filter(None, (stored.fetched_at, new.fetched_at)), default=None),
    )
    verdict = "disputed" if continues else "" if checked else "file"
    lines = _differences(stored, new, found, taken=not continues, verdict=verdict)
    return united, Kept(new.symbol, added, changed, rescaled, differences=lines)


def _source(stored: PriceSeries, new: PriceSeries, added: int) -> str:
    known = sources_of(stored)
    if new.source in known or not added:
        return stored.source
    return " and ".join((*known, new.source))


def _differences(
    stored: PriceSeries, new: PriceSeries, found: Overlap, *, taken: bool, verdict: str = ""
) -> tuple[Difference, ...]:
    if new.fetched_at is None:
        return ()
    verdict = verdict or str(found.verdict)
    return tuple(
        Difference(new.symbol, session, before, after, verdict, stored.source, new.source,
                   new.fetched_at, taken)
        for session, before, after in found.changes
    )  # fmt: skip


def _contradiction(stored: PriceSeries, new: PriceSeries, found: Overlap) -> Message:
    params: dict[str, object] = {"symbol": new.symbol, "source": new.source, "n": found.n,
                                 "stored": stored.source, "count": len(found.changes)}  # fmt: skip
    if found.changes:
        params["day"] = found.changes[0][0].isoformat()
    if found.verdict is Verdict.REBASED:
        params["times"] = f"{found.ratio:.6g}"
    if found.verdict is Verdict.OTHER_SOURCE and not found.n:
        return Message.of("store.no_overlap", **params)
    return Message.of(f"store.{found.verdict}", **params)


def _clash(stored: PriceSeries, new: PriceSeries) -> Message | None:
    for name in ("currency", "unit", "basis", "simulated"):
        before, after = getattr(stored, name), getattr(new, name)
        if before != after:
            return Message.of(f"store.other_{name}", symbol=new.symbol, stored=before, new=after)
    return None


def _splits(stored: tuple[Split, ...], new: tuple[Split, ...]) -> tuple[Split, ...]:
    union = {split.session: split for split in (*stored, *new)}
    return tuple(union[session] for session in sorted(union))


def _rebased(stored: PriceSeries, new: PriceSeries) -> tuple[PriceSeries, bool]:
    """Divide stored closes by each split that came after they were fetched."""
    if new.basis is not Basis.SPLIT_ADJUSTED:
        return stored, False
    known = {split.session for split in stored.splits}
    unknown = [split for split in new.splits if split.session not in known]
    due = [split for split in unknown if _predates(stored, new, split)]
    closes = array("d", stored.closes)
    for split in due:
        for index in range(_before(stored, split.session)):
            closes[index] = float(exact(closes[index]) / split.ratio)
    return replace(stored, closes=closes), bool(due)


def _predates(stored: PriceSeries, new: PriceSeries, split: Split) -> bool:
    """Tell whether the stored closes do not know of a split: by evidence, else by their age."""
    fresh = dict(zip(new.days, new.closes, strict=True))
    ratio = float(split.ratio)
    for index in reversed(range(_before(stored, split.session))):
        close = fresh.get(stored.days[index])
        if close:
            factor = stored.closes[index] / close
            return abs(factor / ratio - 1) < abs(factor - 1)
    return stored.fetched_at is not None and stored.fetched_at.date() < split.session


def _before(series: PriceSeries, session: date) -> int:
    """Return how many closes lie before a session."""
    at = series.index_at(session)
    on_the_day = at >= 0 and series.days[at] == session.toordinal()
    return at if on_the_day else at + 1
