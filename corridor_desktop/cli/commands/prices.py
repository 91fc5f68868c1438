"""Prices: pull them, read them from a file, see how old they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import DONE, NEEDS_YOU, Answer, Command, Outside, never, option
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.price_faults import FoundFault
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
            str(part.open_faults or ""),
        )
        for part in found
    ]
    head = ("symbol", "used for", "closes", "last", "age", "source", "look at")
    document = {"prices": [_status_form(part) for part in found]}
    lines = text.table(head, rows, "  r r r") or ["No prices are wanted yet."]
    waiting = sum(part.open_faults for part in found)
    if waiting:
        lines = [*lines, "", f"{waiting} findings wait for a decision; see: prices faults"]
    return Answer(document, lines)


def faults(arguments: Namespace, outside: Outside) -> Answer:
    """List what looks wrong in the stored prices; the exit code tells whether any waits."""
    found = [
        each
        for each in outside.desk.prices.faults()
        if arguments.all or (each.used_for and each.state != "dismissed")
    ]
    lines: list[str] = []
    for each in found:
        lines += [f"{each.state}: {each.fault.key}", f"    {say(each.fault.message)}"]
    document = {"faults": [fault_form(each) for each in found]}
    waiting = any(each.is_open for each in found)
    return Answer(document, lines or ["Nothing looks wrong."], NEEDS_YOU if waiting else DONE)


def fault_form(found: FoundFault) -> dict[str, Any]:
    """Return one fault as the document shows it."""
    fault = found.fault
    return {
        "key": fault.key,
        "symbol": fault.symbol,
        "used_for": found.used_for,
        "kind": fault.kind,
        "first": fault.first.isoformat(),
        "last": fault.last.isoformat(),
        "message": say(fault.message),
        "repair": str(fault.repair.kind) if fault.repair is not None else None,
        "state": found.state,
        "decided_at": found.decision.at.isoformat() if found.decision else None,
    }


def repair(arguments: Namespace, outside: Outside) -> Answer:
    """Accept the repair of a fault."""
    outside.desk.prices.decide(arguments.key, accept=True)
    return _decided(arguments.key, "accepted", "The stored closes stay as they came; they are "
                    "read with the repair from now on.")  # fmt: skip


def dismiss(arguments: Namespace, outside: Outside) -> Answer:
    """Dismiss a fault: the closes are right, or meant to stay."""
    outside.desk.prices.decide(arguments.key, accept=False)
    return _decided(arguments.key, "dismissed", "It is not asked about again.")


def reopen(arguments: Namespace, outside: Outside) -> Answer:
    """Take a decision about a fault back."""
    outside.desk.prices.reopen(arguments.key)
    return _decided(arguments.key, "open", "The closes are read as they came.")


def _decided(key: str, state: str, meaning: str) -> Answer:
    return Answer({"key": key, "state": state}, [f"{state}: {key}", f"    {meaning}"])


def set_key(arguments: Namespace, outside: Outside) -> Answer:
    """Keep a key of a price source in the system keyring; it is read from the terminal."""
    from corridor_desktop.cli.terminal import read_secret

    key = read_secret(f"Key for {arguments.source}: ")
    outside.desk.keys.keep(arguments.source, key)
    return Answer({"source": arguments.source, "kept": True}, ["Kept in the system keyring."])


def forget_key(arguments: Namespace, outside: Outside) -> Answer:
    """Forget the key of a price source."""
    outside.desk.keys.forget(arguments.source)
    return Answer({"source": arguments.source, "kept": False}, ["Forgotten."])


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
        "day_change": part.day_change,
        "open_faults": part.open_faults,
    }


_KEY = option("key", help="what the list of faults calls it")
_SOURCE = option("source", help="the price source, for example tiingo")

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
    Command(
        "prices faults",
        "list what looks wrong in the stored prices",
        faults,
        (option("--all", action="store_true", help="also dismissed ones, and unused symbols"),),
    ),
    Command("prices repair", "accept the repair of a fault", repair, (_KEY,)),
    Command("prices dismiss", "dismiss a fault", dismiss, (_KEY,)),
    Command("prices reopen", "take a decision about a fault back", reopen, (_KEY,)),
    Command(
        "prices key",
        "keep the key of a price source in the system keyring",
        set_key,
        (_SOURCE,),
        opens=never,
    ),
    Command(
        "prices forget-key", "forget the key of a price source", forget_key, (_SOURCE,), opens=never
    ),
)
