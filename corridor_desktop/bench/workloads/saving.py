"""Writing a whole file: a copy elsewhere, a backup, and an encrypted file."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from corridor_desktop.bench.inputs import AT, PORTFOLIO
from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload
from corridor_desktop.bench.workloads.material import StandingClock, own_folder

_PASSPHRASE = "seven grey herons at the quay"  # noqa: S105 (of an invented file)
_ITERATIONS = 256_000
"""What SQLCipher derives a key with."""


@dataclass(frozen=True, slots=True)
class _Place:
    source: Path
    target: Path


def _place(folder: Path, _: Scale) -> _Place:
    own = own_folder(folder, "save")
    os.environ["CORRIDOR_HOME"] = str(own)
    source = own / PORTFOLIO
    shutil.copyfile(folder / PORTFOLIO, source)
    return _Place(source, own / "copy.corridor")


def _save(place: _Place) -> Path:
    from corridor_desktop.services.portfolio_file import save_copy
    from corridor_desktop.store.portfolio import PortfolioStore

    with PortfolioStore.open(place.source, AT) as store:
        save_copy(store, place.target, overwrite=True)
    return place.target


def _back_up(place: _Place) -> Path:
    from corridor_desktop.services.portfolio_file import back_up
    from corridor_desktop.store.portfolio import PortfolioStore

    with PortfolioStore.open(place.source, AT) as store:
        return back_up(store, StandingClock())


def _encrypt(place: _Place) -> Path:
    from corridor_desktop.domain.secret import Secret
    from corridor_desktop.store.copies import rewrite

    shutil.copyfile(place.source, place.target)
    rewrite(place.target, None, Secret(_PASSPHRASE))
    return place.target


def _copy(place: _Place) -> Path:
    """Copy the bytes and let the disk have them."""
    shutil.copyfile(place.source, place.target)
    with place.target.open("rb+") as file:
        os.fsync(file.fileno())
    return place.target


def _derive_and_copy(place: _Place) -> Path:
    """Derive a key as SQLCipher does and copy the bytes; nothing is enciphered."""
    hashlib.pbkdf2_hmac("sha512", _PASSPHRASE.encode(), b"0" * 16, _ITERATIONS)
    return _copy(place)


def _rows(path: Path) -> Figures:
    from corridor_desktop.store.portfolio import PortfolioStore

    with PortfolioStore.open(path, AT) as store:
        return {"rows": float(store.transactions.count())}


def _secret_rows(path: Path) -> Figures:
    from corridor_desktop.domain.secret import Secret
    from corridor_desktop.store.portfolio import PortfolioStore

    with PortfolioStore.open(path, AT, Secret(_PASSPHRASE)) as store:
        return {"rows": float(store.transactions.count())}


_GROWING = {"transactions": 1.1, "holdings": 1.1, "days": 1.1}

SAVE = Workload(
    name="save",
    title="Save a copy",
    does="open, write a consistent copy beside the target, put it in place whole",
    own=Part("ours", _place, _save, _rows),
    floor=Part("copy of the bytes", _place, _copy, _rows),
    most=2.0,
    axes=_GROWING,
)
BACK_UP = Workload(
    name="back-up",
    title="Back up",
    does="open, write a dated copy, let go of the oldest",
    own=Part("ours", _place, _back_up, _rows),
    floor=Part("copy of the bytes", _place, _copy, _rows),
    axes=_GROWING,
)
ENCRYPT = Workload(
    name="encrypt",
    title="Encrypt",
    does="write a plain file anew under a passphrase",
    own=Part("ours", _place, _encrypt, _secret_rows),
    floor=Part("key derivation + copy", _place, _derive_and_copy, _rows),
    axes=_GROWING,
)
