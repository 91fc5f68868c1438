"""How ``version_1.corridor`` was made, once, by the program of that time; it is kept for ever.

Run again only in a tree of that format: ``python -m tests.museum.make_version_1 FILE``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from corridor_desktop.domain.episode import Episode
from corridor_desktop.domain.finding import Decision, Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.policy import Limit, Policy
from corridor_desktop.domain.theme import Theme, ThemeTag
from corridor_desktop.store.portfolio import PortfolioStore
from tests.store.rows import ACCOUNT, AT, FERRY, PIER, add_batch, closes, purchase, snapshot


def fill(store: PortfolioStore) -> None:
    """Put something into every room of the file."""
    store.accounts.keep(ACCOUNT)
    batch = add_batch(store, "one")
    for instrument in (FERRY, PIER):
        store.instruments.keep(instrument, batch)
    store.instruments.remember("name", "NORDL FERRY", "n1", chosen=True, batch_id=batch)
    store.transactions.add([purchase(1, batch), purchase(2, batch, "n2")], {"t1": "k", "t2": "k"})
    store.statements.add(snapshot(1, batch))
    undone = add_batch(store, "two", duplicates=1)
    store.transactions.add([purchase(3, undone)])
    store.undo_import(undone, AT)
    store.tags.keep_theme(Theme("harbours", "Harbours", False, "Quays and cranes."))
    store.tags.add(ThemeTag("n1", "harbours", 2500, date(2026, 1, 1), date(2026, 1, 2), "quay"))
    store.prices.keep(
        [closes("FERRY.L", date(2026, 3, 2), 71.5, 72.25), closes("EURGBP=X", AT.date(), 0.84)]
    )
    store.events.add(Episode(date(2020, 3, 1), "crisis", "weather", "Storm", "diary", "", "seen"))
    policy = store.policies.append(Policy("Own", (Limit("theme", 0.1, 0.2),)), AT.date(), AT)
    store.policies.append(replace(policy, name="Looser"), date(2026, 3, 27), AT)
    for kind in ("acknowledged", "withdrawn"):
        store.decisions.append(Decision(AT, kind, "theme", "harbours", 0.25, "Known"))
    store.findings.keep(
        (Finding("theme", "harbours", "H", State.NEAR, 0.12, 0.1, 0.2, Message("m")),), AT.date()
    )
    store.settings.keep("appearance", "dark")
    store.column_maps.keep("own", "{}")
    store.answers.keep("probable", "skip")
    store.dismissals.add("pack-7", AT)


def main(target: Path) -> None:
    """Make the file."""
    with PortfolioStore.create(target, "Harbour", "EUR", AT) as store:
        fill(store)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
