"""Imports: raw files, keys with counts, and taking one back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.domain.theme import ThemeTag
from corridor_desktop.store.portfolio import PortfolioStore
from tests.store.rows import AT, PIER, add_batch, purchase, snapshot

CRANE = replace(PIER, id="n3", name="Crane Works", ticker="CRANE")


def test_raw_bytes_come_back_and_are_kept_once(store: PortfolioStore) -> None:
    content = "매수;10\r\n".encode("cp949") * 500
    digest = store.raw_files.keep(content, "a.csv", AT)
    assert store.raw_files.keep(content, "again.csv", AT) == digest
    assert store.raw_files.content(digest) == content
    assert store.raw_files.names() == {digest: "a.csv"}
    assert store.raw_files.content("0" * 64) is None


def test_a_changed_raw_file_is_noticed(store: PortfolioStore, path: Path) -> None:
    digest = store.raw_files.keep(b"one", "a.csv", AT)
    store.close()
    with closing(sqlite3.connect(path)) as foreign, foreign:
        foreign.execute("UPDATE raw_files SET packed = ?", (b"\x00\x01",))
    with PortfolioStore.open(path, AT) as again:
        assert again.verify() == ("kept file a.csv",)
        with pytest.raises(FileTrouble) as caught:
            again.raw_files.content(digest)
    assert caught.value.code == "damaged"


def test_keys_are_counted_per_account(store: PortfolioStore) -> None:
    batch = add_batch(store, "one")
    store.transactions.add(
        [purchase(number, batch) for number in (1, 2, 3, 4)],
        {"t1": "same", "t2": "same", "t3": "other"},
    )
    assert store.transactions.key_counts("a1") == {"same": 2, "other": 1}
    assert store.transactions.key_counts("a2") == {}


def test_a_batch_is_taken_back_exactly(store: PortfolioStore) -> None:
    first = add_batch(store, "one")
    store.instruments.keep(CRANE, first)
    store.instruments.remember("ticker", "CRANE", "n3", batch_id=first)
    store.instruments.remember("name", "NORDL", "n1", batch_id=first)
    store.instruments.remember("name", "FERRY AB", "n1", batch_id=first, chosen=True)
    store.transactions.add([purchase(1, first), purchase(2, first, "n3")], {"t1": "k", "t2": "k"})
    store.statements.add(snapshot(1, first))
    before = store.transactions.all(), store.statements.all(), store.instruments.all()
    second = add_batch(store, "two", duplicates=1)
    store.transactions.add([purchase(5, second)], {"t5": "k"})
    store.statements.add(snapshot(2, second))

    undone = store.undo_import(first, AT)

    assert (undone.transactions, undone.statements, undone.instruments) == (2, 1, 1)
    assert undone.reread == (second,)
    assert [each.id for each in store.transactions.all()] == ["t5"]
    assert [each.id for each in store.statements.all()] == ["s2"]
    assert list(store.instruments.all()) == ["n1", "n2"]
    assert store.transactions.key_counts("a1") == {"k": 1}
    assert [alias.value for alias in store.instruments.aliases()] == ["FERRY AB"]
    history = {batch.id: batch for batch in store.batches.all()}
    assert history[first].undone_at == AT
    assert not history[first].incomplete
    assert history[second].incomplete
    assert store.raw_files.content(history[first].digest) == b"one"
    assert store.batches.in_force(history[first].digest) is None
    assert store.batches.in_force(history[second].digest) == history[second]
    assert len(before[0]) == 2
    assert store.verify() == ()


def test_the_latest_import_leaves_the_state_before_it(store: PortfolioStore) -> None:
    first = add_batch(store, "one")
    store.transactions.add([purchase(1, first)], {"t1": "k"})
    state = store.transactions.all(), store.statements.all(), store.instruments.all()
    second = add_batch(store, "two")
    store.instruments.keep(CRANE, second)
    store.transactions.add([purchase(2, second, "n3")], {"t2": "k"})
    store.undo_import(second, AT)
    assert (store.transactions.all(), store.statements.all(), store.instruments.all()) == state
    assert store.batches.next_id() == "i3"


def test_an_instrument_goes_with_its_last_import(store: PortfolioStore) -> None:
    first = add_batch(store, "one")
    store.instruments.keep(CRANE, first)
    store.instruments.remember("ticker", "CRANE", "n3", batch_id=first)
    store.transactions.add([purchase(1, first, "n3")])
    second = add_batch(store, "two")
    store.transactions.add([purchase(2, second, "n3")])
    assert store.undo_import(first, AT).instruments == 0
    assert store.instruments.find("ticker", "CRANE") == "n3"
    assert store.undo_import(second, AT).instruments == 1
    assert store.instruments.find("ticker", "CRANE") is None


def test_a_tagged_instrument_stays(store: PortfolioStore) -> None:
    batch = add_batch(store, "one")
    store.instruments.keep(CRANE, batch)
    store.transactions.add([purchase(1, batch, "n3")])
    store.tags.add(ThemeTag("n3", "resource_transit", 100, date(2026, 1, 1), date(2026, 1, 1)))
    assert store.undo_import(batch, AT).instruments == 0
    assert store.instruments.get("n3") == CRANE


def test_nothing_is_taken_back_twice(store: PortfolioStore) -> None:
    batch = add_batch(store, "one")
    store.undo_import(batch, AT)
    for wrong in (batch, "i77"):
        with pytest.raises(UsageTrouble) as caught:
            store.undo_import(wrong, AT)
        assert caught.value.code == "no_such_import"


def test_the_history_entry_may_come_last(store: PortfolioStore) -> None:
    with store.together():
        store.instruments.keep(CRANE, "i1")
        store.transactions.add([purchase(1, "i1", "n3")])
        assert add_batch(store, "one") == "i1"
    with pytest.raises(sqlite3.IntegrityError):
        store.transactions.add([purchase(2, "i2")])
    assert [each.id for each in store.transactions.all()] == ["t1"]


def import_the_same_fact_twice(store: PortfolioStore) -> None:
    with store.together():
        batch = add_batch(store, "one")
        store.transactions.add([purchase(1, batch)])
        store.transactions.add([purchase(1, batch)])


def test_an_import_that_fails_leaves_nothing(store: PortfolioStore) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        import_the_same_fact_twice(store)
    assert store.batches.all() == ()
    assert store.raw_files.names() == {}
    assert store.transactions.all() == ()


def test_an_inner_failure_that_is_handled_keeps_the_rest(store: PortfolioStore) -> None:
    with store.together():
        store.transactions.add([purchase(1)])
        with pytest.raises(sqlite3.IntegrityError):
            store.transactions.add([purchase(2), purchase(1)])
    assert [each.id for each in store.transactions.all()] == ["t1"]
