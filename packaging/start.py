"""Where a built app begins: commands when there are any, the window otherwise."""

from __future__ import annotations

import sys

from corridor_desktop.main import console

if __name__ == "__main__":
    sys.exit(console())
