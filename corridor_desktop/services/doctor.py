"""What is installed and where data lies, for a person who asks for help."""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop import __version__
from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.host.paths import data_folder, resource_folder
from corridor_desktop.rules.clearance import clearance
from corridor_desktop.services.seals import altered
from corridor_desktop.services.words import say
from corridor_desktop.store.portfolio import PortfolioStore

if TYPE_CHECKING:
    from corridor_desktop.services.ports import Clock

_SHOWN = ("PySide6-Essentials", "pyqtgraph", "numpy", "pandas", "yfinance", "curl-cffi", "keyring")


def examine(clock: Clock, portfolio: Path | None = None) -> dict[str, str]:
    """Return name and value of everything worth knowing; no portfolio data, no secret.

    Of a portfolio file only what was changed in it from outside is told; it is neither named nor
    touched.
    """
    found = {
        "corridor-desktop": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} ({platform.machine()})",
        "now": clock.now().isoformat(timespec="seconds"),
        "data folder": str(data_folder()),
        "resources": str(resource_folder()),
    }
    for name in _SHOWN:
        found[name] = _version(name)
    if portfolio is not None:
        found.update(_portfolio(portfolio))
    return found


def _portfolio(path: Path) -> dict[str, str]:
    try:
        with PortfolioStore.peek(path) as store:
            log = store.decisions.verify()
            versions = [version.policy for version in store.policies.all()]
            wrong = clearance((), log, altered(versions, store.decisions.all())).tampering
    except FileTrouble as trouble:
        return {"decision log": f"cannot be read ({trouble.code})"}
    said = " ".join(say(found) for found in wrong)
    return {"decision log": said or "as it was written"}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
