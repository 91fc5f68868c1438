"""Every workload, in the order of the table."""

from __future__ import annotations

from corridor_desktop.bench.workload import Workload
from corridor_desktop.bench.workloads.booking import BOOKING
from corridor_desktop.bench.workloads.importing import IMPORT
from corridor_desktop.bench.workloads.valuation_history import VALUATION_HISTORY

WORKLOADS: tuple[Workload, ...] = (
    IMPORT,
    BOOKING,
    VALUATION_HISTORY,
)


def workload_of(name: str) -> Workload:
    """Return a workload by name. Raises KeyError."""
    return {workload.name: workload for workload in WORKLOADS}[name]
