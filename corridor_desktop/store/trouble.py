"""What SQLite and the disk complain about, told as expected trouble."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from corridor_desktop.domain.errors import FileTrouble

_PRIMARY = 0xFF
_WORDS = (
    ("disk is full", sqlite3.SQLITE_FULL),
    ("disk I/O error", sqlite3.SQLITE_IOERR),
    ("disk image is malformed", sqlite3.SQLITE_CORRUPT),
    ("readonly database", sqlite3.SQLITE_READONLY),
    ("database is locked", sqlite3.SQLITE_BUSY),
)


def missing_file(path: Path) -> FileTrouble:
    """Return the trouble of a portfolio that is not where it was."""
    return FileTrouble(
        "missing_file",
        f"There is no portfolio at {path}.",
        "Check whether the file was moved or renamed, or restore a backup.",
    )


def not_a_portfolio(path: Path, found: str = "it holds something else") -> FileTrouble:
    """Return the trouble of a file that this program has not written."""
    return FileTrouble(
        "not_a_portfolio",
        f"{path.name} is not a portfolio file: {found}. It was not changed.",
        "Choose a .corridor file; broker exports are read with Import.",
    )


def newer_file(path: Path, found: int, known: int) -> FileTrouble:
    """Return the trouble of a file from a later version of this program."""
    return FileTrouble(
        "newer_file",
        f"{path.name} was written by a newer version of this program "
        f"(format {found}; this version reads up to {known}). It was not changed.",
        "Install the newer version, or open a backup made with this one.",
    )


def old_sqlite(path: Path, found: str) -> FileTrouble:
    """Return the trouble of a Python that was built with too old an SQLite."""
    return FileTrouble(
        "old_sqlite",
        f"{path.name} cannot be opened: this Python carries SQLite {found}, "
        "and at least 3.37 is needed.",
        "Use a newer Python, for example the one from python.org.",
    )


def damaged(path: Path, detail: str = "") -> FileTrouble:
    """Return the trouble of a file whose content no longer fits together."""
    what = f" ({detail})" if detail else ""
    return FileTrouble(
        "damaged",
        f"The portfolio file {path} is damaged{what}. It was left as it is.",
        "Restore a backup with Restore a backup, or the command restore.",
    )


def locked(path: Path) -> FileTrouble:
    """Return the trouble of a file that another program is holding."""
    return FileTrouble(
        "locked",
        f"Another program is using {path.name}. Nothing was changed.",
        "Close the other window or program that has it open, then try again.",
    )


def disk_full(path: Path) -> FileTrouble:
    """Return the trouble of a disk without room."""
    return FileTrouble(
        "disk_full",
        f"The disk that holds {path} is full. The last change was not kept; "
        "everything before it is unharmed.",
        "Free some space on that disk and try again.",
    )


def disk_error(path: Path) -> FileTrouble:
    """Return the trouble of a disk that refused to read or write."""
    return FileTrouble(
        "disk_error",
        f"The disk could not read or write {path}. The last change was not kept.",
        "Check that the disk is connected and healthy, then open the file again.",
    )


def read_only(path: Path) -> FileTrouble:
    """Return the trouble of a file or folder that may not be written."""
    return FileTrouble(
        "read_only",
        f"{path.name} cannot be written: the file or its folder {path.parent} is read-only.",
        "Copy the file to a folder of your own and open the copy.",
    )


def older_to_read(path: Path, found: int) -> FileTrouble:
    """Return the trouble of an older format that cannot be brought up to date where it lies."""
    return FileTrouble(
        "read_only",
        f"{path.name} is of an older format ({found}) and lies where it cannot be written, "
        "so it cannot be brought up to date there. It was not changed.",
        "Copy the file to a folder of your own and open the copy.",
    )


def needs_passphrase(path: Path, why: str = "") -> FileTrouble:
    """Return the trouble of an encrypted file that came without its passphrase."""
    return FileTrouble(
        "needs_passphrase",
        f"{path.name} is encrypted. It was not opened. {why}".rstrip(),
        "Give its passphrase.",
    )


def wrong_passphrase(path: Path) -> FileTrouble:
    """Return the trouble of an encrypted file that a passphrase does not open."""
    return FileTrouble(
        "wrong_passphrase",
        f"This passphrase does not open {path.name}. It was not changed.",
        "Type it again, watching capitals and the keyboard layout. If you are certain of it, the "
        "start of the file is damaged: restore a backup.",
    )


def no_cipher() -> FileTrouble:
    """Return the trouble of an installation without the library for encrypted files."""
    return FileTrouble(
        "no_cipher",
        "Encrypted files cannot be read or written here: the library for it is missing.",
        "Install the package sqlcipher3, then try again.",
    )


def replaced(path: Path) -> FileTrouble:
    """Return the trouble of a file that another program put in the place of the open one."""
    return FileTrouble(
        "replaced",
        f"{path.name} was moved, deleted or replaced while it was open, perhaps by a program that "
        "keeps folders alike on several computers. The last change was not kept.",
        "Save a copy under another name to keep what is shown here, then open the file again.",
    )


def exists(path: Path) -> FileTrouble:
    """Return the trouble of a name that is taken."""
    return FileTrouble(
        "exists",
        f"There is already a file named {path.name}. It was not changed.",
        "Choose another name.",
    )


def of_sqlite(error: Exception, path: Path) -> FileTrouble | None:
    """Return the trouble behind an SQLite error, ``None`` when the error is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and "decode" in str(error):
        return damaged(path, "a text in it is not readable")
    known = {
        sqlite3.SQLITE_BUSY: locked,
        sqlite3.SQLITE_LOCKED: locked,
        sqlite3.SQLITE_FULL: disk_full,
        sqlite3.SQLITE_IOERR: disk_error,
        sqlite3.SQLITE_CORRUPT: damaged,
        sqlite3.SQLITE_NOTADB: not_a_portfolio,
        sqlite3.SQLITE_READONLY: read_only,
        sqlite3.SQLITE_CANTOPEN: read_only,
        sqlite3.SQLITE_PERM: read_only,
    }
    if code is None:
        return None
    primary = code & _PRIMARY
    if primary == sqlite3.SQLITE_ERROR:
        # What goes wrong inside of a function of SQL keeps its words and loses its code.
        primary = next((kind for words, kind in _WORDS if words in str(error)), primary)
    maker = known.get(primary)
    return maker(path) if maker is not None else None


def of_system(error: OSError, path: Path) -> FileTrouble:
    """Return the trouble behind an error of the operating system about ``path``."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return disk_full(path)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return read_only(path)
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return missing_file(path)
    if error.errno == errno.EEXIST:
        return exists(path)
    return disk_error(path)
