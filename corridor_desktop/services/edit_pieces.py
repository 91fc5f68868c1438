"""The parts of a portfolio that edits change: how each looks, and how it is put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.finding import Decision
from corridor_desktop.services.instrument_facts import told_changes

if TYPE_CHECKING:
    from corridor_desktop.domain.account import Account
    from corridor_desktop.domain.episode import Episode
    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.domain.listing_change import ListingChange
    from corridor_desktop.domain.theme import Theme
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore


@dataclass(frozen=True, slots=True)
class ListingState:
    """An instrument and the changes that were stated of its listing."""

    instrument: Instrument | None
    changes: tuple[ListingChange, ...]


@dataclass(frozen=True, slots=True)
class FactsPiece:
    """What the user stated about an instrument."""

    instrument_id: str

    def look(self, store: PortfolioStore, clock: Clock) -> Instrument | None:
        """Return the instrument."""
        return store.instruments.get(self.instrument_id)

    def put(self, store: PortfolioStore, state: Instrument, clock: Clock) -> None:
        """State the facts; what limits depend on goes into the log, as with any change."""
        now = store.instruments.get(self.instrument_id)
        told = told_changes(now, state) if now is not None else ""
        with store.together():
            store.instruments.keep(state)
            if told:
                store.decisions.append(
                    Decision(clock.now(), "facts_changed", "", state.label, detail=told)
                )


@dataclass(frozen=True, slots=True)
class DismissalPiece:
    """Whether a suggestion is shown for a holding."""

    key: str

    def look(self, store: PortfolioStore, clock: Clock) -> bool:
        """Tell whether it is dismissed."""
        return self.key in store.dismissals.all()

    def put(self, store: PortfolioStore, state: bool, clock: Clock) -> None:
        """Dismiss it, or show it again."""
        if state:
            store.dismissals.add(self.key, clock.now())
        else:
            store.dismissals.restore(self.key)


@dataclass(frozen=True, slots=True)
class ThemePiece:
    """A theme of the user's own; ``theme`` is what it is when it is there."""

    theme: Theme

    def look(self, store: PortfolioStore, clock: Clock) -> bool:
        """Tell whether it is there."""
        return any(found.id == self.theme.id for found in store.tags.own_themes())

    def put(self, store: PortfolioStore, state: bool, clock: Clock) -> None:
        """Add it, or remove it while no tag speaks of it. Raises UsageTrouble."""
        if state:
            store.tags.keep_theme(self.theme)
        elif not store.tags.remove_theme(self.theme.id):
            raise UsageTrouble(
                "theme_used",
                f"The theme {self.theme.name!r} stays: the history of tags speaks of it.",
            )


@dataclass(frozen=True, slots=True)
class EventPiece:
    """An own crisis or milestone by number."""

    number: int

    def look(self, store: PortfolioStore, clock: Clock) -> Episode | None:
        """Return the episode, ``None`` when it is not there."""
        return store.events.all().get(self.number)

    def put(self, store: PortfolioStore, state: Episode | None, clock: Clock) -> None:
        """Write it, also under its old number, or remove it."""
        if state is None:
            store.events.remove(self.number)
        elif not store.events.change(self.number, state):
            store.events.put_back(self.number, state)


@dataclass(frozen=True, slots=True)
class AccountPiece:
    """What the user calls an account, and how its sales pick their cost."""

    account_id: str

    def look(self, store: PortfolioStore, clock: Clock) -> Account | None:
        """Return the account."""
        return store.accounts.get(self.account_id)

    def put(self, store: PortfolioStore, state: Account, clock: Clock) -> None:
        """Write it as it was. Raises UsageTrouble when its name is taken now."""
        other = store.accounts.named(state.name)
        if other is not None and other.id != state.id:
            raise UsageTrouble("account_named", f"Another account is called {state.name!r} now.")
        store.accounts.keep(state)


@dataclass(frozen=True, slots=True)
class ListingPiece:
    """What became of an instrument's listing, with its symbol and ISIN."""

    instrument_id: str

    def look(self, store: PortfolioStore, clock: Clock) -> ListingState:
        """Return the instrument and every change that was stated of it."""
        changes = store.listing_changes.all()
        own = tuple(each for each in changes if each.instrument_id == self.instrument_id)
        return ListingState(store.instruments.get(self.instrument_id), own)

    def put(self, store: PortfolioStore, state: ListingState, clock: Clock) -> None:
        """Write both as they were; names that statements may use stay known."""
        with store.together():
            for each in self.look(store, clock).changes:
                store.listing_changes.remove(each.instrument_id, each.day)
            for each in state.changes:
                store.listing_changes.keep(each)
            if state.instrument is not None:
                store.instruments.keep(state.instrument)
