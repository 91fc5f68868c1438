"""The verbs of the timeline: own crises and milestones, and how KOSPI went around each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.episode import CRISIS, MILESTONE, OWN, Episode
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.message import Message
from corridor_desktop.services.edit_pieces import EventPiece
from corridor_desktop.services.episodes import episodes
from corridor_desktop.services.settings import setting
from corridor_desktop.stress.report import EpisodeRow

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.review import Review
    from corridor_desktop.services.session import Session
    from corridor_desktop.store.portfolio import PortfolioStore
    from corridor_desktop.stress.path import EventPath

LONGEST = 200
"""Characters of a title; longer ones are a story, not a title."""


class EventDesk:
    """Add, change and remove own episodes; the shipped ones stay as they are."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def own(self) -> dict[int, Episode]:
        """Return every own episode by number."""
        with self._session.store() as store:
            return store.events.all()

    def rows(self, review: Review) -> tuple[EpisodeRow, ...]:
        """Return every episode, newest first: as the review measured it, else without figures.

        A review measures what had happened by its last session; what came later, or is still to
        come, stands here with the reason.
        """
        measured = {(row.episode.day, row.episode.title): row for row in review.stress.episodes}
        known = (*episodes(), *self.own().values())
        rows = [
            measured.get((found.day, found.title)) or _unmeasured(found, review.as_of)
            for found in known
        ]
        return tuple(sorted(rows, key=lambda row: row.episode.day, reverse=True))

    def add(self, episode: Episode) -> int:
        """Keep an own episode; return its number. Raises UsageTrouble."""
        checked = checked_event(episode, self._session.clock.today())
        with self._session.store() as store:
            number = store.events.add(checked)
            words = Message.of("edits.event", title=checked.title)
            self._session.edits.made(store, words, EventPiece(number))
            return number

    def change(self, number: int, episode: Episode) -> None:
        """Write an own episode anew. Raises UsageTrouble."""
        checked = checked_event(episode, self._session.clock.today())
        with self._session.store() as store, self._step(store, number, checked.title):
            if not store.events.change(number, checked):
                raise _unknown(number)

    def remove(self, number: int) -> None:
        """Remove an own episode. Raises UsageTrouble."""
        with self._session.store() as store:
            known = store.events.all().get(number)
            if known is None:
                raise _unknown(number)
            with self._step(store, number, known.title):
                store.events.remove(number)

    def _step(self, store: PortfolioStore, number: int, title: str) -> AbstractContextManager[None]:
        words = Message.of("edits.event", title=title)
        return self._session.edits.step(store, words, EventPiece(number))

    def benchmark(self) -> PriceSeries | None:
        """Return the stored closes of the benchmark, ``None`` without any."""
        with self._session.store() as store:
            return store.prices.get(setting(store.settings.all(), "benchmark"))

    def path(self, session: date) -> EventPath | None:
        """Return how the benchmark went around a session, beside any session."""
        import numpy as np

        from corridor_desktop.stress.path import event_path

        series = self.benchmark()
        if series is None or not len(series):
            return None
        days = np.asarray(series.days, dtype=np.int64)
        return event_path(days, np.asarray(series.closes, dtype=np.float64), session)


def _unmeasured(episode: Episode, as_of: date) -> EpisodeRow:
    code = "events.to_come" if episode.day > as_of else "stress.no_closes_then"
    return EpisodeRow(episode, None, None, None, None, None, None, Message.of(code))


def checked_event(episode: Episode, today: date) -> Episode:
    """Return an own episode with its words trimmed.

    Raises
    ------
    UsageTrouble
        The title is empty or too long, the kind is none, the topic is missing, a crisis lies
        in the future, it ends before it begins, or the address is no web address.
    """
    title, topic, address = (
        " ".join(text.split()) for text in (episode.title, episode.topic, episode.address)
    )
    if not title or len(title) > LONGEST:
        raise UsageTrouble("bad_title", f"A title has 1 to {LONGEST} characters.")
    if episode.kind not in {CRISIS, MILESTONE}:
        raise UsageTrouble("bad_kind", f"{episode.kind!r} is neither a crisis nor a milestone.")
    if not topic:
        raise UsageTrouble("no_topic", "Say what kind of event it is, like missile or nuclear.")
    if episode.kind == CRISIS and episode.day > today:
        raise UsageTrouble("future_crisis", f"{episode.day} has not been yet.")
    if episode.end is not None and episode.end < episode.day:
        raise UsageTrouble("ends_first", "It ends before it begins.")
    if address and not address.startswith(("https://", "http://")):
        raise UsageTrouble("bad_address", "A web address begins with https:// or http://.")
    return Episode(
        episode.day, episode.kind, topic, title, " ".join(episode.source.split()), address, OWN,
        episode.end,
    )  # fmt: skip


def _unknown(number: int) -> UsageTrouble:
    return UsageTrouble("unknown_event", f"There is no event {number} of your own.")
