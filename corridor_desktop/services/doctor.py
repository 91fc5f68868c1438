"""What is installed and where data lies, for a person who asks for help."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import TYPE_CHECKING

from corridor_desktop import __version__
from corridor_desktop.host.paths import data_folder, resource_folder

if TYPE_CHECKING:
    from corridor_desktop.services.ports import Clock

_SHOWN = ("PySide6-Essentials", "pyqtgraph", "numpy", "pandas", "yfinance", "curl-cffi", "keyring")


def examine(clock: Clock) -> dict[str, str]:
    """Return name and value of everything worth knowing; no portfolio data, no secret."""
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
    return found


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
