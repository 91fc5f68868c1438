"""Funds: bring a list of holdings, see what is known, compare two funds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import Answer, Command, Outside, option
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.fund import FundHoldings
    from corridor_desktop.services.fund_desk import FundStatus


def _holdings_form(fund: str, holdings: FundHoldings) -> dict[str, Any]:
    return {
        "fund": fund,
        "as_of": holdings.as_of.isoformat() if holdings.as_of else None,
        "source": holdings.source,
        "n": len(holdings.parts),
        "named": float(holdings.named),
        "residual": float(holdings.residual),
    }


def import_holdings(arguments: Namespace, outside: Outside) -> Answer:
    """Read the list of what a fund holds, as its issuer publishes it."""
    found = outside.desk.funds.import_file(Path(arguments.file), arguments.fund)
    notices = [say(note) for note in found.notices]
    document = {**_holdings_form(arguments.fund, found.holdings), "notices": notices}
    return Answer(document, [f"{arguments.fund}: as of {found.holdings.as_of or 'no day named'}",
                             *notices])  # fmt: skip


def list_funds(_: Namespace, outside: Outside) -> Answer:
    """Show of which funds the holdings are known."""
    found = outside.desk.funds.status()
    rows = [
        (each.fund.name, str(each.as_of or ""), str(each.count), f"{each.named * 100:.1f} %",
         f"{each.residual * 100:.1f} %", str(each.known), each.source)
        for each in found
    ]  # fmt: skip
    head = ("fund", "as of", "parts", "named", "rest", "known here", "source")
    lines = text.table(head, rows, "  rrrr ") or ["No fund's holdings are known yet."]
    return Answer({"funds": [_status_form(each) for each in found]}, lines)


def _status_form(each: FundStatus) -> dict[str, Any]:
    return {
        "fund": each.fund.name,
        "as_of": each.as_of.isoformat() if each.as_of else None,
        "source": each.source,
        "n": each.count,
        "named": float(each.named),
        "residual": float(each.residual),
        "known": each.known,
    }


def show_overlap(arguments: Namespace, outside: Outside) -> Answer:
    """Show what two funds share."""
    found = outside.desk.funds.overlap(arguments.one, arguments.other)
    one, other = (float(named) for named in found.named)
    document = {
        "one": arguments.one,
        "other": arguments.other,
        "overlap": float(found.fraction),
        "named_one": one,
        "named_other": other,
        "parts": [
            {"name": name, "one": float(first), "other": float(second)}
            for name, first, second in found.parts
        ],
    }
    rows = [
        (name, f"{first * 100:.2f} %", f"{second * 100:.2f} %")
        for name, first, second in found.parts
    ]
    told = (
        f"{found.fraction * 100:.1f} % of the two funds is the same, of {one * 100:.1f} % and "
        f"{other * 100:.1f} % that their lists name."
    )
    lines = [
        told,
        "",
        *text.table(("constituent", arguments.one, arguments.other), rows, " rr"),
    ]
    return Answer(document, lines)


def forget(arguments: Namespace, outside: Outside) -> Answer:
    """Forget what a fund holds."""
    outside.desk.funds.forget(arguments.fund)
    return Answer({"fund": arguments.fund, "forgotten": True}, [f"Forgotten: {arguments.fund}"])


_FUND = option("fund", help="the fund: its ticker, ISIN, symbol or full name")

COMMANDS = (
    Command(
        "funds import",
        "read the list of what a fund holds",
        import_holdings,
        (
            option("file", help="the issuer's list as CSV or XLSX"),
            option("--fund", required=True, metavar="NAME", help="which holding it is about"),
        ),
    ),
    Command("funds list", "show of which funds the holdings are known", list_funds),
    Command(
        "funds overlap",
        "show what two funds share",
        show_overlap,
        (option("one", help="a fund"), option("other", help="another fund")),
    ),
    Command("funds forget", "forget what a fund holds", forget, (_FUND,)),
)
