"""The verbs of tagging on the open portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.finding import Decision
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.theme import Confidence
from corridor_desktop.services import tag_holdings
from corridor_desktop.services.edit_pieces import DismissalPiece, FactsPiece, ThemePiece
from corridor_desktop.services.edit_tags import TagPiece
from corridor_desktop.services.instrument_facts import edit_facts, told_changes
from corridor_desktop.services.sanctions_desk import DIRECT, is_direct, require_notice
from corridor_desktop.services.theme_pack import pack, suggest

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.domain.suggestion import Suggestion
    from corridor_desktop.domain.theme import Theme, ThemeTag
    from corridor_desktop.services.session import Session
    from corridor_desktop.store.portfolio import PortfolioStore

Names = Mapping[str, str]


class TagDesk:
    """Set tags, accept or dismiss suggestions, state facts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, target: str) -> Instrument:
        """Return the instrument that a person calls ``target``. Raises UsageTrouble."""
        with self._session.store() as store:
            return tag_holdings.find_instrument(store.instruments.all(), target)

    def set(
        self,
        instrument_id: str,
        shares: Mapping[str, int],
        reason: str = "",
        source: str = "",
        confidence: Confidence = Confidence.MEDIUM,
        valid_from: date | None = None,
        *,
        direct: bool = False,
    ) -> None:
        """Write down shares of a holding, theme id to basis points.

        ``direct`` says that the link is business there, not hope; such a tag waits until the
        sanctions notice was read. Raises UsageTrouble.
        """
        told = (reason, source, confidence, valid_from)
        with self._session.store() as store:
            thing = self._instrument(store, instrument_id)
            tags = self._made(store, thing, shares, told, direct=direct)
            with self._step(store, "edits.tags", thing):
                store.tags.add(*tags)

    def set_all(
        self,
        instrument_ids: Iterable[str],
        shares: Mapping[str, int],
        reason: str = "",
        source: str = "",
        *,
        direct: bool = False,
    ) -> None:
        """Write down the same shares for several holdings, all or none. Raises UsageTrouble."""
        told = (reason, source, Confidence.MEDIUM, None)
        with self._session.store() as store:
            things = [self._instrument(store, one) for one in instrument_ids]
            tags = [
                tag
                for thing in things
                for tag in self._made(store, thing, shares, told, direct=direct)
            ]
            with self._step(store, "edits.tags", *things):
                store.tags.add(*tags)

    def _made(
        self,
        store: PortfolioStore,
        thing: Instrument,
        shares: Mapping[str, int],
        told: tuple[str, str, Confidence, date | None],
        *,
        direct: bool,
    ) -> tuple[ThemeTag, ...]:
        book = store.tags.book()
        if is_direct(thing, shares, book, stated=direct):
            require_notice(store)
        reason, source, confidence, valid_from = told
        return tag_holdings.make_tags(
            book,
            thing.id,
            shares,
            self._session.clock.today(),
            reason=reason,
            source=source,
            confidence=confidence,
            valid_from=valid_from,
        )

    def _step(
        self, store: PortfolioStore, code: str, *things: Instrument
    ) -> AbstractContextManager[None]:
        words = (
            Message.of(code, name=things[0].name)
            if len(things) == 1
            else Message.of(f"{code}_of_many", count=len(things))
        )
        piece = TagPiece(frozenset(thing.id for thing in things))
        return self._session.edits.step(store, words, piece)

    def accept(self, instrument_id: str, suggestion_id: str, basis_points: int) -> None:
        """Tag as a row of the theme pack suggests, at the share chosen. Raises UsageTrouble."""
        row = next((row for row in pack().rows if row.id == suggestion_id), None)
        if row is None:
            raise UsageTrouble("unknown_suggestion", f"The pack has no row {suggestion_id!r}.")
        with self._session.store() as store:
            thing = self._instrument(store, instrument_id)
            today = self._session.clock.today()
            book = store.tags.book()
            if is_direct(
                thing, {row.theme_id: basis_points}, book, stated=row.directness in DIRECT
            ):
                require_notice(store)
            made = tag_holdings.tag_from_suggestion(book, instrument_id, row, basis_points, today)
            with self._step(store, "edits.tags", thing):
                store.tags.add(*made)

    def dismiss(self, instrument_id: str, suggestion_id: str) -> None:
        """Do not show a suggestion for a holding again."""
        with self._session.store() as store:
            thing = self._instrument(store, instrument_id)
            key = dismissal_key(instrument_id, suggestion_id)
            words = Message.of("edits.dismissal", name=thing.name)
            with self._session.edits.step(store, words, DismissalPiece(key)):
                store.dismissals.add(key, self._session.clock.now())

    def themes(self) -> tuple[Theme, ...]:
        """Return the three corridor themes and the user's own."""
        with self._session.store() as store:
            return store.tags.book().themes

    def add_theme(self, name: str) -> Theme:
        """Make a theme of the user's own. Raises UsageTrouble."""
        with self._session.store() as store:
            theme = tag_holdings.new_theme(store.tags.book(), name)
            words = Message.of("edits.theme", name=theme.name)
            with self._session.edits.step(store, words, ThemePiece(theme)):
                store.tags.keep_theme(theme)
            return theme

    def in_force(self) -> tuple[Names, tuple[ThemeTag, ...]]:
        """Return the names of tagged instruments by id, and the tags in force today."""
        with self._session.store() as store:
            found = store.tags.book().at(self._session.clock.today())
            names = {key: thing.name for key, thing in store.instruments.all().items()}
            return names, tuple(tag for key in names for tag in found.get(key, ()))

    def suggestions(self) -> tuple[Names, Mapping[str, tuple[Suggestion, ...]]]:
        """Return names by instrument id, and the pack rows that fit, without dismissed ones."""
        with self._session.store() as store:
            things = store.instruments.all()
            found = fitting(things, store.dismissals.all())
            return {key: thing.name for key, thing in things.items()}, found

    def edit_facts(self, instrument_id: str, **facts: str) -> None:
        """State facts about an instrument, as text. Raises UsageTrouble."""
        with self._session.store() as store:
            thing = self._instrument(store, instrument_id)
            changed = edit_facts(thing, facts, self._session.clock.today())
            told = told_changes(thing, changed)
            words, piece = Message.of("edits.facts", name=thing.name), FactsPiece(thing.id)
            with self._session.edits.step(store, words, piece), store.together():
                store.instruments.keep(changed)
                if told:
                    now = self._session.clock.now()
                    store.decisions.append(
                        Decision(now, "facts_changed", "", thing.label, detail=told)
                    )

    @staticmethod
    def _instrument(store: PortfolioStore, instrument_id: str) -> Instrument:
        thing = store.instruments.get(instrument_id)
        if thing is None:
            raise UsageTrouble("unknown_holding", f"There is no holding {instrument_id!r}.")
        return thing


def dismissal_key(instrument_id: str, suggestion_id: str) -> str:
    """Return the key under which a dismissed suggestion is remembered."""
    return f"{instrument_id}|{suggestion_id}"


def fitting(
    things: Mapping[str, Instrument], dismissed: frozenset[str]
) -> dict[str, tuple[Suggestion, ...]]:
    """Return the pack rows that fit, by instrument id, without what the user dismissed."""
    return {
        key: kept
        for key, rows in suggest(things.values()).items()
        if (kept := tuple(row for row in rows if dismissal_key(key, row.id) not in dismissed))
    }
