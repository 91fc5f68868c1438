"""The process that talks to the network: one JSON line in for each symbol, one JSON line out.

It is a process of its own because the libraries cannot be stopped: a parent that has waited long
enough ends it and starts another one. A key of the user comes in with the question, through the
pipe: arguments and environment of a process can be read by others.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import IO, Any

LONGEST = 8.0
"""Seconds that one request may take; the libraries themselves would allow thirty."""


def serve() -> int:
    """Answer requests until standard input ends; return the exit code.

    A request is ``{"source", "folder", "symbol", "since", "facts", "now", "key"}``; ``since`` is
    an ISO date or null, ``now`` a Unix time. The answer holds ``symbol`` and either ``failure`` or
    the closes. With the source ``releases`` it names an ``address``; the answer holds its ``body``.
    """
    questions, answers = _own_pipes()
    for line in questions:
        request = json.loads(line)
        answers.write(json.dumps(_answer(request)) + "\n")
        answers.flush()
    return 0


def _own_pipes() -> tuple[IO[str], IO[str]]:
    """Take the pipes by number and point the usual names elsewhere: libraries print."""
    questions = os.fdopen(os.dup(0), "r", encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    return questions, answers


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    source = request.get("source", "yahoo")
    if source == "ecb":
        from corridor_desktop.feeds import ecb_rates

        return ecb_rates.ask(request, LONGEST)
    if source == "tiingo":
        from corridor_desktop.feeds import tiingo_prices

        return tiingo_prices.ask(request, LONGEST)
    if source == "krx":
        from corridor_desktop.feeds import krx_prices

        return krx_prices.ask(request, LONGEST)
    if source == "releases":
        from corridor_desktop.feeds import release_page

        return release_page.ask(request, LONGEST)
    from corridor_desktop.feeds import yahoo_library

    session = yahoo_library.prepare(request["folder"], LONGEST)
    return yahoo_library.ask(request, session)


if __name__ == "__main__":
    sys.exit(serve())
