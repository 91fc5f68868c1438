"""How a rectangle is divided into tiles: squarified tree map (Bruls, Huizing, van Wijk 2000)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


def squarify(sizes: Sequence[float], box: Box) -> list[Box]:
    """Return a box for each size, with an area in proportion to it.

    ``sizes`` are positive and best given from large to small; the boxes fill ``box``.
    """
    total = sum(sizes)
    if total <= 0 or box.width <= 0 or box.height <= 0:
        return [Box(box.x, box.y, 0.0, 0.0) for _ in sizes]
    scale = box.width * box.height / total
    areas = [size * scale for size in sizes]
    placed: list[Box] = []
    left, start = box, 0
    while start < len(areas):
        side = min(left.width, left.height)
        end = _take(areas, start, side)
        row, left = _lay(areas[start:end], left)
        placed.extend(row)
        start = end
    return placed


def _take(areas: Sequence[float], start: int, side: float) -> int:
    """Return where the row ends: one more tile would make its worst tile longer."""
    end = start + 1
    total = low = high = areas[start]
    worst = _worst(total, low, high, side)
    while end < len(areas):
        area = areas[end]
        longer = _worst(total + area, min(low, area), max(high, area), side)
        if longer > worst:
            break
        total, low, high, worst = total + area, min(low, area), max(high, area), longer
        end += 1
    return end


def _worst(total: float, low: float, high: float, side: float) -> float:
    if not low or not total:
        return float("inf")
    return max(side * side * high / (total * total), total * total / (side * side * low))


def _lay(row: Sequence[float], box: Box) -> tuple[list[Box], Box]:
    """Return the tiles of a row along the shorter side, and what is left of the box."""
    total = sum(row)
    placed: list[Box] = []
    if box.width >= box.height:
        wide, y = (total / box.height if box.height else 0.0), box.y
        for area in row:
            high = area / wide if wide else 0.0
            placed.append(Box(box.x, y, wide, high))
            y += high
        return placed, Box(box.x + wide, box.y, max(box.width - wide, 0.0), box.height)
    high, x = (total / box.width if box.width else 0.0), box.x
    for area in row:
        wide = area / high if high else 0.0
        placed.append(Box(x, box.y, wide, high))
        x += wide
    return placed, Box(box.x, box.y + high, box.width, max(box.height - high, 0.0))
