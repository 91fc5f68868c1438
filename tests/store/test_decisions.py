"""Policies and decisions: append-only, dated ahead, and broken links that show."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from corridor_desktop.domain.finding import Decision
from corridor_desktop.domain.policy import Limit, Policy
from corridor_desktop.store.portfolio import PortfolioStore
from tests.store.rows import AT

TODAY = AT.date()
POLICY = Policy(
    "Own",
    (Limit("theme", 0.15, 0.25, subject="resource_transit"), Limit("untagged", None, 0.3)),
    home_country="KR",
)


def decision(number: int) -> Decision:
    return Decision(
        AT + timedelta(minutes=number),
        "acknowledged",
        "single_issuer",
        f"n{number}",
        0.1 * number,
        "Wird verkauft",
        date(2026, 6, 1),
        "detail",
    )


def test_a_loosening_waits_for_its_day(store: PortfolioStore) -> None:
    assert store.policies.current(TODAY) is None
    first = store.policies.append(POLICY, TODAY, AT)
    assert first == replace(POLICY, version=1, since=TODAY)
    later = TODAY + timedelta(7)
    looser = store.policies.append(replace(POLICY, name="Looser"), later, AT)
    assert store.policies.current(TODAY) == first
    pending = store.policies.pending(TODAY)
    assert pending is not None
    assert (pending.policy, pending.effective, pending.recorded_at) == (looser, later, AT)
    assert store.policies.current(later) == looser
    assert store.policies.pending(later) is None


def test_a_later_version_replaces_one_that_waits(store: PortfolioStore) -> None:
    store.policies.append(POLICY, TODAY, AT)
    store.policies.append(replace(POLICY, name="Looser"), TODAY + timedelta(7), AT)
    tighter = store.policies.append(replace(POLICY, name="Tighter"), TODAY, AT)
    assert store.policies.current(TODAY + timedelta(30)) == tighter
    assert store.policies.pending(TODAY) is None
    assert [each.policy.version for each in store.policies.all()] == [1, 2, 3]


def test_the_log_holds(store: PortfolioStore) -> None:
    assert store.decisions.verify() is None
    store.decisions.append(decision(1), decision(2))
    store.decisions.append(replace(decision(3), measured=None, until=None))
    assert store.decisions.all()[:2] == (decision(1), decision(2))
    assert store.decisions.verify() is None


@pytest.mark.parametrize(
    ("edit", "broken"),
    [
        ("UPDATE decisions SET reason = 'never mind' WHERE seq = 2", 2),
        ("UPDATE decisions SET measured = 0.0 WHERE seq = 1", 1),
        ("DELETE FROM decisions WHERE seq = 2", 2),
        ("DELETE FROM decisions WHERE seq = 4", 4),
        ("DELETE FROM decisions", 1),
        ("UPDATE decisions SET seq = 9 WHERE seq = 4", 4),
        ("UPDATE decisions SET digest = lower(hex(zeroblob(32))) WHERE seq = 3", 3),
    ],
)
def test_the_first_broken_link_is_named(
    store: PortfolioStore, path: Path, edit: str, broken: int
) -> None:
    store.decisions.append(*(decision(number) for number in (1, 2, 3, 4)))
    store.close()
    guards = ("decisions_never_update", "decisions_never_delete")
    with closing(sqlite3.connect(path)) as foreign, foreign:
        kept = [
            foreign.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
            for name in guards
        ]
        for name in guards:
            foreign.execute(f"DROP TRIGGER {name}")
        foreign.execute(edit)
        for sql in kept:
            foreign.execute(sql)
    with PortfolioStore.open(path, AT) as again:
        assert again.decisions.verify() == broken


@pytest.mark.parametrize("table", ["tags", "policies", "decisions", "migrations"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_history_cannot_be_rewritten(
    store: PortfolioStore, path: Path, table: str, verb: str
) -> None:
    store.decisions.append(decision(1))
    store.policies.append(POLICY, TODAY, AT)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        if table == "tags":
            other.execute(
                "INSERT INTO tags VALUES (1, 'n1', 't', 1, '2026-01-01', '2026-01-01', '', '', "
                "'low', '')"
            )
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(verb.format(table))
