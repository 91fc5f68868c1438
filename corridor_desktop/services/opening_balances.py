"""Opening balances agreed on after a comparison with the broker, booked as a step of their own."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.importers.json_form import plain
from corridor_desktop.services.openings import NOTE
from corridor_desktop.store.batches import Batch

if TYPE_CHECKING:
    from corridor_desktop.ledger.reconcile import Compared
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.services.reconcile import AccountComparison
    from corridor_desktop.store.portfolio import PortfolioStore


def missing_units(comparison: AccountComparison) -> tuple[Compared, ...]:
    """Return the lines that an opening balance would settle: the broker has more than was told."""
    if comparison.against != "history":
        return ()
    return tuple(line for line in comparison.open if line.gap > 0)


def book_openings(comparison: AccountComparison, store: PortfolioStore, clock: Clock) -> Batch:
    """Book what is missing on the day before the account's history begins, all or nothing.

    The list that was agreed on is kept like the file of an import, and taken back like one.

    Raises
    ------
    UsageTrouble
        Nothing is missing.
    """
    missing = missing_units(comparison)
    facts = store.transactions.of_account(comparison.account_id, date.min, comparison.day)
    if not missing or not facts:
        raise UsageTrouble(
            "nothing_missing",
            f"The history of {comparison.account} lacks nothing that an opening balance could add.",
        )
    day = facts[0].trade_date - timedelta(days=1)
    agreed = {
        "account": comparison.account_id,
        "day": day.isoformat(),
        "statement": comparison.day.isoformat(),
        "units": {line.instrument_id: plain(line.gap) for line in missing},
    }
    content = json.dumps(agreed, ensure_ascii=False, indent=1, sort_keys=True)
    with store.together():
        now = clock.now()
        batch_id = store.batches.next_id()
        digest = store.raw_files.keep(content.encode(), "opening-balances.json", now)
        count = store.transactions.add(
            Transaction(
                id=f"{batch_id}-{place}",
                account_id=comparison.account_id,
                kind=Kind.TRANSFER_IN,
                trade_date=day,
                instrument_id=line.instrument_id,
                quantity=line.gap,
                note=NOTE,
                batch_id=batch_id,
            )
            for place, line in enumerate(missing, 1)
        )
        batch = Batch(
            id=batch_id,
            digest=digest,
            file_name="Opening balances",
            imported_at=now,
            account_id=comparison.account_id,
            start=day,
            end=day,
            imported=count,
        )
        store.batches.add(batch)
        return batch
