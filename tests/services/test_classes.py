"""Classes of other trackers: taken for themes once, weights exact, gone with their import."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.foreign_class import percent
from corridor_desktop.importers.contract import Answers
from corridor_desktop.services.import_desk import ImportDesk, is_bookable
from corridor_desktop.services.import_statement import StatementPlan
from corridor_desktop.services.sanctions_desk import see_notice
from corridor_desktop.services.session import Session
from corridor_desktop.services.tag_desk import TagDesk
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock
from tests.golden.refresh import FOLDER

GHOSTFOLIO = FOLDER / "ghostfolio" / "profiles.json"
TAXONOMIES = FOLDER / "portfolio_performance" / "taxonomies.json"
COLUMNS = FOLDER / "portfolio_performance" / "with-classes.csv"
RAIL = "resource_transit"


class Quay:
    """A portfolio with its desks."""

    def __init__(self, path: Path, clock: StoppedClock) -> None:
        self.clock = clock
        self.session = Session(clock)
        self.session.replace(PortfolioStore.create(path, "Quay", "EUR", clock.now()))
        self.imports, self.tagging = ImportDesk(self.session), TagDesk(self.session)

    def plan(self, data: bytes | Path, name: str = "x", **classes: str) -> StatementPlan:
        content = data.read_bytes() if isinstance(data, Path) else data
        name = data.name if isinstance(data, Path) else name
        (plan,) = self.imports.read_bytes([(name, content)], Answers(classes=_keys(classes)))
        return plan

    def take(self, data: bytes | Path, name: str = "x", **classes: str) -> str:
        (batch,) = self.imports.commit([self.plan(data, name, **classes)])
        return batch.id

    @property
    def shares(self) -> dict[str, dict[str, int]]:
        names, tags = self.tagging.in_force()
        found: dict[str, dict[str, int]] = {}
        for tag in tags:
            found.setdefault(names[tag.instrument_id], {})[tag.theme_id] = tag.basis_points
        return found


def _keys(classes: dict[str, str]) -> dict[str, str]:
    return {key.replace("__", " / "): theme for key, theme in classes.items()}


@pytest.fixture
def quay(tmp_path: Path, clock: StoppedClock) -> Quay:
    return Quay(tmp_path / "quay.corridor", clock)


def taxonomy(name: str, *weights: tuple[str, float], isin: str = "DE000A1EWWW0") -> bytes:
    places = [{"path": [path], "weight": weight} for path, weight in weights]
    thing = {"identifiers": {"isin": isin}, "categories": places}
    document = {"name": name, "color": "", "categories": [], "instruments": [thing]}
    return json.dumps(document, indent=1).encode()


def test_weights_come_out_exact_and_everything_else_is_kept_raw(quay: Quay) -> None:
    plan = quay.plan(GHOSTFOLIO)
    assert [(each.key, each.answer) for each in plan.classes.choices][:2] == [
        ("Sectors / Industrials", ""),
        ("Sectors / Utilities", ""),
    ]
    assert plan.classes.still_open == 7
    quay.take(GHOSTFOLIO, Countries__KR=RAIL, Tags__Rail=RAIL)
    kept, _ = quay.imports.classes()
    assert len(kept) == 7
    korea = next(each for each in kept if each.key == "Countries / KR")
    assert (korea.weight, korea.theme_id) == (Decimal("0.123456"), RAIL)
    assert percent(korea.weight) == "12.3456 %"
    # A tag that only one of two activities bears has no weight, and so makes no share.
    assert quay.shares == {"HRBR.DE": {RAIL: 1235}}
    assert sum(each.theme_id is None for each in kept) == 5


def test_taking_an_import_back_takes_its_classes_and_themes_along(quay: Quay) -> None:
    batch = quay.take(GHOSTFOLIO, Countries__KR="new", Countries__JP="ignore")
    assert quay.shares == {"HRBR.DE": {"kr": 1235}}
    assert "KR" in {theme.name for theme in quay.tagging.themes()}
    quay.imports.undo(batch)
    assert quay.shares == {}
    assert quay.imports.classes()[0] == ()
    assert "KR" not in {theme.name for theme in quay.tagging.themes()}
    with quay.session.store() as store:
        assert store.instruments.all() == {}


def test_an_answer_is_remembered_and_a_class_is_not_asked_about_twice(quay: Quay) -> None:
    quay.take(COLUMNS)
    batch = quay.take(TAXONOMIES, Regionen__Asien__Korea=RAIL, Regionen__Asien="ignore")
    assert quay.shares == {"Harbour Index Fund": {RAIL: 3333}}
    quay.imports.undo(batch)
    plan = quay.plan(TAXONOMIES)
    assert [(each.answer, each.told) for each in plan.classes.choices] == [
        (RAIL, True),
        ("ignore", True),
    ]
    assert plan.classes.choices[1].strangers == 1
    quay.imports.commit([plan])
    assert quay.shares == {"Harbour Index Fund": {RAIL: 3333}}


def test_a_theme_of_the_same_name_is_proposed_and_never_taken_by_itself(quay: Quay) -> None:
    quay.take(COLUMNS)
    plan = quay.plan(taxonomy("Corridor", ("Resource transit", 40)))
    (choice,) = plan.classes.choices
    assert (choice.proposal, choice.answer) == (RAIL, "")
    quay.imports.commit([plan])
    assert quay.shares == {}


def test_a_file_can_be_read_again_to_say_what_its_classes_mean(quay: Quay) -> None:
    quay.take(COLUMNS)
    again = quay.plan(COLUMNS)
    assert again.already is not None
    assert not is_bookable(again)
    mapped = quay.plan(COLUMNS, Regionen__Asien__Korea=RAIL)
    assert mapped.already is None
    assert (mapped.new, mapped.duplicates) == (0, 3)
    quay.imports.commit([mapped])
    assert quay.shares == {"Harbour Index Fund": {RAIL: 10_000}}


def test_the_latest_word_of_a_taxonomy_counts_and_undo_brings_the_former_back(quay: Quay) -> None:
    quay.take(COLUMNS)
    first = quay.take(taxonomy("R", ("A", 20), ("B", 30.5)), R__A=RAIL, R__B=RAIL)
    quay.clock.moment += timedelta(days=3)
    second = quay.take(taxonomy("R", ("A", 25)))
    assert quay.shares == {"Harbour Index Fund": {RAIL: 2500}}
    with quay.session.store() as store:
        book = store.tags.book()
    earlier = book.at(quay.clock.today() - timedelta(days=1))
    assert [tag.basis_points for tags in earlier.values() for tag in tags] == [5050]
    quay.imports.undo(second)
    assert quay.shares == {"Harbour Index Fund": {RAIL: 5050}}
    quay.imports.undo(first)
    assert quay.shares == {}


def test_the_same_class_told_twice_outlives_the_undo_of_one(quay: Quay) -> None:
    quay.take(COLUMNS)
    first = quay.take(taxonomy("R", ("A", 20)), R__A=RAIL)
    quay.take(taxonomy("R", ("A", 20), ("B", 5)))
    quay.imports.undo(first)
    assert quay.shares == {"Harbour Index Fund": {RAIL: 2000}}


def test_what_the_user_tagged_goes_before_any_class(quay: Quay) -> None:
    quay.take(COLUMNS)
    quay.tagging.set("DE000A1EWWW0", {RAIL: 1500})
    quay.take(taxonomy("R", ("A", 20)), R__A=RAIL)
    assert quay.shares == {"Harbour Index Fund": {RAIL: 1500}}


@pytest.mark.parametrize(
    "classes",
    [
        {"R__A": RAIL, "S__A": RAIL},
        {"R__A": RAIL, "T__A": "tourism_education"},
    ],
)
def test_a_contradiction_or_more_than_the_whole_is_no_tag_and_is_named(
    quay: Quay, classes: dict[str, str]
) -> None:
    quay.take(COLUMNS)
    parts = [taxonomy("R", ("A", 60)), taxonomy("S", ("A", 61)), taxonomy("T", ("A", 60))]
    data = json.dumps([json.loads(part) for part in parts], indent=1).encode()
    plan = quay.plan(data, **classes)
    assert plan.classes.without_tag == ("DE000A1EWWW0",)
    quay.imports.commit([plan])
    assert quay.shares == {}
    assert len(quay.imports.classes()[0]) == 3 + 3


def test_an_own_tag_that_leaves_no_room_takes_the_share_of_classes_away(quay: Quay) -> None:
    quay.take(COLUMNS)
    quay.take(taxonomy("R", ("A", 60)), R__A=RAIL)
    with pytest.raises(UsageTrouble, match="110 %"):
        quay.tagging.set("DE000A1EWWW0", {"tourism_education": 5000})
    quay.tagging.set("DE000A1EWWW0", {"tourism_education": 4000})
    assert quay.shares == {"Harbour Index Fund": {RAIL: 6000, "tourism_education": 4000}}
    quay.take(taxonomy("R", ("A", 70)))
    assert quay.shares == {"Harbour Index Fund": {"tourism_education": 4000}}


def test_a_theme_that_is_not_there_is_refused_and_nothing_is_kept(quay: Quay) -> None:
    with pytest.raises(UsageTrouble, match="no theme"):
        quay.take(COLUMNS, Regionen__Asien__Korea="moon")
    assert quay.imports.history() == ()


def test_a_direct_link_waits_for_the_notice(quay: Quay) -> None:
    head = "Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total,Sector\n"
    row = "2026-01-05,Buy,CNE100000X77,601880,Liaoning Port,100,1.5,CNY,-150,Harbours\n"
    other = "2026-01-05,Buy,KR7012450003,012450,Hanwha Aerospace,1,500,KRW,-500,Harbours\n"
    data = (head + row + other).encode()
    with pytest.raises(UsageTrouble) as told:
        quay.take(data, "x.csv", Sector__Harbours=RAIL)
    assert told.value.code == "notice_unseen"
    assert quay.imports.history() == ()
    with quay.session.store() as store:
        see_notice(store, quay.clock)
    quay.take(data, "x.csv", Sector__Harbours=RAIL)
    assert set(quay.shares) == {"Liaoning Port", "Hanwha Aerospace"}


def test_a_column_with_several_words_for_one_instrument_is_no_class(quay: Quay) -> None:
    head = "Date,Action,ISIN,Name,Quantity,Price,Currency,Total,Group\n"
    rows = [
        f"2026-01-0{day},Buy,DE0007164600,Example AG,1,10,EUR,-10,{group}\n"
        for day, group in ((5, "orders"), (6, "plans"))
    ]
    plan = quay.plan((head + "".join(rows)).encode(), "x.csv")
    assert plan.classes.choices == ()
    assert plan.new == 2


def test_edits_of_tags_beside_classes_can_be_undone(quay: Quay) -> None:
    quay.take(COLUMNS)
    quay.take(taxonomy("R", ("A", 20)), R__A=RAIL)
    quay.tagging.set("DE000A1EWWW0", {RAIL: 1000})
    with quay.session.store() as store:
        quay.session.edits.undo(store)
    assert quay.shares == {"Harbour Index Fund": {RAIL: 2000}}
