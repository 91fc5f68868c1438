"""Where things lie: the program's own data folder and the shipped resources."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import platformdirs

APP = "Corridor Desktop"


@cache
def resource_folder() -> Path:
    """Return the folder of shipped resources, installed or in a source tree.

    Raises
    ------
    FileNotFoundError
        The installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the resources folder is missing from this installation")


def data_folder() -> Path:
    """Return the folder for recent files, logs, caches and backups; made when missing.

    ``CORRIDOR_HOME`` overrides the platform's own place (portable use, tests).
    """
    chosen = os.environ.get("CORRIDOR_HOME")
    folder = Path(chosen) if chosen else Path(platformdirs.user_data_dir(APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def documents_folder() -> Path:
    """Return where a person keeps documents: portfolio files are proposed there."""
    folder = Path(platformdirs.user_documents_dir())
    return folder if folder.is_dir() else Path.home()
