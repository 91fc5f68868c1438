"""What goes into the app and what stays out, told from names; quick, nothing is built."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from corridor_desktop import APP_ID, __version__

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


contents = _load("contents")


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/lib/libQt6OpenGL.so.6",
        "PySide6/QtOpenGL.abi3.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "corridor_desktop/resources/icons/corridor.svg",
        "libfontconfig.so.1",
        "tzdata/zoneinfo/Asia/Seoul",
        "numpy-2.4.6.dist-info/licenses/LICENSE.txt",
        "cryptography/hazmat/bindings/_rust.abi3.so",
    ],
)
def test_what_is_used_stays(name: str) -> None:
    assert contents.is_wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/lib/libQt6QuickWidgets.so.6",
        "PySide6\\Qt6Sql.dll",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "opengl32sw.dll",
        "pandas/tests/frame/common.py",
        "libcairo.so.2",
        "numpy-2.4.6.dist-info/RECORD",
    ],
)
def test_what_nothing_asks_for_goes(name: str) -> None:
    assert not contents.is_wanted(name)


def test_every_required_package_is_known() -> None:
    found = {name.lower() for name in contents.distributions()}
    assert {"pyside6_essentials", "pandas", "curl_cffi", "keyring", "tzdata"} <= found
    assert not found & {"pytest", "mypy", "scipy", "hypothesis"}


def test_pins_of_the_build_agree_with_the_pins_of_the_project() -> None:
    shape = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.MULTILINE)
    pins = dict(shape.findall((ROOT / "constraints.txt").read_text(encoding="utf-8")))
    built = dict(shape.findall((PACKAGING / "requirements.txt").read_text(encoding="utf-8")))
    runtime = {name.lower().replace("_", "-") for name in contents.distributions()}
    assert not {name for name in runtime & pins.keys() if pins[name] != built.get(name)}
    text = (PACKAGING / "requirements.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[a-z0-9])", text):
        assert "--hash=sha256:" in block, block[:40]


def test_one_name_everywhere() -> None:
    linux = PACKAGING / "linux"
    for suffix in ("desktop", "metainfo.xml", "mime.xml", "yml"):
        path = linux / f"{APP_ID}.{suffix}"
        assert APP_ID in path.read_text(encoding="utf-8"), path
    store = (linux / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    assert f'<release version="{__version__}"' in store
    plist = contents.info_plist()
    assert plist["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [f"{APP_ID}.portfolio"]


def test_icon_files_are_what_the_systems_expect(tmp_path: Path) -> None:
    make_icons = _load("make_icons")
    png = make_icons.draw(make_icons.SOURCES["corridor"], 32)
    assert png.startswith(b"\x89PNG")
    icon = make_icons.ico({32: png})
    assert icon[:6] == b"\0\0\1\0\1\0"
    assert icon[22:] == png
    mac = make_icons.icns({b"icp5": png})
    assert mac[:4] == b"icns"
    assert int.from_bytes(mac[4:8], "big") == len(mac)
    assert sys.modules.get("PIL") is None


def test_what_newer_pythons_replace_is_not_excluded() -> None:
    """From Python 3.12 on PyInstaller stands a package in for distutils; excluding it ends it."""
    assert "distutils" not in contents.UNUSED_MODULES


def test_the_rig_has_wheels_for_everything_the_program_needs() -> None:
    def names(lines: list[str]) -> set[str]:
        found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
        return {name.group().lower().replace("_", "-") for name in found if name}

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = (PACKAGING / "windows" / "wine.txt").read_text(encoding="utf-8").splitlines()
    assert names(project["dependencies"]) <= names(listed)


def test_the_lists_of_pins_name_what_the_project_asks_for() -> None:
    """``packaging/pins.py`` renews them together; a list that was forgotten shows here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in ("constraints.txt", "packaging/requirements.txt"):
        text = (ROOT / name).read_text(encoding="utf-8").lower()
        pinned = {
            found.replace("_", "-")
            for found in re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)
        }
        for wanted in project["dependencies"]:
            found = re.match(r"[A-Za-z0-9._-]+", wanted)
            assert found is not None
            assert found.group().lower().replace("_", "-") in pinned, f"{name}: {wanted}"
