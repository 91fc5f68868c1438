"""A second start hands its file to the first window; CSV files find the import page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from corridor_desktop.services.licences import components, licences_page
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.arrivals import Arrivals, hand_over, place_of

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from corridor_desktop.ui.arrivals import hand_over
app = QCoreApplication([])
print(hand_over(sys.argv[1], [Path(name) for name in sys.argv[2:]]))
"""


@pytest.mark.parametrize("names", [(), ("Müller 포트폴리오.corridor",), ("a b.csv", "ş.csv")])
def test_a_second_process_hands_its_files_over(
    qtbot: QtBot, tmp_path: Path, names: tuple[str, ...]
) -> None:
    place = place_of(tmp_path)
    arrivals = Arrivals(place)
    paths = [tmp_path / name for name in names]
    with qtbot.waitSignal(arrivals.came, timeout=30_000) as came:
        second = subprocess.Popen(
            [sys.executable, "-c", SECOND, place, *map(str, paths)],
            stdout=subprocess.PIPE,
            text=True,
        )
    assert came.args == [tuple(path.resolve() for path in paths)]
    assert second.communicate(timeout=30)[0].strip() == "True"
    arrivals.close()


def test_without_a_first_window_nothing_takes_the_file(qtbot: QtBot, tmp_path: Path) -> None:
    assert not hand_over(place_of(tmp_path), [tmp_path / "a.corridor"])


@pytest.mark.parametrize("said", [b"nonsense\n", b"3\n", json.dumps([1]).encode() + b"\n"])
def test_nonsense_is_dropped(qtbot: QtBot, tmp_path: Path, said: bytes) -> None:
    place = place_of(tmp_path)
    arrivals = Arrivals(place)
    came: list[object] = []
    arrivals.came.connect(came.append)
    socket = QLocalSocket()
    socket.connectToServer(place)
    socket.write(said)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert not came
    arrivals.close()


def test_each_data_folder_has_its_own_window(tmp_path: Path) -> None:
    assert place_of(tmp_path) == place_of(tmp_path / "." / "x" / "..")
    assert place_of(tmp_path) != place_of(tmp_path / "other")


def test_the_open_document_event_of_macos_is_taken(qtbot: QtBot, tmp_path: Path) -> None:
    arrivals = Arrivals(place_of(tmp_path))
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(arrivals)
    with qtbot.waitSignal(arrivals.came) as came:
        QApplication.sendEvent(
            app, QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "a.corridor")))
        )
    app.removeEventFilter(arrivals)
    assert came.args == [(tmp_path / "a.corridor",)]
    arrivals.close()


def test_a_table_that_arrives_is_read_on_the_import_page(
    sample: Application, tmp_path: Path
) -> None:
    table = tmp_path / "Auszug.csv"
    table.write_text("Date,Action\n", encoding="utf-8")
    sample.take((table,))
    assert sample.window._current == "imports"


def test_every_package_is_listed_with_its_licence() -> None:
    found = {part.name.lower(): part for part in components()}
    assert {"pandas", "yfinance", "pyqtgraph", "numpy", "keyring"} <= set(found)
    assert all(part.licence and part.version for part in found.values())
    silent = {name for name, part in found.items() if not part.texts}
    assert silent <= {"pyside6_essentials", "shiboken6"}  # their texts come with the program
    page = licences_page()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in page
    assert "| pandas |" in page
