"""Returns, costs and gains from imported files, beside exact arithmetic done by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from corridor_desktop.performance.money_weighted import xirr
from tests.cli.conftest import Program

HEAD = "Date,Type,ISIN,Symbol,Name,Quantity,Price,Fee,Currency,Amount\n"
SAP, APPLE = "DE0007164600,SAP.DE,Example SE", "US0378331005,AAPL,Example Inc"


class Files:
    """An empty EUR portfolio to which files are given."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program, self.folder = program, folder

    def history(self, rows: str, words: Mapping[str, str] | None = None) -> None:
        file, told = self.folder / "history.csv", self.folder / "answers.json"
        file.write_text(HEAD + rows, encoding="utf-8")
        told.write_text(json.dumps({"words": words or {}}), encoding="utf-8")
        (done,) = self.program.json("import", "import", str(file), "--answers", str(told))["files"]
        assert done["outcome"] == "import"
        assert not done["needs_you"]

    def prices(self, symbol: str, currency: str, closes: Mapping[str, object]) -> None:
        file = self.folder / "closes.csv"
        rows = "".join(f"{day},{close}\n" for day, close in closes.items())
        file.write_text("Date,Close\n" + rows, encoding="utf-8")
        said = self.program(
            "prices", "import", str(file), "--listing", symbol, "--currency", currency
        )
        assert said.code == 0, said.err

    def returns(self, day: str) -> Any:
        return self.program.json("performance", "performance", "--as-of", day)

    def line(self, day: str) -> Any:
        (line,) = self.program.json("review", "review", "--as-of", day)["valuation"]["lines"]
        return line


@pytest.fixture
def files(empty: Program, tmp_path: Path) -> Files:
    return Files(empty, tmp_path)


def chain(*days: tuple[object, object, object]) -> float:
    """Link days of (inflow, outflow, value at the close) exactly."""
    growth, before = Fraction(1), Fraction(0)
    for came, went, value in days:
        worth = Fraction(str(value))
        growth *= (worth + Fraction(str(went))) / (before + Fraction(str(came)))
        before = worth
    return float(growth - 1)


def test_flows_trades_income_and_fees_link_day_by_day(files: Files) -> None:
    files.history(
        f"2025-01-06,Deposit,,,,,,,EUR,10000\n2025-01-06,Buy,{SAP},50,100,5,EUR,-5005\n"
        f"2025-02-03,Deposit,,,,,,,EUR,2000\n2025-03-03,Dividend,{SAP},,,,EUR,75\n"
        f"2025-04-01,Sell,{SAP},20,120,5,EUR,2395\n2025-05-05,Withdrawal,,,,,,,EUR,-3000\n"
        "2025-06-02,Fee,,,,,,,EUR,-12\n"
    )
    closes = {
        "2025-01-06": "100", "2025-02-03": "104", "2025-03-03": "110", "2025-04-01": "120",
        "2025-05-05": "111", "2025-06-02": "115", "2026-02-27": "131.25",
    }  # fmt: skip
    files.prices("SAP.DE", "EUR", closes)
    found = files.returns("2026-02-27")
    expected = chain(
        (10000, 0, 4995 + 5000), (2000, 0, 6995 + 50 * 104), (0, 0, 7070 + 50 * 110),
        (0, 0, 9465 + 30 * 120), (0, 3000, 6465 + 30 * 111), (0, 0, 6453 + 30 * 115),
        (0, 0, Fraction(6453) + 30 * Fraction("131.25")),
    )  # fmt: skip
    assert found["twr"] == pytest.approx(expected, rel=1e-12)
    whole = found["attributions"][0]
    for parts in ("by_holding", "by_theme", "by_currency"):
        assert sum(part["total"] for part in whole[parts]) == pytest.approx(expected, rel=1e-12)


def test_money_that_moved_on_a_weekend_counts_from_its_own_day(files: Files) -> None:
    files.history(
        f"2024-01-06,Deposit,,,,,,,EUR,1000\n2024-01-06,Buy,{SAP},10,100,0,EUR,-1000\n"
        f"2024-09-15,Deposit,,,,,,,EUR,500\n2024-09-15,Buy,{SAP},5,100,0,EUR,-500\n"
    )
    files.prices("SAP.DE", "EUR", {"2024-01-05": 100, "2024-09-13": 100, "2026-01-05": 121})
    flows = [(date(2024, 1, 6), -1000.0), (date(2024, 9, 15), -500.0), (date(2026, 1, 5), 1815.0)]
    found = files.returns("2026-01-05")
    assert found["xirr"] == pytest.approx(xirr(flows).rate, rel=1e-12)
    assert found["from"] == "2024-01-06"


