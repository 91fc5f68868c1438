"""All data of a portfolio as CSV files that belong to the user."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FileTrouble

if TYPE_CHECKING:
    from corridor_desktop.services.portfolio_data import PortfolioData

# A spreadsheet runs a cell that starts with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Row = Sequence[object]


def export_csv(data: PortfolioData, folder: Path) -> tuple[Path, ...]:
    """Write accounts, instruments, transactions, statements, tags, prices and decisions.

    Raises
    ------
    FileTrouble
        The folder cannot be written to, or holds an export already.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(
            _write(folder / f"{name}.csv", head, rows) for name, head, rows in _tables(data)
        )
    except FileExistsError as trouble:
        raise FileTrouble(
            "export_exists",
            f"{trouble.filename} exists already; nothing in it was changed.",
            "Choose an empty folder.",
        ) from trouble
    except OSError as trouble:
        raise FileTrouble(
            "export_failed",
            f"The export could not be written: {trouble.strerror}. The portfolio is unharmed.",
            "Choose another folder.",
        ) from trouble


def _write(path: Path, head: Sequence[str], rows: Iterable[Row]) -> Path:
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([cell(value) for value in row] for row in rows)
    return path


def cell(value: object) -> str:
    """Return a value as a cell; text that a spreadsheet would run is kept as text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text


def _tables(data: PortfolioData) -> Iterable[tuple[str, Sequence[str], Iterable[Row]]]:
    names = {account.id: account.name for account in data.accounts}
    yield (
        "accounts",
        ("name", "broker", "currency"),
        ((account.name, account.broker, account.currency) for account in data.accounts),
    )
    yield (
        "instruments",
        _INSTRUMENT_HEAD,
        (
            (
                thing.id,
                thing.name,
                thing.isin,
                thing.ticker,
                thing.listing.symbol if thing.listing else None,
                thing.listing.currency if thing.listing else None,
                str(thing.asset_class),
                thing.country,
                thing.economic_currency,
                thing.sector,
                thing.issuer,
                thing.multiplier,
                thing.analysts,
                thing.facts_source,
                thing.facts_date,
            )
            for thing in data.instruments.values()
        ),
    )
    yield (
        "transactions",
        _TRANSACTION_HEAD,
        (
            (
                names.get(booked.account_id, booked.account_id),
                str(booked.kind),
                booked.trade_date,
                booked.instrument_id,
                booked.quantity,
                booked.price,
                booked.currency,
                booked.fee.amount if booked.fee else None,
                booked.fee.currency if booked.fee else None,
                booked.tax.amount if booked.tax else None,
                booked.tax.currency if booked.tax else None,
                booked.net_cash.amount if booked.net_cash else None,
                booked.net_cash.currency if booked.net_cash else None,
                booked.note,
                booked.source.digest,
                " ".join(map(str, booked.source.lines)),
            )
            for booked in data.transactions
        ),
    )
    yield from _more_tables(data, names)


def _more_tables(
    data: PortfolioData, names: dict[str, str]
) -> Iterable[tuple[str, Sequence[str], Iterable[Row]]]:
    yield (
        "statements",
        _STATEMENT_HEAD,
        (
            (
                names.get(statement.account_id, statement.account_id),
                statement.as_of,
                line.instrument_id,
                line.quantity,
                line.price,
                line.market_value,
                line.cost_basis,
                line.currency,
            )
            for statement in data.statements
            for line in statement.lines
        ),
    )
    yield (
        "tags",
        _TAG_HEAD,
        (
            (
                tag.instrument_id,
                tag.theme_id,
                tag.basis_points,
                tag.valid_from,
                tag.recorded,
                tag.reason,
                tag.source,
                str(tag.confidence),
            )
            for tag in data.tags.tags
        ),
    )
    yield (
        "decisions",
        _DECISION_HEAD,
        (
            (
                entry.at,
                entry.kind,
                entry.limit,
                entry.subject,
                entry.measured,
                entry.reason,
                entry.until,
            )
            for entry in data.decisions
        ),
    )
    yield (
        "price_status",
        _PRICE_HEAD,
        (
            (series.symbol, series.currency, len(series), series.first, series.last, series.source)
            for series in data.series.values()
        ),
    )


_INSTRUMENT_HEAD = (
    "id", "name", "isin", "ticker", "symbol", "currency", "asset_class", "country",
    "economic_currency", "sector", "issuer", "multiplier", "analysts", "facts_source",
    "facts_date",
)  # fmt: skip
_TRANSACTION_HEAD = (
    "account", "kind", "date", "instrument", "quantity", "price", "currency", "fee",
    "fee_currency", "tax", "tax_currency", "net_cash", "net_cash_currency", "note",
    "file_sha256", "lines",
)  # fmt: skip
_STATEMENT_HEAD = (
    "account", "as_of", "instrument", "quantity", "price", "market_value", "cost_basis",
    "currency",
)  # fmt: skip
_TAG_HEAD = (
    "instrument", "theme", "basis_points", "valid_from", "recorded", "reason", "source",
    "confidence",
)  # fmt: skip
_DECISION_HEAD = ("at", "kind", "limit", "subject", "measured", "reason", "until")
_PRICE_HEAD = ("symbol", "session", "close", "unit", "basis", "source")
