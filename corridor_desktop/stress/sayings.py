"""Spread risk and joint moves in plain sentences: codes with figures, worded elsewhere."""

from __future__ import annotations

from corridor_desktop.domain.message import Message
from corridor_desktop.stress.assumed import Assumed
from corridor_desktop.stress.factor_report import Joint
from corridor_desktop.stress.risk_report import Pairwise, RiskPart, Spread

UNTAGGED = "untagged"


def describe_spread(spread: Spread) -> tuple[Message, ...]:
    """Say what the holdings act like; bets only together with the diversification ratio."""
    said: list[Message] = []
    if spread.effective_number is not None:
        number = f"{spread.effective_number:.1f}"
        said.append(Message.of("stress.acts_like", count=spread.n_holdings, number=number))
    if spread.ratio is not None and spread.removed is not None and spread.n_holdings > 1:
        said.append(
            Message.of(
                "stress.spreading_removes",
                removed=_percent(spread.removed),
                ratio=f"{spread.ratio:.2f}",
                squared=f"{spread.ratio**2:.1f}",
            )
        )
        if spread.bets is not None:
            said.append(Message.of("stress.independent_bets", bets=f"{spread.bets:.1f}"))
    theme = largest_theme(spread)
    if theme is not None:
        said.append(
            Message.of(
                "stress.risk_of_theme",
                share=_percent(theme.share),
                theme=theme.label,
                weight=_percent(theme.weight),
            )
        )
    pairs = _describe_pairs(spread.calm, spread.stress)
    return (*said, pairs) if pairs is not None else tuple(said)


def largest_theme(spread: Spread) -> RiskPart | None:
    """Return the theme with the largest share of the ups and downs, ``None`` without any."""
    tagged = [part for part in spread.by_theme if part.key != UNTAGGED and part.share > 0]
    return max(tagged, key=lambda part: part.share, default=None)


def _describe_pairs(calm: Pairwise, stress: Pairwise) -> Message | None:
    if calm.value is None or stress.value is None:
        return None
    code = "stress.pairs" if stress.no_change is not None else "stress.pairs_alone"
    return Message.of(
        code,
        calm=f"{calm.value:.2f}",
        stress=f"{stress.value:.2f}",
        low=f"{stress.low:.2f}",
        high=f"{stress.high:.2f}",
        n=stress.n,
        clusters=stress.clusters,
        **({} if stress.no_change is None else {"no_change": f"{stress.no_change:.2f}"}),
    )


def describe_joint(joint: Joint) -> Message:
    """Say what is expected to follow, with both bands."""
    return Message.of(
        "stress.joint_move",
        move=_signed(joint.move),
        low=_signed(joint.low),
        high=_signed(joint.high),
        fat_low=_signed(joint.fat_low),
        fat_high=_signed(joint.fat_high),
    )


def describe_assumed(assumed: Assumed) -> Message:
    """Say what the user's own assumption would change."""
    share = "" if assumed.fraction is None else f" ({_signed(assumed.fraction)})"
    amount = f"{assumed.change.amount:+,.2f} {assumed.change.currency}".replace("-", "\u2212")
    code = "stress.assumed_currency" if assumed.kind == "currency" else "stress.assumed_theme"
    return Message.of(code, change=f"{amount}{share}")


def _percent(value: float) -> str:
    return f"{value * 100:.0f} %"


def _signed(value: float) -> str:
    return f"{value * 100:+.1f} %".replace("-", "\u2212")
