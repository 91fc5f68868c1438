"""Where the Windows app without a console begins."""

from __future__ import annotations

import sys

from corridor_desktop.main import window

if __name__ == "__main__":
    sys.exit(window())
