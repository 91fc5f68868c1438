"""Spans of days as people write them: ``2020-01-22..2020-03-19, 2024-08-05``."""

from __future__ import annotations

from datetime import date


def read_spans(text: str) -> tuple[tuple[date, date], ...]:
    """Return the spans, both ends included; a single day is a span of its own.

    Raises
    ------
    ValueError
        Says which part is not a span.
    """
    found: list[tuple[date, date]] = []
    for part in text.replace(";", ",").split(","):
        if not part.strip():
            continue
        first, _, last = part.partition("..")
        try:
            start = date.fromisoformat(first.strip())
            end = date.fromisoformat(last.strip()) if last.strip() else start
        except ValueError:
            raise ValueError(f"{part.strip()!r} is not a date or a span of dates.") from None
        if end < start:
            raise ValueError(f"{part.strip()!r} ends before it starts.")
        found.append((start, end))
    return tuple(found)
