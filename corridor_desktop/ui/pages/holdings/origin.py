"""Where the figures of a holding come from: inputs with dates and sources, and the formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.domain.foreign_class import percent
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.pages.holdings.rows import source_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.domain.foreign_class import ForeignClass
    from corridor_desktop.ui.pages.holdings.rows import HoldingRow


SOURCE = "source:"
"""What a link begins with that leads to a line of a kept file: digest, slash, line."""


def origin_of(row: HoldingRow, files: dict[str, str], classes: Sequence[ForeignClass] = ()) -> str:
    """Return the trail of a holding's value as Markdown, and its classes of other trackers."""
    parts = [f"## {row.instrument.name}", ""]
    line = row.line
    if line is None:
        parts.append(row.why)
    else:
        path = ", ".join(line.fx.path) or "same currency"
        priced = f"{fmt.quantity(line.price.price)} {line.price.currency}"
        closed = source_words(line.price)
        rate = f"{fmt.quantity(round(line.fx.rate, 8))}** {line.fx.base} to {line.fx.quote}"
        parts += [
            "Value = quantity x price x exchange rate.",
            "",
            f"- Quantity **{fmt.quantity(row.quantity)}** in {row.account}",
            f"- Price **{priced}**. {closed}",
            f"- Rate **{rate}, {fmt.day(line.fx.session)}, {path}",
            f"- Value **{fmt.money(line.value)}**, cost {fmt.money(line.cost_basis)}",
        ]
        if line.simulated:
            parts.append("- The price is **simulated**.")
    parts += ["", "### Lots", ""]
    for lot in row.position.lots if row.position else ():
        name = files.get(lot.source.digest, "typed in or part of the sample")
        where = name
        if lot.source.lines and lot.source.digest:
            lines = ", ".join(map(str, lot.source.lines))
            where = f"[{name}, line {lines}]({SOURCE}{lot.source.digest}/{lot.source.lines[0]})"
        parts.append(
            f"- {fmt.quantity(lot.quantity.normalize())} on {fmt.day(lot.acquired)}, "
            f"cost {fmt.money(lot.cost)}: {where}"
        )
    own = [each for each in classes if each.instrument_id == row.instrument.id]
    if own:
        parts += ["", "### Classes of other trackers, as imported", ""]
        parts += [f"- {each.key}: **{percent(each.weight)}**, {_taken_for(each)}" for each in own]
    return "\n".join(parts)


def _taken_for(each: ForeignClass) -> str:
    if each.theme_id is None:
        said = "open"
    else:
        said = f"theme {each.theme_id}" if each.theme_id else "left out"
    where = f", line {each.lines[0]}" if each.lines else ""
    return f"{said} ({each.file}{where})"
