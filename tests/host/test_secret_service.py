"""The keyring against a real Secret Service: kept, locked, refused, and a prompt left unanswered.

Each case runs in a session bus of its own, with the keyring's files in a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [name for name in NEEDED if shutil.which(name) is None]

pytestmark = pytest.mark.skipif(
    bool(MISSING) or sys.platform != "linux",
    reason=f"no Secret Service here: {', '.join(MISSING) or 'not Linux'} "
    "(Debian packages: dbus, gnome-keyring)",
)

KEY = "k\u20a9y-4711-of-the-user"
UNLOCK = 'printf %s "$PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null'

KEEP = """
from corridor_desktop.host.secrets import KeyringSecrets
secrets = KeyringSecrets()
assert secrets.get("tiingo") is None
secrets.delete("tiingo")
secrets.set("tiingo", KEY)
assert secrets.get("tiingo") == KEY
print("kept")
"""
READ = """
from corridor_desktop.host.secrets import KeyringSecrets
print("same" if KeyringSecrets().get("tiingo") == KEY else "other")
"""
FORGET = """
from corridor_desktop.host.secrets import KeyringSecrets
secrets = KeyringSecrets()
secrets.delete("tiingo")
secrets.delete("tiingo")
assert secrets.get("tiingo") is None
print("forgotten")
"""
TROUBLE = """
import time
from corridor_desktop.domain.errors import SecretTrouble
from corridor_desktop.host.secrets import KeyringSecrets
begun = time.monotonic()
try:
    KeyringSecrets(deadline=4).get("tiingo")
    print("no trouble")
except SecretTrouble as trouble:
    print(trouble.code, "in time" if time.monotonic() - begun < 8 else "late")
"""
# A prompt is an object on the bus whose window nobody answers: a service that locks everything
# and never completes a prompt, which is how a real one behaves without a person.
SILENT = """
import sys, threading, time
import keyring
from keyring.backend import KeyringBackend

class Waiting(KeyringBackend):
    priority = 9
    def get_password(self, service, username):
        threading.Event().wait()
    set_password = delete_password = get_password

keyring.set_keyring(Waiting())
"""


class Desktop:
    """A session bus and a keyring folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("home", "run", "data"):
            (folder / name).mkdir(mode=0o700)

    def run(self, code: str, password: str | None = "right") -> str:
        """Run Python code beside a keyring that is unlocked with a password, if one is given."""
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder / "home"),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_DATA_HOME": str(self.folder / "data"), "LANG": "C.UTF-8", "PYTHONUTF8": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PASSWORD": password or "",
            "CORRIDOR_HOME": str(self.folder / "home"),
        }  # fmt: skip
        script = self.folder / "case.py"
        script.write_text(f"KEY = {KEY!r}\n{code}", encoding="utf-8")
        unlock = f"{UNLOCK}; " if password is not None else ""
        ended = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", f'{unlock}exec "$0" "$1"', sys.executable,
             str(script)],
            env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr[-2000:]
        return ended.stdout.strip()


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


def test_a_key_outlives_the_session_and_lies_in_no_plain_file(desktop: Desktop) -> None:
    assert desktop.run(KEEP) == "kept"
    assert desktop.run(READ) == "same"
    script = desktop.folder / "case.py"
    plain = [path for path in desktop.folder.rglob("*") if path.is_file() and path != script]
    assert plain, "the keyring has a file of its own"
    assert not [path for path in plain if KEY.encode() in path.read_bytes()]
    assert desktop.run(FORGET) == "forgotten"


def test_a_wrong_password_is_a_locked_keyring(desktop: Desktop) -> None:
    desktop.run(KEEP)
    assert desktop.run(TROUBLE, password="wrong") == "keyring_locked in time"


def test_no_service_is_told_as_such(desktop: Desktop) -> None:
    found = desktop.run("import os\nos.environ.pop('DBUS_SESSION_BUS_ADDRESS', None)\n" + TROUBLE,
                        password=None)  # fmt: skip
    assert found in {"no_keyring in time", "keyring_locked in time"}


def test_a_prompt_that_nobody_answers_is_given_up(desktop: Desktop) -> None:
    begun = time.monotonic()
    assert desktop.run(SILENT + TROUBLE) == "keyring_silent in time"
    assert time.monotonic() - begun < 30
