"""Keeping a portfolio in the window: passphrases, backups, other computers, reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox
from pytestqt.qtbot import QtBot

from corridor_desktop.domain.secret import Secret
from corridor_desktop.services.review import Review
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.dialogs.passphrase import AskPassphraseDialog, SetPassphraseDialog
from corridor_desktop.ui.dialogs.report_text import ReportDialog
from corridor_desktop.ui.dialogs.restore import RestoreDialog
from corridor_desktop.ui.pages.settings.page import SettingsPage

OK = QDialogButtonBox.StandardButton.Ok
FIRST, SECOND = "seven grey herons", "nine loud bitterns"
Accepted, Rejected = QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str | None) -> list[str]:
    """Type one answer into each dialog that asks for a passphrase; ``None`` cancels."""
    waiting, seen = list(answers), []

    def ask(dialog: AskPassphraseDialog) -> QDialog.DialogCode:
        seen.append("asked")
        answer = waiting.pop(0)
        if answer is None:
            return Rejected
        dialog.field.setText(answer)
        return Accepted

    monkeypatch.setattr(AskPassphraseDialog, "exec", ask)
    return seen


def encrypted(running: Application, folder: Path) -> Path:
    path = folder / "family.corridor"
    running.state.desk.new(path, "EUR", "Family", Secret(FIRST))
    running.state.desk.close()
    return path


def test_an_encrypted_file_asks_until_it_is_opened(
    running: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = encrypted(running, tmp_path)
    seen = answering(monkeypatch, "wrong", FIRST)
    running.safe.open_path(path)
    assert len(seen) == 2
    assert running.state.desk.path == path
    assert running.state.review is not None


def test_cancelling_leaves_the_welcome_screen_and_a_sentence(
    running: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = encrypted(running, tmp_path)
    answering(monkeypatch, None)
    running.window.show()
    running.safe.open_path(path)
    assert running.window.welcome.isVisible()
    assert running.window.trouble.isVisible()
    assert "encrypted" in running.window.trouble.accessibleDescription()


def test_the_open_portfolio_is_encrypted_and_changed_and_written_plain(
    sample: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = iter((FIRST, SECOND))

    def choose(dialog: SetPassphraseDialog) -> QDialog.DialogCode:
        word = next(words)
        dialog.first.setText(word)
        assert not dialog.buttons.button(OK).isEnabled()
        dialog.second.setText(word)
        assert dialog.buttons.button(OK).isEnabled()
        return Accepted

    monkeypatch.setattr(SetPassphraseDialog, "exec", choose)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    desk = sample.state.desk
    total = sample.state.review.valuation.total if sample.state.review else None
    sample._actions["protect"].trigger()
    standing = [desk.vault.standing().encrypted]
    sample._actions["protect"].trigger()
    assert desk.vault.fits(Secret(SECOND))
    sample._actions["unprotect"].trigger()
    standing.append(desk.vault.standing().encrypted)
    assert standing == [True, False]
    assert sample.state.review is not None
    assert sample.state.review.valuation.total == total


@pytest.mark.parametrize("word", ["short", "aaaaaaaaaaaaaaaa", ""])
def test_a_weak_passphrase_cannot_be_chosen(qtbot: QtBot, sample: Application, word: str) -> None:
    dialog = SetPassphraseDialog(sample.window, "Encrypt", "Encrypt")
    qtbot.addWidget(dialog)
    dialog.first.setText(word)
    dialog.second.setText(word)
    assert not dialog.buttons.button(OK).isEnabled()
    assert dialog.note.text()


def test_a_random_key_is_shown_once(sample: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def choose(dialog: SetPassphraseDialog) -> QDialog.DialogCode:
        dialog.random.setChecked(True)
        return Accepted

    monkeypatch.setattr(SetPassphraseDialog, "exec", choose)
    monkeypatch.setattr(ReportDialog, "exec", lambda dialog: shown.append(dialog._text))
    sample._actions["protect"].trigger()
    assert len(shown) == 1
    assert sample.state.desk.vault.fits(Secret(shown[0]))
    sample.window.go("settings")
    page = sample.window.page
    assert isinstance(page, SettingsPage)
    assert page.protection.buttons["forget"].isVisible()
    page.protection.buttons["forget"].click()
    assert not page.protection.buttons["forget"].isVisible()
    assert page.protection.buttons["remember"].isVisible()


def test_a_damaged_file_offers_its_backup(
    sample: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = sample.state.desk
    path = desk.path
    assert path is not None
    backup = desk.back_up()
    desk.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    sample.state.show(None)
    sample.safe.open_path(path)
    assert sample.window.trouble.restore.isVisible()
    texts: list[str] = []

    def choose(dialog: RestoreDialog) -> QDialog.DialogCode:
        texts.append(dialog.state.text())
        assert dialog.buttons.button(OK).isEnabled()
        assert dialog.answer()[:2] == (backup, path)
        return Accepted

    monkeypatch.setattr(RestoreDialog, "exec", choose)
    sample.window.trouble.restore.click()
    assert texts == ["This backup is whole."]
    assert sample.state.review is not None
    assert not sample.window.trouble.isVisible()


def test_a_file_of_another_computer_is_opened_to_read(
    sample: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample.state.desk.path
    assert path is not None
    sample.state.desk.close()
    note = path.with_name(f".{path.name}.0123456789ab-00000000.open")
    note.write_text(json.dumps({"computer": "LAPTOP", "since": "2026-03-20T10:00:00+00:00"}))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: None)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.defaultButton())
    sample.safe.open_path(path)
    assert sample.state.desk.read_only
    assert sample.window.notes.isVisible()
    assert "LAPTOP" in sample.window.notes.accessibleDescription()


def test_the_review_that_was_kept_is_shown_before_the_new_one(
    sample: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sample.state.desk
    path = desk.path
    assert path is not None
    sample.safe.keep_review()
    desk.close()
    sample.state.show(None)
    seen: list[tuple[Review, bool]] = []
    sample.state.reviewChanged.connect(lambda review: seen.append((review, sample.state.kept)))
    sample.safe.open_path(path)
    assert [kept for _, kept in seen] == [True, False]
    assert seen[0][0].valuation.total == seen[1][0].valuation.total


def test_the_system_report_and_a_check_of_the_file(
    sample: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    monkeypatch.setattr(ReportDialog, "exec", lambda dialog: texts.append(dialog._text))
    sample._actions["system"].trigger()
    assert "sqlcipher3" in texts[0]
    assert sample.state.desk.path is not None
    assert sample.state.desk.path.name not in texts[0]
    sample._actions["verify"].trigger()
    assert "whole" in sample.window.strip._what.text()


def test_a_bug_is_told_once_with_a_report(
    running: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    monkeypatch.setattr(ReportDialog, "exec", lambda dialog: texts.append(dialog._text))
    running._crashed(ValueError("1,234.56 EUR"))
    assert len(texts) == 1
    assert "ValueError" in texts[0]
    assert "1,234.56" not in texts[0]
