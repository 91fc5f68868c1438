"""Holdings as table rows: priced ones, and those without a value with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import STATED
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.cells import Chip
from corridor_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.domain.estimate import Measure
    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.domain.prices import PricePoint
    from corridor_desktop.domain.theme import ThemeTag
    from corridor_desktop.ledger.book import Position
    from corridor_desktop.services.review import Review
    from corridor_desktop.valuation.valuation import Line, Unpriced

OLD_AFTER = 7
"""Calendar days after which the age of a price is coloured."""


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """One position. ``line`` is ``None`` when it has no value, and then ``why`` says why."""

    instrument: Instrument
    account: str
    account_id: str
    quantity: Decimal
    position: Position | None
    line: Line | None
    why: str
    tags: tuple[ThemeTag, ...]
    themes: str
    chips: tuple[Chip, ...]
    beta: Measure | None
    suggestions: int

    @property
    def key(self) -> str:
        """Return what names the position."""
        return f"{self.instrument.id}|{self.account_id}"


def rows_of(review: Review) -> tuple[HoldingRow, ...]:
    """Return every position of a review, priced ones first."""
    betas = {found.instrument_id: found.link.beta_global for found in review.stress.holdings}
    names = {theme.id: theme.name for theme in review.tags.themes}
    positions = {(p.account_id, p.instrument_id): p for p in review.book.positions}

    def made(
        thing: Instrument, account: str, account_id: str, line: Line | None, part: Unpriced | None
    ) -> HoldingRow:
        tags = review.tags_now.get(thing.id, ())
        position = positions.get((account_id, thing.id))
        quantity = position.quantity if position else Decimal(0)
        return HoldingRow(
            thing, account, account_id, quantity, position, line,
            say(part.reason) if part else "", tags, themes_text(tags, names), chips_of(tags, names),
            betas.get(thing.id), len(review.suggestions.get(thing.id, ())),
        )  # fmt: skip

    priced = [
        made(line.instrument, line.account.name, line.account.id, line, None)
        for line in review.valuation.lines
    ]
    missing = [
        made(part.instrument, part.account.name, part.account.id, None, part)
        for part in review.valuation.unpriced
        if part.instrument is not None
    ]
    return (*sorted(priced, key=_by_value), *missing)


def _by_value(row: HoldingRow) -> Decimal:
    return -row.line.value.amount if row.line else Decimal(0)


def themes_text(tags: tuple[ThemeTag, ...], names: dict[str, str]) -> str:
    """Return tags as words with their shares."""
    return ", ".join(
        f"{names.get(tag.theme_id, tag.theme_id)} {tag.basis_points / 100:g} %" for tag in tags
    )


def chips_of(tags: tuple[ThemeTag, ...], names: dict[str, str]) -> tuple[Chip, ...]:
    """Return tags as chips, the largest share first."""
    ordered = sorted(tags, key=lambda tag: -tag.basis_points)
    return tuple(
        Chip(f"{names.get(tag.theme_id, tag.theme_id)} {tag.basis_points / 100:g} %", tag.theme_id)
        for tag in ordered
    )


def _themes_tip(row: HoldingRow) -> str:
    reasons = [f"{tag.reason} ({tag.source})" for tag in row.tags if tag.reason]
    return "\n".join((row.themes, *reasons)) if row.themes else ""


def _money(row: HoldingRow, field: str) -> Money | None:
    return getattr(row.line, field) if row.line is not None else None


def _amount(row: HoldingRow, field: str) -> float | None:
    money = _money(row, field)
    return float(money.amount) if money is not None else None


def _bare(money: Money | None) -> str:
    """Return an amount of the base currency, which the header names once."""
    return fmt.MISSING if money is None else fmt.amount(money.amount, money.currency)


def _price(row: HoldingRow) -> str:
    if row.line is None:
        return fmt.MISSING
    found = row.line.price
    return f"{fmt.price(found.price, found.currency)} {found.currency}"


def source_words(price: PricePoint) -> str:
    """Return whose word a price is, and of which day."""
    if price.source == STATED:
        return f"Stated in the {STATED} of {fmt.day(price.session)}"
    return f"Close of {fmt.day(price.session)}, {price.source}"


def _trail(row: HoldingRow) -> str:
    line = row.line
    if line is None:
        return row.why
    words = f"{source_words(line.price)}."
    if line.fx.path:
        path = ", ".join(line.fx.path)
        words += f" Rate {fmt.price(line.fx.rate)} of {fmt.day(line.fx.session)} ({path})."
    return words + (" The price is simulated." if line.simulated else "")


def _gain(row: HoldingRow) -> str:
    if row.line is not None and row.line.gain is None:
        return "What it cost, or the exchange rate of that day, is not known."
    if row.line is None or row.line.price_gain is None:
        return row.why
    return f"Price {fmt.money(row.line.price_gain)}, currency {fmt.money(row.line.currency_gain)}"


def _beta(row: HoldingRow) -> str:
    return fmt.number(row.beta.value) if isinstance(row.beta, Estimate) else fmt.MISSING


def _beta_tip(row: HoldingRow) -> str:
    if row.beta is None:
        return "There is no shared history with KOSPI."
    if not isinstance(row.beta, Estimate):
        return say(row.beta.why)
    found = row.beta
    words = f"When KOSPI moves by 1 %, it moves by about {fmt.number(found.value)} %"
    if found.low is not None and found.high is not None:
        words += f" (between {fmt.number(found.low)} and {fmt.number(found.high)})"
    return f"{words}; {found.n} sessions, {fmt.day(found.start)} to {fmt.day(found.end)}."


def _rate_age(row: HoldingRow) -> int | None:
    """Return how many days old the exchange rate is, ``None`` where there is none."""
    if row.line is None:
        return None
    as_of = row.line.price.session + timedelta(days=row.line.stale_days)
    return row.line.fx.age(as_of)


def _rate_words(row: HoldingRow) -> str:
    age = _rate_age(row)
    return fmt.MISSING if age is None else fmt.age(age)


def _age(row: HoldingRow) -> str:
    return fmt.age(row.line.stale_days) if row.line is not None else fmt.MISSING


def _unknown(value: str | None) -> str:
    return value or "unknown"


COLUMNS: tuple[Column[HoldingRow], ...] = (
    Column("name", "Name", lambda r: r.instrument.name, lambda r: r.instrument.name,
           lambda r: r.instrument.isin or "", width=200),
    Column("ticker", "Ticker", lambda r: r.instrument.label, lambda r: r.instrument.label,
           width=88),
    Column("value", "Value", lambda r: _amount(r, "value"), lambda r: _bare(_money(r, "value")),
           _trail, numeric=True, width=92),
    Column("weight", "Weight", lambda r: r.line.weight if r.line else None,
           lambda r: fmt.percent(r.line.weight if r.line else None), lambda r: r.why, numeric=True,
           width=66),
    Column("gain", "Gain", lambda r: _amount(r, "gain"), lambda r: _bare(_money(r, "gain")),
           _gain, numeric=True, width=92,
           tone=lambda r: "negative" if (_amount(r, "gain") or 0) < 0 else ""),
    Column("themes", "Themes", lambda r: r.themes or None, lambda r: r.themes or "untagged",
           _themes_tip, width=240, tone=lambda r: "" if r.themes else "muted",
           cell=lambda r: r.chips),
    Column("quantity", "Quantity", lambda r: float(r.quantity), lambda r: fmt.quantity(r.quantity),
           numeric=True, width=72, tone=lambda r: "danger" if r.quantity < 0 else ""),
    Column("price", "Price", lambda r: float(r.line.price.price) if r.line else None, _price,
           _trail, numeric=True, width=104),
    Column("account", "Account", lambda r: r.account, lambda r: r.account, width=128),
    Column("country", "Country", lambda r: r.instrument.country,
           lambda r: _unknown(r.instrument.country), width=76),
    Column("currency", "Currency", lambda r: r.instrument.economic_currency,
           lambda r: r.instrument.economic_currency
           or (r.line.price.currency if r.line else "unknown"), width=80),
    Column("analysts", "Analysts", lambda r: r.instrument.analysts,
           lambda r: "unknown" if r.instrument.analysts is None else str(r.instrument.analysts),
           numeric=True, width=80, shown=False),
    Column("beta", "Beta to KOSPI",
           lambda r: r.beta.value if isinstance(r.beta, Estimate) else None, _beta, _beta_tip,
           numeric=True, width=104),
    Column("age", "Price age", lambda r: float(r.line.stale_days) if r.line else None, _age, _trail,
           numeric=True, width=84,
           tone=lambda r: "warning" if r.line and r.line.stale_days > OLD_AFTER else ""),
    Column("rate_age", "Rate age", _rate_age, _rate_words, _trail, numeric=True, width=84,
           tone=lambda r: "warning" if (_rate_age(r) or 0) > OLD_AFTER else ""),
)  # fmt: skip


_LINE = "valuation.lines[{key}]"
FIGURES = {
    "value": f"{_LINE}.value", "weight": f"{_LINE}.weight", "gain": f"{_LINE}.gain",
    "quantity": "book.positions[{key}].quantity", "price": f"{_LINE}.price.price",
    "age": f"{_LINE}.stale_days", "rate_age": f"{_LINE}.fx.age",
    "beta": "stress.holdings[{thing}].link.beta_global",
    "analysts": f"{_LINE}.instrument.analysts",
}  # fmt: skip
"""Where the figures of a row stand in the review, by the key of the column."""


def group_words(rows: Sequence[HoldingRow], key: str) -> str:
    """Return the weight of each group in words, the largest first; empty without a group.

    A holding with several themes stands under its own combination of them, as in the table.
    """
    column = next((found for found in COLUMNS if found.key == key), None)
    if column is None:
        return ""
    weights: dict[str, float] = {}
    for row in rows:
        name = _themes_without_shares(row) if key == "themes" else column.text(row)
        weights[name] = weights.get(name, 0.0) + (row.line.weight if row.line else 0.0)
    ordered = sorted(weights.items(), key=lambda part: -part[1])
    return ", ".join(f"{name} {fmt.percent(weight)}" for name, weight in ordered)


def _themes_without_shares(row: HoldingRow) -> str:
    return " + ".join(chip.text.rsplit(" ", 2)[0] for chip in row.chips) or "untagged"
