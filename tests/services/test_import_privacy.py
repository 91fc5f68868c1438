"""What leaves the portfolio by logs or by formats names no account, person, IBAN or amount."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from corridor_desktop.importers.contract import Answers
from corridor_desktop.services.import_desk import ImportDesk
from corridor_desktop.services.session import Session
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock

SECRETS = ("DE89", "3704", "4471120098", "Mina", "Kwon", "1234.56", "1.234,56", "Zinc", "8841")
ODD = (
    "Kontoinhaber: Mina Kwon\n"
    "IBAN DE89 3704 0044 0532 0130 00, Depot 4471120098\n"
    "\n"
    "Wann;Was;Papier;Stk;Kurs EUR;Summe;Konto;Notiz\n"
    "03.02.2026;K;Zinc Quarry AG;10;123,456;1.234,56;4471120098;Mina Kwon 8841\n"
    "04.02.2026;Dauerauftrag Mina Kwon 8841;Zinc Quarry AG;10;123,456;1.234,56;4471120098;\n"
)
COLUMNS = {"Wann": "date", "Was": "type", "Papier": "name", "Stk": "quantity", "Kurs EUR": "price",
           "Summe": "amount", "Konto": "account"}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, clock: StoppedClock) -> ImportDesk:
    session = Session(clock)
    store = PortfolioStore.create(tmp_path / "quay.corridor", "Quay", "EUR", clock.now())
    session.replace(store)
    return ImportDesk(session)


def test_neither_logs_nor_a_format_tell_whose_file_it_was(
    desk: ImportDesk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    words = {"K": "buy", "Dauerauftrag Mina Kwon 8841": "buy"}
    answers = Answers(columns=COLUMNS, words=words, header_line=4, account_currency="EUR")
    plans = desk.read_bytes([("odd.csv", ODD.encode())], answers)
    (batch,) = desk.commit(plans)
    assert batch.imported == 2
    (taught,) = desk.formats()
    out = tmp_path / "format.json"
    desk.export_format(taught.fingerprint, out)
    text = out.read_text(encoding="utf-8")
    assert '"K"' in text
    for secret in SECRETS:
        assert secret not in text
        assert secret not in caplog.text


def test_a_refusal_names_the_file_and_nothing_in_it(desk: ImportDesk, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(ODD.replace(";", " "), encoding="utf-8")
    (plan,) = desk.read([path])
    for message in (plan.reading.reason, *(part.message for part in plan.reading.notices)):
        for secret in SECRETS:
            assert message is None or secret not in str(message.values())
