"""Render every page into a folder: light and dark, two sizes, the sample and 300 holdings.

    python packaging/make_screenshots.py FOLDER [--all]

Without ``--all`` only the pictures that the documentation shows are made (sample, 1280 x 800).
With it every page is taken in both sizes of both portfolios, and ``contact-sheet.png`` shows all
of them side by side, so that a reviewer sees at once where the rhythm breaks.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.ui.app import Application, Start, application
from corridor_desktop.ui.appearance import DARK, LIGHT
from corridor_desktop.ui.shell.window import PAGES
from corridor_desktop.ui.tasks import TaskRunner

SMALL, LARGE = (1280, 800), (2560, 1440)
SHEET = "contact-sheet.png"
THUMB, GAP, WORDS, ACROSS = (480, 300), 16, 20, 4
"""Size of a picture on the sheet, space around it, height of its name, pictures in a row."""


class FixedClock:
    """The day on which the pictures are taken, so that they do not change by themselves."""

    def now(self) -> datetime:
        """Return the instant."""
        return datetime(2026, 11, 24, 12, tzinfo=UTC)

    def today(self) -> date:
        """Return the day."""
        return self.now().date()


def no_feed() -> PriceFeed:
    """Refuse to go online: pictures are taken offline."""
    raise RuntimeError("pictures are taken offline")


def settle() -> None:
    """Let the window lay out, draw, and drop what was replaced."""
    loop = QEventLoop()
    for _ in range(6):
        loop.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shoot(running: Application, folder: Path, tag: str, size: tuple[int, int]) -> None:
    """Save every page in both appearances."""
    running.window.resize(*size)
    for look in (LIGHT, DARK):
        running.state.dress(look)
        for key, _, _ in PAGES:
            running.window.go(key)
            settle()
            name = "-".join(part for part in (key, tag, look.name) if part)
            running.window.grab().save(str(folder / f"{name}.png"))


def contact_sheet(folder: Path) -> Path:
    """Write all pictures of a folder, named, onto one."""
    pictures = sorted(path for path in folder.glob("*.png") if path.name != SHEET)
    wide, high = THUMB[0] + GAP, THUMB[1] + WORDS + GAP
    rows = -(-len(pictures) // ACROSS)
    sheet = QImage(ACROSS * wide + GAP, rows * high + GAP, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#7f7f7f"))
    painter = QPainter(sheet)
    for place, path in enumerate(pictures):
        left, top = GAP + place % ACROSS * wide, GAP + place // ACROSS * high
        painter.setPen(QColor("#ffffff"))
        painter.drawText(QRect(left, top, THUMB[0], WORDS), 0, path.stem)
        small = QImage(str(path)).scaled(
            *THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(left, top + WORDS, small)
    painter.end()
    sheet.save(str(folder / SHEET))
    return folder / SHEET


def main(arguments: list[str]) -> int:
    """Take the pictures."""
    folder = Path(arguments[0] if arguments else "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["CORRIDOR_HOME"] = home
        place = Path(home)
        desk = Desk(FixedClock(), no_feed)
        application()
        start = Start(place / "window.ini", place)
        running = Application(lambda: desk, start, lambda *_: None, TaskRunner(inline=True))
        desk.open_sample(place)
        running.window.show()
        running.bind_keys()
        running.state.look_again()
        shoot(running, folder, "", SMALL)
        if "--all" in arguments:
            shoot(running, folder, "2560", LARGE)
            sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
            from tests.support.reviews import huge

            running.state.show(huge())
            shoot(running, folder, "300", SMALL)
            shoot(running, folder, "300-2560", LARGE)
            contact_sheet(folder)
        desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
