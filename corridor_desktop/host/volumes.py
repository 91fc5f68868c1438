"""Where a file lies: on a disk of this computer, a network drive, or a folder that is copied.

What cannot be told is taken for local: then the file is still whole, only a second computer is
not foreseen.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from pathlib import Path


class Volume(StrEnum):
    """What kind of place a file lies in."""

    LOCAL = "local"
    NETWORK = "network"
    SYNCED = "synced"


# Folders whose content a program of that name keeps alike on several computers.
_SYNCED = re.compile(
    r"onedrive\b.*|dropbox\b.*|google ?drive|my drive|googledrive.*|icloud ?drive|mobile documents|"
    r"cloudstorage|nextcloud\d*|owncloud\d*|pclouddrive|mega(sync)?|syncthing|sync|seafile|"
    r"box( sync)?|yandex\.?disk|synologydrive",
    re.IGNORECASE,
)
_NETWORK = {
    "9p", "afpfs", "afs", "ceph", "cifs", "davfs", "fuse.rclone", "fuse.sshfs", "gfs2", "glusterfs",
    "lustre", "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs", "webdav", "fuse.davfs2", "fuse.s3fs",
}  # fmt: skip
_MOUNTS = Path("/proc/self/mounts")
_REMOTE_DRIVE = 4  # what GetDriveTypeW calls DRIVE_REMOTE


def volume_of(path: Path, mounts: str | None = None) -> Volume:
    """Return what kind of place a file lies in; ``mounts`` replaces the table of a Linux system."""
    place = path.resolve()
    if any(_SYNCED.fullmatch(part) for part in place.parent.parts):
        return Volume.SYNCED
    if _is_remote(place, _mounts() if mounts is None else mounts):
        return Volume.NETWORK
    return Volume.LOCAL


def _is_remote(place: Path, mounts: str) -> bool:
    if place.drive.startswith("\\\\"):
        return True
    if place.drive:
        return _windows_drive(place.drive + "\\") == _REMOTE_DRIVE
    return file_system(place, mounts) in _NETWORK


def file_system(place: Path, mounts: str) -> str:
    """Return the kind of file system of an absolute path; empty when it is not known."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[1])
        if len(point) > best and (place == Path(point) or Path(point) in place.parents):
            best, kind = len(point), fields[2]
    return kind


@lru_cache(maxsize=1)
def _windows_drive(root: str) -> int:
    import ctypes

    system = getattr(ctypes, "windll", None)
    return 0 if system is None else int(system.kernel32.GetDriveTypeW(root))


def _mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