def test_a_split_keeps_cost_and_a_long_gap_in_prices_keeps_the_return(files: Files) -> None:
    files.history(
        f"2023-01-02,Deposit,,,,,,,EUR,3000\n2023-01-02,Buy,{SAP},3,100,1,EUR,-301\n"
        f"2023-03-01,Buy,{SAP},4,120,1,EUR,-481\n2023-06-05,Split,{SAP},21,,,EUR,\n"
        f"2023-09-04,Sell,{SAP},13,30,1,EUR,389\n",
        {"Split": "split"},
    )
    closes = {
        "2023-01-02": 100, "2023-03-01": 120, "2023-06-05": 28, "2023-09-04": 30, "2026-01-30": 33,
    }  # fmt: skip
    files.prices("SAP.DE", "EUR", closes)
    found, line = files.returns("2026-01-30"), files.line("2026-01-30")
    assert found["twr"] == pytest.approx(
        chain((3000, 0, 2999), (0, 0, 2218 + 840), (0, 0, 2218 + 784), (0, 0, 3057), (0, 0, 3102)),
        rel=1e-12,
    )
    assert found["xirr"] == pytest.approx(found["twr_annual"], rel=1e-9)
    assert len(found["notes"]) == 1
    assert "SAP.DE" in found["notes"][0]
    # First in, first out: 12 of 28 units gone whole, then one of sixteen.
    assert Decimal(line["cost_basis"]) == Decimal("450.9375")
    inside = files.program.json("review", "review", "--as-of", "2025-06-30")["valuation"]
    assert [thing["name"] for thing in inside["unpriced"]] == ["Example SE"], "too old to value by"


def test_a_price_that_stopped_is_not_carried_on(files: Files) -> None:
    files.history(f"2023-01-02,Buy,{SAP},3,100,0,EUR,-300\n")
    files.prices("SAP.DE", "EUR", {"2023-01-02": 100, "2023-02-01": 110, "2026-02-02": 5})
    found = files.returns("2025-12-31")
    assert (found["twr"], found["notes"]) == (None, [])
    assert found["twr_reason"]
    assert files.returns("2023-12-29")["twr"] == pytest.approx(0.1)
    assert files.returns("2026-02-02")["twr"] == pytest.approx(-0.95)


def test_a_foreign_gain_is_the_price_at_the_old_rate_and_the_rate_for_the_rest(
    files: Files,
) -> None:
    files.history(
        "2025-01-06,Deposit,,,,,,,EUR,10000\n2025-01-07,FX,,,,,,,EUR,-5000\n"
        f"2025-01-07,FX,,,,,,,USD,5150\n2025-01-08,Buy,{APPLE},20,200,1,USD,-4001\n"
        f"2025-06-10,Sell,{APPLE},5,220,1,USD,1099\n"
    )
    files.prices(
        "AAPL", "USD", {"2025-01-08": 200, "2025-03-03": 180, "2025-06-10": 220, "2025-12-31": 250}
    )
    rates = {
        "2025-01-06": "1.03", "2025-01-07": "1.03", "2025-01-08": "1.04", "2025-03-03": "1.05",
        "2025-06-10": "1.1", "2025-12-31": "1.25",
    }  # fmt: skip
    files.prices("EURUSD=X", "USD", rates)
    found, line = files.returns("2025-12-31"), files.line("2025-12-31")
    at = {day: Fraction(rate) for day, rate in rates.items()}
    worth = 5000 + (1149 + 1099 + 15 * 250) / at["2025-12-31"]
    assert found["twr"] == pytest.approx(float(worth / 10000 - 1), rel=1e-12)
    cost = Fraction(15 * 4001, 20)
    price = (15 * 250 - cost) / at["2025-01-08"]
    gain = 15 * 250 / at["2025-12-31"] - cost / at["2025-01-08"]
    assert float(line["price_gain"]) == pytest.approx(float(price), rel=1e-15)
    assert float(line["currency_gain"]) == pytest.approx(float(gain - price), rel=1e-15)


def test_ten_up_and_an_eleventh_down_is_nothing(files: Files) -> None:
    files.history(f"2025-01-06,Buy,{APPLE},10,100,0,USD,-1000\n")
    files.prices("AAPL", "USD", {"2025-01-06": 100, "2026-01-06": 110})
    files.prices("EURUSD=X", "USD", {"2025-01-06": "1.0", "2026-01-06": "1.1"})
    line = files.line("2026-01-06")
    assert (line["gain"], line["price_gain"], line["currency_gain"]) == ("0", "100", "-100")
    assert files.returns("2026-01-06")["twr"] == pytest.approx(0, abs=1e-15)


def test_nothing_booked_has_a_day_and_a_reason(files: Files) -> None:
    found = files.returns("2026-01-06")
    assert (found["from"], found["to"]) == (None, "2026-01-06")
    assert found["twr"] is None
    assert found["twr_reason"]


def test_a_short_position_is_called_one_and_counts_in_no_total(files: Files) -> None:
    file = files.folder / "positions-2026-03-02.csv"
    file.write_text(
        "ISIN,Symbol,Name,Quantity,Price,Market Value,Currency\n"
        "DE0007164600,SAP.DE,Example SE,20,100,2000,EUR\n"
        "DE0005140008,DBK.DE,Other AG,-10,50,-500,EUR\n",
        encoding="utf-8",
    )
    files.program.json("import", "import", str(file))
    found = files.program.json("review", "review", "--as-of", "2026-03-10")["valuation"]
    assert found["total"] == "2000"
    (part,) = found["unpriced"]
    assert (part["code"], part["quantity"], part["stated"]) == ("valuation.short", "-10", "-500")
    assert "short position" in part["reason"]
