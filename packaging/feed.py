"""Make the publisher's key, and the signed feed of releases that the program asks.

python packaging/feed.py key FILE                       a new key: FILE is secret, printed is public
python packaging/feed.py make --counter N --page URL --key FILE --out FILE
                              [--days 90] [--security VERSION ...]

The releases are those of CHANGELOG.md that carry a day. ``--counter`` must rise with every feed;
``--days`` is how long this one holds. The key is read from FILE, or from the environment variable
FEED_KEY. What is written was read back by the program's own reader first. See docs/updates.md.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time
from typing import Any

from nacl.signing import SigningKey

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corridor_desktop.services.release_envelope import (
    CONTENT_TYPE,
    FORMAT,
    open_envelope,
    read_feed,
    signed_bytes,
)

_HEADING = re.compile(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)$", re.MULTILINE)
_MOST_LINES = 60
_LONGEST = 500


def releases(changes: str, page: str, security: set[str]) -> list[dict[str, Any]]:
    """Return every dated release of a changelog, newest first; lists become one line an item."""
    parts = _HEADING.split(changes)[1:]
    found = []
    for version, day, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        own = re.split(r"^## ", body, maxsplit=1, flags=re.MULTILINE)[0]
        items = re.split(r"^- ", own, flags=re.MULTILINE)[1:]
        lines = [" ".join(item.replace("**", "").replace("`", "").split()) for item in items]
        found.append(
            {
                "version": version,
                "day": day,
                "page": f"{page.rstrip('/')}/tag/v{version}",
                "changes": [line[:_LONGEST] for line in lines[:_MOST_LINES]],
                "security": version in security,
            }
        )
    return found


def content(found: list[dict[str, Any]], counter: int, issued: datetime, days: int) -> bytes:
    """Return what is signed; ``issued`` is aware."""
    cells = {
        "format": FORMAT,
        "counter": counter,
        "issued": issued.isoformat(timespec="seconds"),
        "expires": (issued + timedelta(days=days)).isoformat(timespec="seconds"),
        "releases": found,
    }
    return json.dumps(cells, ensure_ascii=False, sort_keys=True).encode()


def envelope(signed: bytes, key: SigningKey) -> str:
    """Return a signed envelope."""
    signature = key.sign(signed_bytes(signed)).signature
    cells = {
        "payloadType": CONTENT_TYPE,
        "payload": base64.b64encode(signed).decode(),
        "signatures": [{"sig": base64.b64encode(signature).decode()}],
    }
    return json.dumps(cells, indent=1) + "\n"


def make_key(path: Path) -> str:
    """Write a new secret key that only its owner may read; return the public one."""
    key = SigningKey.generate()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(base64.b64encode(bytes(key)).decode() + "\n")
    return base64.b64encode(bytes(key.verify_key)).decode()


def read_key(path: Path | None) -> SigningKey:
    """Return the secret key of a file, or of the environment."""
    text = path.read_text(encoding="ascii") if path else os.environ.get("FEED_KEY", "")
    return SigningKey(base64.b64decode(text.strip(), validate=True))


def main(arguments: list[str]) -> int:
    """Do what was asked; return the exit code."""
    parser = argparse.ArgumentParser(description="The signed feed of releases.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("key").add_argument("file", type=Path)
    make = verbs.add_parser("make")
    make.add_argument("--counter", type=int, required=True)
    make.add_argument("--page", required=True, help="the page of all releases, https")
    make.add_argument("--key", type=Path)
    make.add_argument("--out", type=Path, required=True)
    make.add_argument("--days", type=int, default=90)
    make.add_argument("--security", nargs="*", default=[])
    asked = parser.parse_args(arguments)
    if asked.verb == "key":
        print(make_key(asked.file))
        return 0
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = releases(changes, asked.page, set(asked.security))
    key = read_key(asked.key)
    made = content(found, asked.counter, datetime.fromtimestamp(time(), UTC), asked.days)
    text = envelope(made, key)
    read_feed(open_envelope(text, [bytes(key.verify_key)]), asked.page)
    asked.out.write_text(text, encoding="ascii")
    print(f"Feed number {asked.counter} with {len(found)} releases, for {asked.days} days.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
