"""``python -m corridor_desktop``."""

from __future__ import annotations

import sys

from corridor_desktop.main import console

if __name__ == "__main__":
    sys.exit(console())
