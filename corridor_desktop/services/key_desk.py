"""Keys of price sources: kept in the system keyring, or for this session only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.host.secrets import SessionSecrets

if TYPE_CHECKING:
    from corridor_desktop.services.ports import Secrets

SOURCES_WITH_KEYS = {"tiingo": "Tiingo", "krx": "Korea Exchange"}
"""Short name and name of every source that needs a key of the user."""
LONGEST = 512
"""Characters; Windows keeps no more than 1,280 and cuts longer ones without a word."""


class KeyDesk:
    """Keep, find and forget keys. Every call may take as long as the keyring does.

    Where the keyring refuses, ``keep_for_session`` holds a key in memory; it is never written.
    """

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._session = SessionSecrets()

    def get(self, source: str) -> str | None:
        """Return the key of a source, ``None`` when there is none. Raises SecretTrouble."""
        return self._session.get(source) or self._secrets.get(source)

    def is_kept(self, source: str) -> bool:
        """Tell whether there is a key. Raises SecretTrouble."""
        return self.get(source) is not None

    def keep(self, source: str, key: str) -> None:
        """Keep a key in the system keyring.

        Raises
        ------
        UsageTrouble
            No such source, or what was given is no key.
        SecretTrouble
            The keyring is missing, locked, silent or refused; nothing was kept.
        """
        clean = _checked(source, key)
        self._secrets.set(source, clean)
        self._session.delete(source)

    def keep_for_session(self, source: str, key: str) -> None:
        """Hold a key in memory until the program ends. Raises UsageTrouble as ``keep``."""
        self._session.set(source, _checked(source, key))

    def forget(self, source: str) -> None:
        """Forget a key everywhere. Raises SecretTrouble."""
        self._session.delete(source)
        self._secrets.delete(source)


def _checked(source: str, key: str) -> str:
    if source not in SOURCES_WITH_KEYS:
        raise UsageTrouble("unknown_source", f"No price source called {source!r} takes a key.")
    clean = key.strip()
    if not re.fullmatch(r"[\x21-\x7e]+", clean) or len(clean) > LONGEST:
        raise UsageTrouble(
            "bad_key",
            f"That is no key: it should be one word of at most {LONGEST} plain characters. "
            "Nothing was kept.",
            "Copy it again from your account at the source.",
        )
    return clean
