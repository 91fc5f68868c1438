"""From a place in the JSON of a review to the place of the same figure in the review itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review

_I = r"(\[[^\]]*\])"

_RENAMED = tuple(
    (re.compile(found), put)
    for found, put in (
        (r"^exposure\.([a-z-]+)", r"exposures[\1]"),
        (r"^changes\.([a-z-]+)", r"changes[\1]"),
        (rf"^(changes{_I}{_I}\.slices{_I})\.(price|currency|trade|retag)$", r"\1.parts.\5"),
        (r"^valuation\.cash$", "valuation.cash_total"),
        (r"^valuation\.cash_lines", "valuation.cash"),
        (rf"^valuation\.lines{_I}\.quantity", r"valuation.lines\1.position.quantity"),
        (r"\.fx_stale_days$", ".fx.age"),
        (r"^stress\.window\.n$", "stress.n"),
        (r"\.correlation_(no_change|same_day)$", r".\1"),
        (rf"^stress\.holdings{_I}\.(?!weight|share|link)", r"stress.holdings\1.link."),
        (rf"^stress\.(shocks|shock_at){_I}\.global", r"stress.\1\2.world"),
        (rf"^(stress\.distribution\.\w+{_I})\.move$", r"\1[0]"),
        (rf"^(stress\.distribution\.\w+{_I})\.(?:count|share)$", r"\1[1]"),
        (rf"^(stress\.risk\.by_holding{_I})\.share$", r"\1.loss"),
        (r"^stress\.risk\.by_holding\[\]\.(?:low|high)$", "stress.risk.bands[][]"),
        (r"^stress\.risk\.corridor_band\.low$", "stress.risk.corridor_band[0]"),
        (r"^stress\.risk\.corridor_band\.high$", "stress.risk.corridor_band[1]"),
        (r"^stress\.risk\.spread\.holdings$", "stress.risk.spread.n_holdings"),
        (r"^stress\.risk\.spread\.diversification_ratio$", "stress.risk.spread.ratio"),
        (r"^stress\.risk\.spread\.ratio_squared$", "stress.risk.spread.squared"),
        (r"^stress\.risk\.spread\.effective_bets$", "stress.risk.spread.bets"),
        (r"^stress\.risk\.spread\.target_correlation$", "stress.risk.spread.target"),
        (r"^stress\.risk\.spread\.pairs(?=\.|$)", "stress.risk.spread.average"),
        (r"^stress\.risk\.spread\.pairs_(calm|stress)", r"stress.risk.spread.\1"),
        (rf"^(stress\.tail\.losses{_I})\.value_at_risk", r"\1.at_risk"),
        (rf"^(stress\.tail\.losses{_I})\.expected_shortfall", r"\1.shortfall"),
        (rf"^(stress\.tail\.losses{_I})\.unfiltered_shortfall", r"\1.plain"),
        (rf"^(stress\.tail\.losses{_I})\.weeks$", r"\1.tail"),
        (r"^stress\.rolling\.value$", "stress.rolling.values"),
        (r"^stress\.details\.correlation_(local|year|recent|lead_lag)", r"stress.details.\1"),
        (r"^stress\.details\.lead_lag$", "stress.details.lead_lag"),
        (r"^stress\.details\.correlation_all_time", "stress.details.whole"),
        (r"^stress\.details\.beta_(year|recent)", r"stress.details.\1_beta"),
        (r"^stress\.details\.beta_all_time", "stress.details.whole_beta"),
        (r"^stress\.details\.beta_scholes_williams", "stress.details.scholes_williams"),
        (r"^stress\.details\.beta_down_minus_up", "stress.details.side_difference"),
        (r"^stress\.details\.exceedance(?=\[)", "stress.details.exceedances"),
        (r"^stress\.details\.world_minus_korea", "stress.details.story_gap"),
        (r"^stress\.crises\.", "stress.study."),
        (r"^stress\.study\.events", "stress.study.rows"),
        (r"^stress\.study\.placebo(?=\[)", "stress.study.placebos"),
        (r"^(stress\.study\.rows.*\.(?:kospi|own))_abnormal$", r"\1"),
    )
)
_BAND = re.compile(r"^stress\.risk\.by_holding\[(\d+)\]\.(low|high)$")
_NEWEST = re.compile(r"^stress\.rolling\.(value|low|high)$")


def rename(path: str) -> str:
    """Return the place in a review by the path in its JSON, as far as the path alone tells."""
    for found, put in _RENAMED:
        path = found.sub(put, path)
    return path


def locate(review: Review, path: str) -> str:
    """Return the place of a figure by its path in the JSON of this review."""
    band = _BAND.match(path)
    risk = review.stress.risk
    if band is not None and risk is not None and int(band[1]) < len(risk.by_holding):
        end = int(band[2] == "high")
        return f"stress.risk.bands[{risk.by_holding[int(band[1])].key}][{end}]"
    newest = _NEWEST.match(path)
    rolling = review.stress.rolling
    if newest is not None and rolling is not None:
        known = [at for at, value in enumerate(rolling.values) if value is not None]
        side = "values" if newest[1] == "value" else newest[1]
        return f"stress.rolling.{side}[{known[-1] if known else 0}]"
    return rename(path)
