"""Plans: try trades, find the smallest fix, keep and approve plans, write order lists."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import NEEDS_YOU, Answer, Command, Outside, option
from corridor_desktop.cli.commands.review import AS_OF, day, level
from corridor_desktop.cli.plan_forms import reason, trial_form
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.finding import State
from corridor_desktop.domain.message import Message
from corridor_desktop.planning.changes import Changes
from corridor_desktop.rules.registry import rule
from corridor_desktop.services.limits import exit_code
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.finding import Finding
    from corridor_desktop.planning.fix import Fix, Terms
    from corridor_desktop.services.plan_desk import Trial
    from corridor_desktop.services.what_if import Ground

_QUIET = {State.INSIDE, State.CANNOT_TELL}
ARITHMETIC = "This is arithmetic on your own limits and the last closes, not advice."


def what_if(arguments: Namespace, outside: Outside) -> Answer:
    """Try trades, deposits, tags, price and rate moves; nothing is written but a named plan."""
    plans = outside.desk.plans
    real = _ground(arguments, outside)
    changes = plans.read(_text_of(Path(arguments.file)), real)
    trial = plans.what_if(changes, real, outside.job)
    if arguments.save:
        plans.keep(arguments.save, changes)
    return Answer(trial_form(trial), _lines(trial), exit_code(trial.after.findings))


def fix(arguments: Namespace, outside: Outside) -> Answer:
    """Find the smallest trades that bring the chosen limits inside."""
    plans = outside.desk.plans
    real = _ground(arguments, outside)
    terms = _terms(arguments, outside, real)
    given = _new_cash(arguments, outside, real)
    trial = plans.fix(terms, given, real, outside.job)
    found = trial.fix
    if arguments.save and found is not None and found.trades:
        plans.keep(arguments.save, trial.changes)
    done = found is not None and found.status != "infeasible" and not found.beyond
    code = exit_code(trial.after.findings) if done else NEEDS_YOU
    return Answer(trial_form(trial), _lines(trial), code)


def show_all(arguments: Namespace, outside: Outside) -> Answer:  # noqa: ARG001 (as every command)
    """List the plans that are kept."""
    kept = outside.desk.plans.all()
    document = {
        "plans": [
            {
                "name": plan.name,
                "made_at": plan.made_at.isoformat(),
                "approved_at": plan.approved_at.isoformat() if plan.approved_at else None,
                "trades": len(plan.changes.trades),
            }
            for plan in kept
        ]
    }
    rows = [
        (
            plan.name,
            str(len(plan.changes.trades)),
            "approved" if plan.approved_at else "a draft",
        )
        for plan in kept
    ]
    return Answer(document, text.table(("plan", "trades", ""), rows) or ["No plan is kept."])


def show(arguments: Namespace, outside: Outside) -> Answer:
    """Show a kept plan against today's portfolio."""
    plan = outside.desk.plans.get(arguments.name)
    trial = outside.desk.plans.what_if(plan.changes, job=outside.job)
    return Answer(trial_form(trial), _lines(trial), exit_code(trial.after.findings))


def rename(arguments: Namespace, outside: Outside) -> Answer:
    """Give a plan another name."""
    plan = outside.desk.plans.rename(arguments.name, arguments.new_name)
    return Answer({"name": plan.name}, [f"It is called {plan.name} now."])


def discard(arguments: Namespace, outside: Outside) -> Answer:
    """Forget a plan."""
    outside.desk.plans.discard(arguments.name)
    return Answer({"name": arguments.name}, [f"Forgotten: {arguments.name}"])


def approve(arguments: Namespace, outside: Outside) -> Answer:
    """Note that a plan is meant; refused while it ends in an open breach."""
    plan = outside.desk.plans.approve(arguments.name, outside.job)
    at = plan.approved_at.isoformat() if plan.approved_at else None
    return Answer({"name": plan.name, "approved_at": at}, [f"Approved: {plan.name}"])


def export(arguments: Namespace, outside: Outside) -> Answer:
    """Write the orders of a plan as CSV; refused while it ends in an open breach."""
    plan = outside.desk.plans.get(arguments.name)
    trial = outside.desk.plans.what_if(plan.changes, job=outside.job)
    path = outside.desk.plans.order_list(trial, Path(arguments.out))
    return Answer({"file": str(path), "orders": len(trial.orders)}, [f"Written: {path}"])


def _ground(arguments: Namespace, outside: Outside) -> Ground:
    as_of = day(arguments.as_of) if arguments.as_of else None
    return outside.desk.plans.ground(as_of, outside.job)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        raise UsageTrouble(
            "unreadable_plan",
            f"The plan {path.name} cannot be read.",
            "It has to be a UTF-8 text file: JSON or CSV.",
        ) from trouble


def _terms(arguments: Namespace, outside: Outside, real: Ground) -> Terms:
    from corridor_desktop.planning.fix import BOTH, BUY, SELL, Terms

    names = outside.desk.plans.names(real)
    strange = [limit for limit in arguments.limit or () if rule(limit) is None]
    if strange:
        raise UsageTrouble("unknown_limit", f"There is no limit called {strange[0]!r}.")
    if arguments.buy_only and arguments.sell_only:
        raise UsageTrouble("both_sides", "Choose --buy-only or --sell-only, not both.")
    sides = BUY if arguments.buy_only else SELL if arguments.sell_only else BOTH
    return Terms(
        sides,
        not arguments.fractional,
        _decimal(arguments.fee, "--fee"),
        _decimal(arguments.fee_percent, "--fee-percent") / 100,
        _decimal(arguments.minimum_order, "--minimum-order"),
        frozenset(names.instrument(symbol).id for symbol in arguments.lock or ()),
        tuple(arguments.limit or ()),
        arguments.to_warn,
        float(_decimal(arguments.seconds, "--seconds")),
    )


