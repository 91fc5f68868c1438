"""Series: blobs, merging, splits that the stored closes did not know of."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from corridor_desktop.domain.prices import Basis, PriceSeries, Split, exact
from corridor_desktop.services.words import catalogue
from corridor_desktop.store.merging import merge
from corridor_desktop.store.portfolio import PortfolioStore
from tests.store.rows import AT, closes

DAY = date(2026, 3, 2)


def test_a_series_survives(store: PortfolioStore) -> None:
    series = PriceSeries(
        "005999.KS",
        "KRW",
        array("i", [DAY.toordinal(), DAY.toordinal() + 3]),
        array("d", [71500.1, 0.30000000000000004]),
        Basis.AS_TRADED,
        (Split(DAY, Decimal("0.1")),),
        "invented",
        AT,
        "KRW",
        simulated=True,
    )
    store.prices.keep([series])
    assert store.prices.get("005999.KS") == series
    assert store.prices.all() == {"005999.KS": series}
    assert exact(series.closes[0]) == Decimal("71500.1")
    (status,) = store.prices.status()
    assert (status.count, status.first, status.last) == (2, DAY, DAY + timedelta(3))
    assert (status.currency, status.fetched_at, status.simulated) == ("KRW", AT, True)
    assert store.prices.remove("005999.KS")
    assert store.prices.get("005999.KS") is None


def test_new_closes_win(store: PortfolioStore) -> None:
    store.prices.keep([closes("A", DAY, 1.0, 2.0, 3.0)])
    (kept,) = store.prices.merge([closes("A", DAY + timedelta(1), 2.0, 3.5, 4.0)])
    assert (kept.added, kept.changed, kept.rescaled, kept.refused) == (1, 1, False, None)
    stored = store.prices.get("A")
    assert stored is not None
    assert list(stored.closes) == [1.0, 2.0, 3.5, 4.0]


def test_older_closes_go_in_front(store: PortfolioStore) -> None:
    store.prices.keep([closes("A", DAY, 2.0)])
    store.prices.keep([closes("A", DAY - timedelta(1), 1.0)])
    stored = store.prices.get("A")
    assert stored is not None
    assert (stored.first, list(stored.closes)) == (DAY - timedelta(1), [1.0, 2.0])


def test_the_latest_fetch_is_remembered(store: PortfolioStore) -> None:
    store.prices.keep([closes("A", DAY, 2.0)])
    store.prices.keep([replace(closes("A", DAY, 2.5), fetched_at=None, source="file")])
    stored = store.prices.get("A")
    assert stored is not None
    assert (stored.fetched_at, stored.source) == (AT, "file")


def test_an_empty_answer_changes_nothing(store: PortfolioStore) -> None:
    store.prices.keep([closes("B", DAY)])
    assert store.prices.all() == {}
    store.prices.keep([closes("A", DAY, 1.0)])
    (kept,) = store.prices.merge([closes("A", DAY)])
    assert (kept.added, kept.changed) == (0, 0)
    assert len(store.prices.all()["A"]) == 1


@pytest.mark.parametrize(
    "change",
    [{"currency": "USD"}, {"unit": "GBp"}, {"basis": Basis.AS_TRADED}, {"simulated": True}],
)
def test_unlike_series_are_never_mixed(store: PortfolioStore, change: dict[str, str]) -> None:
    store.prices.keep([closes("A", DAY, 1.0)])
    other = replace(closes("A", DAY, 9.0, 9.0), **change)  # type: ignore[arg-type]
    (kept,) = store.prices.merge([other])
    assert kept.refused is not None
    assert kept.refused.code == f"store.other_{next(iter(change))}"
    assert "A" in catalogue()[kept.refused.code].format(**kept.refused.values())
    assert list(store.prices.all()["A"].closes) == [1.0]


def test_a_broken_series_is_a_bug(store: PortfolioStore) -> None:
    twice = PriceSeries("A", "EUR", array("i", [5, 5]), array("d", [1.0, 2.0]))
    endless = PriceSeries("A", "EUR", array("i", [5]), array("d", [float("nan")]))
    for series in (twice, endless):
        with pytest.raises(ValueError, match="A"):
            store.prices.keep([series])
    assert store.prices.all() == {}


def with_split(series: PriceSeries, session: date, ratio: str) -> PriceSeries:
    return replace(series, splits=(Split(session, Decimal(ratio)),))


def test_a_split_since_the_last_fetch_rescales_what_was_stored() -> None:
    stored = closes("A", DAY, 71500.0, 50.0)
    stored = replace(stored, fetched_at=datetime.combine(DAY, AT.timetz()))
    session = DAY + timedelta(10)
    new = with_split(closes("A", session, 1000.0), session, "50")
    united, kept = merge(stored, new)
    assert list(united.closes) == [1430.0, 1.0, 1000.0]
    assert kept.rescaled
    again, kept = merge(united, new)
    assert again.closes == united.closes
    assert not kept.rescaled
    assert again.splits == new.splits


def test_the_overlap_tells_whether_a_split_was_known() -> None:
    session = DAY + timedelta(3)
    fresh = with_split(closes("A", DAY + timedelta(1), 2.0, 2.1, 2.2), session, "10")
    adjusted, kept = merge(closes("A", DAY, 1.9, 2.0), fresh)
    assert (list(adjusted.closes), kept.rescaled) == ([1.9, 2.0, 2.1, 2.2], False)
    bonus = with_split(fresh, session, "1.02")
    small, kept = merge(closes("A", DAY, 1.938, 2.04), bonus)
    assert (list(small.closes), kept.rescaled) == ([1.9, 2.0, 2.1, 2.2], True)
    rescaled, kept = merge(closes("A", DAY, 19.0, 20.0), fresh)
    assert (list(rescaled.closes), kept.rescaled) == ([1.9, 2.0, 2.1, 2.2], True)


def test_the_close_of_the_split_session_is_already_the_new_one() -> None:
    session = DAY + timedelta(1)
    fresh = with_split(closes("A", DAY, 2.0), session, "10")
    united, kept = merge(closes("A", DAY - timedelta(1), 19.0, 20.0, 2.1), fresh)
    assert (list(united.closes), kept.rescaled) == ([1.9, 2.0, 2.1], True)


def test_closes_as_traded_are_never_rescaled() -> None:
    stored = replace(closes("A", DAY, 100.0), basis=Basis.AS_TRADED, fetched_at=None)
    session = DAY + timedelta(1)
    new = with_split(replace(closes("A", session, 10.0), basis=Basis.AS_TRADED), session, "10")
    united, kept = merge(stored, new)
    assert (list(united.closes), kept.rescaled) == ([100.0, 10.0], False)
