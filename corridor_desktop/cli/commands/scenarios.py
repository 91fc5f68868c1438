"""Questions to the stress report: several factors at once, currencies, themes."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import Option, option
from corridor_desktop.cli.risk_forms import assumed_form, joint_form
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.message import Message
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.services.words import say
from corridor_desktop.stress.assumed import fx_shock, theme_shock
from corridor_desktop.stress.sayings import describe_assumed, describe_joint, describe_spread
from corridor_desktop.stress.stress import joint_at

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping, Sequence

    from corridor_desktop.services.review import Review
    from corridor_desktop.stress.assumed import Assumed
    from corridor_desktop.stress.report import StressReport

OPTIONS: tuple[Option, ...] = (
    option("--move", metavar="FACTOR=PERCENT", action="append", default=[],
           help="move up to three factors at once, for example kospi=-5 won=-3"),
    option("--currency", metavar="CODE=PERCENT", action="append", default=[],
           help="revalue what depends on a currency, for example KRW=-10"),
    option("--theme", metavar="THEME=PERCENT", action="append", default=[],
           help="assume a move of a theme, for example resource_transit=-20"),
)  # fmt: skip


def read_moves(given: Sequence[str]) -> dict[str, Decimal]:
    """Read NAME=PERCENT pairs as fractions. Raises UsageTrouble."""
    found: dict[str, Decimal] = {}
    for pair in given:
        name, _, value = pair.partition("=")
        number = value.replace("%", "").replace("\N{MINUS SIGN}", "-").strip()
        try:
            move = Decimal(number) / 100
        except InvalidOperation:
            move = Decimal("NaN")
        if not name.strip() or not move.is_finite():
            raise UsageTrouble(
                "bad_move", f"{pair!r} is not a name with a percentage.", "Write it like KRW=-10."
            )
        found[name.strip()] = move
    return found


def answer_questions(arguments: Namespace, review: Review) -> tuple[dict[str, Any], list[str]]:
    """Return what the options ask for, as JSON and as lines. Raises UsageTrouble."""
    document: dict[str, Any] = {}
    lines: list[str] = []
    if arguments.move:
        shocks = {name: float(move) for name, move in read_moves(arguments.move).items()}
        joint = joint_at(review.stress, shocks)
        if isinstance(joint, Message):
            raise UsageTrouble("no_joint_move", say(joint))
        document["joint"] = joint_form(joint)
        lines += ["", _asked(shocks), say(describe_joint(joint)), say(joint.said)]
    currencies = {name.upper(): move for name, move in read_moves(arguments.currency).items()}
    if currencies:
        found = _assume(lambda moves: fx_shock(review.valuation, moves), currencies)
        document["currency_shock"] = assumed_form(found)
        lines += ["", *assumed_lines(found)]
    themes = read_moves(arguments.theme)
    if themes:
        exposure = review.exposures[Dimension.THEME]
        found = _assume(lambda moves: theme_shock(exposure, moves), themes)
        document["theme_shock"] = assumed_form(found)
        lines += ["", *assumed_lines(found)]
    return document, lines


def _asked(shocks: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {100 * move:+.1f} %" for name, move in shocks.items())


def _assume(
    ask: Callable[[Mapping[str, Decimal]], Assumed], moves: Mapping[str, Decimal]
) -> Assumed:
    try:
        return ask(moves)
    except ValueError as trouble:
        sentence = f"{str(trouble).capitalize()}."
        raise UsageTrouble("bad_move", sentence, "Choose another move.") from None


def assumed_lines(found: Assumed) -> list[str]:
    """Return an assumption's effect, part by part."""
    rows = [
        (part.label, f"{100 * part.move:+.1f} %", f"{part.exposed:,.2f}", f"{part.change:+,.2f}")
        for part in found.parts
    ]
    head = (found.kind, "move", "depends on it", f"change in {found.change.currency}")
    lines = [say(describe_assumed(found)), *text.table(head, rows, " rrr")]
    return [*lines, *(f"Nothing held depends on {name}." for name in found.unmoved)]


def risk_lines(report: StressReport) -> list[str]:
    """Return bad weeks and spread risk as sentences."""
    lines: list[str] = []
    if report.tail is not None:
        told = [report.tail.why] if report.tail.why else [loss.said for loss in report.tail.losses]
        lines += [say(message) for message in dict.fromkeys(told)]
    if report.risk is not None and report.risk.spread is not None:
        lines += [say(message) for message in describe_spread(report.risk.spread)]
    return lines
