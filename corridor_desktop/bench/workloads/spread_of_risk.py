"""Covariance shrunk to what three years can tell, and what each holding adds to the risk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload

DAYS = 780


def _returns(folder: Path, _: Scale) -> Any:
    every = np.load(folder / "closes.npy", mmap_mode="r")
    return np.ascontiguousarray(np.diff(np.log(np.asarray(every[-DAYS - 1 :, :300])), axis=0))


def _ours(returns: Any) -> Any:
    from corridor_desktop.stress.diversify import contribute_sd, shrink_to_identity

    weights = np.full(returns.shape[1], 1 / returns.shape[1])
    matrix, intensity, _ = shrink_to_identity(returns)
    return matrix, contribute_sd(weights, matrix), intensity


def _told(found: Any) -> Figures:
    matrix, parts, _ = found
    return {"trace": float(np.trace(matrix)), "first pair": float(matrix[0, 1]),
            "risk": float(parts.sum()), "first part": float(parts[0])}  # fmt: skip


def _numpy(returns: Any) -> Any:
    """Take the covariance and one product; nothing is shrunk."""
    return np.cov(returns, rowvar=False, bias=True)


def _numpy_told(matrix: Any) -> Figures:
    return {"trace": float(np.trace(matrix))}


def _skfolio(returns: Any) -> Any:
    from skfolio.moments import LedoitWolf

    return LedoitWolf().fit(returns).covariance_


def _skfolio_told(matrix: Any) -> Figures:
    return {"trace": float(np.trace(matrix)), "first pair": float(matrix[0, 1])}


def _riskfolio_material(folder: Path, scale: Scale) -> Any:
    import pandas as pd

    returns = _returns(folder, scale)
    return pd.DataFrame(returns), pd.DataFrame(_ours(returns)[0])


def _riskfolio(material: Any) -> Any:
    import pandas as pd
    from riskfolio.src.RiskFunctions import Risk_Contribution

    returns, matrix = material
    weights = pd.DataFrame(np.full((returns.shape[1], 1), 1 / returns.shape[1]))
    return Risk_Contribution(weights, returns=returns, cov=matrix, rm="MV")


def _riskfolio_told(parts: Any) -> Figures:
    values = np.asarray(parts, dtype=np.float64).ravel()
    return {"risk": float(values.sum()), "first part": float(values[0])}


SPREAD_OF_RISK = Workload(
    name="spread-of-risk",
    title="Spread of risk",
    does="shrunk covariance (Ledoit and Wolf) of 300 holdings and the risk that each adds",
    own=Part("ours", _returns, _ours, _told),
    floor=Part("numpy, not shrunk", _returns, _numpy, _numpy_told),
    peers=(
        Part("skfolio (covariance)", _returns, _skfolio, _skfolio_told, ("skfolio",)),
        Part(
            "Riskfolio-Lib (contributions)", _riskfolio_material, _riskfolio, _riskfolio_told,
            ("riskfolio",), scales=("1x", "tiny"),
        ),
    ),
    tolerance=1e-5,
)  # fmt: skip
