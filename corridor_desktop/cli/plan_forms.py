"""A plan as the JSON that scripts read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.forms import amount, exposure_form
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.stress.report import Loss

if TYPE_CHECKING:
    from corridor_desktop.domain.finding import Finding
    from corridor_desktop.services.plan_desk import Order, Trial
    from corridor_desktop.services.what_if import Look

Form = dict[str, Any]

_SHOWN = (Dimension.THEME, Dimension.COUNTRY, Dimension.CURRENCY, Dimension.HOLDING)


def trial_form(trial: Trial) -> Form:
    """Return trades, limits, exposure and stress before and after."""
    found = trial.fix
    turnover = found.turnover if found is not None else _turnover(trial)
    form: Form = {
        "as_of": trial.as_of.isoformat(),
        "base": trial.base,
        "status": found.status if found else "tried",
        "gap": found.gap if found else 0.0,
        "conflicts": _named(found.conflicts) if found else [],
        "opened": _named(trial.opened),
        "not_worked_out": [
            {"limit": limit, "subject": subject, "reason": why}
            for (limit, subject), why in (found.beyond.items() if found else ())
        ],
        "trades": [_order(order, trial.base) for order in trial.orders],
        "deposits": [
            {"account": trial.account_names[key], "amount": amount(value)}
            for key, value in sorted(trial.changes.deposits.items())
        ],
        "turnover": amount(turnover),
        "before": [finding_row(one) for one in trial.before.findings],
        "after": [finding_row(one) for one in trial.after.findings],
        "portfolio_before": _look(trial.before),
        "portfolio_after": _look(trial.after),
    }
    return form


def finding_row(found: Finding) -> Form:
    """Return where a limit stands; ``measured`` is null where it cannot be told."""
    return {
        "limit": found.limit,
        "subject": found.subject,
        "state": str(found.state),
        "measured": found.measured,
        "warn": found.warn,
        "breach": found.breach,
    }


def _named(names: tuple[tuple[str, str], ...]) -> list[Form]:
    return [{"limit": limit, "subject": subject} for limit, subject in names]


def _turnover(trial: Trial) -> Decimal:
    rates = {
        line.price.currency: line.fx.rate
        for side in (trial.before, trial.after)
        for line in side.valuation.lines
    }
    return sum(
        (abs(order.value) * rates.get(order.currency, Decimal(1)) for order in trial.orders),
        Decimal(0),
    )


def _order(order: Order, base: str) -> Form:
    form: Form = {
        "symbol": order.instrument.label,
        "isin": order.instrument.isin,
        "name": order.instrument.name,
        "account": order.account,
        "quantity": amount(order.trade.quantity),
        "price": amount(order.price),
        "value": amount(order.value),
        "fee": amount(order.trade.fee),
        "fee_currency": base,
        "currency": order.currency,
        "realised_gain": amount(order.gain.rounded()) if order.gain else None,
        "reason": reason(order),
    }
    if order.gain is None:
        bought = order.trade.quantity > 0
        form["realised_gain_reason"] = (
            "a purchase realises nothing" if bought else "the cost of a lot is not known"
        )
    return form


def reason(order: Order) -> str:
    """Return what a trade is for; nothing for one that the user chose himself."""
    served = "; ".join(one.text for one in order.reasons)
    return served or ("keeps other limits inside" if order.sought else "")


def _look(side: Look) -> Form:
    return {
        "total": amount(side.valuation.total),
        "cash": amount(side.valuation.cash_total),
        "exposure": {str(by): exposure_form(side.exposures[by]) for by in _SHOWN},
        "shocks": [{"kospi": shock.kospi, **_loss(shock.world)} for shock in side.stress.shocks],
    }


def _loss(found: object) -> Form:
    if isinstance(found, Loss):
        return {"loss": found.loss, "low": found.low, "high": found.high}
    return {"loss": None, "low": None, "high": None, "loss_reason": "too little is known"}
