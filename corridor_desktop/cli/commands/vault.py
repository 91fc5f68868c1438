"""Encryption by command: encrypt, change the passphrase, decrypt, and what the keyring holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.answer import NEEDS_YOU, Answer, Command, Outside, option
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.services.passphrases import new_key

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.services.vault_desk import Rewritten

_REMEMBER = option(
    "--remember", action="store_true", help="keep the passphrase in the system keyring"
)
_PLAIN = UsageTrouble(
    "not_encrypted", "This portfolio is not encrypted.", "Encrypt it with the command encrypt."
)


def encrypt(arguments: Namespace, outside: Outside) -> Answer:
    """Encrypt the open file, under a passphrase or under a new key that the keyring keeps."""
    vault = outside.desk.vault
    if vault.encrypted:
        raise UsageTrouble(
            "already_encrypted",
            "This portfolio is encrypted already.",
            "Use change-passphrase for another passphrase.",
        )
    if arguments.new_key:
        key = new_key()
        done = vault.encrypt(key, remember=True)
        shown = {"recovery_key": key.reveal()}
        lines = [
            "Encrypted under a new key that the system keyring keeps.",
            f"Recovery key: {key.reveal()}",
            "Write it down: without the keyring only this key opens the file.",
        ]
        return _told(outside, done, lines, shown)
    done = vault.encrypt(
        outside.asker.ask("New passphrase", twice=True), remember=arguments.remember
    )
    lines = ["Encrypted. Without the passphrase nobody can open the file, and nobody can help."]
    return _told(outside, done, lines)


def change(arguments: Namespace, outside: Outside) -> Answer:
    """Give the open file another passphrase."""
    vault = outside.desk.vault
    if not vault.encrypted:
        raise _PLAIN
    done = vault.encrypt(
        outside.asker.ask("New passphrase", twice=True), remember=arguments.remember
    )
    return _told(outside, done, ["The passphrase was changed."])


def decrypt(_: Namespace, outside: Outside) -> Answer:
    """Write the open file plain."""
    if not outside.desk.vault.encrypted:
        raise _PLAIN
    done = outside.desk.vault.decrypt()
    return _told(outside, done, ["The file is not encrypted any more."])


def remember(_: Namespace, outside: Outside) -> Answer:
    """Keep the passphrase of the open file in the keyring."""
    if not outside.desk.vault.encrypted:
        raise _PLAIN
    outside.desk.vault.remember()
    return _keyring(outside, "The system keyring keeps the passphrase now.", held=True)


def forget(_: Namespace, outside: Outside) -> Answer:
    """Take the passphrase of the open file out of the keyring."""
    if not outside.desk.vault.encrypted:
        raise _PLAIN
    outside.desk.vault.forget()
    return _keyring(outside, "The system keyring does not hold the passphrase.", held=False)


def _keyring(outside: Outside, line: str, *, held: bool) -> Answer:
    return Answer({"portfolio": str(outside.desk.path), "in_keyring": held}, [line])


def _told(
    outside: Outside, done: Rewritten, lines: list[str], shown: dict[str, Any] | None = None
) -> Answer:
    document = {
        "portfolio": str(outside.desk.path),
        "encrypted": outside.desk.vault.encrypted,
        "backups_rewritten": done.backups,
        "backups_left": [str(path) for path in done.left],
        "plain_copies": [str(path) for path in done.plain],
        "keyring": done.keyring or None,
        **(shown or {}),
    }
    if done.backups:
        lines.append(f"{done.backups} backups of it were written anew in the same way.")
    lines += [f"Left as it is, because it could not be read: {path}" for path in done.left]
    lines += [f"A copy that is not encrypted lies here: {path}" for path in done.plain]
    if done.keyring:
        lines.append(f"The keyring was not changed: {done.keyring}")
    open_ends = done.left or done.plain or done.keyring
    return Answer(document, lines, NEEDS_YOU if open_ends else 0)


COMMANDS = (
    Command(
        "encrypt",
        "encrypt the portfolio file and its backups",
        encrypt,
        (
            _REMEMBER,
            option(
                "--new-key",
                action="store_true",
                help="make a random key that the system keyring keeps, and show it once",
            ),
        ),
    ),
    Command("change-passphrase", "give an encrypted file another passphrase", change, (_REMEMBER,)),
    Command("decrypt", "write an encrypted file plain", decrypt),
    Command("remember-passphrase", "let the system keyring keep the passphrase", remember),
    Command("forget-passphrase", "take the passphrase out of the system keyring", forget),
)
