"""What is installed, where data lies, and what is wrong, for a person who asks for help."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop import __version__
from corridor_desktop.domain.errors import FileTrouble, SecretTrouble
from corridor_desktop.host import crash, presence
from corridor_desktop.host.paths import data_folder, resource_folder
from corridor_desktop.host.secrets import keyring_name
from corridor_desktop.host.volumes import Volume, volume_of
from corridor_desktop.rules.clearance import clearance
from corridor_desktop.services import backups, portfolio_file
from corridor_desktop.services.opening import conflicts
from corridor_desktop.services.seals import altered
from corridor_desktop.services.words import say
from corridor_desktop.store.database import sqlite_version
from corridor_desktop.store.portfolio import PortfolioStore
from corridor_desktop.store.seal import Seal

if TYPE_CHECKING:
    from corridor_desktop.services.ports import Clock

_SHOWN = (
    "PySide6-Essentials", "pyqtgraph", "numpy", "pandas", "yfinance", "curl-cffi", "keyring",
    "sqlcipher3", "python-calamine", "highspy", "rapidfuzz",
)  # fmt: skip
_ROOM = 200_000_000
_VOLUMES = {
    Volume.LOCAL: "a disk of this computer",
    Volume.NETWORK: "a network drive: one computer at a time",
    Volume.SYNCED: "a folder that another program copies elsewhere: one computer at a time",
}


_SEALS = {
    Seal.NONE: "without a seal",
    Seal.WHOLE: "its seal is whole",
    Seal.BROKEN: "open now, or not closed properly: it is checked when it is opened",
    Seal.OUTSIDE: "changed by another program",
    Seal.DAMAGED: "changed by itself: put a backup back",
}
_NO_KEYRINGS = {"fail Keyring", "null Keyring"}
"""What the keyring library calls its stand-ins, which keep nothing."""


@dataclass(frozen=True, slots=True)
class Examination:
    """``facts`` are names and values; ``wrong`` sentences about what needs somebody."""

    facts: dict[str, str]
    wrong: tuple[str, ...]


def examine(clock: Clock, portfolio: Path | None = None) -> Examination:
    """Return everything worth knowing; no portfolio data, no secret.

    A portfolio file is neither named nor changed.
    """
    facts = {
        "corridor-desktop": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} ({platform.machine()})",
        "now": clock.now().isoformat(timespec="seconds"),
        "data folder": str(data_folder()),
        "resources": str(resource_folder()),
        "log": str(data_folder() / "logs" / "corridor.log"),
    }
    wrong: list[str] = []
    for name in _SHOWN:
        facts[name] = _version(name)
        if facts[name] == _MISSING:
            wrong.append(f"The package {name} is missing: install the program again.")
    facts["SQLite"] = sqlite_version()
    facts["keyring store"] = _keyring()
    wrong += _room("data folder", data_folder())
    wrong += _crash(facts)
    facts["backups"] = _backups()
    if portfolio is not None:
        wrong += _portfolio(portfolio, facts)
    return Examination(facts, tuple(wrong))


_MISSING = "not installed"


def _portfolio(path: Path, facts: dict[str, str]) -> list[str]:
    wrong = []
    facts["portfolio lies on"] = _VOLUMES[volume_of(path)]
    try:
        with PortfolioStore.peek(path) as store:
            log = store.decisions.verify()
            versions = [version.policy for version in store.policies.all()]
            said = [
                say(found)
                for found in clearance((), log, altered(versions, store.decisions.all())).tampering
            ]
            facts["portfolio"] = f"format {store.version}, {_SEALS[store.state]}"
        facts["decision log"] = " ".join(said) or "as it was written"
        wrong += said
    except FileTrouble as trouble:
        encrypted = trouble.code == "needs_passphrase"
        facts["portfolio"] = "encrypted" if encrypted else f"cannot be read ({trouble.code})"
        facts["decision log"] = f"cannot be read ({trouble.code})"
        if not encrypted:
            wrong.append(f"The portfolio opened last cannot be read ({trouble.code}).")
    wrong += _room("folder of the portfolio", path.parent)
    wrong += [
        f"The portfolio is open on another computer ({found.computer})."
        for found in presence.holders(path)
        if not found.here
    ]
    split = conflicts(path)
    if split:
        wrong.append(f"A program that copies folders has split {len(split)} file(s) off it.")
    return wrong


def _room(name: str, folder: Path) -> list[str]:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return [f"The {name} cannot be reached."]
    return [f"The disk of the {name} is nearly full."] if free < _ROOM else []


def _crash(facts: dict[str, str]) -> list[str]:
    found = crash.last_fault(data_folder())
    if found is None:
        facts["hard crash"] = "none known"
        return []
    facts["hard crash"] = f"{found:%Y-%m-%d %H:%M} UTC"
    place = crash.fault_file(data_folder())
    return [f"The program was ended by a hard crash once; {place} tells where it was then."]


def _backups() -> str:
    try:
        made = [backups.read_name(found) for found in portfolio_file.backup_files()]
    except FileTrouble as trouble:
        return f"cannot be read ({trouble.code})"
    latest = max((each.made_at for each in made if each.made_at), default=None)
    return "none" if latest is None else f"{len(made)}, the latest of {latest:%Y-%m-%d %H:%M} UTC"


def _keyring() -> str:
    try:
        found = keyring_name()
    except SecretTrouble as trouble:
        return f"none ({trouble.code})"
    return "none that works here" if found in _NO_KEYRINGS else found


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return _MISSING
