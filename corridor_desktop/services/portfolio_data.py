"""Everything one portfolio file holds that a review needs, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.finding import Decision
from corridor_desktop.domain.fund import FundHoldings
from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.listing_change import ListingChange
from corridor_desktop.domain.policy import Policy
from corridor_desktop.domain.prices import PriceSeries, Turnover
from corridor_desktop.domain.theme import TagBook
from corridor_desktop.domain.transaction import PositionStatement, Transaction
from corridor_desktop.rules.policy_text import Scheduled


@dataclass(frozen=True, slots=True)
class PortfolioData:
    """A frozen copy of the file's content; ``series`` by price-source symbol.

    ``name`` is what the user calls the portfolio, ``settings`` the declared settings as text.
    ``log_broken_at`` is the first altered entry of the decision log, ``None`` while it is whole;
    ``policy_altered`` the first version of the policy that is not as the log sealed it.
    ``scheduled`` are the changes of the policy that are still to come, ``turnovers``
    how many units change hands in a session, by symbol. ``funds`` are the known holdings of funds
    by instrument id, ``listing_changes`` what the user stated of listings.
    """

    name: str
    base: str
    accounts: tuple[Account, ...]
    instruments: Mapping[str, Instrument]
    transactions: tuple[Transaction, ...]
    statements: tuple[PositionStatement, ...]
    tags: TagBook
    series: Mapping[str, PriceSeries]
    policy: Policy
    decisions: tuple[Decision, ...]
    settings: Mapping[str, str]
    log_broken_at: int | None = None
    policy_altered: int | None = None
    scheduled: tuple[Scheduled, ...] = ()
    turnovers: Mapping[str, Turnover] = field(default_factory=dict)
    funds: Mapping[str, FundHoldings] = field(default_factory=dict)
    listing_changes: tuple[ListingChange, ...] = ()
