"""In which order price sources are asked for a symbol, by the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.fetch import Facts, FetchFailure, FetchReport, Wanted
from corridor_desktop.domain.job import Part, Rising
from corridor_desktop.feeds.failures import KINDS
from corridor_desktop.market.fx import pair_of
from corridor_desktop.services.settings import setting

if TYPE_CHECKING:
    from corridor_desktop.domain.job import Job
    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.ports import PriceFeed

YAHOO = "yahoo"


def chain(settings: Mapping[str, str], symbol: str) -> tuple[str, ...]:
    """Return the short names of the sources to ask for a symbol, the first choice first."""
    first, second = setting(settings, "price_source"), setting(settings, "price_source_2")
    found = [name for name in (first, second) if name != "none"]
    if pair_of(symbol) is not None and setting(settings, "rate_source") == "ecb":
        found.insert(0, "ecb")
    return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class _Pending:
    wanted: Wanted
    names: tuple[str, ...]
    failure: FetchFailure | None = None


@dataclass(slots=True)
class Sources:
    """Asks the sources of each symbol in order until one has closes.

    ``feeds`` makes a source by its short name. ``since`` says from when to ask a source of a name
    for a symbol. What the last source of a symbol says is its failure, unless that source only
    does not have this kind of symbol.
    """

    feeds: Callable[[str], PriceFeed]
    since: Callable[[str, str], date | None]
    series: list[PriceSeries] = field(default_factory=list)
    failures: list[FetchFailure] = field(default_factory=list)
    facts: list[Facts] = field(default_factory=list)
    cancelled: bool = False

    def fetch(
        self,
        wanted: Sequence[Wanted],
        names: Callable[[str], tuple[str, ...]],
        job: Job,
        received: Callable[[PriceSeries], None],
    ) -> FetchReport:
        """Fetch every symbol; a stop keeps what came. Raises what ``received`` raises."""
        pending = [_Pending(each, names(each.symbol)) for each in wanted]
        whole, done = Rising(job), 0
        while pending and not self.cancelled:
            name = pending[0].names[0]
            batch = [each for each in pending if each.names[0] == name]
            rest = [each for each in pending if each.names[0] != name]
            known = done + len(pending)
            part = Part(whole, done / known, len(batch) / known)
            done += len(batch)
            pending = rest + self._ask(name, batch, part, received)
        return FetchReport(
            tuple(self.series), tuple(self.failures), tuple(self.facts), cancelled=self.cancelled
        )

    def _ask(
        self, name: str, batch: list[_Pending], job: Job, received: Callable[[PriceSeries], None]
    ) -> list[_Pending]:
        """Ask one source for its batch; return what the next source is to be asked."""
        feed = self.feeds(name)
        asked = [replace(each.wanted, since=self.since(each.wanted.symbol, feed.name))
                 for each in batch]  # fmt: skip
        report = feed.fetch(asked, job, received)
        self.cancelled = report.cancelled
        self.series += report.series
        self.facts += report.facts
        came = {series.symbol for series in report.series}
        failed = {failure.symbol: failure for failure in report.failures}
        further = []
        for each in batch:
            failure = failed.get(each.wanted.symbol)
            if failure is None:
                continue
            each.failure = _telling(each.failure, failure)
            kind = KINDS.get(failure.code)
            goes_on = len(each.names) > 1 and kind is not None and kind.elsewhere
            if goes_on and each.wanted.symbol not in came:
                each.names = each.names[1:]
                further.append(each)
            else:
                self.failures.append(each.failure)
        return further


def _telling(before: FetchFailure | None, now: FetchFailure) -> FetchFailure:
    return before if before is not None and now.code == "not_covered" else now
