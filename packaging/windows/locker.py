"""Keep, find and forget a secret in the Windows Credential Locker, through the program's own door.

Run by the rig under Wine; on Windows: python packaging/windows/locker.py
"""

from __future__ import annotations

import sys

from corridor_desktop.host.secrets import KeyringSecrets, keyring_name

NAME = "trial-of-the-locker"
PATIENCE = 300.0
"""Seconds: Wine on a busy machine takes long to load what the first question needs."""
SECRET = "비밀 Schlüssel №1"  # noqa: S105 (invented, and deleted again)


def main() -> int:
    """Try it; return the exit code."""
    secrets = KeyringSecrets(deadline=PATIENCE)
    secrets.set(NAME, SECRET)
    kept = secrets.get(NAME) == SECRET
    secrets.delete(NAME)
    gone = secrets.get(NAME) is None
    print(f"{keyring_name()}: {'kept and found' if kept else 'NOT FOUND'}, "
          f"{'deleted' if gone else 'NOT DELETED'}")  # fmt: skip
    return 0 if kept and gone else 1


if __name__ == "__main__":
    sys.exit(main())
