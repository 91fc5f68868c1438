"""The shipped profiles are sound data, and no two brokers claim the same file."""

from __future__ import annotations

from collections import Counter

from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.fields import FIELDS
from corridor_desktop.importers.profiles import all_layouts
from corridor_desktop.importers.reader import read
from corridor_desktop.services.words import catalogue
from tests.golden.refresh import fixtures

STEPS = {"by_sign", "trade", "transfer", "flow", "side", "text", "action_in", "action_out"}
STEPS |= {"pair_in", "pair_out"}


def test_every_layout_is_sound() -> None:
    layouts = all_layouts()
    assert len({layout.broker for layout in layouts}) >= 30
    assert max(Counter(layout.id for layout in layouts).values()) == 1
    words = catalogue()
    for layout in layouts:
        assert set(layout.columns) <= set(FIELDS)
        kinds = {*layout.words.values(), *layout.sides.values()}
        kinds |= {rule.kind for rule in layout.texts if rule.kind}
        for kind in kinds:
            if kind.startswith("skip:"):
                assert f"import.skip_{kind[5:]}" in words, layout.id
            else:
                assert kind in STEPS or kind in set(Kind), (layout.id, kind)
        for rule in layout.skips:
            assert f"import.skip_{rule.code}" in words, layout.id


def test_no_fixture_is_claimed_by_two_brokers() -> None:
    for path in fixtures():
        reading = read(path.read_bytes(), path.name)
        assert "choose_profile" not in {part.code for part in reading.questions}
