"""What the project says of itself is true, and it speaks of itself alone."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import corridor_desktop
from corridor_desktop.services.words import catalogue

ROOT = Path(__file__).resolve().parents[2]
# Spelt in pieces, so that this list does not find itself.
FOREIGN = re.compile(
    r"(^|[\s\"'=(])/(?:wo" + r"rk|ho" + r"me|tm" + r"p)/|files\.python" + r"hosted|pypi\.or" + r"g"
)


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_changelog_names_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", text, re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == corridor_desktop.__version__


def test_package_metadata_and_code_agree_on_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == corridor_desktop.__version__


def test_no_machine_path_and_no_package_host() -> None:
    found = []
    for path in _tracked():
        if (
            path.suffix in {".png", ".corridor", ".gz", ".ico", ".bin", ".svg"}
            or not path.is_file()
        ):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")  # fixtures have code pages
        for number, line in enumerate(text.splitlines(), 1):
            if FOREIGN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found


def test_every_pin_is_hashed() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        if re.match(r"[A-Za-z0-9]", block):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_sentences_promise_nothing() -> None:
    words = r"\b(safe|guaranteed?|contagion proven|you should (?:buy|sell))\b"
    forbidden = re.compile(words, re.IGNORECASE)
    assert not {code: text for code, text in catalogue().items() if forbidden.search(text)}


def test_message_codes_are_spelt_once() -> None:
    seen: dict[str, str] = {}
    for path in sorted((ROOT / "resources" / "words" / "en").glob("*.toml")):
        for code in tomllib.loads(path.read_text(encoding="utf-8")):
            assert code not in seen, f"{code} in {path.name} and {seen[code]}"
            seen[code] = path.name
