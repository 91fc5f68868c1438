"""The history of an account beside the broker's own list of positions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from corridor_desktop.domain.account import CostMethod
from corridor_desktop.ledger.booking import book
from corridor_desktop.ledger.reconcile import Agreement, Compared, compare
from corridor_desktop.ledger.statements import latest_statements

if TYPE_CHECKING:
    from corridor_desktop.domain.transaction import PositionStatement
    from corridor_desktop.importers.contract import Identity, PositionRow
    from corridor_desktop.ledger.book import Position
    from corridor_desktop.store.portfolio import PortfolioStore


@dataclass(frozen=True, slots=True)
class AccountComparison:
    """One account on one day.

    ``against`` is ``history`` when the left side was booked from transactions, ``statement`` when
    it is the list of ``before``. ``names`` gives a name for each instrument.
    """

    account: str
    account_id: str
    day: date
    against: str
    lines: tuple[Compared, ...]
    names: Mapping[str, str]
    before: date | None = None

    @property
    def open(self) -> tuple[Compared, ...]:
        """Return the lines on which both sides do not agree."""
        return tuple(line for line in self.lines if line.agreement is not Agreement.MATCHED)


def compare_rows(
    rows: Sequence[PositionRow],
    account: str,
    day: date,
    store: PortfolioStore,
    resolve: Callable[[Identity, str], str],
) -> tuple[AccountComparison, ...]:
    """Compare a snapshot that is about to be imported with what the account holds on its day.

    Empty for an account without a past: there is nothing to compare with.
    """
    known = store.accounts.named(account)
    if known is None:
        return ()
    stated: dict[str, Decimal] = defaultdict(Decimal)
    names: dict[str, str] = {}
    for row in rows:
        name = resolve(row.instrument, row.currency)
        stated[name] += row.quantity
        names[name] = row.instrument.name or row.instrument.label
    found = _compared(known.id, account, day, stated, names, store)
    return (found,) if found is not None else ()


def reconcile(store: PortfolioStore, today: date) -> tuple[AccountComparison, ...]:
    """Compare the latest statement of each account with its history up to that day."""
    found = []
    names = {account.id: account.name for account in store.accounts.all()}
    latest = latest_statements(store.statements.all(), today)
    for account_id, statement in sorted(latest.items()):
        stated = _units(statement)
        name = names.get(account_id, account_id)
        compared = _compared(account_id, name, statement.as_of, stated, {}, store, statement.id)
        if compared is not None:
            found.append(compared)
    return tuple(found)


def _compared(
    account_id: str,
    account: str,
    day: date,
    stated: Mapping[str, Decimal],
    told: Mapping[str, str],
    store: PortfolioStore,
    but: str = "",
) -> AccountComparison | None:
    facts = store.transactions.of_account(account_id, date.min, day)
    others = [
        each
        for each in store.statements.all()
        if each.account_id == account_id and each.id != but and each.as_of <= day
    ]
    before: date | None = None
    if facts:
        history = _held(book(facts, (), (), CostMethod.FIFO, day).positions)
    elif others:
        last = latest_statements(others, day)[account_id]
        history, before = _units(last), last.as_of
    else:
        return None
    lines = compare(history, stated)
    things = store.instruments.all()
    names = {
        line.instrument_id: told.get(line.instrument_id)
        or (things[line.instrument_id].name if line.instrument_id in things else "")
        for line in lines
    }
    against = "history" if facts else "statement"
    return AccountComparison(account, account_id, day, against, lines, names, before)


def _units(statement: PositionStatement) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in statement.lines:
        found[line.instrument_id] += line.quantity
    return dict(found)


def _held(positions: Iterable[Position]) -> dict[str, Decimal]:
    return {each.instrument_id: each.quantity for each in positions}
