"""Every test runs without network, at a stopped clock, in a home of its own."""

from __future__ import annotations

import faulthandler
import locale
import os
import socket
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "UTC"
faulthandler.enable()
locale.setlocale(locale.LC_ALL, "C")

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class StoppedClock:
    """Always the same moment."""

    def __init__(self, moment: datetime = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORRIDOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if self.family != socket.AF_UNIX and host not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address!r}")
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The optional folder with real exports and prices; tests that need it skip without it."""
    default = Path(__file__).resolve().parents[2] / "shared"
    root = Path(os.environ.get("CORRIDOR_TEST_DATA", default))
    folder = root / "data" if (root / "data").is_dir() else root
    if not (folder / "market").is_dir():
        pytest.skip(f"no test data: set CORRIDOR_TEST_DATA (looked at {root})")
    return folder
