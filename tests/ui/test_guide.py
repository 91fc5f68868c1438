"""The guide beside the window: every page shows, and links lead from page to page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from corridor_desktop.services.guide import PAGES
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.dialogs.guide import GuideDialog


@pytest.mark.qt_log_ignore("does not support propagateSizeHints")
def test_every_page_shows_and_links_lead_on(qtbot: QtBot, running: Application) -> None:
    running._verbs()["guide"]()
    dialog = running.window.findChild(GuideDialog)
    assert isinstance(dialog, GuideDialog)
    qtbot.addWidget(dialog)
    seen = set()
    for row in range(dialog.pages.count()):
        dialog.pages.setCurrentRow(row)
        assert len(dialog.text.toPlainText()) > 300
        seen.add(dialog.text.toPlainText())
    assert len(seen) == len(PAGES)
    dialog.text.anchorClicked.emit(QUrl("privacy.md"))
    assert "What leaves your machine" in dialog.text.toPlainText()
    dialog.text.anchorClicked.emit(QUrl("nowhere.md"))
    assert "What leaves your machine" in dialog.text.toPlainText()
