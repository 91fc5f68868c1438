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

from corridor_desktop.services.guide import MADE, PAGES, read_page

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
    assert "Newey" in (tmp_path / "site" / "figures" / "index.html").read_text(encoding="utf-8")


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
    generated = {f"{name}.md" for name in MADE}
    for page in (ROOT / "docs").rglob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+\.(?:md|png))", page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file() or link in generated, f"{page.name}: {link}"


def test_the_guide_of_the_window_is_the_documentation() -> None:
    for page in PAGES:
        text = read_page(page.name)
        assert text.startswith("# "), page.name
        assert "![" not in text, "pictures are left to the documentation"
        if page.name not in MADE:
            source = (ROOT / "docs" / f"{page.name}.md").read_text(encoding="utf-8")
            assert source.splitlines()[0] == text.splitlines()[0]
        for link in re.findall(r"\]\(([^)]+)\.md", text):
            assert link in {found.name for found in PAGES}, f"{page.name}: {link}"
    with pytest.raises(KeyError):
        read_page("../secrets")


def test_an_installation_carries_every_page_of_the_guide() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    wanted = {
        f"docs/{page.name}.md": f"corridor_desktop/resources/help/guide/{page.name}.md"
        for page in PAGES
        if page.name not in MADE
    }
    assert wanted.items() <= shipped.items()
