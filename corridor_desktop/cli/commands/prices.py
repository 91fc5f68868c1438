"""Prices: pull them, read them from a file, see how old they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import DONE, NEEDS_YOU, Answer, Command, Outside, option
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.refresh_prices import PriceStatus


def _series_form(series: PriceSeries) -> dict[str, Any]:
    return {
        "symbol": series.symbol,
        "currency": series.currency,
        "n": len(series),
        "first": series.first.isoformat() if series.first else None,
        "last": series.last.isoformat() if series.last else None,
        "source": series.source,
        "simulated": series.simulated,
    }


def refresh(arguments: Namespace, outside: Outside) -> Answer:
    """Ask the price source for every symbol by itself; what fails keeps its last good prices."""
    report = outside.desk.prices.refresh(arguments.symbols or None, outside.job)
    document = {
        "series": [_series_form(series) for series in report.series],
        "failures": [
            {"symbol": f.symbol, "code": f.code, "message": f.sentence, "retry": f.retry}
            for f in report.failures
        ],
        "cancelled": report.cancelled,
    }
    lines = [f"{series.symbol}: up to {series.last}" for series in report.series]
    lines += [f"{failed.symbol}: {failed.sentence}" for failed in report.failures]
    return Answer(document, lines, NEEDS_YOU if report.failures else DONE)


def import_prices(arguments: Namespace, outside: Outside) -> Answer:
    """Read a file of closing prices for one symbol."""
    found = outside.desk.prices.import_file(
        Path(arguments.file), arguments.listing, arguments.currency
    )
    notes = [say(note) for note in found.notices]
    document = {**_series_form(found.series), "notices": notes}
    series = found.series
    lines = [f"{series.symbol}: {len(series)} closes, {series.first} to {series.last}", *notes]
    return Answer(document, lines)


def status(_: Namespace, outside: Outside) -> Answer:
    """Show age and source of every stored series, and what is wanted but absent."""
    found = outside.desk.prices.status()
    rows = [
        (
            part.symbol,
            part.used_for,
            str(part.n),
            str(part.last or "none"),
            "" if part.age_days is None else f"{part.age_days} d",
            part.source,
        )
        for part in found
    ]
    head = ("symbol", "used for", "closes", "last", "age", "source")
    document = {"prices": [_status_form(part) for part in found]}
    return Answer(document, text.table(head, rows, "  r r") or ["No prices are wanted yet."])


def _status_form(part: PriceStatus) -> dict[str, Any]:
    return {
        "symbol": part.symbol,
        "used_for": part.used_for,
        "n": part.n,
        "first": part.first.isoformat() if part.first else None,
        "last": part.last.isoformat() if part.last else None,
        "age_days": part.age_days,
        "source": part.source or None,
        "fetched_at": part.fetched_at.isoformat() if part.fetched_at else None,
        "currency": part.currency or None,
        "simulated": part.simulated,
    }


COMMANDS = (
    Command(
        "prices refresh",
        "pull prices from the price source",
        refresh,
        (option("--symbols", nargs="+", metavar="SYMBOL", help="only these"),),
    ),
    Command(
        "prices import",
        "read a file of closing prices",
        import_prices,
        (
            option("file", help="a CSV with dates and closes"),
            option("--listing", metavar="SYMBOL", help="whose prices, for example ^KS11"),
            option("--currency", help="in which currency, when the file does not say"),
        ),
    ),
    Command("prices status", "show age and source of the stored prices", status),
)
