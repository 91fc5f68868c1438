"""Every chart leaves the window the same way: as a table, a picture (PNG, SVG) or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSaveFile, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.ui.appearance import BODY, SMALL, UNIT
from corridor_desktop.ui.charts.contract import Cell, Chart, Table
from corridor_desktop.ui.charts.paint import write
from corridor_desktop.ui.parts.figures import ASK, ask_for

SCALE = 2
"""Pixels of a picture per device-independent pixel."""

_HEAD = 5.5 * UNIT


def as_csv(table: Table) -> str:
    """Return a table twin as CSV with full digits, ISO days and empty cells for the unknown."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.header)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return f"'{cell}" if cell[:1] in {"=", "@", "\t", "\r"} else cell
    return repr(float(cell))


def as_png(chart: Chart) -> bytes:
    """Return the chart with its title as a PNG."""
    image = as_image(chart)
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(store.data())


def as_image(chart: Chart) -> QImage:
    """Return the chart with its title as an image."""
    whole = _whole(chart)
    image = QImage(whole.toSize() * SCALE, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(SCALE)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(chart, painter)
    painter.end()
    return image


def as_svg(chart: Chart) -> bytes:
    """Return the chart with its title as an SVG document."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    whole = _whole(chart)
    made.setSize(whole.toSize())
    made.setViewBox(QRectF(0, 0, whole.width(), whole.height()))
    made.setTitle(chart.title)
    made.setDescription(chart.summary())
    painter = QPainter(made)
    _draw(chart, painter)
    painter.end()
    buffer.close()
    return bytes(store.data())


def _whole(chart: Chart) -> QSizeF:
    size = chart.drawn_size()
    return QSizeF(max(size.width(), 320) + 4 * UNIT, size.height() + _HEAD + 4 * UNIT)


def _draw(chart: Chart, painter: QPainter) -> None:
    """Draw ground, title, subtitle and the chart under them."""
    whole, look = _whole(chart), chart.look
    painter.fillRect(QRectF(0, 0, whole.width(), whole.height()), QColor(look.surface))
    left, wide = 2.0 * UNIT, whole.width() - 4 * UNIT
    title = QRectF(left, 2 * UNIT, wide, 20)
    write(painter, title, chart.title, look.text, size=BODY, bold=True)
    write(painter, title.translated(0, 20), chart.subtitle, look.muted, size=SMALL)
    painter.save()
    painter.translate(left, 2 * UNIT + _HEAD)
    chart.draw_on(painter, QSizeF(wide, chart.drawn_size().height()))
    painter.restore()


def chart_menu(chart: Chart, parent: QWidget, figure: str = "") -> QMenu:
    """Return the menu that every chart answers a right click with."""
    menu = QMenu(parent)
    if figure:
        menu.addAction(ASK, lambda: ask_for(parent, figure))
        menu.addSeparator()
    if chart.topic:
        menu.addAction("What is this picture?", lambda: _explain(chart, parent))
    menu.addAction("Show as table\N{HORIZONTAL ELLIPSIS}", lambda: _show_table(chart, parent))
    menu.addSeparator()
    menu.addAction("Copy picture", lambda: QGuiApplication.clipboard().setImage(as_image(chart)))
    menu.addAction("Copy numbers", lambda: QGuiApplication.clipboard().setText(_as_tsv(chart)))
    menu.addSeparator()
    for kind, make in _KINDS.items():
        menu.addAction(
            f"Save as {kind}\N{HORIZONTAL ELLIPSIS}",
            lambda kind=kind, make=make: _ask_and_save(chart, parent, kind, make),  # type: ignore[misc]
        )
    return menu


def _explain(chart: Chart, parent: QWidget) -> None:
    from corridor_desktop.services.guide import passage
    from corridor_desktop.ui.dialogs.reading import ReadingDialog

    ReadingDialog(parent, chart.topic, passage("charts", chart.topic)).exec()


def _as_tsv(chart: Chart) -> str:
    table = chart.table()
    lines = [table.header, *([_cell(cell) for cell in row] for row in table.rows)]
    return "\n".join("\t".join(line) for line in lines)


def _csv_bytes(chart: Chart) -> bytes:
    return as_csv(chart.table()).encode("utf-8-sig")


_KINDS: dict[str, Callable[[Chart], bytes]] = {"PNG": as_png, "SVG": as_svg, "CSV": _csv_bytes}


def save(path: str, content: bytes) -> None:
    """Write a file whole or not at all. Raises FileTrouble."""
    file = QSaveFile(path)
    opened = file.open(QIODevice.OpenModeFlag.WriteOnly)
    if not opened or file.write(content) != len(content) or not file.commit():
        raise FileTrouble(
            "chart_not_saved",
            f"The chart could not be saved: {file.errorString()}.",
            "Choose another folder or free some space, then save again.",
        )


def _ask_and_save(chart: Chart, parent: QWidget, kind: str, make: Callable[[Chart], bytes]) -> None:
    suffix = kind.lower()
    name = "".join(letter if letter.isalnum() else "-" for letter in chart.title.lower())[:60]
    path, _ = QFileDialog.getSaveFileName(
        parent, f"Save as {kind}", f"{name.strip('-') or 'chart'}.{suffix}", f"{kind} (*.{suffix})"
    )
    if not path:
        return
    try:
        save(path if path.lower().endswith(f".{suffix}") else f"{path}.{suffix}", make(chart))
    except FileTrouble as trouble:
        QMessageBox.warning(parent, "Not saved", f"{trouble.sentence}\n{trouble.remedy}")


def _show_table(chart: Chart, parent: QWidget) -> None:
    from corridor_desktop.ui.charts.twin import TableTwin

    dialog = TableTwin(chart.title, chart.summary(), chart.table(), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(QSize(UNIT * 90, UNIT * 64))
    dialog.show()
