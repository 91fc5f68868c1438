"""What an export holds: one table for each thing that a portfolio file keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.prices import exact

if TYPE_CHECKING:
    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.domain.money import Money
    from corridor_desktop.domain.transaction import Transaction
    from corridor_desktop.services.portfolio_data import PortfolioData

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Table:
    """One file of an export; ``rows`` can be read once."""

    name: str
    head: tuple[str, ...]
    rows: Iterable[Row]


def _head(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def tables(data: PortfolioData) -> tuple[Table, ...]:
    """Return everything that a portfolio holds, nothing left out."""
    return (
        *_holders(data),
        *_facts(data),
        *_opinions(data),
        *_prices(data),
    )


def _holders(data: PortfolioData) -> Iterator[Table]:
    yield Table("portfolio", _head("name base_currency"), [(data.name, data.base)])
    yield Table("settings", _head("key value"), sorted(data.settings.items()))
    yield Table(
        "accounts",
        _head("id name broker currency cost_method"),
        (
            (account.id, account.name, account.broker, account.currency, account.cost_method)
            for account in data.accounts
        ),
    )
    yield Table("instruments", _INSTRUMENT, map(_instrument, data.instruments.values()))


_INSTRUMENT = _head(
    "id name isin ticker other_ids symbol listing_currency market price_factor asset_class country"
    " economic_currency sector issuer multiplier analysts facts_source facts_date"
)


def _instrument(thing: Instrument) -> Row:
    listing = thing.listing
    unknown: Row = (None, None, None, None)
    traded = (
        (listing.symbol, listing.currency, listing.mic, listing.price_factor)
        if listing
        else unknown
    )
    return (
        thing.id,
        thing.name,
        thing.isin,
        thing.ticker,
        " ".join(f"{kind}:{name}" for kind, name in thing.other_ids),
        *traded,
        thing.asset_class,
        thing.country,
        thing.economic_currency,
        thing.sector,
        thing.issuer,
        thing.multiplier,
        thing.analysts,
        thing.facts_source,
        thing.facts_date,
    )


def _facts(data: PortfolioData) -> Iterator[Table]:
    names = {account.id: account.name for account in data.accounts}
    yield Table(
        "transactions",
        _TRANSACTION,
        (_transaction(booked, names) for booked in data.transactions),
    )
    yield Table(
        "statements",
        _head(
            "id account as_of instrument quantity price market_value cost_basis currency"
            " file_sha256 lines"
        ),
        (
            (
                found.id,
                names.get(found.account_id, found.account_id),
                found.as_of,
                line.instrument_id,
                line.quantity,
                line.price,
                line.market_value,
                line.cost_basis,
                line.currency,
                line.source.digest,
                _numbers(line.source.lines),
            )
            for found in data.statements
            for line in found.lines
        ),
    )
    yield Table(
        "statement_cash",
        _head("id account as_of amount currency"),
        (
            (found.id, names.get(found.account_id, found.account_id), found.as_of, *_money(cash))
            for found in data.statements
            for cash in found.cash
        ),
    )


_TRANSACTION = _head(
    "id account kind date time instrument quantity price currency gross fee fee_currency tax"
    " tax_currency net_cash net_cash_currency fx_rate reference note import file_sha256"
    " lines"
)


def _transaction(booked: Transaction, names: Mapping[str, str]) -> Row:
    return (
        booked.id,
        names.get(booked.account_id, booked.account_id),
        booked.kind,
        booked.trade_date,
        booked.time,
        booked.instrument_id,
        booked.quantity,
        booked.price,
        booked.currency,
        booked.gross,
        *_money(booked.fee),
        *_money(booked.tax),
        *_money(booked.net_cash),
        booked.fx_rate,
        booked.reference,
        booked.note,
        booked.batch_id,
        booked.source.digest,
        _numbers(booked.source.lines),
    )


def _opinions(data: PortfolioData) -> Iterator[Table]:
    yield Table(
        "themes",
        _head("id name corridor description"),
        ((theme.id, theme.name, theme.corridor, theme.description) for theme in data.tags.themes),
    )
    yield Table(
        "tags",
        _head("instrument theme basis_points valid_from recorded reason source confidence driver"),
        (
            (
                tag.instrument_id,
                tag.theme_id,
                tag.basis_points,
                tag.valid_from,
                tag.recorded,
                tag.reason,
                tag.source,
                tag.confidence,
                tag.driver,
            )
            for tag in data.tags.tags
        ),
    )
    yield from _rules(data)


def _rules(data: PortfolioData) -> Iterator[Table]:
    policy = data.policy
    yield Table(
        "policy",
        _head("name version since cooling_off home_country"),
        [(policy.name, policy.version, policy.since, policy.cooling_off, policy.home_country)],
    )
    yield Table(
        "limits",
        _head("id subject on floor warn breach origin"),
        (
            (limit.id, limit.subject, limit.on, limit.floor, limit.warn, limit.breach, limit.origin)
            for limit in policy.limits
        ),
    )
    yield Table(
        "decisions",
        _head("at kind limit subject measured reason until detail"),
        (
            (
                entry.at,
                entry.kind,
                entry.limit,
                entry.subject,
                entry.measured,
                entry.reason,
                entry.until,
                entry.detail,
            )
            for entry in data.decisions
        ),
    )


def _prices(data: PortfolioData) -> Iterator[Table]:
    yield Table(
        "price_series",
        _head("symbol currency unit basis source fetched_at simulated"),
        (
            (
                series.symbol,
                series.currency,
                series.unit,
                series.basis,
                series.source,
                series.fetched_at,
                series.simulated,
            )
            for series in data.series.values()
        ),
    )
    yield Table(
        "prices",
        _head("symbol session close"),
        (
            (series.symbol, date.fromordinal(day), exact(close))
            for series in data.series.values()
            for day, close in zip(series.days, series.closes, strict=True)
        ),
    )
    yield Table(
        "price_splits",
        _head("symbol session new_units_per_old"),
        (
            (series.symbol, split.session, split.ratio)
            for series in data.series.values()
            for split in series.splits
        ),
    )


def _money(money: Money | None) -> tuple[object, object]:
    return (None, None) if money is None else (money.amount, money.currency)


def _numbers(lines: Iterable[int]) -> str:
    return " ".join(map(str, lines))
