"""What goes into the file comes out of it, equal, also after closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.episode import Episode
from corridor_desktop.domain.finding import Driver, Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.theme import CORRIDOR_THEMES, Confidence, Theme, ThemeTag
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.store.cells import text
from corridor_desktop.store.portfolio import PortfolioStore
from tests.store.rows import ACCOUNT, AT, FERRY, PIER, add_batch, purchase, snapshot


def test_facts_survive_closing(store: PortfolioStore, path: Path) -> None:
    batch = add_batch(store, "one")
    facts = (purchase(1, batch), Transaction("t9", "a1", Kind.INTEREST, date(2026, 1, 1)))
    store.transactions.add(facts)
    store.statements.add(snapshot(3, batch))
    store.rename("Home harbour")
    store.rebase("CHF")
    store.close()
    with PortfolioStore.open(path, AT) as again:
        assert again.transactions.all() == (facts[1], facts[0])
        assert str(again.transactions.all()[1].price) == "71500.10"
        assert again.transactions.of_batch(batch) == (facts[0],)
        assert again.statements.all() == (snapshot(3, batch),)
        assert again.accounts.all() == (ACCOUNT,)
        assert again.instruments.all() == {"n1": FERRY, "n2": PIER}
        assert (again.name, again.base) == ("Home harbour", "CHF")
        assert again.verify() == ()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12) | st.decimals(-1000, 1000))
def test_decimals_keep_value_and_digits(value: Decimal) -> None:
    cell = text(value)
    assert cell is not None
    assert "E" not in cell
    back = Decimal(cell)
    assert back == value
    assert back.as_tuple().exponent == min(int(value.as_tuple().exponent), 0)


def test_an_account_can_change_but_not_vanish_with_facts(store: PortfolioStore) -> None:
    renamed = Account("a1", "Depot", "Harbour Bank", "USD")
    store.accounts.keep(renamed)
    assert store.accounts.get("a1") == renamed == store.accounts.named("Depot")
    assert store.accounts.named("Harbour account") is None
    store.transactions.add([purchase(1)])
    assert not store.accounts.remove("a1")
    store.transactions.remove("t1")
    assert store.accounts.remove("a1")
    assert store.accounts.all() == ()


def test_names_on_statements(store: PortfolioStore) -> None:
    store.instruments.remember("name", "NORDL FERRY", "n2", chosen=True)
    store.instruments.remember("name", "NORDL FERRY", "n1")
    assert store.instruments.find("name", "NORDL FERRY") == "n2"
    store.instruments.remember("name", "NORDL FERRY", "n1", chosen=True)
    assert store.instruments.find("name", "NORDL FERRY") == "n1"
    assert [alias.chosen for alias in store.instruments.aliases()] == [True]
    store.instruments.forget("name", "NORDL FERRY")
    assert store.instruments.find("name", "NORDL FERRY") is None


def test_tags_keep_their_history(store: PortfolioStore) -> None:
    harbour = Theme("harbours", "Harbours", False, "Quays and cranes.")
    store.tags.keep_theme(harbour)
    first = ThemeTag("n1", "harbours", 4000, date(2026, 1, 1), date(2026, 1, 2), "quay", "report")
    second = ThemeTag(
        "n1", "harbours", 0, date(2026, 2, 1), date(2026, 2, 2), confidence=Confidence.LOW
    )
    store.tags.add(first)
    store.tags.add(second)
    book = store.tags.book()
    assert book.themes == (*CORRIDOR_THEMES, harbour)
    assert book.tags == (first, second)
    assert book.at(date(2026, 1, 20)) == {"n1": (first,)}
    assert not store.tags.remove_theme("harbours")


def test_own_episodes(store: PortfolioStore) -> None:
    day = date(2020, 3, 1)
    storm = Episode(day, "crisis", "weather", "Storm", "diary", "", "seen", day + timedelta(2))
    number = store.events.add(storm)
    assert store.events.all() == {number: replace(storm, number=number)}
    assert store.events.remove(number)
    assert store.events.all() == {}


def test_findings_of_the_last_review(store: PortfolioStore) -> None:
    finding = Finding(
        limit="single_issuer",
        subject="n1",
        label="FERRY.L",
        state=State.ACKNOWLEDGED,
        measured=0.23,
        warn=0.1,
        breach=0.2,
        remedy=Message.of("rule.sell", units=3, name="Fähre"),
        drivers=(Driver("n1", "FERRY.L", 0.23),),
        since=date(2026, 3, 1),
        until=date(2026, 4, 1),
        why=Message.of("rule.why"),
        level=State.BREACH,
    )
    plain = Finding("theme", "x", "x", State.CANNOT_TELL, None, None, None, Message("m"))
    assert store.findings.get() == ()
    store.findings.keep((plain,), date(2026, 3, 19))
    store.findings.keep((finding, plain), date(2026, 3, 20))
    assert store.findings.get() == (finding, plain)
    assert store.findings.as_of() == date(2026, 3, 20)


def test_small_texts_do_not_mix(store: PortfolioStore) -> None:
    store.settings.keep("appearance", "dark")
    store.settings.keep("appearance", "light")
    store.answers.keep("appearance", "skip")
    assert store.settings.all() == {"appearance": "light"}
    assert store.answers.get("appearance") == "skip"
    assert store.column_maps.all() == {}
    store.settings.remove("appearance")
    assert store.settings.get("appearance") is None


def test_dismissed_suggestions(store: PortfolioStore) -> None:
    store.dismissals.add("pack-7", AT)
    store.dismissals.add("pack-7", AT)
    assert store.dismissals.all() == {"pack-7"}
    store.dismissals.restore("pack-7")
    assert store.dismissals.all() == frozenset()
