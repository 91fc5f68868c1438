"""Funds seen through: what a fund holds counts instead of the fund, the rest stays the fund's.

A valuation with looked-through funds is a valuation again, so that every dimension is measured as
it always is. Fractions are exact; the constituents and the residual of a fund add up to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from corridor_desktop.domain.fund import Constituent, FundHoldings
from corridor_desktop.domain.instrument import AssetClass, Instrument
from corridor_desktop.domain.money import Money
from corridor_desktop.valuation.valuation import Line, Valuation

DEEPEST = 6
"""Funds of funds of funds end here, and a fund that holds itself ends at once."""

_CLASSES = (
    ("cash", AssetClass.CASH), ("money market", AssetClass.CASH), ("현금", AssetClass.CASH),
    ("equity", AssetClass.EQUITY), ("stock", AssetClass.EQUITY), ("aktie", AssetClass.EQUITY),
    ("action", AssetClass.EQUITY), ("주식", AssetClass.EQUITY),
    ("fixed", AssetClass.BOND), ("bond", AssetClass.BOND), ("채권", AssetClass.BOND),
    ("fund", AssetClass.FUND), ("etf", AssetClass.FUND), ("commodity", AssetClass.COMMODITY),
    ("future", AssetClass.OTHER), ("forward", AssetClass.OTHER), ("swap", AssetClass.OTHER),
)  # fmt: skip


class Index:
    """Finds the instrument of the portfolio that a constituent is: by ISIN, else by its ticker."""

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        self._by_isin: dict[str, Instrument] = {}
        self._by_ticker: dict[str, list[Instrument]] = {}
        for thing in instruments:
            if thing.isin:
                self._by_isin.setdefault(thing.isin, thing)
            for name in _tickers(thing):
                self._by_ticker.setdefault(name, []).append(thing)

    def find(self, part: Constituent) -> Instrument | None:
        """Return the instrument; a ticker that several listings share needs the currency."""
        if part.isin:
            found = self._by_isin.get(part.isin)
            if found is not None:
                return found
        fitting = [
            thing
            for thing in self._by_ticker.get(part.ticker, ())
            if not (part.isin and thing.isin)  # both say what they are, and it is not the same
            and _same_market(thing, part)
        ]
        return fitting[0] if len(fitting) == 1 else None


def _tickers(thing: Instrument) -> set[str]:
    names = {thing.ticker or ""}
    if thing.listing is not None:
        symbol = thing.listing.symbol.upper()
        names |= {symbol, symbol.partition(".")[0]}
    return names - {""}


def _same_market(thing: Instrument, part: Constituent) -> bool:
    """Tell whether a ticker means the same: codes of six digits do, words need the currency."""
    symbol = thing.listing.symbol.upper() if thing.listing else ""
    if part.ticker == symbol or re.fullmatch(r"\d[0-9A-Z]{5}", part.ticker):
        return part.ticker != symbol or "." in symbol or part.currency in {"", "USD"}
    return bool(part.currency and thing.listing and thing.listing.currency == part.currency)


def look_through(
    valuation: Valuation,
    holdings: Mapping[str, FundHoldings],
    instruments: Mapping[str, Instrument],
) -> Valuation:
    """Return the valuation with each fund of ``holdings`` (by instrument id) divided.

    A constituent that is itself such a fund is divided too. A constituent that the portfolio knows
    counts as that instrument; others are made up from what the file says of them.
    """
    index = Index(instruments.values())
    lines = tuple(part for line in valuation.lines for part in _divided(line, holdings, index, ()))
    return replace(valuation, lines=lines)


def _divided(
    line: Line, holdings: Mapping[str, FundHoldings], index: Index, path: tuple[str, ...]
) -> Iterator[Line]:
    fund = line.instrument
    found = holdings.get(fund.id)
    if found is None or fund.id in path or len(path) >= DEEPEST:
        yield line
        return
    inside = (fund.id, *path)
    for part in found.parts:
        thing = index.find(part) or _made_up(part)
        thing = replace(thing, multiplier=thing.multiplier * fund.multiplier)
        yield from _divided(_share(line, part.weight, thing, inside), holdings, index, inside)
    if found.residual:
        yield _share(line, found.residual, fund, line.through)


def _share(line: Line, fraction: Decimal, thing: Instrument, through: tuple[str, ...]) -> Line:
    return replace(
        line,
        instrument=thing,
        value=_times(line.value, fraction),
        local_value=_times(line.local_value, fraction),
        weight=line.weight * float(fraction),
        cost_basis=None,
        gain=None,
        price_gain=None,
        currency_gain=None,
        through=through,
    )


def _times(money: Money, fraction: Decimal) -> Money:
    return Money(money.amount * fraction, money.currency)


def _made_up(part: Constituent) -> Instrument:
    text = part.asset_class.lower()
    kind = next((found for word, found in _CLASSES if word in text), AssetClass.UNKNOWN)
    return Instrument(
        id=f"constituent:{part.isin or part.ticker or fold_name(part.name)}",
        name=part.name,
        isin=part.isin or None,
        ticker=part.ticker or None,
        asset_class=kind,
        country=part.country or None,
        economic_currency=part.currency or None,
        sector=part.sector or None,
    )


def fold_name(name: str) -> str:
    """Return a name without case, dots and legal forms, to compare what has no code."""
    words = re.sub(r"[^\w\s]", "", name.casefold()).split()
    return " ".join(word for word in words if word not in _LEGAL) or name.casefold()


_LEGAL = frozenset(
    ("inc", "corp", "corporation", "co", "ltd", "limited", "plc", "ag", "se", "sa", "nv", "spa",
     "ab", "asa", "oyj")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FundOverlap:
    """What two funds share: ``fraction`` is the sum of the smaller weights, 0 to 1.

    ``parts`` are the largest shared constituents with their weight in each fund. ``named`` are the
    fractions of the two funds that their lists name; the overlap of the rest is not known.
    """

    fraction: Decimal
    parts: tuple[tuple[str, Decimal, Decimal], ...]
    named: tuple[Decimal, Decimal]


def overlap(one: FundHoldings, other: FundHoldings, most: int = 20) -> FundOverlap:
    """Return what two funds share. Constituents are the same by ISIN, else ticker, else name."""
    codes: dict[str, int] = {}
    weights: dict[int, Decimal] = {}
    for place, part in enumerate(other.parts):
        at = place
        for code in _codes(part):
            at = codes.setdefault(code, at)
        weights[at] = weights.get(at, Decimal(0)) + part.weight
    shared: dict[int, tuple[str, Decimal]] = {}
    for part in one.parts:
        at = next((codes[code] for code in _codes(part) if code in codes), -1)
        if at >= 0:
            before = shared.get(at, ("", Decimal(0)))[1]
            shared[at] = part.name, before + part.weight
    both = [(name, weight, weights[at]) for at, (name, weight) in shared.items()]
    both.sort(key=lambda found: -min(found[1], found[2]))
    zero = Decimal(0)
    total = sum((max(min(mine, theirs), zero) for _, mine, theirs in both), zero)
    return FundOverlap(total, tuple(both[:most]), (one.named, other.named))


def _codes(part: Constituent) -> Iterator[str]:
    if part.isin:
        yield f"isin:{part.isin}"
    if part.ticker:
        yield f"ticker:{part.ticker.partition('.')[0]}:{part.currency}"
    yield f"name:{fold_name(part.name)}"
