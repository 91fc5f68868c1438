"""Every workload, in the order of the table."""

from __future__ import annotations

from corridor_desktop.bench.workload import Workload
from corridor_desktop.bench.workloads.booking import BOOKING
from corridor_desktop.bench.workloads.exposure_history import EXPOSURE_HISTORY
from corridor_desktop.bench.workloads.first_paint import CHART, FIRST_PAINT
from corridor_desktop.bench.workloads.importing import IMPORT
from corridor_desktop.bench.workloads.limits import LIMITS, SMALLEST_FIX
from corridor_desktop.bench.workloads.opening import OPEN
from corridor_desktop.bench.workloads.performance import PERFORMANCE
from corridor_desktop.bench.workloads.refresh import REFRESH
from corridor_desktop.bench.workloads.saving import BACK_UP, ENCRYPT, SAVE
from corridor_desktop.bench.workloads.spread_of_risk import SPREAD_OF_RISK
from corridor_desktop.bench.workloads.stress import BOOTSTRAP, REVIEW, STRESS
from corridor_desktop.bench.workloads.valuation_history import VALUATION_HISTORY

WORKLOADS: tuple[Workload, ...] = (
    FIRST_PAINT, OPEN, IMPORT, BOOKING, VALUATION_HISTORY, EXPOSURE_HISTORY, PERFORMANCE,
    STRESS, BOOTSTRAP, SPREAD_OF_RISK, LIMITS, SMALLEST_FIX, REVIEW, CHART, REFRESH, SAVE,
    ENCRYPT, BACK_UP,
)  # fmt: skip


def workload_of(name: str) -> Workload:
    """Return a workload by name. Raises KeyError."""
    return {workload.name: workload for workload in WORKLOADS}[name]
