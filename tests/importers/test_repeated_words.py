"""Headers that repeat or lend words: a total beside its parts, Valuta as a day and a currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.importers.contract import Outcome
from corridor_desktop.importers.reader import read

NORDIC = (
    "Affärsdag\tTransaktionstyp\tVärdepapper\tISIN\tAntal\tKurs\tTotal Avgift\tValuta\tBelopp\t"
    "Valuta\tCourtage\tValuta\n"
    "2025-03-03\tKÖPT\tKaj B\tSE0000115446\t50\t275,4\t39\tSEK\t-13809\tSEK\t39\tSEK\n"
    "2025-05-05\tSÅLT\tKaj B\tSE0000115446\t20\t280\t39\tSEK\t5561\tSEK\t39\tSEK\n"
)
DUTCH = (
    "Boekdatum;Transactie type;Aantal;Fonds;ISIN;Koers;Valuta;Kosten;Bedrag\n"
    "13-03-2025;Aankoop;20;Kade Holding;NL0010273215;690,50;EUR;-9,95;-13.819,95\n"
)
GERMAN = (
    "Datum;Valuta;Typ;Name;ISIN;Stück;Kurs;Gebühr;Betrag;Währung\n"
    "13.03.2025;15.03.2025;Kauf;Kai AG;DE0007164600;10;100,50;1,00;-1.006,00;EUR\n"
)


def test_a_total_of_fees_is_not_added_to_its_parts() -> None:
    found = read(NORDIC.encode("utf-16"), "nordic.csv")
    assert found.outcome is Outcome.IMPORT
    assert [row.fee for row in found.transactions] == [Money(Decimal(39), "SEK")] * 2
    assert {row.currency for row in found.transactions} == {"SEK"}


def test_valuta_with_codes_is_the_currency() -> None:
    found = read(DUTCH.encode(), "dutch.csv")
    assert found.outcome is Outcome.IMPORT
    row = found.transactions[0]
    assert (row.date, row.currency) == (date(2025, 3, 13), "EUR")
    assert row.net_cash == Money(Decimal("-13819.95"), "EUR")


def test_valuta_with_days_is_the_day_of_settlement() -> None:
    found = read(GERMAN.encode(), "german.csv")
    assert found.outcome is Outcome.IMPORT
    assert found.columns["Valuta"] == "settle_date"
    assert found.transactions[0].date == date(2025, 3, 13)
