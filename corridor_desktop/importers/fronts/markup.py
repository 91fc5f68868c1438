"""XML files of brokers and portfolio programs: Flex queries and Portfolio Performance."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.fronts.flex import read_flex
from corridor_desktop.importers.fronts.fronted import Fronted
from corridor_desktop.importers.fronts.nodes import Node
from corridor_desktop.importers.fronts.portfolio_performance import read_client
from corridor_desktop.importers.refusal import refuse_elements

_DEEPEST: Final = 200
_UNREAD: Final = frozenset({"prices", "latest", "dashboards"})
"""Elements of Portfolio Performance that may be long and say nothing of what is held."""


def looks_like_xml(data: bytes) -> bool:
    """Tell an XML file that is no web page."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<?xml", b"<flexquery", b"<client")) and b"<html" not in head


def read_xml(data: bytes) -> Fronted | Message:
    """Return the rows of a known XML export, or why it is none."""
    if data.count(b"\n") < data.count(b"<") // 8:
        data = data.replace(b"><", b">\n<")  # one long line: every tag becomes a line
    builder = _Builder()
    try:
        sax.parse(io.BytesIO(data), builder, forbid_dtd=True)
    except _TooMany:
        return refuse_elements(builder.count) or Message.of("import.refused_xml_damaged")
    except (SAXException, DefusedXmlException, ValueError, LookupError):
        return Message.of("import.refused_xml_damaged")
    root = builder.root
    physical = data.count(b"\n") + (0 if data.endswith(b"\n") else 1)
    if root is not None and root.tag == "FlexQueryResponse":
        return read_flex(root, physical)
    if root is not None and root.tag == "client":
        return read_client(root, physical)
    return Message.of("import.refused_xml")


class _TooMany(Exception):
    """More elements than a statement has."""


@dataclass
class _Builder(ContentHandler):
    """Builds nodes that know their lines and their parents."""

    root: Node | None = None
    here: Node | None = None
    depth: int = 0
    texts: list[str] = field(default_factory=list)
    locator: Locator | None = None
    unread: int = 0
    count: int = 0

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 (the parser's own name)
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 (the parser's own name)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ValueError("nested too deep")
        if self.unread or (name in _UNREAD and self.here is not None):
            self.unread += 1
            return
        self.count += 1
        if refuse_elements(self.count) is not None:
            raise _TooMany
        node = Node(name, dict(attrs.items()), self._line(), parent=self.here)
        if self.here is not None:
            self.here.children.append(node)
        else:
            self.root = node
        self.here, self.texts = node, []

    def endElement(self, name: str) -> None:  # noqa: N802 (the parser's own name)
        self.depth -= 1
        if self.unread:
            self.unread -= 1
            return
        if self.here is not None:
            if not self.here.children:
                self.here.text = "".join(self.texts).strip()
            self.here.last = self._line()
            self.here = self.here.parent
        self.texts = []

    def characters(self, content: str) -> None:
        if not self.unread:
            self.texts.append(content)

    def _line(self) -> int:
        return self.locator.getLineNumber() or 1 if self.locator is not None else 1
