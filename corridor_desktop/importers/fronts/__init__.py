"""Front ends: files that are no text tables become tables, and then go the common way."""

from __future__ import annotations

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.fronts.fronted import Fronted
from corridor_desktop.importers.fronts.json_rows import looks_like_json, read_json
from corridor_desktop.importers.fronts.markup import looks_like_xml, read_xml
from corridor_desktop.importers.fronts.ofx import looks_like_ofx, read_ofx
from corridor_desktop.importers.fronts.workbook import looks_like_workbook, read_workbook


def read_front(data: bytes) -> Fronted | Message | None:
    """Return the tables of a workbook, OFX, XML or JSON file; ``None`` for plain text.

    A ``Message`` says why a file of such a kind cannot be used.
    """
    if looks_like_workbook(data):
        return read_workbook(data)
    if looks_like_ofx(data):
        return read_ofx(data)
    if looks_like_xml(data):
        return read_xml(data)
    if looks_like_json(data):
        return read_json(data)
    return None
