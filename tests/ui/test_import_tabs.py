"""The wizard's tabs, its lines, stopping, and what stays after it: each by what a person does."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.ui.app import Application, Start
from corridor_desktop.ui.dialogs.formats import FormatsDialog
from corridor_desktop.ui.pages.holdings.origin import origin_of
from corridor_desktop.ui.pages.holdings.page import HoldingsPage
from corridor_desktop.ui.pages.imports.column_map import ColumnBox
from corridor_desktop.ui.pages.imports.page import ImportsPage
from corridor_desktop.ui.pages.imports.raw_file import RawFileDialog
from corridor_desktop.ui.pages.imports.wizard import ImportWizard
from corridor_desktop.ui.tasks import TaskRunner
from tests.conftest import StoppedClock
from tests.ui.heartbeat import Heartbeat

HEAD = "Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total\n"
BUY = "2026-01-05,Buy,DE0007164600,SAP,Example AG,10,100.50,EUR,-1005.00\n"
SELL = "2026-02-16,Sell,DE0007164600,SAP,Example AG,4,120.00,EUR,480.00\n"
MOVED = SELL.replace("120.00", "121.00").replace("480.00", "484.00")
SHORT = "2026-02-17,Sell,FR0000120271,,Petrole SA,12,60.00,EUR,720.00\n"
ODD = "Wann;Was;Papier;Stk;Kurs EUR;Summe\n03.02.2026;K;Zinc Quarry AG;10;5,50;55,00\n"
HELD = "ISIN,Name,Quantity,Market Value,Currency\nDE0007164600,Example AG,{},700,EUR\n"


@pytest.fixture
def book(running: Application, tmp_path: Path) -> Application:
    running.state.desk.new(tmp_path / "own.corridor", "EUR", "Own")
    running.window.show()
    running.bind_keys()
    running.state.look_again()
    return running


def offer(book: Application, tmp_path: Path, **files: str) -> ImportWizard:
    paths = []
    for name, text in files.items():
        path = tmp_path / f"{name.replace('_', '-')}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    book.files.take(paths)
    made = book.window.findChild(ImportWizard)
    assert made is not None
    made._account.setText("Depot")
    made._read_again()
    return made


def take(book: Application, tmp_path: Path, **files: str) -> None:
    offer(book, tmp_path, **files)._import.click()


def page(book: Application) -> ImportsPage:
    found = book.window.page
    assert isinstance(found, ImportsPage)
    return found


def quantities(book: Application) -> dict[str, int]:
    review = book.state.review
    assert review is not None
    return {review.instruments[held.instrument_id].name: int(held.quantity)
            for held in review.book.positions}  # fmt: skip


def test_every_line_bears_what_becomes_of_it(book: Application, tmp_path: Path) -> None:
    take(book, tmp_path, a=HEAD + BUY + SELL)
    made = offer(book, tmp_path, b=HEAD + BUY + MOVED + SHORT + BUY.replace("Buy", "Conjure"))
    lines = made._text.lines_model
    assert [lines.status(place) for place in range(lines.rowCount())] == [
        "", "in the book", "restated?", "new", "needs you",
    ]  # fmt: skip
    QAbstractItemModelTester(lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QAbstractItemModelTester(made._tabs.rows_model,
                             QAbstractItemModelTester.FailureReportingMode.Fatal)  # fmt: skip
    made._tabs._only.setCurrentIndex(made._tabs._only.findData("restated?"))
    made._tabs._choose()
    assert [row.lines for row in made._tabs.rows_model.rows] == [(3,)]


def test_a_line_and_its_row_find_each_other(book: Application, tmp_path: Path) -> None:
    made = offer(book, tmp_path, a=HEAD + BUY + SELL)
    made._text.selectRow(2)
    assert [row.lines for row in made._tabs.table.selected()] == [(3,)]
    made._tabs.table.selectRow(0)
    assert made._text.currentIndex().row() == 1


@pytest.mark.parametrize(("another", "held", "again"), [(True, 2, 0), (False, 6, 0)])
def test_a_restated_row_is_decided_once(
    book: Application, tmp_path: Path, another: bool, held: int, again: int
) -> None:
    take(book, tmp_path, a=HEAD + BUY + SELL)
    made = offer(book, tmp_path, b=HEAD + MOVED + SHORT.replace("Sell", "Buy"))
    assert made._tabs.isTabVisible(2)
    button = made._tabs.restated._another if another else made._tabs.restated._same
    button.click()
    assert made._plans[0].probable == ()
    made._import.click()
    assert quantities(book)["Example AG"] == held
    later = offer(book, tmp_path, c=HEAD + MOVED + "\n")
    assert len(later._plans[0].probable) == again, "what was said is not asked again"


def test_an_instrument_is_chosen_once_or_left_for_later(book: Application, tmp_path: Path) -> None:
    made = offer(book, tmp_path, a=HEAD + BUY + SHORT.replace("Sell", "Buy"))
    tab = made._tabs.instruments
    assert "2 of 2 ask for a look" in tab._about.text()
    assert [each.symbol for each in tab._model.rows] == ["", ""]
    tab.table.select(["isin:DE0007164600"])
    tab._answer.setCurrentIndex(0)
    assert tab._answer.currentText() == "SAP.DE in EUR"
    tab._use.click()
    tab.table.select(["isin:FR0000120271"])
    tab._later.click()
    made._import.click()
    review = book.state.review
    assert review is not None
    listed = {thing.isin: thing.listing for thing in review.instruments.values()}
    assert str(getattr(listed["DE0007164600"], "symbol", "")) == "SAP.DE"
    assert listed["FR0000120271"] is None
    assert quantities(book) == {"Example AG": 10, "Petrole SA": 12}, "left open is not left out"
    later = offer(book, tmp_path, b=HEAD + BUY.replace("01-05", "01-06"))
    assert [each.symbol for each in later._plans[0].instruments] == ["SAP.DE"]


def test_an_opening_balance_is_booked_and_taken_back_with_its_import(
    book: Application, tmp_path: Path
) -> None:
    made = offer(book, tmp_path, a=HEAD + SHORT)
    assert made._tabs.isTabVisible(3)
    made._tabs.openings._book()
    made._import.click()
    assert quantities(book) == {}
    assert book.state.review is not None
    assert not book.state.review.book.notes
    older = offer(book, tmp_path, b=HEAD + SHORT.replace("Sell", "Buy").replace("2026", "2025"))
    (surplus,) = older._plans[0].openings
    assert surplus.units == -12, "the older file tells what the opening balance stood for"
    older._tabs.openings._book()
    older._import.click()
    assert quantities(book) == {}
    for _ in range(2):
        page(book)._table.selectRow(0)
        page(book)._take_back()
        page(book)._table.sortByColumn(5, Qt.SortOrder.AscendingOrder)
    assert quantities(book) == {}
    with book.state.desk._session.store() as store:
        assert store.transactions.count() == 0


def test_a_snapshot_is_compared_before_it_counts(book: Application, tmp_path: Path) -> None:
    take(book, tmp_path, a=HEAD + BUY + SELL)
    made = offer(book, tmp_path, positions_2026_03_01=HELD.format(9))
    assert made._tabs.isTabVisible(4)
    (row,) = made._tabs.comparison._model.rows
    assert (row.word, str(row.line.gap)) == ("differs", "3")
    made._import.click()
    page(book)._show_comparison()
    face = page(book)._comparison
    assert face._book.isEnabled()
    face._book.click()
    page(book)._show_comparison()
    assert [row.word for row in face._view._model.rows] == ["agrees"]
    assert not face._book.isEnabled()


def test_one_file_that_cannot_be_read_stops_no_other(book: Application, tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    good.write_text(HEAD + BUY, encoding="utf-8")
    book.files.take([tmp_path, good])
    made = book.window.findChild(ImportWizard)
    assert made is not None
    assert "is a folder" in made._result.text()
    assert made._import.isEnabled()
    made._import.click()
    assert quantities(book) == {"Example AG": 10}


def test_a_field_is_dropped_on_its_column(book: Application, tmp_path: Path) -> None:
    made = offer(book, tmp_path, odd=ODD)
    made._override("header_line", "1")
    box = next(b for b in made.findChildren(ColumnBox) if b.accessibleName() == "Column Stk")
    data = QMimeData()
    data.setData("application/x-corridor-field", b"quantity")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    box.dropEvent(QDropEvent(QPointF(QPoint(2, 2)), Qt.DropAction.CopyAction, data, buttons, keys))
    assert made._now is not None
    assert made._now.answers.columns["Stk"] == "quantity"


def test_a_format_is_kept_and_handed_on_without_data(book: Application, tmp_path: Path) -> None:
    made = offer(book, tmp_path, odd=ODD)
    made._override("header_line", "1")
    made._map_columns({"Wann": "date", "Was": "type", "Papier": "name", "Stk": "quantity",
                       "Kurs EUR": "price", "Summe": "amount"})  # fmt: skip
    while made._plans[0].reading.questions:
        asked = made._plans[0].reading.questions[0]
        made._answer(asked, "EUR" if asked.subject == "account_currency" else "buy")
    made._name_format("Quarry bank")
    made._import.click()
    dialog = FormatsDialog(book.window, book.state.desk.imports)
    (kept,) = dialog._model.rows
    assert (kept.name, kept.columns["Stk"]) == ("Quarry bank", "quantity")
    out = tmp_path / "format.json"
    dialog.export_to(kept, out)
    text = out.read_text(encoding="utf-8")
    assert not {"Zinc", "5,50", "55,00", "03.02.2026", 'EUR"'} & set(text.split())
    assert "Zinc" not in text
    assert json.loads(text)["columns"]["Stk"] == "quantity"
    dialog.table.select([kept.fingerprint])
    dialog._forget()
    assert dialog._model.rows == ()
    dialog._try(lambda: dialog.import_from(out))
    assert dialog._model.row(0).name == "Quarry bank"


def test_the_file_of_an_import_can_be_seen(
    book: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(book, tmp_path, a=HEAD + BUY)
    shown: list[tuple[str, int]] = []
    monkeypatch.setattr(
        RawFileDialog, "exec",
        lambda self: shown.append((self.windowTitle(), self.view.lines_model.rowCount())),
    )  # fmt: skip
    page(book)._table.selectRow(0)
    page(book)._show_raw()
    assert shown == [("a.csv", 2)]


def test_a_holding_leads_to_its_file_and_line(
    book: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(book, tmp_path, a=HEAD + SHORT.replace("Sell", "Buy") + BUY)
    shown: list[tuple[str, int]] = []

    def look(dialog: RawFileDialog) -> int:
        shown.append((dialog.windowTitle(), dialog.view.currentIndex().row() + 1))
        return 0

    monkeypatch.setattr(RawFileDialog, "exec", look)
    book.window.go("holdings")
    holdings = book.window.page
    assert isinstance(holdings, HoldingsPage)
    row = next(r for r in holdings._model.rows if r.instrument.name == "Example AG")
    text = origin_of(row, holdings._files)
    link = text.partition("](")[2].partition(")")[0]
    assert "a.csv, line 3" in text
    holdings._show_source(link)
    assert shown == [("a.csv", 3)]


@pytest.mark.parametrize("stage", ["read", "import"])
def test_what_is_stopped_leaves_no_trace(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """With real threads: stop at the first sign of progress, and look at the book."""
    clock = StoppedClock(datetime(2026, 3, 20, 12, tzinfo=UTC))
    made = Application(lambda: Desk(clock, _offline), Start(tmp_path / "w.ini", tmp_path),
                       lambda *_: None, TaskRunner())  # fmt: skip
    qtbot.addWidget(made.window)
    desk, runner = made.state.desk, made.state.runner
    desk.new(tmp_path / "p.corridor", "EUR", "P")
    made.window.show()
    made.window.go("imports")
    path = tmp_path / "long.csv"
    path.write_text(HEAD + BUY + "".join(
        f"2026-01-06,Buy,DE0007164600,SAP,Example AG,{units},1.00,EUR,-{units}.00\n"
        for units in range(1, 6_000)
    ))  # fmt: skip
    wizard = made.window.findChild(ImportWizard)
    assert wizard is not None

    def stop(key: str, *_: object) -> None:
        if key == stage:
            wizard._stop()

    runner.progressed.connect(stop)
    made.files.take([path])
    if stage == "import":
        qtbot.waitUntil(wizard._import.isEnabled, timeout=20_000)
        wizard._import.click()
    qtbot.waitUntil(lambda: not runner.busy and not wizard._bar.isVisibleTo(wizard), timeout=20_000)
    if stage == "read":
        assert "Stopped" in wizard._result.text()
    batches = desk.imports.history()
    with desk._session.store() as store:
        assert (store.transactions.count() == 0) == (not batches), "all of it or nothing"
        assert store.verify() == ()
    runner.wait()
    desk.close()


def test_the_gui_thread_does_little_for_a_long_file(qtbot: QtBot, tmp_path: Path) -> None:
    """Its own work between two beats stays small, whatever the length of the file."""
    clock = StoppedClock(datetime(2026, 3, 20, 12, tzinfo=UTC))
    made = Application(lambda: Desk(clock, _offline), Start(tmp_path / "w.ini", tmp_path),
                       lambda *_: None, TaskRunner())  # fmt: skip
    qtbot.addWidget(made.window)
    made.state.desk.new(tmp_path / "p.corridor", "EUR", "P")
    made.window.show()
    made.window.go("imports")
    work = {}
    for rows in (100, 20_000):
        path = tmp_path / f"{rows}.csv"
        path.write_text(HEAD + "".join(
            f"2026-01-06,Buy,DE0007164600,SAP,Example AG,{units},1.00,EUR,-{units}.00\n"
            for units in range(1, rows)
        ))  # fmt: skip
        heart = Heartbeat()
        made.files.take([path])
        qtbot.waitUntil(lambda: not made.state.runner.busy, timeout=30_000)
        qtbot.wait(100)
        heart.stop()
        work[rows] = max(heart.busy)
    assert work[20_000] < 3 * work[100] + 0.05, work
    made.state.runner.wait()
    made.state.desk.close()


def _offline() -> PriceFeed:
    raise AssertionError("nothing is asked online")


def test_a_file_that_comes_while_others_wait_is_shown(book: Application, tmp_path: Path) -> None:
    made = offer(book, tmp_path, odd=ODD)
    pdf = tmp_path / "statement.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    book.files.take([pdf])
    assert made._files.currentText() == "statement.pdf  (refused)"
    assert "This is a PDF" in made._result.text()
    assert made._files.count() == 2


def test_a_word_that_is_asked_about_is_no_instrument(book: Application, tmp_path: Path) -> None:
    made = offer(book, tmp_path, a=HEAD + BUY.replace("Buy", "Conjure"))
    (row,) = made._tabs.rows_model.rows
    assert (row.what, row.name) == ("Conjure", "")
