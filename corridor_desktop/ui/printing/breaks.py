"""Where pages end: no table row is cut in two, no heading stands alone at the foot of a page."""

from __future__ import annotations

from PySide6.QtGui import (
    QGuiApplication,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

_BEFORE = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
_COMPANY = 0.1
"""The part of a page that must be left below a heading for what it announces."""

_SLACK = 7.0
"""Less than one line: the cut row no longer fits, and the row above stays where it is."""


def keep_together(document: QTextDocument) -> None:
    """Move what a page end would tear apart to the next page, from the top down.

    Each move shifts only what comes later, so one walk is enough, as long as everything is laid
    out anew after each: what Qt lays out piecemeal does not end where the whole would.
    """
    block = document.begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        if _moved(document, block, table):
            document.markContentsDirty(0, document.characterCount())
        block = block.next()


def _moved(document: QTextDocument, block: QTextBlock, table: QTextTable | None) -> bool:
    if table is None:
        return _keep_heading(document, block)
    cell = table.cellAt(block.position())
    return cell.column() == 0 and _keep_row(document, table, cell.row())


def _page(document: QTextDocument, height: float) -> int:
    return int(height // document.pageSize().height())


def _keep_heading(document: QTextDocument, block: QTextBlock) -> bool:
    if not block.blockFormat().headingLevel():
        return False
    box = document.documentLayout().blockBoundingRect(block)
    needed = box.bottom() + _COMPANY * document.pageSize().height()
    if _page(document, box.top()) == _page(document, needed):
        return False
    form = QTextBlockFormat()
    form.setPageBreakPolicy(_BEFORE)
    QTextCursor(block).mergeBlockFormat(form)
    return True


def _keep_row(document: QTextDocument, table: QTextTable, row: int) -> bool:
    """Let the row above fill the page when its end would cut a row; a first row takes its head."""
    tall = document.pageSize().height()
    top, bottom = _extent(document, table, row)
    if bottom - top >= tall / 2 or _page(document, top) == _page(document, bottom - 1):
        return False
    if row <= table.format().headerRowCount():
        form = table.format()
        form.setPageBreakPolicy(_BEFORE)
        table.setFormat(form)
        return True
    room = ((_page(document, top) + 1) * tall - top) / _scale(document) - _SLACK
    for column in range(table.columns()):
        cell = table.cellAt(row - 1, column)
        shape = cell.format().toTableCellFormat()
        shape.setBottomPadding(shape.bottomPadding() + room)
        cell.setFormat(shape)
    return True


def _scale(document: QTextDocument) -> float:
    """Return by how much the layout enlarges a padding: paper has more dots than the screen."""
    screen = QGuiApplication.primaryScreen()
    paper = document.documentLayout().paintDevice()
    return paper.logicalDpiY() / round(screen.logicalDotsPerInchY())


def _extent(document: QTextDocument, table: QTextTable, row: int) -> tuple[float, float]:
    """Return the top and bottom of the words in a row."""
    layout, boxes = document.documentLayout(), []
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        block, end = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
        while block.isValid():
            boxes.append(layout.blockBoundingRect(block))
            if block == end:
                break
            block = block.next()
    return min(box.top() for box in boxes), max(box.bottom() for box in boxes)
