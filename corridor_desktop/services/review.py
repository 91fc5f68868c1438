"""The heart: one frozen review of the whole portfolio on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.finding import Decision, Finding, State
from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.listing_change import ListingChange
from corridor_desktop.domain.policy import Policy
from corridor_desktop.domain.suggestion import Suggestion
from corridor_desktop.domain.theme import TagBook, ThemeTag
from corridor_desktop.exposure.change import Change
from corridor_desktop.exposure.exposure import Dimension, Exposure, History
from corridor_desktop.exposure.liquidity import Liquidity
from corridor_desktop.ledger.book import Book
from corridor_desktop.performance.performance import Performance
from corridor_desktop.rules.clearance import Clearance, clearance
from corridor_desktop.rules.policy_text import Scheduled
from corridor_desktop.services.fund_desk import FundPair, FundStatus
from corridor_desktop.stress.report import StressReport
from corridor_desktop.valuation.valuation import Valuation


@dataclass(frozen=True, slots=True)
class Review:
    """All that the window, the command line and the report show; nothing is computed after it.

    ``tags_now`` are the tags in force by instrument id; ``suggestions`` the pack rows that fit a
    held instrument, by instrument id; ``history`` holds exposure through time by theme.
    ``log_broken_at`` is the first altered entry of the decision log, ``policy_altered``
    the first version of the policy that is not as the log sealed it; ``None`` while all is whole.
    ``scheduled`` are the changes of the policy that are still to come. ``changes`` say why
    exposure changed; ``themes_as_today`` is the history by theme had today's tags always held.
    ``exposures_through`` are the exposures with funds looked through, empty when no held fund
    can be; ``funds`` says of which the holdings are known. ``looked_through`` tells whether limits
    and stress count with them; ``fund_pairs`` say what held funds share.
    ``listing_changes`` are what the user stated of symbols, mergers and spin-offs.
    """

    portfolio: str
    as_of: date
    base: str
    made_at: datetime
    accounts: tuple[Account, ...]
    instruments: Mapping[str, Instrument]
    book: Book
    valuation: Valuation
    exposures: Mapping[Dimension, Exposure]
    histories: Mapping[Dimension, History]
    performance: Performance
    stress: StressReport
    findings: tuple[Finding, ...]
    policy: Policy
    decisions: tuple[Decision, ...]
    tags: TagBook
    tags_now: Mapping[str, tuple[ThemeTag, ...]]
    suggestions: Mapping[str, tuple[Suggestion, ...]]
    simulated: bool
    log_broken_at: int | None = None
    policy_altered: int | None = None
    scheduled: tuple[Scheduled, ...] = ()
    changes: Mapping[Dimension, tuple[Change, ...]] = field(default_factory=dict)
    themes_as_today: History | None = None
    liquidity: Liquidity | None = None
    exposures_through: Mapping[Dimension, Exposure] = field(default_factory=dict)
    funds: tuple[FundStatus, ...] = ()
    looked_through: bool = False
    fund_pairs: tuple[FundPair, ...] = ()
    listing_changes: tuple[ListingChange, ...] = ()

    @property
    def open_breaches(self) -> tuple[Finding, ...]:
        """Return the breaches that nobody has acknowledged."""
        return tuple(found for found in self.findings if found.state is State.BREACH)

    @property
    def clearance(self) -> Clearance:
        """Return what stands in the way of a report, plan or order list without a stamp."""
        return clearance(self.findings, self.log_broken_at, self.policy_altered)
