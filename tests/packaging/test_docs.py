"""The documentation builds strictly, fetches nothing while it is read, and has no dead numbers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_site_builds_strictly_and_fetches_nothing(tmp_path: Path) -> None:
    beside = str(Path(sys.executable).parent)
    tool = shutil.which("mkdocs") or shutil.which("mkdocs", path=beside)
    if tool is None:
        pytest.skip("no mkdocs: pip install --require-hashes -r docs/requirements.txt")
    done = subprocess.run(
        [tool, "build", "--strict", "-q", "-d", str(tmp_path / "site")],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    fetched = re.compile(
        r'<(?:script|img|iframe)[^>]*src="https?:|<link[^>]*stylesheet"[^>]*https?:'
    )
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 20
    assert not [page for page in pages if fetched.search(page.read_text(encoding="utf-8"))]
    brokers = (tmp_path / "site" / "brokers" / "index.html").read_text(encoding="utf-8")
    assert "DEGIRO" in brokers


def test_every_known_broker_names_the_menu_path_of_its_export() -> None:
    silent = [
        path.stem
        for path in sorted((ROOT / "resources" / "profiles").glob("*.toml"))
        if not tomllib.loads(path.read_text(encoding="utf-8")).get("menu")
    ]
    # The words of the general reader are no broker's.
    assert [name for name in silent if name.partition("_")[0] != "general"] == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text("utf-8")))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_links_between_pages_lead_somewhere() -> None:
    generated = {"brokers.md", "limits.md"}
    for page in (ROOT / "docs").rglob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+\.(?:md|png))", page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file() or link in generated, f"{page.name}: {link}"
