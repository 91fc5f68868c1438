"""Pack a built app the way its system expects, with SHA-256 sums beside it in build/packed.

    python3 packaging/pack.py APP

Linux: a .tar.xz that holds an AppDir (and an AppImage where appimagetool is installed). Windows:
a portable .zip and, where makensis is installed, the set-up. macOS: a .dmg. Archives carry one
fixed time and sorted names, so that two builds of one source can be compared.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from corridor_desktop import APP_ID, __version__

BUILD = ROOT / "build"
PACKED = BUILD / "packed"
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "1764028800"))
ZIP_TIME = (2025, 11, 25, 0, 0, 0)
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def main(arguments: list[str]) -> int:
    """Pack for this system and write the sums; with ``--sums`` only the sums, after signing."""
    if arguments == ["--sums"]:
        write_sums(PACKED)
        return 0
    app = Path(arguments[0]).resolve()
    shutil.rmtree(PACKED, ignore_errors=True)
    PACKED.mkdir(parents=True)
    if sys.platform == "linux":
        linux(app)
    elif sys.platform == "win32":
        windows(app)
    else:
        subprocess.check_call([str(HERE / "macos" / "make_dmg.sh"), str(app), str(PACKED)])
    shutil.copyfile(BUILD / "sbom.cdx.json", PACKED / f"corridor-desktop-{__version__}.cdx.json")
    write_sums(PACKED)
    return 0


def linux(app: Path) -> None:
    """Write the AppDir, its archive, and an AppImage where the tool for it is there."""
    folder = app_dir(app, BUILD / "pack" / "AppDir")
    name = f"corridor-desktop-{__version__}-linux-{os.uname().machine}"
    with tarfile.open(PACKED / f"{name}.tar.xz", "w:xz", preset=6) as out:
        for path in sorted((folder, *folder.rglob("*"))):
            out.add(path, Path(name) / path.relative_to(folder), recursive=False, filter=_plain)
    tool = shutil.which("appimagetool")
    if tool is None:
        print("appimagetool is not installed: only the .tar.xz was made.")
        return
    subprocess.check_call([tool, str(folder), str(PACKED / f"{name}.AppImage")])


def app_dir(app: Path, folder: Path) -> Path:
    """Lay the app out as an AppDir: program, menu entry, file type, store page, icons."""
    shutil.rmtree(folder, ignore_errors=True)
    share = folder / "usr" / "share"
    shutil.copytree(app, folder / "usr" / "lib" / "corridor-desktop", symlinks=True)
    (folder / "usr" / "bin").mkdir()
    link = folder / "usr" / "bin" / "corridor-desktop"
    link.symlink_to("../lib/corridor-desktop/corridor-desktop")
    for source, target in (
        (f"{APP_ID}.desktop", share / "applications"),
        (f"{APP_ID}.metainfo.xml", share / "metainfo"),
        (f"{APP_ID}.mime.xml", share / "mime" / "packages"),
    ):
        target.mkdir(parents=True)
        shutil.copyfile(HERE / "linux" / source, target / source.replace(".mime", ""))
    for size in ICON_SIZES:
        kind = share / "icons" / "hicolor" / f"{size}x{size}"
        for source, place, name in (
            ("corridor", "apps", APP_ID),
            ("corridor-document", "mimetypes", f"{APP_ID}.portfolio"),
        ):
            (kind / place).mkdir(parents=True, exist_ok=True)
            picture = BUILD / "icons" / f"{source}-{size}.png"
            shutil.copyfile(picture, kind / place / f"{name}.png")
    shutil.copyfile(HERE / "linux" / f"{APP_ID}.desktop", folder / f"{APP_ID}.desktop")
    shutil.copyfile(BUILD / "icons" / "corridor-256.png", folder / f"{APP_ID}.png")
    shutil.copy(HERE / "linux" / "AppRun", folder / "AppRun")
    return folder


def windows(app: Path) -> None:
    """Write the portable archive, and the set-up where NSIS is there."""
    name = f"corridor-desktop-{__version__}-windows-{os.environ.get('PROCESSOR_ARCHITECTURE', 'x')}"
    with zipfile.ZipFile(PACKED / f"{name}-portable.zip", "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(path for path in app.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"Corridor/{path.relative_to(app).as_posix()}", ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, path.read_bytes())
    tool = shutil.which("makensis")
    if tool is None:
        print("makensis is not installed: only the portable .zip was made.")
        return
    options = [f"/DVERSION={__version__}", f"/DAPP={app}", f"/DOUT={PACKED / f'{name}-setup.exe'}",
               f"/DICONS={BUILD / 'icons'}"]  # fmt: skip
    subprocess.check_call([tool, "/V2", *options, str(HERE / "windows" / "corridor.nsi")])


def write_sums(folder: Path) -> None:
    """Write and print the SHA-256 sum of every packed file."""
    lines = []
    for path in sorted(path for path in folder.iterdir() if path.name != "SHA256SUMS"):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(f"{digest}  {path.name}")
        print(f"{path.stat().st_size / 1e6:8.1f} MB  {path.name}")
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="ascii")


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = EPOCH
    return entry


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
