"""A refresh of a hundred symbols over loopback beside the bare library: same closes."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from corridor_desktop.bench.inputs import AT
from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload
from corridor_desktop.bench.workloads.material import StandingClock, own_folder

COUNT, YEAR = 100, 361


@dataclass(slots=True)
class _Server:
    names: list[str]
    folder: Path
    proxy: Any
    turns: int = 0

    def fresh(self) -> Path:
        self.turns += 1
        place = self.folder / str(self.turns)
        place.mkdir()
        return place


def _serve(folder: Path, _: Scale) -> _Server:
    """Start the loopback server that the tests talk to; it lives in a source tree alone."""
    library = import_module("tests.support.yahoo_proxy")
    own = own_folder(folder, "refresh")
    names = [f"B{number:03d}" for number in range(COUNT)]
    first = AT.date() - timedelta(days=YEAR)
    days = [first + timedelta(days=step) for step in range(YEAR)]
    rows = [(day, 100.0 + at / 7) for at, day in enumerate(days) if day.weekday() < 5]
    proxy = library.YahooProxy(own)
    proxy.charts = {name: library.Answer(body=library.chart_body(name, rows)) for name in names}
    os.environ.update(proxy.environment())
    return _Server(names, own, proxy)


def _refresh(server: _Server) -> Any:
    from corridor_desktop.domain.fetch import Wanted
    from corridor_desktop.domain.job import Quiet
    from corridor_desktop.feeds.yahoo import YahooFeed

    feed = YahooFeed(StandingClock(), server.fresh())
    return feed.fetch([Wanted(name) for name in server.names], Quiet())


def _told(report: Any) -> Figures:
    return {
        "closes": float(sum(len(series) for series in report.series)),
        "last": sum(series.closes[-1] for series in report.series),
    }


def _bare(server: _Server) -> Any:
    warnings.simplefilter("ignore")
    import yfinance

    yfinance.set_tz_cache_location(str(server.fresh()))
    return yfinance.download(server.names, period="max", auto_adjust=False, progress=False)


def _bare_told(frame: Any) -> Figures:
    closes = frame["Close"]
    return {"closes": float(closes.count().sum()), "last": float(closes.iloc[-1].sum())}


REFRESH = Workload(
    name="refresh",
    title="Refresh of 100 symbols",
    does="ask a server on loopback behind TLS for a year of each symbol; its time counts, too",
    own=Part("ours", _serve, _refresh, _told, ("tests.support.yahoo_proxy",), spawns=True),
    floor=Part("bare yfinance", _serve, _bare, _bare_told, ("tests.support.yahoo_proxy",)),
)
