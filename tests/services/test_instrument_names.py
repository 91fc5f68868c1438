"""What a file's instruments are taken for: by the Korean list, by their ids, or by being asked."""

from __future__ import annotations

import csv
import logging
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.transaction import Kind
from corridor_desktop.host.paths import resource_folder
from corridor_desktop.importers.contract import Answers, CanonicalRow, Identity
from corridor_desktop.importers.identity import currency_of, home_symbols, valid_isin
from corridor_desktop.services import krx_names
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.formats import without_data
from corridor_desktop.services.named_instruments import name_instruments
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.services.resolve_instruments import chosen_listing, listing_of
from tests.conftest import StoppedClock

HEAD = "Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total\n"


def row(identity: Identity, currency: str = "EUR", line: int = 2) -> CanonicalRow:
    return CanonicalRow((line,), Kind.BUY, date(2026, 1, 5), identity, quantity=Decimal(1),
                        price=Decimal(1), currency=currency)  # fmt: skip


def test_the_korean_list_holds_facts_that_agree_with_each_other() -> None:
    with (resource_folder() / "instruments" / "krx.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 2_500
    assert all(valid_isin(each["isin"]) for each in rows)
    assert {len(each["code"]) for each in rows} == {6}
    assert {each["market"] for each in rows} == {"KOSPI", "KOSDAQ", "KONEX"}
    assert len({each["code"] for each in rows}) == len(rows)


@pytest.mark.parametrize(
    ("identity", "currency", "symbol"),
    [
        (Identity(isin="KR7005930003", name="SAMSUNG EL."), "EUR", "005930.KS"),
        (Identity(symbol="247540"), "KRW", "247540.KQ"),
        (Identity(name="삼성전자"), "KRW", "005930.KS"),
        (Identity(symbol="005930", market="KOSPI"), "", "005930.KS"),
        (Identity(symbol="000001"), "CNY", ""),
        (Identity(name="삼성전"), "KRW", ""),
        (Identity(name="삼성전자"), "USD", ""),
        (Identity(isin="KR7005930004", name="삼성전자"), "KRW", ""),
    ],
)
def test_korean_shares_are_found_exactly_or_not_at_all(
    identity: Identity, currency: str, symbol: str
) -> None:
    found = listing_of(identity, currency)
    assert (found.symbol if found else "") == symbol
    if found is not None:
        assert found.currency == "KRW"


def test_name_code_and_isin_meet_in_one_instrument(tmp_path: Path, clock: StoppedClock) -> None:
    desk = opened(tmp_path, clock)
    for number, ids in enumerate((",,삼성전자", ",005930,Samsung", "KR7005930003,,SAMSUNG EL")):
        text = f"{HEAD}2026-01-0{number + 1},Buy,{ids},1,70000,KRW,-70000\n"
        desk.imports.commit(desk.imports.read_bytes([(f"{number}.csv", text.encode())]))
    with desk._session.store() as store:
        (thing,) = store.instruments.all().values()
        assert (thing.isin, thing.ticker) == ("KR7005930003", "005930")
    desk.close()


def test_a_country_speaks_for_its_exchange_and_is_still_asked() -> None:
    thing = Identity(isin="DE0007164600", symbol="SAP")
    assert home_symbols(thing) == ("SAP.DE",)
    assert home_symbols(Identity(isin="DE0007164601", symbol="SAP")) == ()
    assert home_symbols(Identity(isin="TW0002330008")) == ("2330.TW", "2330.TWO")
    assert listing_of(thing, "EUR") is None
    (named,) = name_instruments([row(thing)], {})
    assert named.doubtful
    assert [each.value for each in named.candidates] == ["symbol:SAP.DE"]
    assert currency_of("7203.T") == "JPY"


def test_a_chosen_symbol_brings_its_currency() -> None:
    found = chosen_listing("symbol:005930.ks", "EUR")
    assert (found.symbol, found.currency) == ("005930.KS", "KRW") if found else False
    stated = chosen_listing("symbol:BHP.L@USD", "EUR")
    assert (stated.currency if stated else "") == "USD"
    assert chosen_listing("later", "EUR") is None


def test_an_isin_that_changed_is_asked_about_and_then_known(
    tmp_path: Path, clock: StoppedClock
) -> None:
    desk = opened(tmp_path, clock)
    old = f"{HEAD}2026-01-01,Buy,US0378331005,ORCH,Orchard,10,5,USD,-50\n".encode()
    new = f"{HEAD}2026-02-01,Sell,US5949181045,ORCH,Orchard N,10,6,USD,60\n".encode()
    desk.imports.commit(desk.imports.read_bytes([("a.csv", old)]))
    (plan,) = desk.imports.read_bytes([("b.csv", new)])
    (named,) = plan.instruments
    assert named.doubtful
    same = named.candidates[0].value
    answers = Answers(instruments={named.key: same})
    desk.imports.commit(desk.imports.read_bytes([("b.csv", new)], answers))
    with desk._session.store() as store:
        assert list(store.instruments.all()) == [same]
    third = new.replace(b"02-01", b"03-01")
    (again,) = desk.imports.read_bytes([("c.csv", third)])
    assert not again.instruments[0].doubtful
    assert desk.review().book.positions == ()
    desk.close()


def test_an_exported_format_names_nobody() -> None:
    document = {
        "name": "Depot 12345678 of mine",
        "header": ["Datum", "Konto DE89 3704 0044", "Art", "Stk"],
        "columns": {"Datum": "date", "Konto DE89 3704 0044": "account", "Art": "type"},
        "words": {"Zukauf": "buy", "Dividende ACME 12,50 EUR": "dividend",
                  "Überweisung Erika Mustermann": "deposit", "DE89370400440532013000": "ignore"},
        "plain_words": ["Zukauf", "DE89370400440532013000"],
        "account_currency": "EUR",
        "decimal": ",",
    }  # fmt: skip
    kept = without_data(document)
    assert kept["words"] == {"Zukauf": "buy"}
    assert kept["columns"] == {"Datum": "date", "Art": "type"}
    text = str(kept)
    for told in ("12345678", "DE89", "Erika", "12,50", "EUR"):
        assert told not in text


def test_a_word_answered_once_is_known_the_next_time(tmp_path: Path, clock: StoppedClock) -> None:
    desk = opened(tmp_path, clock)
    text = f"{HEAD}2026-01-01,Wobble,US0378331005,ORCH,Orchard,10,5,USD,-50\n"
    answers = Answers(words={"Wobble": "buy"})
    desk.imports.commit(desk.imports.read_bytes([("a.csv", text.encode())], answers))
    later = text.replace("01-01", "01-02").encode()
    (plan,) = desk.imports.read_bytes([("b.csv", later)])
    assert not plan.reading.questions
    desk.close()


def test_an_import_writes_nothing_personal_into_the_log(
    tmp_path: Path, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = opened(tmp_path, clock)
    line = "DE89370400440532013000,2026-01-01,Buy,US0378331005,ORCH,Erika AG,10,5,USD,-50"
    text = f"Account,{HEAD}{line}\n"
    desk.imports.commit(desk.imports.read_bytes([("a.csv", text.encode())]))
    desk.imports.undo(desk.imports.history()[0].id)
    assert not {"DE89", "Erika", "ORCH", "-50"} & set(caplog.text.split())
    assert "DE89" not in caplog.text
    desk.close()


def opened(folder: Path, clock: StoppedClock) -> Desk:
    def offline() -> PriceFeed:
        raise AssertionError("nothing is asked online")

    desk = Desk(clock, offline)
    desk.new(folder / "p.corridor", "EUR", "P")
    return desk


def test_the_day_of_the_list_is_told() -> None:
    (named,) = name_instruments([row(Identity(symbol="005930"), "KRW")], {})
    assert dict(named.how.params)["day"] == krx_names.AS_OF
