"""Undo and redo: one history, logs only grow, and no way around the cooling-off."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.account import Account, CostMethod
from corridor_desktop.domain.episode import CRISIS, OWN, Episode
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.services import policies
from corridor_desktop.services.account_desk import AccountDesk
from corridor_desktop.services.edit_desk import EditDesk
from corridor_desktop.services.event_desk import EventDesk
from corridor_desktop.services.limit_desk import LimitDesk
from corridor_desktop.services.policy_versions import versions
from corridor_desktop.services.price_desk import PriceDesk
from corridor_desktop.services.session import Session
from corridor_desktop.services.tag_desk import TagDesk
from corridor_desktop.services.words import say
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock

EARLIER = date(2025, 6, 2)


@pytest.fixture
def session(tmp_path: Path, clock: StoppedClock) -> Session:
    session = Session(clock)
    store = PortfolioStore.create(tmp_path / "quay.corridor", "Quay", "EUR", clock.now())
    store.instruments.keep(Instrument("quay", "Quay Works", "DE0007164600", "QUAY"))
    store.instruments.keep(Instrument("pier", "Pier Works", ticker="PIER"))
    store.accounts.keep(Account("one", "Depot", "quay"))
    store.policies.append(policies.default_policy(clock.today()), clock.today(), clock.now())
    session.replace(store)
    return session


@pytest.fixture
def edits(session: Session) -> EditDesk:
    return EditDesk(session)


@pytest.fixture
def tags(session: Session) -> TagDesk:
    return TagDesk(session)


@pytest.fixture
def limits(session: Session) -> LimitDesk:
    return LimitDesk(session, tuple)


def shares(session: Session, on: date, instrument: str = "quay") -> dict[str, int]:
    with session.store() as store:
        found = store.tags.book().at(on).get(instrument, ())
    return {tag.theme_id: tag.basis_points for tag in found}


def breach(limits: LimitDesk) -> float | None:
    return next(one.breach for one in limits.policy().limits if one.id == "single_issuer")


def test_tags_go_back_and_forth_while_their_history_grows(
    session: Session, tags: TagDesk, edits: EditDesk, clock: StoppedClock
) -> None:
    tags.set("quay", {"resource_transit": 4000}, "ships coal", "report")
    tags.set("quay", {"resource_transit": 1000, "tourism_education": 500})
    assert edits.undo() is None
    with session.store() as store:
        (back,) = store.tags.book().at(clock.today())["quay"]
        assert (back.basis_points, back.reason) == (4000, "ships coal")
        assert len(store.tags.book().tags) == 5
    edits.undo()
    assert shares(session, clock.today()) == {}
    edits.redo()
    edits.redo()
    wanted = {"resource_transit": 1000, "tourism_education": 500}
    assert shares(session, clock.today()) == wanted
    assert edits.to_redo is None


def test_a_tag_of_an_earlier_day_gives_every_day_back(
    session: Session, tags: TagDesk, edits: EditDesk, clock: StoppedClock
) -> None:
    middle = EARLIER + timedelta(60)
    tags.set("quay", {"resource_transit": 4000}, valid_from=middle)
    tags.set("quay", {"resource_transit": 1000}, valid_from=EARLIER)
    edits.undo()
    assert shares(session, EARLIER) == {}
    assert shares(session, middle) == shares(session, clock.today()) == {"resource_transit": 4000}


def test_several_holdings_are_one_step_and_all_or_none(
    session: Session, tags: TagDesk, edits: EditDesk, clock: StoppedClock
) -> None:
    tags.set_all(("quay", "pier"), {"resource_transit": 4000})
    assert edits.to_undo is not None
    assert say(edits.to_undo) == "tags of 2 holdings"
    edits.undo()
    assert shares(session, clock.today(), "pier") == {} == shares(session, clock.today())
    tags.set("pier", {"tourism_education": 9000})
    with pytest.raises(UsageTrouble):
        tags.set_all(("quay", "pier"), {"resource_transit": 4000})
    assert shares(session, clock.today()) == {}


def test_a_tightened_limit_taken_back_waits_for_the_cooling_off(
    session: Session, limits: LimitDesk, edits: EditDesk, clock: StoppedClock
) -> None:
    before = breach(limits)
    limits.change("single_issuer", 0.05, 0.08, on=True)
    said = edits.undo()
    assert breach(limits) == 0.08 != before
    day = clock.today() + timedelta(limits.policy().cooling_off)
    assert said is not None
    assert day.isoformat() in say(said)
    with session.store() as store:
        later = policies.policy_on(versions(store), day)
        assert next(one.breach for one in later.limits if one.id == "single_issuer") == before
        assert len(store.decisions.all()) == 2
    edits.redo()
    assert limits.scheduled() == ()
    assert breach(limits) == 0.08


def test_a_loosening_that_waits_is_withdrawn(limits: LimitDesk, edits: EditDesk) -> None:
    limits.change("single_issuer", 0.5, 0.9, on=True)
    assert limits.scheduled()
    edits.undo()
    assert limits.scheduled() == ()


def test_a_looser_profile_taken_back_and_done_again_never_loosens_at_once(
    limits: LimitDesk, edits: EditDesk, clock: StoppedClock
) -> None:
    limits.use_profile("ucits-like")
    strict = limits.policy()
    edits.undo()
    from corridor_desktop.rules.policy_text import Direction, changes

    assert all(one.direction is Direction.TIGHTER for one in changes(strict, limits.policy()))
    edits.redo()
    assert limits.scheduled() == () or all(one.day > clock.today() for one in limits.scheduled())


def test_a_price_by_hand_goes_and_the_others_stay(
    session: Session, edits: EditDesk, clock: StoppedClock
) -> None:
    prices = PriceDesk(session, lambda: pytest.fail("went online"))
    prices.set_manual("quay", EARLIER, Decimal("12.50"), "EUR")
    prices.set_manual("quay", clock.today(), Decimal(13), "EUR")
    with session.store() as store:
        label = store.instruments.all()["quay"].label
    edits.undo()
    series = prices.series(label)
    assert series is not None
    assert list(series.closes) == [12.5]
    edits.undo()
    with session.store() as store:
        assert store.prices.all() == {}
        assert store.instruments.all()["quay"].listing is None
    edits.redo()
    edits.redo()
    series = prices.series(label)
    assert series is not None
    assert list(series.closes) == [12.5, 13.0]


def test_facts_themes_dismissals_events_and_accounts_go_back(
    session: Session, tags: TagDesk, edits: EditDesk
) -> None:
    events, accounts = EventDesk(session), AccountDesk(session)
    tags.edit_facts("quay", country="KR")
    tags.add_theme("Rivers")
    tags.dismiss("quay", "row")
    number = events.add(Episode(EARLIER, CRISIS, "drill", "A drill", "me", "", OWN))
    accounts.edit("one", "Depot at Quay", "average")

    def standing() -> tuple[object, ...]:
        with session.store() as store:
            thing = store.instruments.all()["quay"]
            own = [theme.name for theme in store.tags.own_themes()]
            kept = {key: each.title for key, each in store.events.all().items()}
            return thing.country, own, len(store.dismissals.all()), kept, store.accounts.all()

    after = standing()
    assert after[4] == (Account("one", "Depot at Quay", "quay", "", CostMethod.AVERAGE),)
    for _ in range(5):
        edits.undo()
    assert standing() == (None, [], 0, {}, (Account("one", "Depot", "quay"),))
    assert edits.to_undo is None
    for _ in range(5):
        edits.redo()
    assert standing() == after
    assert after[3] == {number: "A drill"}


def test_what_something_else_changed_since_is_left_alone(
    session: Session, tags: TagDesk, edits: EditDesk, clock: StoppedClock
) -> None:
    tags.set("quay", {"resource_transit": 4000})
    with session.store() as store:
        (tag,) = store.tags.book().tags
        store.tags.add(type(tag)("quay", "tourism_education", 100, tag.valid_from, tag.recorded))
    with pytest.raises(UsageTrouble, match="changed again"):
        edits.undo()
    assert shares(session, clock.today()) == {"resource_transit": 4000, "tourism_education": 100}
    with pytest.raises(UsageTrouble, match="nothing to take back"):
        edits.undo()


def test_an_edit_that_fails_or_changes_nothing_is_no_step(
    tags: TagDesk, edits: EditDesk, session: Session
) -> None:
    with pytest.raises(UsageTrouble):
        tags.set("quay", {"resource_transit": 20_000})
    tags.set("quay", {"resource_transit": 0})
    assert edits.to_undo is None
    tags.set("quay", {"resource_transit": 10})
    with session.store() as store:
        path = store.path
    session.replace(PortfolioStore.open(path, session.clock.now()))
    assert edits.to_undo is None
