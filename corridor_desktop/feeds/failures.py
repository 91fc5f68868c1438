"""Why a symbol brought no prices, in one sentence each; kinds are told apart by code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """``sentence`` takes ``{source}``, ``{symbol}`` and ``{day}``.

    ``retry``: trying later can help. ``stops``: it ends a run when it repeats. ``elsewhere``:
    another source may well answer.
    """

    sentence: str
    retry: bool
    stops: bool = False
    elsewhere: bool = True


KINDS = {
    "offline": Kind(
        "{source} cannot be reached; this computer seems to be offline.", retry=True, stops=True
    ),
    "timeout": Kind("{source} did not answer in time.", retry=True, stops=True),
    "tls": Kind(
        "The certificate of {source} was refused, so it was not asked; a network filter or a "
        "wrong clock can cause that.",
        retry=False,
        stops=True,
    ),
    "clock": Kind(
        "The clock of this computer differs from that of {source} by more than a day ({day} "
        "there), so its closes cannot be dated; set the clock.",
        retry=False,
        stops=True,
        elsewhere=False,
    ),
    "rate_limited": Kind(
        "{source} takes no more questions for now; it is not asked again before {day}.",
        retry=True,
    ),
    "unknown_symbol": Kind("{source} does not know {symbol}, or has no closes of it.", retry=False),
    "delisted": Kind(
        "{source} has no closes of {symbol} after {day}; it seems to be traded no more.",
        retry=False,
    ),
    "changed_format": Kind(
        "The answer about {symbol} was not what {source} used to send; a sign-in page of the "
        "network can cause that.",
        retry=True,
    ),
    "server": Kind("{source} has trouble of its own.", retry=True),
    "stopped": Kind("The helper that asks {source} ended unexpectedly.", retry=True),
    "no_key": Kind(
        "{source} needs a key of your own, and none is kept; enter it in Settings.",
        retry=False,
        stops=True,
    ),
    "key_refused": Kind(
        "{source} did not accept the key that is kept for it; check it in Settings.",
        retry=False,
        stops=True,
    ),
    "keyring": Kind(
        "The key for {source} could not be read from the system keyring, so it was not asked.",
        retry=True,
        stops=True,
    ),
    "not_covered": Kind("{source} has no prices of this kind, so it was not asked.", retry=False),
}


def sentence(
    code: str, symbol: str, day: str = "", *, tried: bool = True, source: str = "The price source"
) -> str:
    """Return what to tell the user; ``tried`` is false for what was not asked any more."""
    told = KINDS[code].sentence.format(symbol=symbol, day=day, source=source)
    return told if tried else f"Not tried: {told}"
