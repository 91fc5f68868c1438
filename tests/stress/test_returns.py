from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from corridor_desktop.stress.returns import (
    Rates,
    Track,
    at_or_before,
    convert,
    is_thin,
    log_returns,
    major,
    read_track,
    share_sessions,
)
from tests.stress.worlds import series

DAYS = [date(2024, 1, d) for d in (2, 3, 4, 5, 8)]
ORDINALS = np.array([day.toordinal() for day in DAYS])
FLAT = np.full(5, 100.0)


def track(*closes: float) -> Track:
    return read_track(series("X", "USD", DAYS[: len(closes)], np.array(closes)))


def test_closes_that_are_no_price_are_left_out() -> None:
    found = track(100.0, 0.0, float("nan"), -3.0, 101.0)
    assert found.closes.tolist() == [100.0, 101.0]
    assert found.days.tolist() == [ORDINALS[0], ORDINALS[4]]


def test_cutting_keeps_both_ends() -> None:
    part = track(1, 2, 3, 4, 5).within(DAYS[1], DAYS[3])
    assert part.closes.tolist() == [2, 3, 4]
    assert len(track(1, 2).within(None, date(2020, 1, 1))) == 0


def test_a_close_before_the_day_counts_until_it_is_too_old() -> None:
    found = at_or_before(track(7.0), ORDINALS, age=3)
    assert found[:4].tolist() == [7.0, 7.0, 7.0, 7.0]
    assert np.isnan(found[4])
    assert np.isnan(at_or_before(track(7.0), ORDINALS - 20)).all()
    assert np.isnan(at_or_before(Track(ORDINALS[:0], FLAT[:0]), ORDINALS)).all()


def rates(**pairs: float) -> Rates:
    return Rates(
        {f"{name}=X": series(name, "", DAYS, FLAT * value / 100) for name, value in pairs.items()}
    )


def test_rates_direct_inverse_and_over_the_dollar() -> None:
    known = rates(EURUSD=1.25, KRW=1000.0, GBPJPY=200.0)
    for source, target, expected in (
        ("EUR", "USD", 1.25),
        ("USD", "EUR", 0.8),
        ("USD", "KRW", 1000.0),
        ("KRW", "USD", 0.001),
        ("EUR", "KRW", 1250.0),
        ("KRW", "EUR", 1 / 1250),
        ("GBP", "JPY", 200.0),
        ("EUR", "EUR", 1.0),
        ("GBp", "GBP", 1.0),
    ):
        found = known.between(source, target, ORDINALS)
        assert found is not None
        assert found == pytest.approx(np.full(5, expected)), (source, target)
    assert known.between("EUR", "CHF", ORDINALS) is None
    assert known.track("EUR", "CHF") is None


def test_rates_lead_over_any_one_currency_as_values_do() -> None:
    over_euro = rates(EURKRW=1500.0, EURGBP=0.8)
    found = over_euro.between("KRW", "GBP", ORDINALS)
    assert found is not None
    assert found == pytest.approx(np.full(5, 0.8 / 1500))
    over_yen = rates(GBPJPY=200.0, KRWJPY=0.1)
    found = over_yen.between("KRW", "GBP", ORDINALS)
    assert found is not None
    assert found == pytest.approx(np.full(5, 0.0005))
    whole = over_yen.track("KRW", "GBP")
    assert whole is not None
    assert whole.closes == pytest.approx(np.full(5, 0.0005))
    assert rates(EURKRW=1500.0, USDGBP=0.7).between("KRW", "GBP", ORDINALS) is None


def test_a_currency_has_a_track_of_its_own() -> None:
    found = rates(EURUSD=1.25, KRW=1000.0).track("KRW", "EUR")
    assert found is not None
    assert found.closes == pytest.approx(np.full(5, 0.0008))


def test_conversion_there_and_back_changes_nothing() -> None:
    known = rates(EURUSD=1.25, KRW=1000.0)
    own = track(10, 11, 12, 11, 13)
    there = convert(own, "KRW", "EUR", known)
    assert there is not None
    back = convert(there, "EUR", "KRW", known)
    assert back is not None
    assert back.closes == pytest.approx(own.closes)
    assert log_returns(there.closes) == pytest.approx(log_returns(own.closes))
    assert convert(own, "KRW", "CHF", known) is None


def test_a_session_without_a_rate_is_left_out() -> None:
    late = Rates({"EURUSD=X": series("EURUSD=X", "USD", DAYS[3:], FLAT[3:] / 80)})
    found = convert(track(10, 11, 12, 11, 13), "EUR", "USD", late)
    assert found is not None
    assert found.days.tolist() == ORDINALS[3:].tolist()
    assert found.closes == pytest.approx([13.75, 16.25])


def test_pence_are_pounds() -> None:
    assert [major(c) for c in ("GBp", "GBX", "ILA", "ZAc", "usd")] == [
        "GBP", "GBP", "ILS", "ZAR", "USD",
    ]  # fmt: skip


def test_only_sessions_of_both_are_compared() -> None:
    one = track(10, 11, 12, 13, 14)
    other = Track(ORDINALS[[0, 2, 4]], np.array([1.0, 2.0, 3.0]))
    days, mine, theirs = share_sessions(one, other)
    assert days.tolist() == ORDINALS[[0, 2, 4]].tolist()
    assert mine.tolist() == [10, 12, 14]
    assert theirs.tolist() == [1, 2, 3]


def test_overlapping_returns_add_up() -> None:
    closes = np.array([100.0, 110.0, 121.0])
    assert log_returns(closes, 2) == pytest.approx([2 * np.log(1.1)])
    assert log_returns(closes).sum() == pytest.approx(log_returns(closes, 2)[0])


def test_standing_still_or_missing_sessions_is_thin() -> None:
    moving = np.arange(1.0, 101.0)
    still = np.repeat(np.arange(1.0, 51.0), 2)
    assert not is_thin(moving, 100, 100)
    assert is_thin(still, 100, 100)
    assert is_thin(moving, 59, 100)
    assert is_thin(moving[:1], 1, 1)
