"""Elements of an XML file, small and with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_STEP = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?")


@dataclass(slots=True, eq=False)
class Node:
    """One element: ``line`` and ``last`` are its first and last physical line."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    last: int = 0
    text: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def child(self, tag: str) -> Node | None:
        """Return the first child of a name."""
        return next((node for node in self.children if node.tag == tag), None)

    def value(self, tag: str) -> str:
        """Return the text of a child, empty without one."""
        found = self.child(tag)
        return found.text if found is not None else ""

    def up(self, tag: str) -> Node | None:
        """Return the nearest element of a name that this one stands in."""
        node = self.parent
        while node is not None and node.tag != tag:
            node = node.parent
        return node

    def below(self) -> Iterator[Node]:
        """Yield this element and all inside it, in the order of the file."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def at(self, path: str) -> Node | None:
        """Return the element that a relative path leads to (``../../security[2]``)."""
        node: Node | None = self
        for part in path.split("/"):
            if node is None:
                return None
            if part == "..":
                node = node.parent
                continue
            match = _STEP.fullmatch(part)
            if match is None:
                return None
            same = [child for child in node.children if child.tag == match[1]]
            place = int(match[2] or 1) - 1
            node = same[place] if 0 <= place < len(same) else None
        return node
