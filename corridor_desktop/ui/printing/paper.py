"""HTML onto pages: a PDF with vector pictures, running footer and page numbers."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QObject,
    QRect,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from corridor_desktop.ui.appearance import Appearance
from corridor_desktop.ui.printing.breaks import keep_together

DOTS = 150
MARGIN = 15.0
FOOTER = 8.0
_PICTURE = QTextFormat.ObjectTypes.UserObject + 1
_SVG = QTextFormat.Property.UserProperty + 1
_SIZES = {"A4": QPageSize.PageSizeId.A4, "Letter": QPageSize.PageSizeId.Letter}


class _Pictures(QPyTextObject):
    """Draws an SVG where the text has a picture, as vectors."""

    def __init__(self, parent: QObject, width: float) -> None:
        super().__init__(parent)
        self._width = width

    def intrinsicSize(
        self,
        doc: QTextDocument,
        posInDocument: int,
        format: QTextFormat,  # noqa: A002 (Qt's names)
    ) -> QSizeF:
        size = _renderer(format).defaultSize()
        scale = self._width / max(size.width(), 1)
        return QSizeF(size.width() * scale, size.height() * scale)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,
        format: QTextFormat,  # noqa: A002 (Qt's name)
    ) -> None:
        _renderer(format).render(painter, QRectF(rect))


def _renderer(form: QTextFormat) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(str(form.property(_SVG)).encode()))


def print_pdf(
    html: str, pictures: Mapping[str, str], paper: str, footer: str, look: Appearance
) -> bytes:
    """Return a PDF; ``<img src="svg:NAME">`` becomes the picture of that name.

    A GUI application is made when there is none, because fonts belong to it.
    """
    keep = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS)
    writer.setTitle(footer)
    writer.setCreator("Corridor Desktop")
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(_SIZES[paper]),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    area = writer.pageLayout().paintRectPixels(DOTS)
    body = QRectF(0, 0, area.width(), area.height() - FOOTER / 25.4 * DOTS)
    document = _document(html, pictures, writer, body)
    _paint(document, writer, body, footer, look)
    del keep
    return bytes(buffer.data().data())


def _document(
    html: str, pictures: Mapping[str, str], writer: QPdfWriter, body: QRectF
) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setHtml(html)
    document.documentLayout().registerHandler(_PICTURE, _Pictures(document, body.width()))
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        places = block.begin()
        while not places.atEnd():
            fragment = places.fragment()
            form = fragment.charFormat()
            if form.isImageFormat():
                name = form.toImageFormat().name().removeprefix("svg:")
                cursor.setPosition(fragment.position())
                cursor.setPosition(
                    fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor
                )
                cursor.setCharFormat(_picture_format(pictures[name]))
            places += 1
        block = block.next()
    document.setPageSize(body.size())
    document.markContentsDirty(0, document.characterCount())
    keep_together(document)
    return document


def _picture_format(svg: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setObjectType(_PICTURE)
    form.setProperty(_SVG, svg)
    return form


def _paint(
    document: QTextDocument, writer: QPdfWriter, body: QRectF, footer: str, look: Appearance
) -> None:
    pages = document.pageCount()
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.save()
        painter.translate(0, -page * body.height())
        visible = QRectF(0, page * body.height(), body.width(), body.height())
        painter.setClipRect(visible)
        document.drawContents(painter, visible)
        painter.restore()
        foot = QRectF(0, body.height(), body.width(), FOOTER / 25.4 * DOTS)
        font = painter.font()
        font.setPointSizeF(8)
        painter.setFont(font)
        painter.setPen(QColor(look.muted))
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, footer)
        number = f"{page + 1} of {pages}"
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, number)
    painter.end()
