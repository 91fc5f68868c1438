"""The verbs of plans: try out, find the smallest fix, keep, approve, hand to a broker."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.account import CostMethod
from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.domain.finding import State
from corridor_desktop.domain.job import Job, Quiet
from corridor_desktop.domain.money import Money
from corridor_desktop.planning.changes import Changes, Trade
from corridor_desktop.rules.clearance import clearance
from corridor_desktop.services.plan_file import Names, kept, read_changes, written
from corridor_desktop.services.policy_versions import versions
from corridor_desktop.services.seals import altered
from corridor_desktop.services.settings import setting
from corridor_desktop.services.what_if import Ground, Look, ground, look

if TYPE_CHECKING:
    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.planning.fix import Fix, Served, Terms
    from corridor_desktop.rules.contract import Context
    from corridor_desktop.services.session import Session


_TRIES = 4
"""How often the search begins anew without purchases that broke something else."""


@dataclass(frozen=True, slots=True)
class Order:
    """A trade as a broker and its owner read it.

    ``value`` is quantity times price in the currency of the price, ``fee`` in the base currency,
    ``gain`` what a sale would realise by the cost method (``None``: a cost is not known, or it is
    a purchase). ``reasons`` are the broken limits that it helps; a
    ``sought`` trade without any keeps other limits inside.
    """

    trade: Trade
    instrument: Instrument
    account: str
    price: Decimal
    currency: str
    value: Decimal
    gain: Money | None = None
    reasons: tuple[Served, ...] = ()
    sought: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """The portfolio before and after some changes; ``fix`` where they were searched for."""

    changes: Changes
    before: Look
    after: Look
    orders: tuple[Order, ...]
    base: str
    as_of: date
    account_names: Mapping[str, str]
    fix: Fix | None = None

    @property
    def opened(self) -> tuple[tuple[str, str], ...]:
        """Return the limits that the changes break and that were not broken before."""
        return opened(self.before, self.after)


def opened(before: Look, after: Look) -> tuple[tuple[str, str], ...]:
    """Return the limits that are broken after changes and were not before."""
    broken = (State.BREACH, State.ACKNOWLEDGED)
    known = {(found.limit, found.subject) for found in before.findings if found.state in broken}
    return tuple(
        (found.limit, found.subject)
        for found in after.findings
        if found.state is State.BREACH and (found.limit, found.subject) not in known
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """A named set of changes that is kept in the portfolio file."""

    name: str
    made_at: datetime
    changes: Changes
    approved_at: datetime | None = None


class PlanDesk:
    """Everything here reads the portfolio and leaves its holdings untouched."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ground(self, as_of: date | None = None, job: Job | None = None) -> Ground:
        """Return the real portfolio from which branches grow."""
        from corridor_desktop.services.make_review import gather

        with self._session.store() as store:
            material = gather(store, self._session.clock.today())
        return ground(material, as_of, self._session.clock, job or Quiet())

    def read(self, text: str, real: Ground) -> Changes:
        """Read a plan from text. Raises UsageTrouble."""
        return read_changes(text, Names(real.material.data, real.valuation))

    def names(self, real: Ground) -> Names:
        """Return what finds instruments and accounts by name."""
        return Names(real.material.data, real.valuation)

    def what_if(
        self,
        changes: Changes,
        real: Ground | None = None,
        job: Job | None = None,
        before: Look | None = None,
    ) -> Trial:
        """Return the portfolio before and after changes. Raises UsageTrouble, Cancelled."""
        job = job or Quiet()
        real = real or self.ground(None, job)
        before = before or look(real, Changes(), job)
        after = before if changes.empty else look(real, changes, job)
        return _trial(real, changes, before, after)

    def fix(
        self,
        terms: Terms,
        deposits: Changes | None = None,
        real: Ground | None = None,
        job: Job | None = None,
        before: Look | None = None,
    ) -> Trial:
        """Return the smallest trades that bring the chosen limits inside.

        ``deposits`` may carry new cash and anything else that is given beforehand. Raises
        UsageTrouble, Cancelled.
        """
        job = job or Quiet()
        real = real or self.ground(None, job)
        before = before or look(real, Changes(), job)
        given = deposits or Changes()
        start = before if given.empty else look(real, given, job)

        found, changes, ended = _searched(start, given, terms, real, job)
        reasons = (*(() for _ in given.trades), *found.reasons)
        trial = _trial(real, changes, before, ended, reasons)
        orders = tuple(
            replace(order, sought=place >= len(given.trades))
            for place, order in enumerate(trial.orders)
        )
        return replace(trial, orders=orders, fix=found)

    def keep(self, name: str, changes: Changes) -> Plan:
        """Keep a plan under a name, in place of one of the same name. Raises UsageTrouble."""
        if not name.strip():
            raise UsageTrouble("no_name", "A plan needs a name.")
        plan = Plan(name.strip(), self._session.clock.now(), changes)
        with self._session.store() as store:
            store.plans.keep(plan.name, _text(plan))
        return plan

    def all(self) -> tuple[Plan, ...]:
        """Return the plans by name."""
        with self._session.store() as store:
            return tuple(_plan(name, text) for name, text in store.plans.all().items())

    def get(self, name: str) -> Plan:
        """Return a plan. Raises UsageTrouble."""
        with self._session.store() as store:
            text = store.plans.get(name)
        if text is None:
            raise UsageTrouble("unknown_plan", f"There is no plan called {name!r}.")
        return _plan(name, text)

    def rename(self, name: str, new: str) -> Plan:
        """Give a plan another name. Raises UsageTrouble when it is taken or empty."""
        plan = replace(self.get(name), name=new.strip())
        if not plan.name:
            raise UsageTrouble("no_name", "A plan needs a name.")
        with self._session.store() as store, store.together():
            if plan.name != name and store.plans.get(plan.name) is not None:
                raise UsageTrouble("name_taken", f"There is a plan called {plan.name!r} already.")
            store.plans.remove(name)
            store.plans.keep(plan.name, _text(plan))
        return plan

    def discard(self, name: str) -> None:
        """Forget a plan. Raises UsageTrouble."""
        self.get(name)
        with self._session.store() as store:
            store.plans.remove(name)

    def approve(self, name: str, job: Job | None = None) -> Plan:
        """Note that the owner means to carry a plan out.

        Raises
        ------
        PolicyTrouble
            The plan ends in a breach that nobody acknowledged, or the log was altered.
        """
        plan = self.get(name)
        self._require(self.what_if(plan.changes, job=job), "the plan")
        approved = replace(plan, approved_at=self._session.clock.now())
        with self._session.store() as store:
            store.plans.keep(name, _text(approved))
        return approved

    def order_list(self, trial: Trial, path: Path) -> Path:
        """Write the trades of a trial as a CSV for the broker.

        Raises
        ------
        PolicyTrouble
            The trades end in a breach that nobody acknowledged, or the log was altered.
        FileTrouble
            The file is there already or cannot be written.
        """
        self._require(trial, "the order list")
        return _write(trial, path)

    def _require(self, trial: Trial, what: str) -> None:
        with self._session.store() as store:
            broken = store.decisions.verify()
            changed = altered(versions(store), store.decisions.all())
        clearance(trial.after.findings, broken, changed).require(what)


