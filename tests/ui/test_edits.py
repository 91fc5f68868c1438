"""Undo and redo in the menu name their step, and the pages show what they did."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from corridor_desktop.ui.app import Application


def _edit(running: Application) -> dict[str, QAction]:
    bar = running.window.menuBar()
    menu = next(m for m in bar.findChildren(QMenu) if m.title() == "&Edit")
    return {action.text().strip("&")[:4]: action for action in menu.actions()}


def test_the_edit_menu_names_the_step_and_takes_it_back(sample: Application) -> None:
    assert not any(action.isEnabled() for action in _edit(sample).values())
    review = sample.state.review
    assert review is not None
    line = review.valuation.lines[0]
    before = {tag.theme_id: tag.basis_points for tag in review.tags_now.get(line.instrument.id, ())}
    desk = sample.state.desk
    sample.state.do(
        "tags", "store", lambda _: desk.tags.set(line.instrument.id, {"tourism_education": 100})
    )
    undo = _edit(sample)["Undo"]
    assert undo.text() == f"&Undo: tags of {line.instrument.name}"
    assert undo.shortcut().toString() == "Ctrl+Z"
    undo.trigger()
    review = sample.state.review
    assert review is not None
    after = {tag.theme_id: tag.basis_points for tag in review.tags_now.get(line.instrument.id, ())}
    assert after == before
    assert not _edit(sample)["Undo"].isEnabled()
    redo = _edit(sample)["Redo"]
    assert redo.isEnabled()
    assert redo.shortcut().toString() == "Ctrl+Shift+Z"
    redo.trigger()
    assert _edit(sample)["Undo"].isEnabled()
