"""What every price source must hold: one abstract class, one subclass for each source."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import Cancelled
from corridor_desktop.domain.fetch import Wanted
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.prices import Basis, PriceSeries
from corridor_desktop.feeds.failures import KINDS
from corridor_desktop.feeds.source_feed import Patience
from corridor_desktop.services.ports import PriceFeed
from tests.conftest import StoppedClock
from tests.support.yahoo_proxy import Answer, YahooProxy

PATIENCE = Patience(symbol=20, start=20, facts=5, back_off=0.1)


class FeedContract(ABC):
    """Symbols a source has (``good``) and has not (``bad``), and answers in its own shape."""

    good: str
    bad: str
    currency: str

    @abstractmethod
    def make(self, clock: StoppedClock, folder: Path) -> PriceFeed:
        """Return the source."""

    @abstractmethod
    def serve(self, path: str, query: Mapping[str, list[str]]) -> Answer | None:
        """Return the answer to a request: closes of ``good``, its own refusal of ``bad``."""

    @pytest.fixture
    def proxy(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> YahooProxy:
        """Stand in for the source on the loopback."""
        made = YahooProxy(tmp_path, route=self.serve)
        for name, value in made.environment().items():
            monkeypatch.setenv(name, value)
        return made

    def test_one_failure_never_spoils_another(
        self, proxy: YahooProxy, clock: StoppedClock, tmp_path: Path
    ) -> None:
        """What fails is named with a sentence; what comes is ours, dated and of one basis."""
        arrived: list[PriceSeries] = []
        feed = self.make(clock, tmp_path / "feed")
        report = feed.fetch([Wanted(self.bad), Wanted(self.good)], Quiet(), arrived.append)
        proxy.close()
        assert tuple(arrived) == report.series
        (series,) = report.series
        assert (series.symbol, series.currency, series.source) == (
            self.good, self.currency, feed.name,
        )  # fmt: skip
        assert (series.basis, series.fetched_at) == (Basis.SPLIT_ADJUSTED, clock.now())
        assert list(series.days) == sorted(set(series.days))
        assert all(close > 0 for close in series.closes)
        assert [failed.symbol for failed in report.failures] == [self.bad]
        assert all(failed.code in KINDS and failed.sentence for failed in report.failures)
        assert not report.cancelled

    def test_offline_is_told_for_every_symbol_and_soon(
        self, clock: StoppedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing raises, nothing arrives, nobody is called delisted."""
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
        wanted = [Wanted(self.good) for _ in range(20)]
        begun = time.monotonic()
        report = self.make(clock, tmp_path / "feed").fetch(wanted, Quiet())
        assert time.monotonic() - begun < 60
        assert [failed.code for failed in report.failures] == ["offline"] * 20
        assert not report.series

    def test_a_stop_is_no_failure(
        self, proxy: YahooProxy, clock: StoppedClock, tmp_path: Path
    ) -> None:
        """A stop is told by ``cancelled`` and raises nothing."""

        class Stopping:
            def checkpoint(self, fraction: float, text: str = "") -> None:
                raise Cancelled

        report = self.make(clock, tmp_path / "feed").fetch([Wanted(self.good)], Stopping())
        proxy.close()
        assert report.cancelled
        assert not report.failures
