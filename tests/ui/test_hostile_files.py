"""Files that mean no good, in the window: a sentence where the result stands, good ones beside."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from corridor_desktop.ui.app import Application
from corridor_desktop.ui.pages.imports.wizard import ImportWizard

GOOD = (
    "Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total\n"
    "2026-01-05,Buy,DE0007164600,SAP,Example AG,10,100.50,EUR,-1005.00\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_each_says_why_and_the_good_file_is_imported_all_the_same(
    running: Application, tmp_path: Path
) -> None:
    running.state.desk.new(tmp_path / "own.corridor", "EUR", "Own")
    running.window.show()
    running.state.look_again()
    folder, pipe, loop = (tmp_path / f"{name}.csv" for name in ("folder", "pipe", "loop"))
    folder.mkdir()
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    huge, pdf, good = tmp_path / "huge.csv", tmp_path / "p.csv", tmp_path / "good.csv"
    with huge.open("wb") as file:
        file.truncate(1_000_000_000)
    pdf.write_bytes(b"%PDF-1.7\n")
    good.write_text(GOOD, encoding="utf-8")
    running.files.take([folder, pipe, loop, huge, pdf, good])
    made = running.window.findChild(ImportWizard)
    assert made is not None
    said = []
    for place in range(made._files.count()):
        made._files.setCurrentIndex(place)
        made._show()
        said.append(made._result.text())
    expected = ("folder", "pipe or a device", "symbolic links", "64 MB", "This is a PDF", "1 new")
    for words, wanted in zip(said, expected, strict=True):
        assert wanted in words
    assert made._import.isEnabled()
    made._import.click()
    review = running.state.review
    assert review is not None
    assert len(review.book.positions) == 1
