"""The only place of the window where a number becomes text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from corridor_desktop.domain.money import minor_units
from corridor_desktop.domain.trail import Unit

if TYPE_CHECKING:
    from corridor_desktop.domain.money import Money
    from corridor_desktop.domain.trail import Value

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
MISSING = "n/a"


def grouped(text: str) -> str:
    """Return digits with narrow grouping and a true minus sign."""
    return text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace("-", MINUS)


def money(value: Money | None, digits: int | None = None) -> str:
    """Return an amount with its currency, in the minor units of that currency."""
    if value is None:
        return MISSING
    return f"{amount(value.amount, value.currency, digits)}{NO_BREAK}{value.currency}"


def amount(value: Decimal | float, currency: str, digits: int | None = None) -> str:
    """Return an amount without its currency; large ones without cents."""
    shown = minor_units(currency) if digits is None else digits
    if digits is None and abs(float(value)) >= 100_000:
        shown = 0
    return grouped(f"{value:,.{shown}f}")


def quantity(value: Decimal | None) -> str:
    """Return a quantity with all its digits, grouped."""
    if value is None:
        return MISSING
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return grouped(text)


def price(value: Decimal, currency: str = "") -> str:
    """Return a price in the minor units of its currency; small ones with four decimals."""
    size = abs(value)
    digits = minor_units(currency) if currency else 2
    if size < 1:
        digits = 4
    elif size >= 10_000:
        digits = 0
    return grouped(f"{value:,.{digits}f}")


def percent(value: float | None, digits: int = 1, *, signed: bool = False) -> str:
    """Return a fraction of one as a percentage."""
    if value is None:
        return MISSING
    text = f"{100 * value:+.{digits}f}" if signed else f"{100 * value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("+-")
    return f"{grouped(text)}{NO_BREAK}%"


def coverage(value: float) -> str:
    """Return how much is priced; what is nearly everything is never called everything."""
    return percent(value, 1) if 0.99 <= value < 1 else percent(value, 0)


def span(low: float | None, high: float | None, digits: int = 1) -> str:
    """Return an interval of fractions as percentages, nearest to zero first."""
    if low is None or high is None:
        return ""
    near, far = sorted((low, high), key=abs)
    return f"{percent(near, digits)} to {percent(far, digits)}"


def number(value: float | None, digits: int = 2) -> str:
    """Return a statistic; what rounds to zero has no sign."""
    if value is None:
        return MISSING
    text = f"{value:,.{digits}f}"
    return grouped(text.lstrip("-") if float(text.replace(",", "")) == 0 else text)


def count(value: float) -> str:
    """Return a whole number, grouped."""
    return grouped(f"{value:,.0f}")


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(value: int) -> str:
    """Return a count within a sentence: up to nine as a word, larger ones in digits."""
    return _WORDS[value] if 0 <= value < len(_WORDS) else count(value)


def of_them(value: int, one: str, many: str = "") -> str:
    """Return a count with its noun, ``one holding`` or ``25 holdings``."""
    return f"{in_words(value)} {one if value == 1 else many or f'{one}s'}"


def counted(value: int, one: str, many: str = "") -> str:
    """Return a count in digits with its noun, ``1 file`` or ``25 files``."""
    return f"{count(value)} {one if value == 1 else many or f'{one}s'}"


def sentence(text: str) -> str:
    """Return text that begins with a capital letter; the rest stays as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def day(value: date | None, *, weekday: bool = False) -> str:
    """Return a day like 20 Mar 2026."""
    if value is None:
        return MISSING
    text = f"{value.day} {value:%b %Y}"
    return f"{value:%a} {text}" if weekday else text


def age(days: int) -> str:
    """Return how old something is."""
    if days <= 0:
        return "today"
    if days == 1:
        return "1 day"
    return f"{days} days" if days < 60 else f"{days // 30} months"


def in_unit(value: Value, unit: Unit, currency: str) -> str:
    """Return a figure, an input or a parameter of a trail in its unit."""
    if value is None or isinstance(value, str):
        return value or MISSING
    named = f"{NO_BREAK}{currency}" if currency else ""
    if unit is Unit.MONEY:
        return f"{amount(value, currency)}{named}"
    if unit is Unit.FRACTION:
        return percent(float(value), 2)
    if unit is Unit.BASIS_POINTS:
        return percent(float(value) / 10_000, 0)
    if unit is Unit.PRICE:
        return f"{price(Decimal(value), currency)}{named}"
    if unit is Unit.RATE:
        return f"{grouped(f'{value:.8g}')}{named}"
    if unit is Unit.QUANTITY:
        return quantity(Decimal(value))
    return count(value) if isinstance(value, int) else number(float(value))
