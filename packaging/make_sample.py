"""Write resources/sample: the portfolio that everybody may look at, made of nothing real.

Run it after changing sample_things.py, sample_prices.py or sample_history.py:

    python packaging/make_sample.py [--out FOLDER]

The same code gives the same files: the generator is seeded and uses the standard library only.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import sample_statements
from sample_history import Closes, write_history
from sample_prices import LAST, SEED, simulate
from sample_things import ACCOUNTS, SPLIT_DAY, SPLIT_KEY, SPLIT_RATIO, THINGS

META = f"""# What every file of this folder is: see README.md.
name = "Sample portfolio (SIMULATED)"
base = "EUR"
home_country = "DE"
last_session = {LAST.isoformat()}
seed = {SEED}

[split]
symbol = "{SPLIT_KEY}.SIM"
session = {SPLIT_DAY}
ratio = {SPLIT_RATIO}
"""


def main() -> None:
    """Write every file of the sample."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path(__file__).resolve().parent.parent / "resources" / "sample"
    parser.add_argument("--out", type=Path, default=default)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    closes = simulate()
    (out / "sample.toml").write_text(META, encoding="utf-8")
    (out / "prices.csv.gz").write_bytes(_packed(_price_rows(closes)))
    _write(out / "accounts.csv", [("id", "name", "broker", "currency"), *ACCOUNTS])
    _write(out / "instruments.csv", _instrument_rows())
    _write(out / "tags.csv", _tag_rows())
    _write(out / "transactions.csv", _booking_rows(closes))
    for name, text in sample_statements.write(closes, LAST).items():
        (out / name).write_bytes(text.encode("utf-8"))


def _price_rows(closes: Closes) -> Iterable[Sequence[str]]:
    """One row a weekday, one column a symbol; an empty cell is a day without a session."""
    symbols = sorted(closes)
    yield ["day", *symbols]
    for day in sorted({day for series in closes.values() for day in series}):
        yield [day.isoformat(), *(closes[symbol].get(day, "") for symbol in symbols)]


def _instrument_rows() -> Iterable[Sequence[str]]:
    yield ("id", "name", "isin", "ticker", "symbol", "mic", "currency", "asset_class", "country",
           "economic_currency", "sector", "analysts")  # fmt: skip
    for thing in THINGS:
        yield (thing.key.lower(), thing.name, thing.isin, thing.key,
               thing.symbol if thing.mic else "", thing.mic, thing.currency, thing.kind,
               thing.country, thing.economic or thing.currency, thing.sector,
               "" if thing.analysts is None else str(thing.analysts))  # fmt: skip


def _tag_rows() -> Iterable[Sequence[str]]:
    yield "instrument", "theme", "basis_points", "driver", "confidence", "valid_from", "reason"
    for thing in THINGS:
        for theme, points, driver, reason in thing.tags:
            sure = "high" if points >= 6000 else "medium" if points >= 3000 else "low"
            yield thing.key.lower(), theme, str(points), driver, sure, thing.buys[0], reason


def _booking_rows(closes: Closes) -> Iterable[Sequence[str]]:
    bookings = write_history(closes, LAST)
    yield tuple(asdict(bookings[0]))
    for booking in bookings:
        cells = asdict(booking) | {"thing": booking.thing.lower()}
        yield tuple("" if cell is None else _text(cell) for cell in cells.values())


def _text(cell: object) -> str:
    return cell.isoformat() if isinstance(cell, date) else format(cell, "")


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    path.write_text(_csv(rows), encoding="utf-8", newline="")


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _packed(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the table gzipped, without the time of making so that it can be compared."""
    return gzip.compress(_csv(rows).encode("utf-8"), compresslevel=9, mtime=0)


if __name__ == "__main__":
    main()
