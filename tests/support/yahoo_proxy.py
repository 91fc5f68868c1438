"""A loopback proxy that stands in for Yahoo Finance behind TLS of its own.

The real yfinance talks to it by environment alone: a proxy variable and a certificate. It answers
``CONNECT``, ends TLS with a certificate made for the test, and serves bodies by path.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import trustme

HOSTS = (
    "query1.finance.yahoo.com",
    "query2.finance.yahoo.com",
    "finance.yahoo.com",
    "fc.yahoo.com",
    "api.tiingo.com",
    "data-api.ecb.europa.eu",
    "data-dbg.krx.co.kr",
    "updates.example.org",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a body and its type.

    ``stall`` seconds go by before it is sent, ``drip`` seconds between any two bytes. ``cut``
    ends the connection after half of the body. ``date`` is what the server's clock says.
    """

    status: int = 200
    body: bytes = b"{}"
    kind: str = "application/json"
    stall: float = 0.0
    drip: float = 0.0
    cut: bool = False
    date: str = ""


Route = Callable[[str, Mapping[str, list[str]]], Answer | None]


def chart_body(
    symbol: str,
    closes: Sequence[tuple[date, float | None]],
    currency: str = "USD",
    offset: int = -18000,
    splits: Mapping[date, tuple[int, int]] | None = None,
    kind: str = "EQUITY",
) -> bytes:
    """Return a chart document as Yahoo shapes it; a close of ``None`` is a null row."""

    def stamp(day: date) -> int:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return int((midnight + timedelta(hours=9, minutes=30)).timestamp()) - offset

    values = [close for _, close in closes]
    zone = {-18000: "America/New_York", 32400: "Asia/Seoul", 0: "Europe/London"}[offset]
    events = {
        "splits": {
            str(stamp(day)): {
                "date": stamp(day), "numerator": new, "denominator": old,
                "splitRatio": f"{new}:{old}",
            }
            for day, (new, old) in (splits or {}).items()
        }
    }  # fmt: skip
    quote = dict.fromkeys(("open", "high", "low", "close"), values)
    meta = {
        "currency": currency, "symbol": symbol, "exchangeName": "TST", "instrumentType": kind,
        "firstTradeDate": stamp(closes[0][0]) if closes else None, "gmtoffset": offset,
        "timezone": "TST", "exchangeTimezoneName": zone, "dataGranularity": "1d", "range": "",
        "regularMarketTime": stamp(closes[-1][0]) if closes else 0, "priceHint": 2,
        "validRanges": ["1d", "5d", "max"],
        "currentTradingPeriod": {
            part: {"timezone": "TST", "start": 0, "end": 0, "gmtoffset": offset}
            for part in ("pre", "regular", "post")
        },
    }  # fmt: skip
    result = {
        "meta": meta,
        "timestamp": [stamp(day) for day, _ in closes],
        "events": events if splits else {},
        "indicators": {
            "quote": [{**quote, "volume": [0] * len(values)}],
            "adjclose": [{"adjclose": values}],
        },
    }
    return json.dumps({"chart": {"result": [result], "error": None}}).encode()


def missing_body() -> bytes:
    """Return the document with which Yahoo says that it knows no such symbol."""
    error = {"code": "Not Found", "description": "No data found, symbol may be delisted"}
    return json.dumps({"chart": {"result": None, "error": error}}).encode()


def facts_body(**facts: object) -> bytes:
    """Return a quoteSummary document with a few facts."""
    profile = {key: facts[key] for key in ("country", "sector") if key in facts}
    financial = {"numberOfAnalystOpinions": facts["analysts"]} if "analysts" in facts else {}
    quote = {"quoteType": facts.get("quote_type", "EQUITY"), "longName": facts.get("name", "")}
    result = {"assetProfile": profile, "financialData": financial, "quoteType": quote}
    return json.dumps({"quoteSummary": {"result": [result], "error": None}}).encode()


