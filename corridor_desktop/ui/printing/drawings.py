"""Charts of the report as SVG text: vector on screen, in HTML and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import Appearance

WIDTH = 680
ROW = 26
LABELS = 190
HEAD = 22.0
FONT = 'font-family="sans-serif" font-size="12"'


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled fraction; ``low`` and ``high`` draw a whisker, ``text`` stands at its end."""

    label: str
    value: float
    text: str
    colour: str
    low: float | None = None
    high: float | None = None


def svg(height: float, body: str, summary: str) -> str:
    """Return a whole picture with its description for screen readers."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}" '
        f'viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{escape(summary, quote=True)}">'
        f"{body}</svg>"
    )


def share_bar(parts: Sequence[Bar], look: Appearance) -> str:
    """Return one bar that adds up to the whole, with a legend below it."""
    whole = sum(max(part.value, 0.0) for part in parts) or 1.0
    body, left, line = [], 0.0, 0.0
    for place, part in enumerate(parts):
        wide = max(part.value, 0.0) / whole * WIDTH
        body.append(
            f'<rect x="{left:.2f}" y="0" width="{max(wide - 1, 0):.2f}" height="28" '
            f'fill="{part.colour}"/>'
        )
        left += wide
        line = 50 + 20 * place
        body.append(f'<rect x="0" y="{line - 10}" width="12" height="12" fill="{part.colour}"/>')
        body.append(_text(20, line, f"{part.label}  {part.text}", look.text))
    summary = ", ".join(f"{part.label} {part.text}" for part in parts)
    return svg(line + 14, "".join(body), summary)


def ranked_bars(bars: Sequence[Bar], look: Appearance) -> str:
    """Return horizontal bars on one scale; negative values grow to the left of the zero line."""
    ends = [end for bar in bars for end in (bar.value, bar.low, bar.high) if end is not None]
    low, high = min(0.0, *ends) if ends else 0.0, max(0.0, *ends) if ends else 1.0
    room = WIDTH - LABELS - 170
    scale = room / ((high - low) or 1.0)

    def at(value: float) -> float:
        return LABELS + (value - low) * scale

    body = [(f'<line x1="{at(0):.1f}" y1="0" x2="{at(0):.1f}" y2="{ROW * len(bars)}" '
            f'stroke="{look.border}"/>')]  # fmt: skip
    for place, bar in enumerate(bars):
        middle = place * ROW + ROW / 2
        start, wide = min(at(0), at(bar.value)), abs(bar.value) * scale
        body.append(_text(0, middle + 4, _short(bar.label), look.text))
        body.append(
            f'<rect x="{start:.1f}" y="{middle - 7}" width="{wide:.1f}" height="14" '
            f'fill="{bar.colour}"/>'
        )
        if bar.low is not None and bar.high is not None:
            body.append(
                f'<line x1="{at(bar.low):.1f}" y1="{middle}" x2="{at(bar.high):.1f}" '
                f'y2="{middle}" stroke="{look.text}" stroke-width="2"/>'
            )
        body.append(_text(WIDTH - 164, middle + 4, bar.text, look.text))
    summary = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return svg(ROW * max(len(bars), 1), "".join(body), summary)


def stacked_area(
    labels: Sequence[str], rows: Sequence[Sequence[float]], colours: Sequence[str],
    ends: tuple[str, str], base: str, look: Appearance,
) -> str:  # fmt: skip
    """Return amounts in ``base`` through time, stacked; ``rows[i][j]`` is part j at time i."""
    tall, top = 200.0, max((sum(max(v, 0.0) for v in row) for row in rows), default=0.0) or 1.0
    count = max(len(rows) - 1, 1)
    floor = [0.0] * len(rows)
    peak = f"Highest {fmt.amount(top, base, 0)} {base}"
    body = [_text(0, 14, peak, look.muted), f'<g transform="translate(0 {HEAD:g})">']
    for part, colour in enumerate(colours):
        upper = [floor[i] + max(row[part], 0.0) for i, row in enumerate(rows)]
        points = [(i / count * WIDTH, tall * (1 - value / top)) for i, value in enumerate(upper)]
        points += [
            (i / count * WIDTH, tall * (1 - floor[i] / top)) for i in range(len(rows) - 1, -1, -1)
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        body.append(f'<polygon points="{path}" fill="{colour}"/>')
        floor = upper
    body.append(_text(0, tall + 18, ends[0], look.muted))
    body.append(_text(WIDTH - 90, tall + 18, ends[1], look.muted))
    for place, (label, colour) in enumerate(zip(labels, colours, strict=True)):
        left = 170 * (place % 4)
        line = tall + 42 + 20 * (place // 4)
        body.append(f'<rect x="{left}" y="{line - 10}" width="12" height="12" fill="{colour}"/>')
        body.append(_text(left + 18, line, label, look.text))
    body.append("</g>")
    summary = f"{', '.join(labels)} from {ends[0]} to {ends[1]}. {peak}."
    return svg(HEAD + tall + 52 + 20 * ((len(labels) - 1) // 4), "".join(body), summary)


def _text(left: float, base: float, words: str, colour: str) -> str:
    return f'<text x="{left:.1f}" y="{base:.1f}" fill="{colour}" {FONT}>{escape(words)}</text>'


def _short(words: str, most: int = 28) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}\N{HORIZONTAL ELLIPSIS}"


def loss_text(loss: float, low: float | None, high: float | None) -> str:
    """Return a loss with its interval."""
    ends = fmt.span(low, high)
    return f"{fmt.percent(loss)} ({ends})" if ends else fmt.percent(loss)
