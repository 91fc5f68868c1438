"""Draw the icon set of every platform from two pictures: PNG, ICO (Windows), ICNS (macOS).

python packaging/make_icons.py FOLDER
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
SOURCES = {
    "corridor": ROOT / "resources" / "icons" / "application.svg",
    "corridor-document": ROOT / "packaging" / "icons" / "document.svg",
}
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 256)
ICNS_KINDS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512,
              b"ic11": 32, b"ic12": 64, b"ic13": 256, b"ic14": 512}  # fmt: skip


def draw(source: Path, size: int) -> bytes:
    """Return the picture as PNG, ``size`` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return a Windows icon: a directory of PNG pictures."""
    place = 6 + 16 * len(pictures)
    head = [struct.pack("<HHH", 0, 1, len(pictures))]
    for size, png in pictures.items():
        head.append(struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), place))
        place += len(png)
    return b"".join((*head, *pictures.values()))


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """Return a macOS icon: PNG pictures, each behind its kind and length."""
    body = b"".join(kind + struct.pack(">I", len(png) + 8) + png for kind, png in pictures.items())
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main(arguments: list[str]) -> int:
    """Draw the set into a folder."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication([])
    for name, source in SOURCES.items():
        drawn = {size: draw(source, size) for size in SIZES}
        for size, png in drawn.items():
            (folder / f"{name}-{size}.png").write_bytes(png)
        (folder / f"{name}.ico").write_bytes(ico({size: drawn[size] for size in ICO_SIZES}))
        kinds = {kind: drawn[size] for kind, size in ICNS_KINDS.items()}
        (folder / f"{name}.icns").write_bytes(icns(kinds))
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
