"""A reading as the JSON that scripts read: exact decimals as strings, dates ISO 8601."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from corridor_desktop.domain.money import Money
from corridor_desktop.importers.contract import (
    CanonicalRow,
    CashRow,
    Classification,
    FileReading,
    Identity,
    PositionRow,
    Reading,
    Say,
)

Form = dict[str, Any]


def plain(value: Decimal | None) -> str | None:
    """Return the digits without exponent and without trailing zeros."""
    if value is None:
        return None
    if value == 0:
        return "0"
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def reading_form(reading: FileReading, say: Say) -> Form:
    """Return one file's entry of ``import --dry-run --json``; ``say`` words the messages."""
    return {
        "file": reading.file,
        "sha256": reading.sha256,
        "outcome": str(reading.outcome),
        "reason": say(reading.reason) if reading.reason else None,
        "reason_code": reading.reason.code if reading.reason else None,
        "profile": reading.profile,
        "broker": reading.broker,
        "kind": str(reading.kind) if reading.kind else None,
        "reading": _reading(reading.reading),
        "lines": {
            name: getattr(reading.lines, name)
            for name in ("physical", "structure", "imported", "skipped", "needs_you")
        },
        "transactions": [_transaction(row) for row in reading.transactions],
        "positions": [_position(row) for row in reading.positions],
        "cash": [_cash(row) for row in reading.cash],
        "skipped": [
            {"lines": list(row.lines), "code": row.code, "message": say(row.message)}
            for row in reading.skipped
        ],
        "needs_you": [
            {
                "lines": list(part.lines),
                "column": part.column,
                "code": part.code,
                "message": say(part.message),
                "choices": list(part.choices),
                "subject": part.subject,
            }
            for part in reading.questions
        ],
        "warnings": [
            {
                "code": part.code,
                "subject": part.subject,
                "message": say(part.message),
                "lines": list(part.lines),
            }
            for part in reading.notices
        ],
        "classifications": [_classification(part) for part in reading.classifications],
        "columns": dict(reading.columns),
        "unused_columns": list(reading.unused),
    }


def _classification(part: Classification) -> Form:
    return {
        "taxonomy": part.taxonomy,
        "path": list(part.path),
        **_ids(part.instrument),
        "weight": plain(part.weight),
        "weight_stated": part.stated and part.weight is not None,
        "lines": list(part.lines),
    }


def _reading(reading: Reading) -> Form:
    return {
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "decimal": reading.decimal,
        "date_order": reading.date_order,
        "header_line": reading.header_line,
        "evidence": dict(reading.evidence),
    }


def _ids(instrument: Identity) -> Form:
    return {
        "isin": instrument.isin,
        "wkn": instrument.wkn,
        "sedol": instrument.sedol,
        "cusip": instrument.cusip,
        "symbol": instrument.symbol,
        "market": instrument.market,
        "name": instrument.name,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _amount(name: str, value: Money | None) -> Form:
    return {
        name: plain(value.amount) if value else None,
        f"{name}_currency": value.currency or None if value else None,
    }


def _transaction(row: CanonicalRow) -> Form:
    return {
        "lines": list(row.lines),
        "kind": str(row.kind),
        "date": row.date.isoformat(),
        "time": row.time,
        **_ids(row.instrument),
        "quantity": plain(row.quantity),
        "price": plain(row.price),
        "gross": plain(row.gross),
        **_amount("fee", row.fee),
        **_amount("tax", row.tax),
        **_amount("net_cash", row.net_cash),
        "currency": row.currency or None,
        "fx_rate": plain(row.fx_rate),
        "reference": row.reference,
        "account": row.account or None,
    }


def _position(row: PositionRow) -> Form:
    return {
        "lines": list(row.lines),
        "as_of": _day(row.as_of),
        **_ids(row.instrument),
        "quantity": plain(row.quantity),
        "price": plain(row.price),
        "market_value": plain(row.market_value),
        "cost_basis": plain(row.cost_basis),
        "currency": row.currency or None,
        "account": row.account or None,
    }


def _cash(row: CashRow) -> Form:
    return {
        "lines": list(row.lines),
        "as_of": _day(row.as_of),
        "amount": plain(row.balance.amount),
        "currency": row.balance.currency or None,
        "account": row.account or None,
    }
