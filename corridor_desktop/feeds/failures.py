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
        "The price source cannot be reached; this computer seems to be offline.",
        retry=True,
        stops=True,
    ),
    "timeout": Kind("The price source did not answer in time.", retry=True, stops=True),
    "tls": Kind(
        "The certificate of the price source was refused, so it was not asked; a network filter "
        "or a wrong clock can cause that.",
        retry=False,
        stops=True,
    ),
    "rate_limited": Kind(
        "The price source takes no more questions for now; try again in half an hour.",
        retry=True,
    ),
    "unknown_symbol": Kind(
        "The price source does not know {symbol}, or has no closes of it.", retry=False
    ),
    "delisted": Kind(
        "The price source has no closes of {symbol} after {day}; it seems to be traded no more.",
        retry=False,
    ),
    "changed_format": Kind(
        "The answer about {symbol} was not what the price source used to send; a sign-in page of "
        "the network can cause that.",
        retry=True,
    ),
    "server": Kind("The price source has trouble of its own.", retry=True),
    "stopped": Kind("The helper that asks the price source ended unexpectedly.", retry=True),
}


def sentence(code: str, symbol: str, day: str = "", *, tried: bool = True) -> str:
    """Return what to tell the user; ``tried`` is false for what was not asked any more."""
    told = KINDS[code].sentence.format(symbol=symbol, day=day)
    return told if tried else f"Not tried: {told[0].lower()}{told[1:]}"
