"""Runs HiGHS on a matrix; the job can stop it, and a deadline does."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.domain.job import Job
from corridor_desktop.planning.matrix import Matrix

TOLERANCE = 1e-9
"""How far the solver may miss a row whose largest coefficient is one."""


@dataclass(frozen=True, slots=True)
class Found:
    """``point`` is ``None`` when nothing feasible was found; ``proven`` that nothing exists.

    ``value`` is the objective at the point, ``bound`` what no point can go below.
    """

    point: list[float] | None
    value: float = 0.0
    bound: float = 0.0
    proven: bool = True


def minimise(
    matrix: Matrix,
    cost: Mapping[int, float],
    deadline: float,
    job: Job,
    *,
    absolute_gap: float = 1e-12,
    relative_gap: float = 0.0,
) -> Found:
    """Return the cheapest point of a matrix.

    Parameters
    ----------
    matrix
        Columns and rows.
    cost
        By column place.
    deadline
        On the clock of ``time.monotonic``; then the best point so far is returned.
    job
        Asked while the solver runs; what its checkpoint raises stops the solver and is raised.
    absolute_gap, relative_gap
        Stop when the point is proven this close to the cheapest: in cost, or as a part of it.

    Raises
    ------
    Cancelled
        The user stopped it.
    """
    import highspy

    solver = _silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_rel_gap", relative_gap)
    solver.setOptionValue("mip_abs_gap", absolute_gap)
    solver.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
    solver.setOptionValue("mip_feasibility_tolerance", TOLERANCE)
    solver.setOptionValue("time_limit", max(deadline - time.monotonic(), 0.01))
    stopped: list[CorridorError] = []

    def asked(event: Any) -> None:
        try:
            job.checkpoint(0.5)
        except CorridorError as stop:
            stopped.append(stop)
            event.interrupt()

    solver.cbMipInterrupt.subscribe(asked)
    solver.passModel(_model(matrix, cost))
    solver.run()
    if stopped:
        raise stopped[0]
    return _found(solver, highspy)


def _silent() -> Any:
    """Return a solver that prints nothing, not even its name: standard output is for answers."""
    import highspy

    class Silent(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 (the library's own name)
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Silent()  # type: ignore[no-untyped-call]


def _model(matrix: Matrix, cost: Mapping[int, float]) -> Any:
    import highspy

    model = highspy.HighsLp()
    columns = len(matrix.lower)
    model.num_col_, model.num_row_ = columns, len(matrix.rows)
    costs = np.zeros(columns)
    for place, value in cost.items():
        costs[place] = value
    model.col_cost_ = costs
    model.col_lower_ = np.array(matrix.lower, dtype=float)
    model.col_upper_ = np.array(matrix.upper, dtype=float)
    model.row_lower_ = np.array([low for _, low, _ in matrix.rows], dtype=float)
    model.row_upper_ = np.array([high for _, _, high in matrix.rows], dtype=float)
    starts = np.cumsum([0, *(len(terms) for terms, _, _ in matrix.rows)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts.astype(np.int32)
    places = [place for terms, _, _ in matrix.rows for place in terms]
    values = [value for terms, _, _ in matrix.rows for value in terms.values()]
    model.a_matrix_.index_ = np.array(places, dtype=np.int32)
    model.a_matrix_.value_ = np.array(values, dtype=float)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[whole] for whole in matrix.whole]
    return model


def _found(solver: Any, highspy: Any) -> Found:
    status = solver.getModelStatus()
    info = solver.getInfo()
    if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kModelEmpty}:
        return Found(None)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Found(None, proven=False)
    point = [float(value) for value in solver.getSolution().col_value]
    bound = float(info.mip_dual_bound)
    optimal = status == highspy.HighsModelStatus.kOptimal
    value = float(info.objective_function_value)
    return Found(point, value, value if optimal else bound, optimal)
