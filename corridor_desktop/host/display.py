"""Whether there is a screen to draw on."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_ELSEWHERE = {"offscreen", "minimal", "vnc"}


def name_process(name: str) -> None:
    """Tell the Windows taskbar which program this is, so that its windows group and pin."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(name)


def has_display(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> bool:
    """Tell whether a window can be shown; a Qt platform without a screen counts as one.

    On Linux that needs an X11 or Wayland session; macOS and Windows always have one.
    """
    found = os.environ if environment is None else environment
    if found.get("QT_QPA_PLATFORM", "").partition(":")[0] in _ELSEWHERE:
        return True
    if platform in {"win32", "darwin"}:
        return True
    return bool(found.get("DISPLAY") or found.get("WAYLAND_DISPLAY"))