def _searched(
    start: Look, given: Changes, terms: Terms, real: Ground, job: Job
) -> tuple[Fix, Changes, Look]:
    """Return the smallest trades that break nothing new, all changes with them, and the outcome."""
    from corridor_desktop.planning.fix import Fix, smallest_fix

    def context_after(trades: tuple[Trade, ...]) -> Context:
        changes = replace(given, trades=(*given.trades, *trades))
        return look(real, changes, job, start.stress).context

    served: tuple[tuple[str, str], ...] = ()
    broken: tuple[tuple[str, str], ...] = ()
    beyond: Mapping[tuple[str, str], str] = {}
    for _ in range(_TRIES):
        found = smallest_fix(start.context, start.findings, terms, context_after, job)
        changes = replace(given, trades=(*given.trades, *found.trades))
        ended = start if not found.trades else look(real, changes, job)
        served, beyond, broken = found.served, found.beyond, opened(start, ended)
        if not broken:
            return found, changes, ended
        bought = {one.instrument_id for one in found.trades if one.quantity > 0}
        if not bought:
            break
        # What no row of the programme sees (an estimate, say) was broken by a purchase.
        terms = replace(terms, not_bought=terms.not_bought | bought)
    return Fix("infeasible", conflicts=(*served, *broken), beyond=beyond), given, start


def _trial(
    real: Ground,
    changes: Changes,
    before: Look,
    after: Look,
    reasons: tuple[tuple[Served, ...], ...] = (),
) -> Trial:
    told = (*reasons, *(() for _ in changes.trades[len(reasons) :]))
    orders = tuple(
        _order(real, trade, served, after)
        for trade, served in zip(changes.trades, told, strict=True)
    )
    names = {account.id: account.name for account in real.material.data.accounts}
    return Trial(changes, before, after, orders, real.valuation.base, real.day, names)


def _order(real: Ground, trade: Trade, reasons: tuple[Served, ...], after: Look) -> Order:
    data = real.material.data
    lines = (*real.valuation.lines, *after.valuation.lines)
    same = [line for line in lines if line.instrument.id == trade.instrument_id]
    own = [line for line in same if line.account.id == trade.account_id] or same
    line = own[0]
    price = trade.price if trade.price is not None else line.price.price
    account = next(one for one in data.accounts if one.id == trade.account_id)
    gain = None
    if trade.quantity < 0:
        from corridor_desktop.planning.realised import realised

        method = account.cost_method or CostMethod(setting(data.settings, "cost_method"))
        paid = Money(price, line.price.currency)
        gain = realised(line.position, -trade.quantity, paid, method)
    return Order(
        trade,
        line.instrument,
        account.name,
        price,
        line.price.currency,
        trade.quantity * price,
        gain,
        reasons,
    )


def _text(plan: Plan) -> str:
    return json.dumps(
        {
            "made_at": plan.made_at.isoformat(),
            "approved_at": plan.approved_at.isoformat() if plan.approved_at else None,
            "changes": written(plan.changes),
        }
    )


def _plan(name: str, text: str) -> Plan:
    found = json.loads(text)
    approved = found["approved_at"]
    return Plan(
        name,
        datetime.fromisoformat(found["made_at"]),
        kept(found["changes"]),
        datetime.fromisoformat(approved) if approved else None,
    )


def _write(trial: Trial, path: Path) -> Path:
    head = ("side", "symbol", "isin", "name", "account", "quantity", "price", "currency")
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow((*head, "price_date"))
            days = {line.instrument.id: line.price.session for line in trial.after.valuation.lines}
            days |= {
                line.instrument.id: line.price.session for line in trial.before.valuation.lines
            }
            for order in trial.orders:
                thing = order.instrument
                writer.writerow(
                    (
                        "buy" if order.trade.quantity > 0 else "sell",
                        thing.label,
                        thing.isin or "",
                        thing.name,
                        order.account,
                        f"{abs(order.trade.quantity):f}",
                        f"{order.price:f}",
                        order.currency,
                        days[thing.id].isoformat(),
                    )
                )
    except OSError as trouble:
        raise FileTrouble(
            "order_list_failed",
            f"The order list could not be written: {trouble.strerror}. Nothing was changed.",
            "Choose another file name or folder.",
        ) from trouble
    return path
