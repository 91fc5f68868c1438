"""A pulse on the GUI thread: how long the event loop stood still between two beats."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer

BEAT = 5
"""Milliseconds between two beats of an idle window."""


class Heartbeat:
    """Beats from its making until ``stop``.

    ``gaps`` are seconds between two beats. ``busy`` are the seconds of processor time that the
    GUI thread itself spent in them: what is left of a gap is waiting, for other threads of the
    program or for other programs, which a crowded machine makes long.
    """

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.busy: list[float] = []
        self._last, self._spent = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now, spent = time.perf_counter(), time.thread_time()
        self.gaps.append(now - self._last)
        self.busy.append(spent - self._spent)
        self._last, self._spent = now, spent

    def stop(self) -> str:
        """End it and say what it saw."""
        self._timer.stop()
        worst = sorted(zip(self.gaps, self.busy, strict=True), reverse=True)[:6]
        shown = ", ".join(f"{1000 * gap:.0f} ({1000 * own:.0f})" for gap, own in worst)
        late = sum(gap > 0.05 for gap in self.gaps)
        return f"{len(self.gaps)} beats, {late} later than 50 ms, longest (own work) {shown} ms"
