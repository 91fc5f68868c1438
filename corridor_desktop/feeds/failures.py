"""Why a symbol brought no prices, in one sentence each; kinds are told apart by code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """``sentence`` takes ``{symbol}`` and ``{day}``; ``stops`` ends a run when it repeats."""

    sentence: str
    retry: bool
    stops: bool = False


KINDS = {
    "offline": Kind(
        "{symbol}: the price source cannot be reached; this computer seems to be offline.",
        retry=True,
        stops=True,
    ),
    "timeout": Kind("{symbol}: the price source did not answer in time.", retry=True, stops=True),
    "tls": Kind(
        "{symbol}: the connection to the price source is not trustworthy (its certificate was "
        "refused), so nothing was asked. A network filter or a wrong clock can cause that.",
        retry=False,
        stops=True,
    ),
    "rate_limited": Kind(
        "{symbol}: the price source takes no more questions for now. Try again in half an hour.",
        retry=True,
    ),
    "unknown_symbol": Kind(
        "{symbol}: the price source does not know this symbol, or has no closes of it.",
        retry=False,
    ),
    "delisted": Kind(
        "{symbol}: the price source has no closes after {day}; it seems to be traded no more.",
        retry=False,
    ),
    "changed_format": Kind(
        "{symbol}: the answer was not what the price source used to send. A sign-in page of the "
        "network can cause that, or a newer version of this program is needed.",
        retry=True,
    ),
    "server": Kind("{symbol}: the price source has trouble of its own.", retry=True),
    "stopped": Kind(
        "{symbol}: the helper that asks the price source ended unexpectedly.", retry=True
    ),
}


def sentence(code: str, symbol: str, day: str = "", *, tried: bool = True) -> str:
    """Return what to tell the user; ``tried`` is false for what was not asked any more."""
    told = KINDS[code].sentence.format(symbol=symbol, day=day)
    if not tried:
        told += " It was not asked for in this run."
    return f"{told} What was stored before is kept."
