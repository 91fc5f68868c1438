"""Whatever is imported and taken back, reading the named files again makes the book whole."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.store.batches import Batch
from corridor_desktop.store.portfolio import PortfolioStore
from tests.store.rows import ACCOUNT, AT, FERRY, purchase

FILES = st.lists(st.lists(st.sampled_from("abc"), max_size=5), min_size=1, max_size=4)
STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=12)


def read(store: PortfolioStore, number: int, keys: list[str]) -> None:
    """Import a file as a careful importer does: only what the book does not hold yet."""
    digest = store.raw_files.keep(f"{number}:{keys}".encode(), f"{number}.csv", AT)
    known = store.batches.in_force(digest)
    if known is not None and not known.incomplete:
        return
    missing = Counter(keys) - Counter(store.transactions.key_counts("a1"))
    with store.together():
        batch = store.batches.next_id()
        new = [key for key, count in missing.items() for _ in range(count)]
        ids = {f"{batch}.{place}": key for place, key in enumerate(new)}
        facts = [replace(purchase(1, batch), id=name) for name in ids]
        store.transactions.add(facts, ids)
        store.batches.add(
            Batch(
                batch,
                digest,
                f"{number}.csv",
                AT,
                account_id="a1",
                imported=len(new),
                duplicates=len(keys) - len(new),
            )
        )


def in_force(store: PortfolioStore, files: list[list[str]]) -> list[tuple[int, Batch]]:
    """Return the files that count, each with its latest import."""
    digests = {name: digest for digest, name in store.raw_files.names().items()}
    found = []
    for number in range(len(files)):
        digest = digests.get(f"{number}.csv")
        batch = store.batches.in_force(digest) if digest else None
        if batch is not None:
            found.append((number, batch))
    return found


@settings(max_examples=60, deadline=None)
@given(FILES, STEPS)
def test_the_book_is_what_the_files_in_force_say(
    files: list[list[str]], steps: list[tuple[bool, int]]
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        PortfolioStore.create(Path(folder) / "p.corridor", "P", "EUR", AT) as store,
    ):
        store.accounts.keep(ACCOUNT)
        store.instruments.keep(FERRY)
        for is_import, number in steps:
            live = [batch for batch in store.batches.all() if batch.undone_at is None]
            if is_import:
                read(store, number % len(files), files[number % len(files)])
            elif live:
                store.undo_import(live[number % len(live)].id, AT)
        for number, batch in in_force(store, files):
            if batch.incomplete:
                read(store, number, files[number])
        told: Counter[str] = Counter()
        for number, _ in in_force(store, files):
            told |= Counter(files[number])
        assert Counter(store.transactions.key_counts("a1")) == told
        assert store.verify() == ()
