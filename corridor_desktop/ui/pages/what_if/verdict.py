"""What came out, in one or two sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import Money
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.pages.limits import rows as limit_rows
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.planning.fix import Fix
    from corridor_desktop.services.plan_desk import Trial


def verdict(trial: Trial) -> str:
    """Return what the changes do to the limits, and how sure a search is of its answer."""
    sentences = [_found(trial, trial.fix)] if trial.fix else []
    if trial.fix:
        sentences += _beyond(trial.fix)
    if trial.opened:
        broken = ", ".join(_named(*name) for name in trial.opened)
        sentences.append(f"This would break: {broken}.")
    if not sentences and not trial.changes.empty:
        sentences.append("No limit would be broken that is not broken now.")
    if not sentences:
        sentences.append("Add a change above, or look for the smallest trades.")
    return " ".join(sentences)


def _beyond(fix: Fix) -> list[str]:
    """Return the limits that no trade mends, those with the same reason together."""
    by_reason: dict[str, dict[str, None]] = {}
    for (limit, _), why in fix.beyond.items():
        by_reason.setdefault(why, {})[limit_rows.title(limit)] = None
    return [
        f"{'; '.join(names)}: {say(Message.of(f'plans.{why}'))}" for why, names in by_reason.items()
    ]


def _found(trial: Trial, fix: Fix) -> str:
    if fix.status == "infeasible":
        named = ", ".join(_named(*name) for name in fix.conflicts)
        return say(Message.of("plans.infeasible", conflicts=named))
    if not fix.trades and fix.status == "gap":
        return say(Message.of("plans.not_found"))
    if not fix.trades:
        return say(Message.of("plans.nothing_needed"))
    count = len(fix.trades)
    words = "1 trade" if count == 1 else f"{fmt.count(count)} trades"
    amount = fmt.money(Money(fix.turnover, trial.base))
    code = "plans.proven" if fix.status == "optimal" else "plans.not_proven"
    return say(Message.of(code, trades=words, amount=amount, gap=fmt.percent(fix.gap)))


def _named(limit: str, subject: str) -> str:
    title = limit_rows.title(limit)
    return title if subject == "portfolio" else f"{title} ({subject})"
