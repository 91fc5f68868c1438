"""Every price source keeps the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from corridor_desktop.feeds.ecb import EcbFeed
from corridor_desktop.feeds.krx import KrxFeed
from corridor_desktop.feeds.tiingo import TiingoFeed
from corridor_desktop.feeds.yahoo import YahooFeed
from corridor_desktop.services.ports import PriceFeed
from tests.conftest import StoppedClock
from tests.contracts.feed_contract import PATIENCE, FeedContract
from tests.support.yahoo_proxy import Answer, chart_body

DAY = date(2026, 3, 19)


class TestYahoo(FeedContract):
    good, bad, currency = "GOOD", "BAD", "USD"

    def make(self, clock: StoppedClock, folder: Path) -> PriceFeed:
        return YahooFeed(clock, folder, PATIENCE)

    def serve(self, path: str, query: Mapping[str, list[str]]) -> Answer | None:
        return Answer(body=chart_body("GOOD", [(DAY, 10.5)])) if path.endswith("/GOOD") else None


class TestEcb(FeedContract):
    good, bad, currency = "EURKRW=X", "EURXXX=X", "KRW"

    def make(self, clock: StoppedClock, folder: Path) -> PriceFeed:
        return EcbFeed(clock, folder, PATIENCE)

    def serve(self, path: str, query: Mapping[str, list[str]]) -> Answer | None:
        if "XXX" in path:
            return Answer(404, b"No results found.")
        return Answer(body=f"CURRENCY,TIME_PERIOD,OBS_VALUE\nKRW,{DAY},1650.5\n".encode())


class TestTiingo(FeedContract):
    good, bad, currency = "GOOD", "BAD", "USD"

    def make(self, clock: StoppedClock, folder: Path) -> PriceFeed:
        return TiingoFeed(clock, folder, lambda: "key", PATIENCE)

    def serve(self, path: str, query: Mapping[str, list[str]]) -> Answer | None:
        if "/BAD/" in path:
            return Answer(404, b'{"detail":"Not found."}')
        return Answer(body=json.dumps([{"date": f"{DAY}T00:00:00Z", "close": 10.5}]).encode())


class TestKorea(FeedContract):
    good, bad, currency = "005930.KS", "999999.KS", "KRW"

    def make(self, clock: StoppedClock, folder: Path) -> PriceFeed:
        return KrxFeed(clock, folder, lambda: "key", PATIENCE)

    def serve(self, path: str, query: Mapping[str, list[str]]) -> Answer | None:
        day = query["basDd"][0]
        rows = [{"BAS_DD": day, "ISU_CD": "005930", "TDD_CLSPRC": "71500"}]
        return Answer(body=json.dumps({"OutBlock_1": rows}).encode())
