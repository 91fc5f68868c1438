"""Keep Python's cycle collector from stopping every thread while a long file is at work."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Pause the collector, and afterwards spare it what was made meanwhile.

    A collection walks every object and holds all threads, the window's too: a tenth of a second
    and more after 100,000 rows. Rows hold no cycles, so nothing is lost by never walking them;
    they are freed by their reference counts as always.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector while much is made that stays, and let it look at all of it once after.

    It would walk the growing heap again and again: two fifths of the time of booking 100,000
    transactions. Nothing is spared afterwards, because a review is let go of when the next comes.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
