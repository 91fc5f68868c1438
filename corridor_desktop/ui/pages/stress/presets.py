"""The falls worth asking about: measured crises, round figures, days on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from corridor_desktop.services.record_days import RecordDay
from corridor_desktop.stress.report import StressReport
from corridor_desktop.ui import format as fmt


@dataclass(frozen=True, slots=True)
class Preset:
    """A fall of KOSPI within some sessions, with a name and where the figure comes from."""

    title: str
    kospi: float
    tip: str
    sessions: int = 1


_ROUND = ((-0.03, 5), (-0.05, 5), (-0.10, 21))


def presets(report: StressReport, days: Sequence[RecordDay], as_of: date) -> tuple[Preset, ...]:
    """Return the presets; only days up to ``as_of`` are offered."""
    past = [entry for entry in days if entry.day <= as_of]
    remembered = [entry for entry in past if entry.day.year in {2008, 2020, 2024}]
    return (
        *_crises(report),
        *(Preset("", size, "A round figure.", within) for size, within in _ROUND),
        *(Preset(entry.short, entry.move, _tip(entry)) for entry in remembered),
        *_worst(report, past),
    )


def _crises(report: StressReport) -> tuple[Preset, ...]:
    found = report.distribution
    if found is None:
        return ()
    said = f"of the first sessions of {found.n} inter-Korean crises."
    named = (("Median crisis day", found.median), ("Worst crisis day", found.worst))
    return tuple(
        Preset(title, kospi, f"The {title.split()[0].lower()} {said}")
        for title, kospi in named
        if kospi < 0
    )


def _tip(entry: RecordDay) -> str:
    return f"{entry.title}: {fmt.percent(entry.move, 2)} on {fmt.day(entry.day)}."


def _worst(report: StressReport, past: Sequence[RecordDay]) -> tuple[Preset, ...]:
    """Return the worst session, from the stored closes where they are real and go deeper."""
    known = [(entry.move, entry.day) for entry in past]
    stored = None if report.simulated else worst_stored(report)
    if stored is not None:
        known.append(stored)
    if not known:
        return ()
    move, day = min(known)
    tip = f"The largest one-session fall on record: {fmt.percent(move, 2)} on {fmt.day(day)}."
    return (Preset("Worst day on record", move, tip),)


def worst_stored(report: StressReport) -> tuple[float, date] | None:
    """Return the worst session of the stored closes of the benchmark and its day."""
    if report.model is None or len(report.model.closes) < 2:
        return None
    moves = report.model.closes[1:] / report.model.closes[:-1] - 1
    place = int(np.argmin(moves))
    return float(moves[place]), date.fromordinal(int(report.model.days[place + 1]))
