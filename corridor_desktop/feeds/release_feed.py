"""Fetches the publisher's release feed in the worker process, with a deadline."""

from __future__ import annotations

from corridor_desktop.domain.errors import FeedTrouble
from corridor_desktop.domain.job import Job
from corridor_desktop.feeds.source_feed import worker_command
from corridor_desktop.feeds.worker import Ended, Late, Worker

SECONDS = 25.0
_WORDS = {
    "offline": "The release feed cannot be reached; this computer seems to be offline.",
    "timeout": "The release feed did not answer in time.",
    "tls": "The certificate of the release feed was refused, so it was not asked; a network filter "
    "or a wrong clock can cause that.",
    "server": "The place of the release feed has trouble of its own.",
    "stopped": "The helper that asks for the release feed ended unexpectedly.",
}
_OTHERWISE = (
    "The release feed is not where it should be; a sign-in page of the network can cause that."
)


class ReleaseFeedSource:
    """Implements ``services.release_desk.ReleaseSource``."""

    def fetch(self, address: str, job: Job) -> str:
        """Return the text at an address.

        Raises
        ------
        FeedTrouble
            It cannot be had; ``code`` tells why.
        Cancelled
            The job was stopped; the helper was ended.
        """
        with Worker(worker_command()) as worker:
            try:
                answer = worker.ask(
                    {"source": "releases", "address": address},
                    SECONDS,
                    lambda: job.checkpoint(0.5, "Asking for a newer version"),
                )
            except Late:
                answer = {"failure": "timeout"}
            except Ended:
                answer = {"failure": "stopped"}
        body = answer.get("body")
        if isinstance(body, str):
            return body
        code = str(answer.get("failure") or "changed_format")
        raise FeedTrouble(
            code, _WORDS.get(code, _OTHERWISE), "Nothing was changed. Try again later."
        )
