"""A price source behind a worker process: one symbol at a time, with a deadline for each."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Protocol

from corridor_desktop.domain.errors import Cancelled, SecretTrouble
from corridor_desktop.domain.fetch import Facts, FetchFailure, FetchReport, Wanted
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.feeds import answers
from corridor_desktop.feeds.back_off import BackOff
from corridor_desktop.feeds.failures import KINDS, sentence
from corridor_desktop.feeds.worker import Ended, Late, Worker

if TYPE_CHECKING:
    from corridor_desktop.domain.job import Job

WORKER_FLAG = "--price-worker"
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
    second try after the source refused to answer so many questions.
    """

    symbol: float = 25.0
    start: float = 15.0
    facts: float = 20.0
    back_off: float = 20.0


@dataclass(frozen=True, slots=True)
class Source:
    """A price source. ``key`` is its short name, ``covers`` tells whether it may have a symbol.

    ``needs_key`` tells whether it answers only with a key of the user.
    """

    key: str
    name: str
    covers: Callable[[str], bool]
    needs_key: bool = False


class SourceFeed:
    """Asks one source. Implements ``services.ports.PriceFeed``.

    Only symbols are sent, and the key where the source needs one. ``folder`` is where its library
    keeps cookies and time zones; ``key`` reads the key, may raise ``SecretTrouble``, and is called
    once a fetch.
    """

    def __init__(
        self,
        source: Source,
        clock: Clock,
        folder: Path,
        patience: Patience | None = None,
        key: Callable[[], str | None] | None = None,
    ) -> None:
        self.source = source
        self.name = source.name
        self._clock = clock
        self._folder = folder
        self._patience = patience or Patience()
        self._read_key = key

    def covers(self, symbol: str) -> bool:
        """Tell whether the source may have prices of a symbol."""
        return self.source.covers(symbol)

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
        key, trouble = self._key()
        if trouble is not None:
            return FetchReport((), tuple(self._failure(each.symbol, trouble) for each in wanted))
        self._folder.mkdir(parents=True, exist_ok=True)
        with Worker(worker_command()) as worker:
            back_off = BackOff(self._folder / "pause.json")
            run = _Run(self.source, self._clock, self._folder, self._patience, worker, job,
                       received, key, back_off)  # fmt: skip
            return run.fetch(wanted)

    def _key(self) -> tuple[str, str | None]:
        if not self.source.needs_key:
            return "", None
        try:
            key = self._read_key() if self._read_key is not None else None
        except SecretTrouble:
            return "", "keyring"
        return (key, None) if key else ("", "no_key")

    def _failure(self, symbol: str, code: str) -> FetchFailure:
        told = sentence(code, symbol, source=self.name)
        return FetchFailure(symbol, code, told, retry=KINDS[code].retry)


def worker_command() -> tuple[str, ...]:
    """Return what starts the worker process, installed, from source or built."""
    if getattr(sys, "frozen", False):
        # A Windows program without a console has no standard input; its twin with one has.
        twin = Path(sys.executable).with_name("corridor-desktop.exe")
        return (str(twin) if twin.is_file() else sys.executable, WORKER_FLAG)
    return (sys.executable, "-m", "corridor_desktop.feeds.worker_process")


@dataclass(slots=True)
class _Run:
    """One refresh: what came so far, and how the latest failures looked."""

    source: Source
    clock: Clock
    folder: Path
    patience: Patience
    worker: Worker
    job: Job
    received: Callable[[PriceSeries], None] | None
    key: str = field(repr=False)
    back_off: BackOff
    series: list[PriceSeries] = field(default_factory=list)
    failures: list[FetchFailure] = field(default_factory=list)
    facts: list[Facts] = field(default_factory=list)
    fraction: float = 0.0
    text: str = ""
    fresh: bool = True
    waited: bool = False
    renewed: bool = False
    until: str = ""
    streak: list[str] = field(default_factory=list)

    def fetch(self, wanted: Sequence[Wanted]) -> FetchReport:
        """Ask for every symbol until there are no more, a stop, or no hope."""
        cancelled = False
        try:
            if self._pausing():
                self._leave(wanted)
                wanted = ()
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

    def _pausing(self) -> bool:
        end = self.back_off.until(self.clock.now())
        if end is not None:
            self.until = _hour(end)
            self.streak.append("rate_limited")
        return end is not None

    def _one(self, each: Wanted) -> None:
        if not self.source.covers(each.symbol):
            self.failures.append(self._failure(each.symbol, "not_covered", tried=True))
            return
        answer = self._ask(each)
        if answer.get("failure") == "stopped" and not self.renewed:
            self._renew()
            answer = self._ask(each)
        if answer.get("failure") == "rate_limited" and not self.waited:
            self.waited = True
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
            "source": self.source.key,
            "folder": str(self.folder),
            "symbol": each.symbol,
            "since": each.since.isoformat() if each.since else None,
            "facts": each.facts,
            "now": self.clock.now().timestamp(),
            "key": self.key,
        }
        try:
            answer = self.worker.ask(request, seconds, self._checkpoint)
        except (Late, Ended) as lost:
            self.fresh = True
            return {"failure": "timeout" if isinstance(lost, Late) else "stopped"}
        self.fresh = False
        return answer

    def _renew(self) -> None:
        """Throw away what the library remembers: a damaged file of it ends every helper."""
        self.renewed = True
        for path in self.folder.glob("*.db*"):
            with contextlib.suppress(OSError):
                path.unlink()

    def _checkpoint(self) -> None:
        self.job.checkpoint(self.fraction, self.text)

    def _wait(self, seconds: float) -> None:
        self.text = f"{self.source.name} asks to wait a moment"
        until = monotonic() + seconds
        while monotonic() < until:
            self._checkpoint()
            sleep(min(0.1, seconds))

    def _fail(self, each: Wanted, code: str, day: str) -> None:
        known = code if code in KINDS else "changed_format"
        if known == "unknown_symbol" and each.since is not None:
            known, day = "delisted", each.since.isoformat()
        if known == "rate_limited":
            self.until = _hour(self.back_off.begin(self.clock.now()))
        self.streak.append(known)
        self.failures.append(self._failure(each.symbol, known, day))

    def _take(self, each: Wanted, answer: Mapping[str, Any]) -> None:
        now = self.clock.now()
        try:
            series = answers.series(each.symbol, answer, now, self.source.name, each.since)
            facts = answers.facts(each.symbol, answer, now, self.source.name)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            self._fail(each, "changed_format", "")
            return
        self.back_off.clear()
        if self.received is not None:
            self.received(series)
        self.series.append(series)
        if facts is not None:
            self.facts.append(facts)
        if answer.get("ended"):
            self.failures.append(self._failure(each.symbol, "delisted", str(answer["ended"])))

    def _hopeless(self) -> bool:
        last = self.streak[-REPEATS:]
        if last[-1:] == ["rate_limited"]:
            return True
        return len(last) == REPEATS and len(set(last)) == 1 and KINDS[last[0]].stops

    def _leave(self, rest: Sequence[Wanted]) -> None:
        code = self.streak[-1]
        self.failures.extend(self._failure(each.symbol, code, tried=False) for each in rest)

    def _failure(
        self, symbol: str, code: str, day: str = "", *, tried: bool = True
    ) -> FetchFailure:
        day = self.until if code == "rate_limited" else day
        told = sentence(code, symbol, day, tried=tried, source=self.source.name)
        return FetchFailure(symbol, code, told, retry=KINDS[code].retry)


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M} UTC"
