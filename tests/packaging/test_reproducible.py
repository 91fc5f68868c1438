"""What is handed out is the same, byte for byte, whoever makes it and wherever."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOTH = (
    "import sys, hatchling.build as backend\n"
    "backend.build_sdist(sys.argv[1]); backend.build_wheel(sys.argv[1])"
)
WHEEL = "import sys, hatchling.build as backend; backend.build_wheel(sys.argv[1])"


def _reproduce() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reproduce", ROOT / "packaging" / "reproduce.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _copy(folder: Path, age: float) -> Path:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
            os.utime(folder / name, (age, age))
    return folder


def _make(source: Path, code: str, out: Path, zone: str) -> dict[str, str]:
    out.mkdir(parents=True)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1764028800", "TZ": zone}
    environment["PYTHONHASHSEED"] = str(len(zone))
    subprocess.run([sys.executable, "-c", code, str(out)], cwd=source, check=True, env=environment)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}


def test_sdist_and_wheel_are_the_same_from_two_copies(tmp_path: Path) -> None:
    one = _make(_copy(tmp_path / "one", 1.0e9), BOTH, tmp_path / "made", "UTC")
    other = _make(_copy(tmp_path / "zwei ö 둘", 1.7e9), BOTH, tmp_path / "again", "Asia/Seoul")
    assert len(one) == 2
    assert one == other
    with tarfile.open(next((tmp_path / "made").glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    unpacked = next((tmp_path / "unpacked").iterdir())
    wheel = _make(unpacked, WHEEL, tmp_path / "from sdist", "America/New_York")
    assert wheel.items() <= one.items(), "the wheel that the sdist gives is the same"


def _folder(at: Path) -> Path:
    at.mkdir()
    (at / "program").write_bytes(b"program")
    (at / "program").chmod(0o755)
    (at / "part").mkdir()
    (at / "part" / "data").write_bytes(b"data")
    if os.name != "nt":
        (at / "link").symlink_to("program")
    return at


def test_the_comparison_finds_every_kind_of_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reproduce = _reproduce()
    one, other = _folder(tmp_path / "one"), _folder(tmp_path / "other")
    assert reproduce.main([str(one), str(other)]) == 0
    (other / "part" / "data").write_bytes(b"dato")
    (other / "more").write_bytes(b"")
    (one / "less").write_bytes(b"")
    assert reproduce.main([str(one), str(other)]) == 1
    told = capsys.readouterr().out
    for line in ("differs: part/data", f"only in {other}: more", f"only in {one}: less"):
        assert line in told
    if os.name != "nt":
        (other / "program").chmod(0o644)
        (other / "link").unlink()
        (other / "link").symlink_to("part/data")
        assert {"differs: program", "differs: link"} <= set(reproduce.differences(one, other))
    (tmp_path / "empty").mkdir()
    assert reproduce.main([str(tmp_path / "empty")] * 2) == 1, "nothing is not the same thing"


@pytest.mark.built
def test_two_builds_are_the_same(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "packaging/reproduce.py", str(tmp_path / "twice")],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=3600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert "0 differences: dist" in done.stdout
