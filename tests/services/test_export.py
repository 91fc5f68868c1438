"""An export holds everything, exactly, and never touches a folder that is in use."""

from __future__ import annotations

import csv
import dataclasses
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.domain.finding import Decision
from corridor_desktop.domain.prices import Split
from corridor_desktop.domain.theme import CORRIDOR_THEMES, TagBook, ThemeTag
from corridor_desktop.services.export import cell, export_csv
from corridor_desktop.services.policies import default_policy
from corridor_desktop.services.portfolio_data import PortfolioData
from tests.store.rows import ACCOUNT, AT, FERRY, PIER, closes, purchase, snapshot

SERIES = dataclasses.replace(
    closes("FERRY.L", date(2026, 1, 1), 512.5, 0.1), splits=(Split(date(2026, 1, 2), Decimal(5)),)
)
TAG = ThemeTag("n1", "resource_transit", 2500, date(2026, 1, 1), AT.date(), "=HYPERLINK(1)", "own")
DATA = PortfolioData(
    name="Harbour",
    base="EUR",
    accounts=(ACCOUNT,),
    instruments={"n1": FERRY, "n2": PIER},
    transactions=(purchase(1), purchase(2)),
    statements=(snapshot(3),),
    tags=TagBook(CORRIDOR_THEMES, (TAG,)),
    series={"FERRY.L": SERIES},
    policy=default_policy(),
    decisions=(Decision(AT, "acknowledged", "single_issuer", "n1", 0.2, "because", detail="d"),),
    settings={"benchmark": "^KS11"},
)


def read(folder: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for path in folder.iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def test_every_table_is_there_with_every_row(tmp_path: Path) -> None:
    export_csv(DATA, tmp_path / "out")
    found = {name: len(rows) for name, rows in read(tmp_path / "out").items()}
    assert found.pop("limits") == len(DATA.policy.limits)
    assert found == {
        "portfolio": 1, "settings": 1, "accounts": 1, "instruments": 2, "transactions": 2,
        "statements": 1, "statement_cash": 2, "themes": len(CORRIDOR_THEMES), "tags": 1,
        "policy": 1, "decisions": 1, "price_series": 1, "prices": 2, "price_splits": 1,
    }  # fmt: skip


def test_no_field_of_a_transaction_or_an_instrument_is_lost(tmp_path: Path) -> None:
    export_csv(DATA, tmp_path / "out")
    found = read(tmp_path / "out")
    row, booked = found["transactions"][0], purchase(1)
    exact = {name: Decimal(row[name]) for name in ("quantity", "price", "gross", "fee", "fx_rate")}
    assert booked.fee is not None
    assert exact == {
        "quantity": booked.quantity,
        "price": booked.price,
        "gross": booked.gross,
        "fee": booked.fee.amount,
        "fx_rate": booked.fx_rate,
    }
    assert (row["note"], row["time"], row["reference"]) == (
        booked.note, booked.time, booked.reference,
    )  # fmt: skip
    assert row["lines"] == "14 15"
    thing = found["instruments"][0]
    assert (thing["symbol"], thing["price_factor"], thing["other_ids"], thing["multiplier"]) == (
        "FERRY.L", "0.01", "wkn:A0XYZ1 sedol:B012345", "-2",
    )  # fmt: skip
    assert found["instruments"][1]["ticker"] == "005999"
    assert [one["close"] for one in found["prices"]] == ["512.5", "0.1"]


def test_text_never_runs_and_numbers_stay_numbers(tmp_path: Path) -> None:
    export_csv(DATA, tmp_path / "out")
    found = read(tmp_path / "out")
    assert found["tags"][0]["reason"] == "'=HYPERLINK(1)"
    assert found["transactions"][0]["net_cash"] == "-71500.10"
    assert cell(Decimal("1E+3")) == "1000"
    assert cell("  =1+1") == "'  =1+1"


@pytest.mark.parametrize("is_file", [True, False])
def test_a_place_in_use_is_refused_and_left_alone(tmp_path: Path, is_file: bool) -> None:
    place = tmp_path / "out"
    own = place if is_file else place / "own.txt"
    own.parent.mkdir(exist_ok=True)
    own.write_text("mine")
    with pytest.raises(FileTrouble) as caught:
        export_csv(DATA, place)
    assert caught.value.code == "export_exists"
    assert own.read_text() == "mine"
    assert [path.name for path in own.parent.iterdir()] == [own.name]


def test_an_empty_folder_is_welcome(tmp_path: Path) -> None:
    assert export_csv(DATA, tmp_path)
    with pytest.raises(FileTrouble):
        export_csv(DATA, tmp_path)
