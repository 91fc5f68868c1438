"""Passphrases of encrypted files: which are good enough, which the keyring holds, and new keys."""

from __future__ import annotations

import base64
import secrets
import unicodedata
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import SecretTrouble, UsageTrouble
from corridor_desktop.domain.secret import Secret
from corridor_desktop.store import cipher, trouble

if TYPE_CHECKING:
    from pathlib import Path

    from corridor_desktop.services.ports import Secrets

SHORTEST = 10
"""Letters of a passphrase below which guessing it is a matter of hours."""

_GROUP = 4
_KEY_BYTES = 20


def checked(passphrase: Secret) -> Secret:
    """Return a passphrase that is fit for a new file.

    Raises
    ------
    UsageTrouble
        weak_passphrase.
    """
    text = passphrase.reveal()
    if len(text) < SHORTEST or len(set(text)) < 4:
        raise UsageTrouble(
            "weak_passphrase",
            f"A passphrase needs at least {SHORTEST} letters, not all alike. Nothing was changed.",
            "Four or five unrelated words are easy to keep in mind and hard to guess.",
        )
    if any(unicodedata.category(letter) == "Cc" for letter in text):
        raise UsageTrouble(
            "weak_passphrase",
            "A passphrase cannot hold tabs or line ends. Nothing was changed.",
            "Leave them out.",
        )
    return passphrase


def new_key() -> Secret:
    """Return a random key of 160 bits in groups that can be written down."""
    text = base64.b32encode(secrets.token_bytes(_KEY_BYTES)).decode("ascii")
    return Secret("-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP)))


class Passphrases:
    """What the keyring holds of encrypted files, by the salt of each, wherever it is moved."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def unlock(self, path: Path, given: Secret | None) -> Secret | None:
        """Return what opens a file that exists, ``None`` for a plain one.

        Raises
        ------
        FileTrouble
            needs_passphrase, where none was given and the keyring has none or cannot be asked.
        """
        if not path.is_file() or not cipher.is_encrypted(path):
            return None
        if given:
            return given
        try:
            found = self.find(path)
        except SecretTrouble as silent:
            raise trouble.needs_passphrase(path, silent.sentence) from silent
        if found is None:
            raise trouble.needs_passphrase(path)
        return found

    def find(self, path: Path) -> Secret | None:
        """Return the passphrase that the keyring holds for a file. Raises SecretTrouble."""
        found = self._secrets.get(_name(path))
        return Secret(found) if found else None

    def keep(self, path: Path, key: Secret) -> None:
        """Keep the passphrase of a file in the keyring. Raises SecretTrouble."""
        self._secrets.set(_name(path), key.reveal())

    def forget(self, path: Path) -> None:
        """Take the passphrase of a file out of the keyring. Raises SecretTrouble."""
        self._secrets.delete(_name(path))

    def forget_salt(self, salt: bytes) -> None:
        """Take a passphrase out whose file is not encrypted with it any more."""
        self._secrets.delete(_entry(salt))

    def probe(self) -> None:
        """Make sure that the keyring keeps what it is given. Raises SecretTrouble."""
        self._secrets.set(_PROBE, "kept")
        self._secrets.delete(_PROBE)


_PROBE = "portfolio probe"


def _name(path: Path) -> str:
    return _entry(cipher.salt_of(path))


def _entry(salt: bytes) -> str:
    return f"portfolio {salt.hex()}"