@dataclass
class YahooProxy:
    """Runs until ``close``; ``charts`` answers by symbol, ``route`` may answer anything before."""

    folder: Path
    charts: dict[str, Answer] = field(default_factory=dict)
    facts: dict[str, Answer] = field(default_factory=dict)
    route: Route | None = None
    trusted: bool = True
    asked: list[str] = field(default_factory=list)
    queries: list[Mapping[str, list[str]]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    other_names: Sequence[str] = ()

    def __post_init__(self) -> None:
        self._open: list[socket.socket] = []
        self._closed = False
        authority = trustme.CA()
        other = trustme.CA()
        self._server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*(self.other_names or HOSTS)).configure_cert(self._server_side)
        self._server_side.set_alpn_protocols(["http/1.1"])
        self.bundle = self.folder / "authority.pem"
        (authority if self.trusted else other).cert_pem.write_to_path(str(self.bundle))
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._accept, name="yahoo-proxy", daemon=True).start()

    def environment(self) -> dict[str, str]:
        """Return the variables that lead a process here."""
        here = f"http://127.0.0.1:{self.port}"
        names = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
        return {"HTTPS_PROXY": here, "https_proxy": here, **dict.fromkeys(names, str(self.bundle))}

    def close(self) -> None:
        """Take no further connection, and let go of those that are open: the cable is out."""
        self._closed = True
        for each in (self._socket, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        self._open.append(client)
        try:
            with client:
                if self._closed or not _head(client).startswith("CONNECT"):
                    return
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                with self._server_side.wrap_socket(client, server_side=True) as secure:
                    self._open.append(secure)
                    while head := _head(secure):
                        self.heads.append(head)
                        self._respond(secure, head.split(" ")[1])
        except (OSError, ssl.SSLError):
            return  # the client went away, as it may

    def _respond(self, secure: ssl.SSLSocket, target: str) -> None:
        parts = urlsplit(target)
        query = parse_qs(parts.query)
        self.asked.append(parts.path)
        self.queries.append(query)
        answer = self._answer(parts.path, query)
        time.sleep(answer.stall)
        head = (
            f"HTTP/1.1 {answer.status} X\r\nContent-Type: {answer.kind}\r\n"
            f"Content-Length: {len(answer.body)}\r\n"
            + (f"Date: {answer.date}\r\n" if answer.date else "")
            + "Set-Cookie: A3=test; Max-Age=31536000; Domain=.yahoo.com; Path=/\r\n\r\n"
        )
        body = answer.body[: len(answer.body) // 2] if answer.cut else answer.body
        if answer.drip:
            secure.sendall(head.encode())
            for byte in body:
                secure.sendall(bytes([byte]))
                time.sleep(answer.drip)
            return
        secure.sendall(head.encode() + body)
        if answer.cut:
            raise OSError("cut on purpose")

    def _answer(self, path: str, query: Mapping[str, list[str]]) -> Answer:
        found = self.route(path, query) if self.route is not None else None
        if found is not None:
            return found
        if path.endswith("/getcrumb"):
            return Answer(body=b"crumb", kind="text/plain")
        symbol = path.rsplit("/", 1)[-1].replace("%5E", "^").replace("%3D", "=")
        if "/chart/" in path:
            return self.charts.get(symbol, Answer(404, missing_body()))
        if "/quoteSummary/" in path:
            return self.facts.get(symbol, Answer(404, b'{"quoteSummary": {"result": null}}'))
        if path.endswith("/v7/finance/quote"):
            return Answer(body=b'{"quoteResponse": {"result": [], "error": null}}')
        if "/timeseries/" in path:
            return Answer(body=b'{"timeseries": {"result": [], "error": null}}')
        return Answer(404, b"", "text/html")


def _head(stream: socket.socket) -> str:
    data = b""
    while b"\r\n\r\n" not in data:
        part = stream.recv(65536)
        if not part:
            return ""
        data += part
    return data.decode("latin-1")
