"""Daily closes from Yahoo Finance, asked by a worker process that can be ended at any moment."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Protocol

from corridor_desktop.domain.errors import Cancelled
from corridor_desktop.domain.fetch import Facts, FetchFailure, FetchReport, Wanted
from corridor_desktop.domain.prices import PriceSeries, Split, Turnover
from corridor_desktop.feeds.failures import KINDS, sentence
from corridor_desktop.feeds.symbols import PENCE
from corridor_desktop.feeds.worker import Ended, Late, Worker

if TYPE_CHECKING:
    from corridor_desktop.domain.job import Job

WORKER_FLAG = "--yahoo-worker"
SOURCE = "Yahoo Finance"
REPEATS = 2
"""So many failures of one kind in a row mean that the rest would fail alike."""


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: ``symbol`` for one answer, ``start`` more for the first answer of a process
    (it loads heavy libraries), ``facts`` more when facts are asked, ``back_off`` before the one
    second try after Yahoo refused to answer so many questions.
    """

    symbol: float = 25.0
    start: float = 15.0
    facts: float = 20.0
    back_off: float = 20.0


def serve_worker() -> int:
    """Be the worker process: answer until standard input ends; return the exit code."""
    from corridor_desktop.feeds.yahoo_worker import serve

    return serve()


class YahooFeed:
    """Asks Yahoo Finance. Implements ``services.ports.PriceFeed``.

    Only symbols are sent. ``folder`` is where the library keeps its cookies and time zones.
    """

    name = SOURCE

    def __init__(self, clock: Clock, folder: Path, patience: Patience | None = None) -> None:
        self._clock = clock
        self._folder = folder
        self._patience = patience or Patience()

    def fetch(
        self,
        wanted: Sequence[Wanted],
        job: Job,
        received: Callable[[PriceSeries], None] | None = None,
    ) -> FetchReport:
        """Fetch each symbol by itself; one failure never spoils another.

        ``received`` is called as each series arrives. A stop through ``job`` ends the worker at
        once and is told by ``cancelled`` in the report; it raises nothing.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with Worker(_command()) as worker:
            run = _Run(self._clock, self._folder, self._patience, worker, job, received)
            return run.fetch(wanted)


def _command() -> tuple[str, ...]:
    if getattr(sys, "frozen", False):
        # A Windows program without a console has no standard input; its twin with one has.
        twin = Path(sys.executable).with_name("corridor-desktop.exe")
        return (str(twin) if twin.is_file() else sys.executable, WORKER_FLAG)
    return (sys.executable, "-m", "corridor_desktop.feeds.yahoo_worker")


@dataclass(slots=True)
class _Run:
    """One refresh: what came so far, and how the latest failures looked."""

    clock: Clock
    folder: Path
    patience: Patience
    worker: Worker
    job: Job
    received: Callable[[PriceSeries], None] | None
    series: list[PriceSeries] = field(default_factory=list)
    failures: list[FetchFailure] = field(default_factory=list)
    facts: list[Facts] = field(default_factory=list)
    fraction: float = 0.0
    text: str = ""
    fresh: bool = True
    backed_off: bool = False
    streak: list[str] = field(default_factory=list)

    def fetch(self, wanted: Sequence[Wanted]) -> FetchReport:
        """Ask for every symbol until there are no more, a stop, or no hope."""
        cancelled = False
        try:
            for place, each in enumerate(wanted):
                self.fraction, self.text = place / len(wanted), f"Prices of {each.symbol}"
                self._one(each)
                if self._hopeless():
                    self._leave(wanted[place + 1 :])
                    break
        except Cancelled:
            cancelled = True
        return FetchReport(
            tuple(self.series), tuple(self.failures), tuple(self.facts), cancelled=cancelled
        )

    def _one(self, each: Wanted) -> None:
        answer = self._ask(each)
        if answer.get("failure") == "rate_limited" and not self.backed_off:
            self.backed_off = True
            self._wait(self.patience.back_off)
            answer = self._ask(each)
        code = answer.get("failure")
        if code is not None:
            self._fail(each, str(code), str(answer.get("day") or ""))
            return
        self.streak.clear()
        self._take(each, answer)

    def _ask(self, each: Wanted) -> Mapping[str, Any]:
        seconds = self.patience.symbol
        seconds += self.patience.start if self.fresh else 0
        seconds += self.patience.facts if each.facts else 0
        request = {
            "folder": str(self.folder),
            "symbol": each.symbol,
            "since": each.since.isoformat() if each.since else None,
            "facts": each.facts,
            "now": self.clock.now().timestamp(),
        }
        try:
            answer = self.worker.ask(request, seconds, self._checkpoint)
        except (Late, Ended) as lost:
            self.fresh = True
            return {"failure": "timeout" if isinstance(lost, Late) else "stopped"}
        self.fresh = False
        return answer

    def _checkpoint(self) -> None:
        self.job.checkpoint(self.fraction, self.text)

    def _wait(self, seconds: float) -> None:
        self.text = "The price source asks to wait a moment"
        until = monotonic() + seconds
        while monotonic() < until:
            self._checkpoint()
            sleep(min(0.1, seconds))

    def _fail(self, each: Wanted, code: str, day: str) -> None:
        known = code if code in KINDS else "changed_format"
        if known == "unknown_symbol" and each.since is not None:
            known, day = "delisted", each.since.isoformat()
        self.streak.append(known)
        self.failures.append(_failure(each.symbol, known, day))

    def _take(self, each: Wanted, answer: Mapping[str, Any]) -> None:
        try:
            series = _series(each.symbol, answer, self.clock.now())
            facts = _facts(each.symbol, answer, self.clock.now())
        except (ArithmeticError, LookupError, TypeError, ValueError):
            self._fail(each, "changed_format", "")
            return
        if self.received is not None:
            self.received(series)
        self.series.append(series)
        if facts is not None:
            self.facts.append(facts)
        if answer.get("ended"):
            self.failures.append(_failure(each.symbol, "delisted", str(answer["ended"])))

    def _hopeless(self) -> bool:
        last = self.streak[-REPEATS:]
        if last[-1:] == ["rate_limited"]:
            return True
        return len(last) == REPEATS and len(set(last)) == 1 and KINDS[last[0]].stops

    def _leave(self, rest: Sequence[Wanted]) -> None:
        code = self.streak[-1]
        self.failures.extend(_failure(each.symbol, code, tried=False) for each in rest)


def _failure(symbol: str, code: str, day: str = "", *, tried: bool = True) -> FetchFailure:
    told = sentence(code, symbol, day, tried=tried)
    return FetchFailure(symbol, code, told, retry=KINDS[code].retry)


def _series(symbol: str, answer: Mapping[str, Any], now: datetime) -> PriceSeries:
    unit = str(answer["currency"])
    splits = tuple(
        Split(date.fromisoformat(session), Decimal(ratio)) for session, ratio in answer["splits"]
    )
    return PriceSeries(
        symbol=symbol,
        currency=PENCE.get(unit, unit),
        days=array("i", [date.fromisoformat(day).toordinal() for day in answer["days"]]),
        closes=array("d", answer["closes"]),
        splits=splits,
        source=SOURCE,
        fetched_at=now,
        unit=unit if unit in PENCE else "",
        turnover=_turnover(symbol, answer),
    )


def _turnover(symbol: str, answer: Mapping[str, Any]) -> Turnover | None:
    found = answer.get("turnover")
    if not found:
        return None
    average, sessions, last = found
    return Turnover(symbol, float(average), int(sessions), date.fromisoformat(last), SOURCE)


def _facts(symbol: str, answer: Mapping[str, Any], now: datetime) -> Facts | None:
    found = answer.get("facts")
    return None if found is None else Facts(symbol=symbol, source=SOURCE, fetched_at=now, **found)
