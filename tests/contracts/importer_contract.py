"""What every reading keeps, whatever the file holds."""

from __future__ import annotations

from collections import Counter

from corridor_desktop.domain.transaction import HOLDING_KINDS, Kind
from corridor_desktop.importers.contract import FileReading, Outcome
from corridor_desktop.services.words import catalogue

OUT = {Kind.SELL, Kind.TRANSFER_OUT}
IN = {Kind.BUY, Kind.TRANSFER_IN}


def keeps_the_contract(reading: FileReading) -> None:
    """Assert the promises of an importer for one reading."""
    _accounts_for_every_line(reading)
    _says_why(reading)
    for row in reading.transactions:
        if row.kind in HOLDING_KINDS:
            assert row.quantity
            assert not row.instrument.empty
        else:
            assert row.quantity is None, f"{row.kind} must not change holdings"
        if row.kind in OUT:
            assert row.quantity is not None
            assert row.quantity < 0
        if row.kind in IN:
            assert row.quantity is not None
            assert row.quantity > 0
        if row.kind is Kind.WITHDRAWAL:
            assert row.net_cash is not None
            assert row.net_cash.amount <= 0
        for part in (row.fee, row.tax):
            assert part is None or part.amount.is_finite()


def _accounts_for_every_line(reading: FileReading) -> None:
    lines = reading.lines
    assert lines.adds_up, lines
    imported = {n for row in reading.transactions for n in row.lines}
    imported |= {n for row in reading.positions for n in row.lines}
    skipped = Counter(n for row in reading.skipped for n in row.lines)
    waiting = Counter(n for part in reading.questions for n in part.lines)
    assert len(imported) == lines.imported
    assert sum(skipped.values()) == lines.skipped == len(skipped)
    assert sum(waiting.values()) == lines.needs_you == len(waiting)
    assert not imported & skipped.keys()
    assert not imported & waiting.keys()
    assert not skipped.keys() & waiting.keys()
    everything = imported | skipped.keys() | waiting.keys()
    assert all(1 <= number <= lines.physical for number in everything)


def _says_why(reading: FileReading) -> None:
    words = catalogue()
    if reading.outcome is Outcome.REFUSED:
        assert reading.reason is not None
        assert not reading.transactions
        assert not reading.positions
    else:
        assert (reading.outcome is Outcome.NEEDS_YOU) == bool(reading.questions)
    messages = [row.message for row in reading.skipped]
    messages += [part.message for part in reading.questions]
    messages += [part.message for part in reading.notices]
    messages += [reading.reason] if reading.reason else []
    for message in messages:
        assert words[message.code].format(**message.values())
