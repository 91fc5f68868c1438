"""A review as the JSON that scripts read: exact decimals as strings, statistics as numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.change_forms import (
    attribution_form,
    change_form,
    dietz_form,
    liquidity_form,
)
from corridor_desktop.cli.stress_forms import stress_form
from corridor_desktop.cli.text import plain
from corridor_desktop.cli.trail_forms import methods_form
from corridor_desktop.exposure.exposure import Dimension, Exposure, Slice
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.domain.finding import Finding
    from corridor_desktop.domain.money import Money
    from corridor_desktop.performance.performance import Performance
    from corridor_desktop.services.review import Review
    from corridor_desktop.valuation.valuation import CashLine, Line, Unpriced, Valuation

Form = dict[str, Any]


def amount(value: Money | Decimal | None) -> str | None:
    """Return money or a quantity as an exact decimal string."""
    if value is None:
        return None
    return plain(value if isinstance(value, Decimal) else value.amount)


def review_form(review: Review) -> Form:
    """Return the whole review, and the methods by which its figures were made."""
    document = _parts(review)
    return {**document, "methods": methods_form(document)}


def _parts(review: Review) -> Form:
    return {
        "as_of": review.as_of.isoformat(),
        "base": review.base,
        "portfolio": review.portfolio,
        "made_at": review.made_at.isoformat(),
        "simulated": review.simulated,
        "looked_through": review.looked_through,
        "valuation": valuation_form(review.valuation),
        "exposure": {str(by): exposure_form(found) for by, found in review.exposures.items()},
        "stress": stress_form(review.stress),
        "performance": performance_form(review.performance),
        "findings": [finding_form(found) for found in review.findings],
        "changes": {
            str(by): [change_form(change) for change in found]
            for by, found in review.changes.items()
        },
        "liquidity": liquidity_form(review.liquidity) if review.liquidity else None,
        "notes": [
            {"code": note.message.code, "message": say(note.message)} for note in review.book.notes
        ],
    }


def valuation_form(valuation: Valuation) -> Form:
    """Return what is held and what it is worth."""
    return {
        "total": amount(valuation.total),
        "cash": amount(valuation.cash_total),
        "coverage": valuation.coverage,
        "lines": [_line(line, valuation.as_of) for line in valuation.lines],
        "cash_lines": [_cash(line, valuation.as_of) for line in valuation.cash],
        "unpriced": [_unpriced(line) for line in valuation.unpriced],
    }


def _line(line: Line, as_of: date) -> Form:
    form: Form = {
        **_identity(line),
        "account": line.account.name,
        "quantity": amount(line.position.quantity),
        "price": amount(line.price.price),
        "price_date": line.price.session.isoformat(),
        "price_source": line.price.source,
        "currency": line.price.currency,
        "fx": amount(line.fx.rate),
        "fx_date": line.fx.session.isoformat(),
        "fx_path": list(line.fx.path),
        "fx_stale_days": line.fx.age(as_of),
        "value": amount(line.value),
        "weight": line.weight,
        "cost_basis": amount(line.cost_basis),
        "gain": amount(line.gain),
        "price_gain": amount(line.price_gain),
        "currency_gain": amount(line.currency_gain),
        "stale_days": line.stale_days,
        "simulated": line.simulated,
    }
    if line.cost_basis is None:
        form["cost_basis_reason"] = "the cost, or the exchange rate of its day, is not known"
    if line.gain is None:
        form["gain_reason"] = form.get("cost_basis_reason", "not known")
    return form


def _identity(line: Line) -> Form:
    instrument = line.instrument
    symbol = instrument.listing.symbol if instrument.listing else instrument.ticker
    return {
        "name": instrument.name,
        "symbol": symbol,
        "isin": instrument.isin,
        "instrument": instrument.id,
    }


def _cash(line: CashLine, as_of: date) -> Form:
    return {
        "account": line.account.name,
        "currency": line.balance.currency,
        "balance": amount(line.balance),
        "fx": amount(line.fx.rate),
        "fx_date": line.fx.session.isoformat(),
        "fx_path": list(line.fx.path),
        "fx_stale_days": line.fx.age(as_of),
        "value": amount(line.value),
        "weight": line.weight,
    }


def _unpriced(line: Unpriced) -> Form:
    return {
        "name": line.label,
        "isin": line.instrument.isin if line.instrument else None,
        "account": line.account.name,
        "quantity": amount(line.quantity),
        "reason": say(line.reason),
        "code": line.reason.code,
        "last_seen": line.last_seen.isoformat() if line.last_seen else None,
        "stated": amount(line.stated),
        "stated_currency": line.stated.currency if line.stated else None,
    }


def exposure_form(exposure: Exposure) -> Form:
    """Return one dimension: slices, the untagged part, concentration."""
    form: Form = {
        "slices": [_slice(part) for part in exposure.slices],
        "untagged": _slice(exposure.untagged),
        "net": amount(exposure.net),
        "gross": amount(exposure.gross),
        "hhi": exposure.hhi,
        "effective_number": exposure.effective_number,
    }
    if exposure.hhi is None:
        form["hhi_reason"] = form["effective_number_reason"] = "nothing is held along it"
    return form


def _slice(part: Slice) -> Form:
    return {
        "key": part.key,
        "label": part.label,
        "value": amount(part.value),
        "gross": amount(part.gross),
        "weight": part.weight,
    }


def performance_form(performance: Performance) -> Form:
    """Return returns as fractions of one, each with the reason where it is missing."""
    form: Form = {
        "base": performance.base,
        "from": performance.start.isoformat() if performance.start else None,
        "to": performance.end.isoformat(),
        "twr": performance.twr,
        "twr_annual": performance.twr_annual,
        "xirr": performance.xirr,
        "xirr_period": performance.xirr_period,
        "day_change": performance.day_change,
        "month_change": performance.month_change,
        "max_drawdown": performance.max_drawdown,
        "volatility": performance.volatility,
        "attributions": [attribution_form(found) for found in performance.attributions],
        "notes": [say(note) for note in performance.notes],
    }
    if performance.dietz is not None:
        form["dietz"] = dietz_form(performance.dietz)
    if performance.twr_why is not None:
        form["twr_reason"] = say(performance.twr_why)
    if performance.xirr_why is not None:
        form["xirr_reason"] = say(performance.xirr_why)
    return form


def finding_form(found: Finding) -> Form:
    """Return one limit against one subject."""
    form: Form = {
        "limit": found.limit,
        "subject": found.subject,
        "label": found.label,
        "state": str(found.state),
        "measured": found.measured,
        "limit_value": found.limit_value,
        "warn": found.warn,
        "breach": found.breach,
        "floor": found.floor,
        "low": found.low,
        "high": found.high,
        "n": found.n,
        "active": found.active,
        "since": found.since.isoformat() if found.since else None,
        "until": found.until.isoformat() if found.until else None,
        "acknowledged_reason": found.reason or None,
        "drivers": [
            {"key": part.key, "label": part.label, "share": part.share} for part in found.drivers
        ],
        "remedy": say(found.remedy),
        "fingerprint": found.fingerprint,
    }
    if found.why is not None:
        form["measured_reason"] = say(found.why)
    return form


def dimension(word: str) -> Dimension:
    """Return the dimension by the word of the command line."""
    return Dimension(word)
