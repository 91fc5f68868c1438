"""The printable report of a review: HTML that stands alone, or PDF with vector charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.services.resources import read_report_template
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import LIGHT, Appearance
from corridor_desktop.ui.pages.limits import rows as limit_rows
from corridor_desktop.ui.printing.contents import breaches, corridor_share, priced, sections_of
from corridor_desktop.ui.printing.parts import Section
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review


def write_report(review: Review, out: Path, paper: str = "A4", look: Appearance = LIGHT) -> None:
    """Write the report of a review to ``out`` (``.html`` or ``.pdf``).

    Raises
    ------
    UsageTrouble
        The name ends in neither.
    FileTrouble
        The file cannot be written.
    """
    kind = out.suffix.lower()
    if kind not in {".html", ".pdf"}:
        raise UsageTrouble("bad_report_name", f"{out.name} ends in neither .html nor .pdf.")
    sections = sections_of(review, look)
    try:
        if kind == ".html":
            text = as_html(review, sections, look, paper=False)
            out.write_text(text, encoding="utf-8")
        else:
            from corridor_desktop.ui.printing.paper import print_pdf

            pictures = {
                f"{section.key}/{key}": picture
                for section in sections
                for key, picture in section.pictures
            }
            body = as_html(review, sections, look, paper=True)
            footer = f"{review.portfolio}, as of {fmt.day(review.as_of)}"
            out.write_bytes(print_pdf(body, pictures, paper, footer, look))
    except OSError as trouble:
        raise FileTrouble(
            "report_not_written",
            f"{out.name} could not be written: {trouble.strerror}. The portfolio is unharmed.",
            "Choose another place or name.",
        ) from trouble


def as_html(review: Review, sections: tuple[Section, ...], look: Appearance, *, paper: bool) -> str:
    """Return the report as HTML; on paper, pictures are placed by name instead of inline."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    template = environment.from_string(read_report_template())
    return template.render(
        name=review.portfolio,
        as_of=fmt.day(review.as_of, weekday=True),
        base=review.base,
        made_at=f"{fmt.day(review.made_at.date())} {review.made_at:%H:%M} UTC",
        simulated=review.simulated,
        breaches=breaches(review),
        altered=" ".join(say(found) for found in review.clearance.tampering),
        summary=_summary(review),
        sections=sections,
        look=look,
        paper=paper,
        size="9pt" if paper else "15px",
    )


def _summary(review: Review) -> tuple[tuple[str, str], ...]:
    found = review.valuation
    oldest = f"; oldest price of {fmt.day(found.oldest_price)}" if found.oldest_price else ""
    growth = review.performance
    return (
        ("Value", fmt.money(found.total)),
        ("Priced", f"{priced(review).capitalize()}{oldest}"),
        ("On the corridor", fmt.percent(corridor_share(review)) if found.lines else fmt.MISSING),
        ("Limits", limit_rows.sentence(review)),
        (
            "Return, time-weighted",
            f"{fmt.percent(growth.twr, signed=True)} since {fmt.day(growth.start)}"
            if growth.twr is not None
            else "cannot be told yet",
        ),
    )
