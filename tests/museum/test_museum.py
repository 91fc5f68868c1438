"""Every released format still opens, with everything in it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.finding import State
from corridor_desktop.store.migrations import MIGRATIONS, expected_shape
from corridor_desktop.store.portfolio import PortfolioStore
from corridor_desktop.store.seal import Seal
from tests.museum import make_version_4
from tests.museum.make_version_2 import TURNOVER
from tests.museum.make_version_5 import REVIEW
from tests.museum.make_version_7 import CLASSES
from tests.store.rows import ACCOUNT, AT, FERRY, PIER, closes, purchase, snapshot

HERE = Path(__file__).parent
VERSIONS = [step.version for step in MIGRATIONS]


def exhibit(version: int, folder: Path) -> Path:
    return Path(shutil.copy(HERE / f"version_{version}.corridor", folder))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_format_is_what_a_fresh_file_of_it_would_be(
    version: int, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(exhibit(version, tmp_path))) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        ).fetchall()
    found = {(kind, name): " ".join(sql.split()) for kind, name, sql in rows}
    assert found == expected_shape(MIGRATIONS[:version])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_format_opens_whole(version: int, tmp_path: Path) -> None:
    with PortfolioStore.open(exhibit(version, tmp_path), AT) as store:
        assert store.verify() == ()
        assert store.decisions.verify() is None
        assert (store.name, store.base) == ("Harbour", "EUR")
        assert (store.copied_before is None) == (version == VERSIONS[-1])


def test_format_1_keeps_everything(tmp_path: Path) -> None:
    with PortfolioStore.open(exhibit(1, tmp_path), AT) as store:
        assert store.accounts.all() == (ACCOUNT,)
        assert store.instruments.all() == {"n1": FERRY, "n2": PIER}
        assert store.instruments.find("name", "NORDL FERRY") == "n1"
        assert store.transactions.all() == (purchase(1, "i1"), purchase(2, "i1", "n2"))
        assert store.transactions.key_counts("a1") == {"k": 2}
        assert store.statements.all() == (snapshot(1, "i1"),)
        first, second = store.batches.all()
        assert (first.undone_at, second.undone_at) == (None, AT)
        assert store.raw_files.content(second.digest) == b"two"
        assert store.tags.own_themes()[0].id == "harbours"
        assert store.tags.book().at(AT.date())["n1"][0].basis_points == 2500
        assert store.prices.get("FERRY.L") == closes("FERRY.L", date(2026, 3, 2), 71.5, 72.25)
        assert [episode.title for episode in store.events.all().values()] == ["Storm"]
        pending = store.policies.pending(AT.date())
        assert pending is not None
        assert pending.policy.name == "Looser"
        assert [each.kind for each in store.decisions.all()] == ["acknowledged", "withdrawn"]
        assert store.findings.get()[0].state is State.NEAR
        assert store.settings.all() == {"appearance": "dark"}
        assert store.column_maps.get("own") == "{}"
        assert store.answers.get("probable") == "skip"
        assert store.dismissals.all() == {"pack-7"}


def test_format_2_keeps_how_many_units_change_hands(tmp_path: Path) -> None:
    with PortfolioStore.open(exhibit(2, tmp_path), AT) as store:
        assert store.prices.turnovers() == {"FERRY.L": TURNOVER}
        assert store.prices.get("FERRY.L") == closes("FERRY.L", date(2026, 3, 2), 71.5, 72.25)
    with PortfolioStore.open(exhibit(1, tmp_path), AT) as old:
        assert old.prices.turnovers() == {}


def test_format_4_keeps_what_is_known_beside_the_closes(tmp_path: Path) -> None:
    with PortfolioStore.open(exhibit(4, tmp_path), AT) as store:
        record = store.price_record
        assert record.events() == {}, "the later file replaced the days of the dividend"
        verdicts = {each.session: (each.verdict, each.taken) for each in record.differences()}
        assert verdicts == {
            AT.date(): ("file", True), AT.date() + timedelta(1): ("restated", False),
        }  # fmt: skip
        assert record.decisions() == {make_version_4.DECISION.key: make_version_4.DECISION}
        assert store.funds.all() == {"n1": make_version_4.HOLDINGS}
        assert store.listing_changes.all() == (make_version_4.RENAMED,)
    with PortfolioStore.open(exhibit(3, tmp_path), AT) as old:
        assert old.price_record.decisions() == {}
        assert old.funds.all() == {}


def test_format_5_is_sealed_and_keeps_the_last_review(tmp_path: Path) -> None:
    with PortfolioStore.open(exhibit(5, tmp_path), AT) as store:
        assert store.state is Seal.WHOLE
        assert store.last_review.get("shape") == REVIEW
        assert store.last_review.get("other") is None
    with PortfolioStore.open(exhibit(4, tmp_path), AT) as old:
        assert old.state is Seal.NONE
        assert old.last_review.get("shape") is None


def test_format_6_keeps_which_import_vouched_for_a_fact(tmp_path: Path) -> None:
    with PortfolioStore.open(exhibit(6, tmp_path), AT) as store:
        third = store.batches.all()[-1]
        assert store.vouchers.count(third.id) == 1
    with PortfolioStore.open(exhibit(5, tmp_path), AT) as old:
        assert old.vouchers.count(third.id) == 0


def test_format_7_keeps_classes(tmp_path: Path) -> None:
    with PortfolioStore.open(exhibit(7, tmp_path), AT) as store:
        found = store.foreign_classes.all()
        names = {batch.id: batch.file_name for batch in store.batches.all()}
        assert [replace(each, file=names["i1"]) for each in CLASSES] == list(found)
        assert found[0].weight == Decimal("0.123456")
        assert any(tag.basis_points == 1235 for tag in store.tags.book().tags)
