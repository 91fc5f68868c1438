"""Under which key a holding or a cash balance counts along each dimension."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from corridor_desktop.domain.theme import FULL, Theme, ThemeTag
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.valuation.valuation import CashLine, Line

CASH = "cash"


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction of a holding (1 = all of it) under a key; ``key`` empty means untagged."""

    key: str
    label: str
    fraction: Decimal


def _whole(key: str | None, label: str | None = None) -> tuple[Share, ...]:
    return (Share(key or "", label or key or "", Decimal(1)),)


def _market_of(line: Line) -> str:
    listing = line.instrument.listing
    if listing is None:
        return ""
    if listing.mic:
        return listing.mic
    _, dot, suffix = listing.symbol.rpartition(".")
    return f".{suffix}" if dot else ""


def _asset_class(line: Line) -> tuple[Share, ...]:
    found = str(line.instrument.asset_class)
    return _whole("" if found == "unknown" else found)


_BY_LINE: Mapping[Dimension, Callable[[Line], tuple[Share, ...]]] = {
    Dimension.COUNTRY: lambda line: _whole(line.instrument.country),
    Dimension.CURRENCY: lambda line: _whole(
        line.instrument.economic_currency or ("" if line.through else line.price.currency)
    ),
    Dimension.SECTOR: lambda line: _whole(line.instrument.sector),
    Dimension.ASSET_CLASS: _asset_class,
    Dimension.ACCOUNT: lambda line: _whole(line.account.id, line.account.name),
    Dimension.HOLDING: lambda line: _whole(line.instrument.id, line.instrument.name),
    Dimension.MARKET: lambda line: _whole(_market_of(line)),
    Dimension.ISSUER: lambda line: _whole(
        line.instrument.issuer_key, line.instrument.issuer or line.instrument.name
    ),
}


def shares_of_line(
    line: Line,
    by: Dimension,
    tags: Mapping[str, tuple[ThemeTag, ...]],
    themes: Mapping[str, Theme],
) -> tuple[Share, ...]:
    """Return how a holding divides along a dimension; the fractions add up to one."""
    if by in {Dimension.THEME, Dimension.DRIVER}:
        return _tagged(_tags_of(line, tags), by, themes)
    return _BY_LINE[by](line)


def _tags_of(line: Line, tags: Mapping[str, tuple[ThemeTag, ...]]) -> tuple[ThemeTag, ...]:
    """Return a holding's own tags; inside a fund, where it has none, those of the fund."""
    for key in (line.instrument.id, *line.through):
        if tags.get(key):
            return tags[key]
    return ()


def _tagged(
    tags: tuple[ThemeTag, ...], by: Dimension, themes: Mapping[str, Theme]
) -> tuple[Share, ...]:
    shares = []
    for tag in tags:
        key = tag.theme_id if by is Dimension.THEME else tag.driver
        theme = themes.get(tag.theme_id)
        label = theme.name if by is Dimension.THEME and theme else key.replace("_", " ")
        shares.append(Share(key, label, Decimal(tag.basis_points) / FULL))
    rest = 1 - sum((share.fraction for share in shares), Decimal(0))
    return (*shares, Share("", "", rest)) if rest else tuple(shares)


def share_of_cash(line: CashLine, by: Dimension) -> Share:
    """Return where cash counts: its currency, its account, nowhere along themes, else cash."""
    if by in {Dimension.THEME, Dimension.DRIVER}:
        return Share("", "", Decimal(1))
    if by is Dimension.CURRENCY:
        return Share(line.balance.currency, line.balance.currency, Decimal(1))
    if by is Dimension.ACCOUNT:
        return Share(line.account.id, line.account.name, Decimal(1))
    return Share(CASH, "Cash", Decimal(1))
