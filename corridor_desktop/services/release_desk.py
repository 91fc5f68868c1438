"""The verbs of looking for a newer version. Nothing is asked before consent; nothing is installed.

A feed is believed when a known key signed it, it has not expired, it is not older than the last one
that was believed, and it is not another one under the same counter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from corridor_desktop import __version__
from corridor_desktop.domain.errors import FeedTrouble, UsageTrouble
from corridor_desktop.domain.release import Consent, ReleaseFeed, ReleaseNews, Version
from corridor_desktop.services import release_memory
from corridor_desktop.services.publisher import Publisher
from corridor_desktop.services.release_envelope import open_envelope, read_feed
from corridor_desktop.services.release_memory import ReleaseMemory

if TYPE_CHECKING:
    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.ports import Clock

WEEK = timedelta(days=7)
LONGEST_LIFE = timedelta(days=190)
"""A feed that says to hold longer is refused: an old one could be shown for as long."""
SKEW = timedelta(days=1)
_NOBODY = Publisher()


class ReleaseSource(Protocol):
    """What fetches the text of a feed."""

    def fetch(self, address: str, job: Job) -> str:
        """Return the text at an address. Raises FeedTrouble, Cancelled."""


class ReleaseDesk:
    """Ask the publisher's signed feed for versions above the installed one.

    ``source`` makes what fetches, when it is first needed; without it or without a known publisher
    nothing is ever asked. ``installed`` is this program's version.
    """

    def __init__(
        self,
        clock: Clock,
        publisher: Publisher = _NOBODY,
        source: Callable[[], ReleaseSource] | None = None,
        installed: str = __version__,
    ) -> None:
        self._clock = clock
        self.publisher = publisher
        self._source = source
        self.installed = Version.read(installed)

    @property
    def consent(self) -> Consent:
        """Return how far the user let the program ask."""
        return release_memory.recall().consent

    def agree(self, consent: Consent) -> None:
        """Keep how far the user lets the program ask. Raises FileTrouble."""
        release_memory.keep(replace(release_memory.recall(), consent=consent))

    def is_due(self) -> bool:
        """Tell whether the program may ask by itself now: agreed to, and a week has gone by."""
        memory = release_memory.recall()
        if memory.consent is not Consent.WEEKLY or not self.publisher.known:
            return False
        now = self._clock.now()
        return memory.asked_at is None or not memory.asked_at <= now < memory.asked_at + WEEK

    def ask(self, job: Job) -> ReleaseNews:
        """Fetch the feed, check it, and return what is newer.

        Raises
        ------
        UsageTrouble
            no_publisher: this build names nobody to ask; no_consent: the user did not agree.
        FeedTrouble
            It cannot be reached, or is not believed; what was believed before stays as it was.
        """
        if self._source is None or not self.publisher.known:
            raise UsageTrouble(
                "no_publisher",
                "This build names no publisher, so there is nobody to ask for a newer version.",
                "Look where you got the program from.",
            )
        memory = release_memory.recall()
        if memory.consent is Consent.NONE:
            raise UsageTrouble(
                "no_consent",
                "Asking for a newer version was not agreed to, so nothing was sent.",
                "Agree to it in the Help menu, or with: updates allow",
            )
        text = self._source().fetch(self.publisher.address, job)
        now = self._clock.now()
        asked = replace(memory, asked_at=now)
        release_memory.keep(asked)  # an answer that is refused below was an answer, too
        return self._judge(text, asked, now)

    def _judge(self, text: str, memory: ReleaseMemory, now: datetime) -> ReleaseNews:
        content = open_envelope(text, self.publisher.keys)
        feed = read_feed(content, self.publisher.page)
        digest = hashlib.sha256(content).hexdigest()
        _expect_fresh(feed, now)
        _expect_onward(feed, digest, memory, self.publisher.counter)
        release_memory.keep(replace(memory, counter=feed.counter, digest=digest))
        newer = [each for each in feed.releases if each.version > self.installed]
        newer.sort(key=lambda each: each.version, reverse=True)
        return ReleaseNews(self.installed, tuple(newer), feed.issued, feed.expires)


def _expect_fresh(feed: ReleaseFeed, now: datetime) -> None:
    if feed.issued > now + SKEW:
        raise FeedTrouble(
            "from_the_future",
            f"The release feed was signed on {feed.issued:%d %B %Y}, which is still to come by the "
            "clock of this computer. It was not believed.",
            "Set the clock and ask again.",
        )
    if feed.expires <= feed.issued or feed.expires - feed.issued > LONGEST_LIFE:
        raise FeedTrouble(
            "wrong_life",
            "The release feed says to hold for longer than half a year, or not at all. It was not "
            "believed.",
            "Look at the publisher's page yourself.",
        )
    if now >= feed.expires:
        raise FeedTrouble(
            "expired",
            f"The release feed has not held since {feed.expires:%d %B %Y}, so it does not tell "
            "what is newest. An old one may have been shown to you, or the clock is wrong.",
            "Look at the publisher's page yourself.",
        )


def _expect_onward(feed: ReleaseFeed, digest: str, memory: ReleaseMemory, floor: int) -> None:
    if feed.counter < max(memory.counter, floor):
        raise FeedTrouble(
            "older_than_seen",
            f"The release feed is number {feed.counter}; number {max(memory.counter, floor)} was "
            "seen before. An old one was shown, and it was not believed.",
            "Look at the publisher's page yourself.",
        )
    if feed.counter == memory.counter and memory.digest and digest != memory.digest:
        raise FeedTrouble(
            "two_of_one_number",
            f"There are two different release feeds of number {feed.counter}. The second was not "
            "believed.",
            "Look at the publisher's page yourself.",
        )