def _new_cash(arguments: Namespace, outside: Outside, real: Ground) -> Changes:
    amount = _decimal(arguments.cash, "--cash")
    if not amount:
        return Changes()
    account = outside.desk.plans.names(real).account(arguments.cash_account or "")
    return Changes(deposits={account.id: amount})


def _decimal(value: str, name: str) -> Decimal:
    try:
        found = Decimal(value)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise UsageTrouble("bad_number", f"{name} {value!r} is no number of zero or more.")
    return found


def _lines(trial: Trial) -> list[str]:
    lines = _verdict(trial)
    lines += [f"This would break {limit} {subject}." for limit, subject in trial.opened]
    rows = [
        (
            "buy" if order.trade.quantity > 0 else "sell",
            text.plain(abs(order.trade.quantity)),
            order.instrument.label,
            order.account,
            f"{text.plain(order.price)} {order.currency}",
            reason(order),
        )
        for order in trial.orders
    ]
    if rows:
        lines += [*text.table(("", "quantity", "holding", "account", "price", "for"), rows), ""]
    lines += ["Limits before and after:", *_changed(trial), "", ARITHMETIC]
    return lines


def _verdict(trial: Trial) -> list[str]:
    found = trial.fix
    if found is None:
        return []
    lines = [_found(found, trial.base)]
    for (limit, subject), why in found.beyond.items():
        lines.append(f"{limit} {subject}: {say(Message.of(f'plans.{why}'))}")
    return [*lines, ""]


def _found(found: Fix, base: str) -> str:
    if found.status == "infeasible":
        named = ", ".join(f"{limit} {subject}" for limit, subject in found.conflicts)
        return say(Message.of("plans.infeasible", conflicts=named))
    if not found.trades and found.status == "gap":
        return say(Message.of("plans.not_found"))
    if not found.trades:
        return say(Message.of("plans.nothing_needed"))
    code = "plans.proven" if found.status == "optimal" else "plans.not_proven"
    words = "1 trade" if len(found.trades) == 1 else f"{len(found.trades)} trades"
    amount = f"{found.turnover:.2f} {base}"
    return say(Message.of(code, trades=words, amount=amount, gap=f"{found.gap:.1%}"))


def _changed(trial: Trial) -> list[str]:
    """Return the limits that are not simply inside both before and after."""
    after = {(found.limit, found.subject): found for found in trial.after.findings}
    before = {(found.limit, found.subject): found for found in trial.before.findings}
    rows: list[tuple[str, ...]] = []
    for key in dict.fromkeys((*before, *after)):
        one, two = before.get(key), after.get(key)
        if all(found is None or found.state in _QUIET for found in (one, two)):
            continue
        rows.append((*key, _said(one), _said(two)))
    if not rows:
        untold = sum(found.state is State.CANNOT_TELL for found in after.values())
        told = "no limit is near or broken, before and after"
        return [f"{told}; {untold} cannot be told" if untold else told]
    return text.table(("limit", "subject", "before", "after"), rows)


def _said(found: Finding | None) -> str:
    if found is None:
        return "not held"
    measured = "" if found.measured is None else f"{level(found.limit, found.measured)} "
    return f"{measured}{str(found.state).replace('_', ' ')}"


_NAME = option("name", help="the plan, as `plan list` names it")

COMMANDS = (
    Command(
        "plan what-if",
        "try trades, deposits, tags, price and rate moves",
        what_if,
        (
            option("file", metavar="FILE", help="CSV of trades, or JSON"),
            option("--save", metavar="NAME", help="keep it as a plan"),
            AS_OF,
        ),
    ),
    Command(
        "plan fix",
        "the smallest trades that bring limits inside",
        fix,
        (
            option("--buy-only", action="store_true", help="no sales"),
            option("--sell-only", action="store_true", help="no purchases"),
            option("--fractional", action="store_true", help="fractions of a unit can be traded"),
            option("--fee", default="0", metavar="AMOUNT", help="per trade, in the base currency"),
            option("--fee-percent", default="0", metavar="PERCENT", help="of what is traded"),
            option("--minimum-order", default="0", metavar="AMOUNT", help="smallest order"),
            option("--cash", default="0", metavar="AMOUNT", help="new cash, in the base currency"),
            option("--cash-account", metavar="NAME", help="where the new cash arrives"),
            option("--lock", action="append", metavar="SYMBOL", help="a holding not to be touched"),
            option("--limit", action="append", metavar="ID", help="bring only this limit inside"),
            option("--to-warn", action="store_true", help="aim at the level that counts as near"),
            option("--seconds", default="4", metavar="N", help="how long to search at most"),
            option("--save", metavar="NAME", help="keep it as a plan"),
            AS_OF,
        ),
    ),
    Command("plan list", "the plans that are kept", show_all),
    Command("plan show", "a kept plan against today's portfolio", show, (_NAME,)),
    Command(
        "plan rename",
        "give a plan another name",
        rename,
        (_NAME, option("new_name", help="its new name")),
    ),
    Command("plan discard", "forget a plan", discard, (_NAME,)),
    Command("plan approve", "note that a plan is meant", approve, (_NAME,)),
    Command(
        "plan export",
        "write the orders of a plan as CSV",
        export,
        (_NAME, option("--out", required=True, metavar="FILE", help="the file to write")),
    ),
)
