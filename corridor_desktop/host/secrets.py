"""The door to the system keyring: never a file, never a wait without end."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread
from typing import TypeVar

from corridor_desktop.domain.errors import SecretTrouble
from corridor_desktop.host.paths import APP

Answer = TypeVar("Answer")
DEADLINE = 10.0
"""Seconds that the keyring gets; a prompt to unlock it may be open that long."""


class KeyringSecrets:
    """Secrets in the system keyring. Implements ``services.ports.Secrets``.

    Every call runs in a thread of its own: some keyrings wait for a window that never opens.
    """

    def __init__(self, deadline: float = DEADLINE) -> None:
        self._deadline = deadline

    def get(self, name: str) -> str | None:
        """Return a secret, ``None`` when there is none.

        Raises
        ------
        SecretTrouble
            no_keyring, keyring_locked, keyring_silent or keyring_failed.
        """
        return self._ask(lambda: _read(name))

    def set(self, name: str, value: str) -> None:
        """Keep a secret, and read it back: some stand-ins accept everything and keep nothing.

        Raises
        ------
        SecretTrouble
            As ``get``; also when it was not kept.
        """
        self._ask(lambda: _write(name, value))
        if self._ask(lambda: _read(name)) != value:
            raise _no_keyring()

    def delete(self, name: str) -> None:
        """Forget a secret; silently fine when there is none. Raises SecretTrouble as ``get``."""
        self._ask(lambda: _remove(name))

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        return _waited(question, self._deadline)


def _waited(question: Callable[[], Answer], deadline: float) -> Answer:
    answers: list[Answer] = []
    troubles: list[SecretTrouble] = []

    def ask() -> None:
        try:
            answers.append(_asked(question))
        except SecretTrouble as trouble:
            troubles.append(trouble)

    thread = Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(deadline)
    if troubles:
        raise troubles[0]
    if answers:
        return answers[0]
    raise _silent() if thread.is_alive() else _failed()


class SessionSecrets:
    """Secrets in memory only, for systems without a keyring; they end with the program."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """Return a secret, ``None`` when there is none."""
        with self._lock:
            return self._kept.get(name)

    def set(self, name: str, value: str) -> None:
        """Keep a secret until the program ends."""
        with self._lock:
            self._kept[name] = value

    def delete(self, name: str) -> None:
        """Forget a secret."""
        with self._lock:
            self._kept.pop(name, None)


def keyring_name(deadline: float = 3.0) -> str:
    """Return what keeps the secrets of this computer. Raises SecretTrouble as ``get``."""
    return _waited(_backend, deadline)


def _backend() -> str:
    import keyring

    return str(keyring.get_keyring().name)


# Importing the keyring already looks for one, so that too happens in the thread.


def _read(name: str) -> str | None:
    import keyring

    return keyring.get_password(APP, name)


def _write(name: str, value: str) -> None:
    import keyring

    keyring.set_password(APP, name, value)


def _remove(name: str) -> None:
    import keyring
    from keyring.errors import PasswordDeleteError

    try:
        keyring.delete_password(APP, name)
    except PasswordDeleteError:
        if keyring.get_password(APP, name) is not None:
            raise


def _asked(question: Callable[[], Answer]) -> Answer:
    from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

    try:
        return question()
    except NoKeyringError as error:
        raise _no_keyring() from error
    except KeyringLocked as error:
        raise SecretTrouble(
            "keyring_locked",
            "The system keyring is locked. Nothing was read or written.",
            "Unlock it and try again.",
        ) from error
    except InitError as error:
        raise _no_keyring() from error
    except (KeyringError, OSError, RuntimeError) as error:
        raise _failed() from error


def _no_keyring() -> SecretTrouble:
    return SecretTrouble(
        "no_keyring",
        "This computer has no keyring to keep secrets in. Nothing was written.",
        "The secret can be used until the program ends, or set up a keyring first.",
    )


def _silent() -> SecretTrouble:
    return SecretTrouble(
        "keyring_silent",
        "The system keyring did not answer in time. Nothing was read or written.",
        "Look for a hidden window that asks to unlock it, then try again.",
    )


def _failed() -> SecretTrouble:
    return SecretTrouble(
        "keyring_failed",
        "The system keyring refused. Nothing was read or written.",
        "Try again, or enter the secret for this session only.",
    )
