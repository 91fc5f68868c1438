"""Reading 100,000 rows beside the floor: the same file through ``csv`` and ``Decimal`` alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from time import process_time

from pytest_benchmark.fixture import BenchmarkFixture

from corridor_desktop.importers.contract import Outcome
from corridor_desktop.importers.reader import read

ROWS = 100_000
HEADER = "Trade Date,Action,ISIN,Name,Quantity,Price,Amount,Fee,Currency\n"


def _file() -> bytes:
    first = date(2001, 1, 1)
    lines = [HEADER]
    for number in range(ROWS):
        cents, units, fee = 101 + number * 37 % 90_000, 1 + number % 500, number % 3 * 495
        buy = number % 3 != 0
        amount = units * cents + (fee if buy else -fee)
        lines.append(
            f"{first + timedelta(days=number // 12)},{'Buy' if buy else 'Sell'},US0378331005,"
            f"Company {number % 400},{units},{cents / 100:.2f},{'-' if buy else ''}"
            f"{amount / 100:.2f},{fee / 100:.2f},USD\n"
        )
    return "".join(lines).encode()


def _seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def _floor(data: bytes) -> list[tuple[date, list[Decimal]]]:
    rows = csv.reader(io.StringIO(data.decode()))
    next(rows)
    return [(date.fromisoformat(row[0]), [Decimal(cell) for cell in row[4:8]]) for row in rows]


def test_a_hundred_thousand_rows_beside_csv_and_decimal(benchmark: BenchmarkFixture) -> None:
    data = _file()
    floor = min(_seconds(lambda: _floor(data)) for _ in range(3))
    found = benchmark.pedantic(lambda: read(data, "x.csv"), rounds=3)
    assert found.outcome is Outcome.IMPORT
    assert len(found.transactions) == ROWS
    benchmark.extra_info["floor_seconds"] = round(floor, 3)
