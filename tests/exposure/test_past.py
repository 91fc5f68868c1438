"""Exposure through time along what an instrument is: layers add up to the whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.exposure.past import DIMENSIONS, MOST, measure_past
from corridor_desktop.valuation.through_time import DailyValues

DAYS = (date(2026, 3, 19), date(2026, 3, 20))


def daily(count: int, cash: float = 50.0) -> tuple[DailyValues, dict[str, Instrument]]:
    things = {
        f"t{place}": Instrument(
            f"t{place}",
            f"Thing {place}",
            listing=Listing(f"T{place}", "USD"),
            country="KR" if place % 2 else None,
            sector="Rail" if place else None,
            asset_class=AssetClass.EQUITY,
            multiplier=Decimal(-2) if place == 3 else Decimal(1),
        )
        for place in range(count)
    }
    values = np.array([[100.0 * (place + 1) for place in range(count)]] * 2)
    flags = np.ones(values.shape, dtype=bool)
    money = np.full(2, cash)
    nothing = np.zeros(2)
    return (
        DailyValues(
            "EUR", DAYS, tuple(things), values, flags, flags, money, values.sum(axis=1) + money,
            nothing, nothing,
        ),
        things,
    )  # fmt: skip


@pytest.mark.parametrize("by", DIMENSIONS)
def test_layers_add_up_to_exposure_and_cash(by: Dimension) -> None:
    found, things = daily(12)
    past = measure_past(found, things, by)
    whole = sum(
        100 * (place + 1) * float(thing.multiplier) for place, thing in enumerate(things.values())
    )
    assert past.keys[-1] == "untagged"
    for row in past.values:
        assert float(sum(row)) == pytest.approx(whole + 50)


def test_what_nobody_stated_is_untagged() -> None:
    found, things = daily(2, cash=0.0)
    past = measure_past(found, things, Dimension.COUNTRY)
    assert (past.keys, past.values[0]) == (("KR", "untagged"), (Decimal(200), Decimal(100)))


def test_small_parts_are_gathered() -> None:
    found, things = daily(MOST + 4)
    past = measure_past(found, things, Dimension.HOLDING)
    assert past.keys[-3:] == ("other", "cash", "untagged")
    assert len(past.keys) == MOST + 3
    assert past.labels[0].startswith("Thing")
