"""A table brought into the common shape: one header, one record per fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor_desktop.importers.cells import Record


@dataclass(frozen=True, slots=True)
class Arranged:
    """``used`` are the records that served as header; records that came of one line share it."""

    header: Sequence[str]
    records: tuple[Record, ...]
    used: tuple[Record, ...]
