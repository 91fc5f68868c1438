"""Whatever order class files are imported and taken back in, the shares are those of what stays."""

from __future__ import annotations

import json
import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.importers.contract import Answers
from corridor_desktop.services.import_desk import ImportDesk
from corridor_desktop.services.session import Session
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock

CLOCK = StoppedClock(datetime(2026, 3, 20, 12, tzinfo=UTC))
HELD = (
    b"Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total\n"
    b"2026-01-05,Buy,DE0007164600,SAP,Example AG,10,100.50,EUR,-1005.00\n"
)
THEMES = {"A": "resource_transit", "B": "resource_transit", "C": "tourism_education"}
WEIGHTS = st.fixed_dictionaries({name: st.integers(1, 3_000) for name in THEMES})
FILES = st.lists(WEIGHTS, min_size=1, max_size=4, unique_by=lambda each: tuple(each.items()))


def _file(weights: dict[str, int]) -> bytes:
    places = [{"path": [name], "weight": points / 100} for name, points in weights.items()]
    thing = {"identifiers": {"isin": "DE0007164600"}, "categories": places}
    whole = {"name": "R", "color": "", "categories": [], "instruments": [thing]}
    return json.dumps(whole, indent=1).encode()


def _shares(session: Session) -> dict[str, int]:
    with session.store() as store:
        found = store.tags.book().at(CLOCK.today())
    return {tag.theme_id: tag.basis_points for tags in found.values() for tag in tags}


@settings(max_examples=15, deadline=None)
@given(FILES, st.randoms(use_true_random=False))
def test_shares_are_those_of_the_latest_import_in_force(
    files: list[dict[str, int]], chance: random.Random
) -> None:
    answers = Answers(classes={f"R / {name}": theme for name, theme in THEMES.items()})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.corridor"
        with PortfolioStore.create(path, "Quay", "EUR", CLOCK.now()) as store:
            session = Session(CLOCK)
            session.replace(store)
            desk = ImportDesk(session)
            desk.commit(desk.read_bytes([("held.csv", HELD)]))
            in_force = []
            for weights in files:
                data = [("classes.json", _file(weights))]
                (batch,) = desk.commit(desk.read_bytes(data, answers))
                in_force.append((batch.id, weights))
            while True:
                last = in_force[-1][1] if in_force else None
                expected = (
                    {"resource_transit": last["A"] + last["B"], "tourism_education": last["C"]}
                    if last
                    else {}
                )
                assert _shares(session) == expected
                if not in_force:
                    break
                place = chance.randrange(len(in_force))
                desk.undo(in_force.pop(place)[0])
            assert desk.classes()[0] == ()
