"""The wheel and the sdist hold everything; every runtime dependency has wheels everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

_MAC = range(11, 16)
PLATFORMS = {
    "windows-x64": ["win_amd64"],
    "windows-arm64": ["win_arm64"],
    "macos-arm64": [f"macosx_{n}_0_{kind}" for n in _MAC for kind in ("arm64", "universal2")],
    "macos-x64": [
        *(f"macosx_{n}_0_{kind}" for n in _MAC for kind in ("x86_64", "universal2")),
        *(f"macosx_10_{n}_{kind}" for n in range(9, 17) for kind in ("x86_64", "universal2")),
    ],
    "linux-x64": [
        *(f"manylinux_2_{n}_x86_64" for n in (17, 24, 26, 27, 28, 31, 34)),
        "manylinux2014_x86_64",
    ],
}
TYPED = (
    "import corridor_desktop.notebook, importlib.resources as r;"
    "print(r.files('corridor_desktop').joinpath('py.typed').is_file())"
)
LINUX_ONLY = {"secretstorage", "jeepney", "cryptography", "cffi"}
"""The markers of keyring ask for these on Linux alone; pip reads markers for its own system."""


@pytest.fixture(scope="module")
def packages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist and the wheel with the pinned backend, without asking an index."""
    out = tmp_path_factory.mktemp("dist")
    code = (
        "import sys, hatchling.build as backend\n"
        "backend.build_sdist(sys.argv[1]); backend.build_wheel(sys.argv[1])"
    )
    subprocess.run([sys.executable, "-c", code, str(out)], cwd=root, check=True)
    return out


def test_the_wheel_holds_resources_marker_and_entry_points(root: Path, packages: Path) -> None:
    with zipfile.ZipFile(next(packages.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
        entry = next(name for name in names if name.endswith("entry_points.txt"))
        points = wheel.read(entry).decode()
    for path in (root / "resources").rglob("*"):
        if path.is_file():
            assert (
                f"corridor_desktop/resources/{path.relative_to(root / 'resources').as_posix()}"
                in names
            )
    assert "corridor_desktop/py.typed" in names
    assert "corridor-desktop = corridor_desktop.main:console" in points
    assert not [name for name in names if "tests/" in name or name.endswith(".pyc")]


def test_the_sdist_builds_the_same_wheel(packages: Path, tmp_path: Path) -> None:
    with tarfile.open(next(packages.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = next(tmp_path.iterdir())
    code = "import sys, hatchling.build as backend; backend.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=unpacked, check=True)
    first, second = next(packages.glob("*.whl")), next(tmp_path.glob("*.whl"))
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as two:
        assert {each.filename: each.CRC for each in one.infolist()} == {
            each.filename: each.CRC for each in two.infolist()
        }


@pytest.mark.built
def test_the_wheel_runs_in_a_fresh_environment(packages: Path, tmp_path: Path, root: Path) -> None:
    home = tmp_path / "Umgebung ö"
    venv.create(home, with_pip=True)
    bin_folder = home / ("Scripts" if os.name == "nt" else "bin")
    python = bin_folder / ("python.exe" if os.name == "nt" else "python")
    wheel = next(packages.glob("*.whl"))
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    done = subprocess.run(
        [*pip, "--require-hashes", "-r", str(root / "packaging" / "requirements.txt")],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode != 0:
        pytest.skip(f"the package index cannot be reached: {done.stderr[-300:]}")
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    environment = {**os.environ, "CORRIDOR_HOME": str(tmp_path / "data")}
    environment.pop("PYTHONPATH", None)  # else a source tree would stand in for the wheel
    for command in (
        [str(bin_folder / "corridor-desktop")],
        [str(python), "-m", "corridor_desktop"],
    ):
        told = subprocess.run(
            [*command, "doctor"], cwd=tmp_path, env=environment, check=True, capture_output=True,
            encoding="utf-8",
        )  # fmt: skip
        assert str(home.resolve()) in told.stdout.split("resources: ")[1].splitlines()[0]
        assert "not installed" not in told.stdout
    typed = subprocess.run(
        [str(python), "-c", TYPED],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert typed.stdout.strip() == "True"


@pytest.mark.built
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("version", ["3.11", "3.13"])
def test_every_dependency_has_a_wheel(
    root: Path, tmp_path: Path, platform: str, version: str
) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    options = [word for tag in PLATFORMS[platform] for word in ("--platform", tag)]
    wanted = _needed(project["dependencies"], linux=platform.startswith("linux"))
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "-q", "--ignore-installed",
               "--no-deps", "--only-binary=:all:", "--python-version", version,
               "--target", str(tmp_path), *options, *wanted]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if "connection" in done.stderr.lower() or "resolve host" in done.stderr.lower():
        pytest.skip(f"the package index cannot be reached: {done.stderr[-200:]}")
    assert done.returncode == 0, done.stderr[-2000:]


def _needed(direct: list[str], *, linux: bool) -> list[str]:
    """Return direct requirements and, by name, what they bring along on that system."""
    from tests.packaging.test_contents import contents

    named = {line.split(">")[0].split("=")[0].split("<")[0].strip().lower() for line in direct}
    further = [
        name
        for name in contents.distributions()
        if name.lower().replace("_", "-") not in named and (linux or name.lower() not in LINUX_ONLY)
    ]
    return [*direct, *further]
