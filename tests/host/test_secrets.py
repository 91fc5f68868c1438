"""Keyrings that are missing, locked, silent, forgetful or broken: each told by its name."""

from __future__ import annotations

import threading
import time

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError

from corridor_desktop.domain.errors import SecretTrouble
from corridor_desktop.host.secrets import KeyringSecrets, SessionSecrets


class Keyring(KeyringBackend):
    """A keyring in memory that can be told to fail or to wait."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None
        self.gate: threading.Event | None = None

    def _enter(self) -> None:
        if self.gate is not None:
            self.gate.wait(30)
        if self.error is not None:
            raise self.error

    def get_password(self, service: str, username: str) -> str | None:
        self._enter()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._enter()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._enter()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    made = Keyring()
    monkeypatch.setattr(keyring.core, "_keyring_backend", made)
    return made


def test_a_secret_is_kept_read_and_forgotten(backend: Keyring) -> None:
    secrets = KeyringSecrets()
    assert secrets.get("feed") is None
    secrets.set("feed", "abc")
    assert KeyringSecrets().get("feed") == "abc"
    secrets.delete("feed")
    secrets.delete("feed")
    assert secrets.get("feed") is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NoKeyringError("none"), "no_keyring"),
        (KeyringLocked("locked"), "keyring_locked"),
        (KeyringError("odd"), "keyring_failed"),
        (RuntimeError("bus is gone"), "keyring_failed"),
        (OSError(5, "broken"), "keyring_failed"),
    ],
)
def test_each_failure_has_a_name(backend: Keyring, error: Exception, code: str) -> None:
    backend.error = error
    with pytest.raises(SecretTrouble) as caught:
        KeyringSecrets().get("feed")
    assert caught.value.code == code
    assert caught.value.remedy


def test_a_keyring_that_never_answers_is_not_waited_for(backend: Keyring) -> None:
    backend.gate = threading.Event()
    started = time.monotonic()
    with pytest.raises(SecretTrouble) as caught:
        KeyringSecrets(deadline=0.1).get("feed")
    backend.gate.set()
    assert caught.value.code == "keyring_silent"
    assert time.monotonic() - started < 5


def test_a_stand_in_that_keeps_nothing_is_found_out(
    backend: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Keyring, "set_password", lambda *_: None)
    with pytest.raises(SecretTrouble) as caught:
        KeyringSecrets().set("feed", "abc")
    assert caught.value.code == "no_keyring"


def test_session_secrets_end_with_their_object() -> None:
    secrets = SessionSecrets()
    secrets.set("feed", "abc")
    assert secrets.get("feed") == "abc"
    secrets.delete("feed")
    secrets.delete("feed")
    assert secrets.get("feed") is None
    assert SessionSecrets().get("feed") is None
