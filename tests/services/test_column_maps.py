"""A column map made once is used again for the same header, and the user's word goes first."""

from __future__ import annotations

from pathlib import Path

from corridor_desktop.importers.contract import Answers, Outcome
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from tests.conftest import StoppedClock

HEADER = "Wann;Was;Papier;Stk;Kurs EUR;Summe\n"
FIRST = f"{HEADER}13.02.2026;Zukauf;Zinc Quarry AG;10;5,50;55,00\n"
SECOND = f"Depot 7\n\n{HEADER}14.02.2026;Zukauf;Moon Port AG;3;7,25;21,75\n"
MAP = Answers(
    header_line=1,
    account_currency="EUR",
    words={"Zukauf": "buy"},
    columns={
        "Wann": "date", "Was": "type", "Papier": "name", "Stk": "quantity", "Kurs EUR": "price",
        "Summe": "amount",
    },
)  # fmt: skip


def no_feed() -> PriceFeed:
    raise AssertionError("nothing here is asked online")


def desk_with_map(tmp_path: Path, clock: StoppedClock) -> Desk:
    desk = Desk(clock, no_feed)
    desk.new(tmp_path / "p.corridor", "EUR", "P")
    plans = desk.imports.read_bytes([("first.csv", FIRST.encode())], MAP)
    assert plans[0].reading.outcome is Outcome.IMPORT
    desk.imports.commit(plans)
    return desk


def test_without_a_map_the_file_is_not_understood(tmp_path: Path, clock: StoppedClock) -> None:
    desk = Desk(clock, no_feed)
    desk.new(tmp_path / "p.corridor", "EUR", "P")
    (plan,) = desk.imports.read_bytes([("second.csv", SECOND.encode())])
    assert plan.reading.outcome is not Outcome.IMPORT
    assert plan.reading.transactions == ()
    desk.close()


def test_a_map_is_used_again_wherever_the_header_stands(
    tmp_path: Path, clock: StoppedClock
) -> None:
    desk = desk_with_map(tmp_path, clock)
    (plan,) = desk.imports.read_bytes([("second.csv", SECOND.encode())])
    assert plan.reading.outcome is Outcome.IMPORT
    assert plan.reading.reading.header_line == 3
    assert [(row.kind, row.instrument.name) for row in plan.reading.transactions] == [
        ("buy", "Moon Port AG")
    ]
    assert plan.new == 1
    desk.close()


def test_what_the_user_says_now_goes_before_what_was_kept(
    tmp_path: Path, clock: StoppedClock
) -> None:
    desk = desk_with_map(tmp_path, clock)
    said = Answers(words={"Zukauf": "ignore"})
    (plan,) = desk.imports.read_bytes([("second.csv", SECOND.encode())], said)
    assert plan.reading.transactions == ()
    assert len(plan.reading.skipped) == 1
    desk.close()


def test_a_header_of_other_words_is_left_alone(tmp_path: Path, clock: StoppedClock) -> None:
    desk = desk_with_map(tmp_path, clock)
    other = SECOND.replace("Wann", "Zeitpunkt")
    (plan,) = desk.imports.read_bytes([("other.csv", other.encode())])
    assert plan.reading.outcome is not Outcome.IMPORT
    assert plan.reading.transactions == ()
    desk.close()
