"""What if, as a user meets it: put together, tried, taken out, searched, kept, exported."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from corridor_desktop.planning.changes import Changes
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.pages.what_if import steps
from corridor_desktop.ui.pages.what_if.page import WhatIfPage


@pytest.fixture
def page(sample: Application) -> WhatIfPage:
    sample.window.go("what_if")
    found = sample.window.page
    assert isinstance(found, WhatIfPage)
    return found


def named(page: WhatIfPage, kind: type[QWidget], name: str) -> QWidget:
    return next(one for one in page.findChildren(kind) if one.accessibleName() == name)


def button(page: WhatIfPage, words: str) -> QPushButton:
    return next(
        one for one in page.findChildren(QPushButton) if one.text().replace("&", "") == words
    )


def line(page: WhatIfPage) -> QLineEdit:
    found = named(page, QLineEdit, "How much")
    assert isinstance(found, QLineEdit)
    return found


def said(page: WhatIfPage) -> str:
    return " ".join(one.text() for one in page.findChildren(QLabel))


def digest(running: Application) -> str:
    path = running.state.desk.path
    assert path is not None
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_trade_is_put_together_by_keyboard(page: WhatIfPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(page), "-3")
    qtbot.keyClick(line(page), Qt.Key.Key_Return)
    assert [step.size for step in page._steps.rows] == ["3"]
    assert page._steps.rows[0].what.startswith("Sell ")
    assert page._pairs.rows
    assert "No limit would be broken" in said(page)


def test_every_kind_of_change_can_be_tried_and_taken_out(
    page: WhatIfPage, sample: Application, qtbot: QtBot
) -> None:
    before = digest(sample)
    kind = named(page, QComboBox, "Kind of change")
    assert isinstance(kind, QComboBox)
    for place, size in enumerate(("-2", "1000", "-20", "-10", "50")):
        kind.setCurrentIndex(place)
        qtbot.keyClicks(line(page), size)
        button(page, "Add").click()
    assert len(page._steps.rows) == 5
    page._step_table.selectAll()
    button(page, "Remove").click()
    assert page._changes == Changes()
    assert digest(sample) == before


@pytest.mark.parametrize("text", ["", "many", "nan", "-999999999"])
def test_what_cannot_be_done_is_said_in_place(page: WhatIfPage, qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(line(page), text)
    button(page, "Add").click()
    assert page._changes == Changes()
    assert "no number" in said(page) or "are to be sold" in said(page)


def test_the_smallest_trades_end_inside(page: WhatIfPage, sample: Application) -> None:
    review = sample.state.review
    assert review is not None
    assert [found.limit for found in review.open_breaches] == ["single_issuer"]
    button(page, "Find the smallest trades").click()
    trial = page._trial
    assert trial is not None
    assert trial.fix is not None
    assert trial.fix.status == "optimal"
    assert not [found for found in trial.after.findings if found.state == "breach"]
    assert "proven" in said(page)
    assert all(step.reason for step in page._steps.rows)


def test_a_plan_is_kept_opened_and_its_orders_written(
    page: WhatIfPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    button(page, "Find the smallest trades").click()
    wanted = page._changes
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("calmer", True))
    button(page, "Keep as\N{HORIZONTAL ELLIPSIS}").click()
    button(page, "Start over").click()
    assert page._changes == Changes()
    button(page, "Open").click()
    assert page._changes == wanted
    button(page, "Approve").click()
    assert page.state.desk.plans.get("calmer").approved_at is not None
    orders = tmp_path / "orders.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(orders), ""))
    button(page, "Export the order list\N{HORIZONTAL ELLIPSIS}").click()
    with orders.open(encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == len(wanted.trades)
    button(page, "Forget").click()
    assert page.state.desk.plans.all() == ()


def test_a_plan_that_ends_in_a_breach_does_not_go_out(
    page: WhatIfPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.keyClicks(line(page), "-1")
    button(page, "Add").click()
    orders = tmp_path / "orders.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(orders), ""))
    button(page, "Export the order list\N{HORIZONTAL ELLIPSIS}").click()
    assert "cannot go out" in said(page)
    assert not orders.exists()


def test_the_limits_page_leads_to_the_smallest_fix(sample: Application) -> None:
    sample.window.go("limits")
    leads = [
        one
        for one in sample.window.page.findChildren(QPushButton)  # type: ignore[union-attr]
        if one.text() == "Show the smallest fix"
    ]
    leads[0].click()
    assert isinstance(sample.window.page, WhatIfPage)
    assert sample.window.page._trial is not None
    assert sample.window.page._trial.fix is not None


def test_two_trades_of_a_holding_become_one() -> None:
    from decimal import Decimal

    one = steps.with_trade(Changes(), "n1", "a1", Decimal(5))
    assert steps.with_trade(one, "n1", "a1", Decimal(-5)) == Changes()
    assert steps.with_trade(one, "n1", "a1", Decimal(2)).trades[0].quantity == 7
