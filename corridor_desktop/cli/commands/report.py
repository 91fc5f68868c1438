"""The printable report, and all data as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.cli.answer import Answer, Command, Outside, option
from corridor_desktop.cli.commands.review import AS_OF, made
from corridor_desktop.domain.errors import UsageTrouble

if TYPE_CHECKING:
    from argparse import Namespace


def report(arguments: Namespace, outside: Outside) -> Answer:
    """Write the review as one HTML or PDF file."""
    out = Path(arguments.out)
    if out.suffix.lower() not in {".html", ".pdf"}:
        raise UsageTrouble(
            "bad_report_name", f"{out.name} ends in neither .html nor .pdf.", "Name it so."
        )
    review = made(arguments, outside)
    outside.print_report(review, out, arguments.paper)
    stamped = not review.clearance.granted
    document = {
        "report": str(out),
        "as_of": review.as_of.isoformat(),
        "bytes": out.stat().st_size,
        "stamped": stamped,
    }
    note = "It is stamped: a limit is broken and not acknowledged, or the log was altered."
    return Answer(document, [f"Wrote {out}.", *([note] if stamped else [])])


def export(arguments: Namespace, outside: Outside) -> Answer:
    """Write all data as CSV files into a folder."""
    folder = Path(arguments.folder)
    written = outside.desk.export(folder)
    document = {"folder": str(folder), "files": [path.name for path in written]}
    return Answer(document, [f"Wrote {path}." for path in written])


COMMANDS = (
    Command(
        "report",
        "write a printable report",
        report,
        (
            option("--out", required=True, metavar="FILE", help="FILE.pdf or FILE.html"),
            option("--paper", choices=["A4", "Letter"], default="A4", help="paper of the PDF"),
            AS_OF,
        ),
    ),
    Command(
        "export",
        "write all data as CSV files",
        export,
        (option("folder", metavar="DIR", help="where to"),),
    ),
)
