"""Files that come from outside while the window stands: a second start, the system's own call."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE = 1000
"""Milliseconds that a first window gets to answer; one that hangs must not stop a second start."""

_LONGEST = 64 * 1024


def place_of(folder: Path) -> str:
    """Return the name under which the window over a data folder is reached."""
    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()
    return f"corridor-desktop-{digest[:16]}"


def hand_over(place: str, paths: Sequence[Path]) -> bool:
    """Give the files to the window that stands already; tell whether one took them."""
    socket = QLocalSocket()
    socket.connectToServer(place)
    if not socket.waitForConnected(PATIENCE):
        return False
    socket.write(json.dumps([str(path.resolve()) for path in paths]).encode() + b"\n")
    socket.flush()
    taken = socket.waitForReadyRead(PATIENCE) and bytes(socket.readAll().data()).startswith(
        b"taken"
    )
    socket.disconnectFromServer()
    return bool(taken)


class Arrivals(QObject):
    """Listens for second starts of the same user, and for files that the system hands over."""

    came = Signal(tuple)
    """Paths; none means that the window is only wanted in front."""

    def __init__(self, place: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        if not self._server.listen(place):
            # What a killed program left behind; a living one would have taken the files.
            QLocalServer.removeServer(place)
            self._server.listen(place)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the event with which macOS opens a document."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.came.emit((Path(event.file()),))
            return True
        return super().eventFilter(watched, event)

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(socket.deleteLater)
            if socket.canReadLine():
                self._take(socket)

    def _read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            if socket.canReadLine():
                self._take(socket)
            elif socket.bytesAvailable() > _LONGEST:
                socket.abort()

    def _take(self, socket: QLocalSocket) -> None:
        try:
            said = json.loads(bytes(socket.readLine(_LONGEST).data()))
            paths = tuple(Path(name) for name in said)
        except (TypeError, ValueError):
            socket.abort()
            return
        socket.write(b"taken\n")
        socket.flush()
        self.came.emit(paths)
