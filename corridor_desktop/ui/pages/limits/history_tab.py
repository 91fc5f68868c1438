"""What was decided, and how long limits were broken: the append-only log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from corridor_desktop.domain.finding import Decision
from corridor_desktop.rules.episodes import Episode, decisions_per_month, episodes
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.limits import rows
from corridor_desktop.ui.parts.words import label, restyle
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance

EPISODE_COLUMNS: tuple[Column[Episode], ...] = (
    Column("limit", "Limit", lambda e: e.limit, lambda e: rows.title(e.limit), width=250),
    Column("subject", "Of", lambda e: e.subject, lambda e: e.subject, width=150),
    Column("opened", "Broken from", lambda e: e.opened.isoformat(), lambda e: fmt.day(e.opened),
           width=120),
    Column("closed", "To", lambda e: e.closed.isoformat() if e.closed else "",
           lambda e: fmt.day(e.closed) if e.closed else "still broken",
           tone=lambda e: "" if e.closed else "danger", width=120),
    Column("days", "Days", lambda e: float(e.days), lambda e: fmt.count(e.days), numeric=True,
           width=70),
    Column("measured", "When it opened", lambda e: e.measured,
           lambda e: rows.level(e.limit, e.measured), numeric=True, width=120),
)  # fmt: skip


class HistoryTab(QWidget):
    """Breaches above, decisions below; nothing here can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.log: RowsModel[Decision] = RowsModel(
            rows.LOG_COLUMNS, lambda entry: f"{entry.at.isoformat()}|{entry.kind}|{entry.subject}"
        )
        self._log_table: DataTable[Decision] = DataTable(self.log, "Decisions")
        self.breaches: RowsModel[Episode] = RowsModel(
            EPISODE_COLUMNS, lambda each: f"{each.limit}|{each.subject}|{each.opened}"
        )
        self._breach_table: DataTable[Episode] = DataTable(self.breaches, "Breaches")
        self._sum = label("", "muted", wrap=True)
        self._whole = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, UNIT, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self._sum)
        layout.addWidget(self._breach_table, 1)
        layout.addWidget(label("Decisions", "heading"))
        layout.addWidget(self._whole)
        layout.addWidget(self._log_table, 2)

    def show_review(self, review: Review, today: date) -> None:
        """Show the log of a review."""
        found = episodes(review.decisions, today)
        self.breaches.set_rows(found)
        self.log.set_rows(tuple(reversed(review.decisions)))
        self._sum.setText(summary(found, review.decisions, today))
        self._whole.setText(wholeness(review))
        restyle(self._whole, "danger" if review.clearance.tampered else "muted")

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self.log.dress(look)
        self.breaches.dress(look)


def summary(found: tuple[Episode, ...], log: tuple[Decision, ...], today: date) -> str:
    """Return days in breach and decisions of the month in one sentence."""
    days = sum(each.days for each in found)
    month = sum(decisions_per_month(log).get(f"{today:%Y-%m}", {}).values())
    episode_words = _plural(len(found), "breach", "breaches")
    return (
        f"{episode_words} so far, {_plural(days, 'day', 'days')} in breach together; "
        f"{_plural(month, 'decision', 'decisions')} this month."
    )


def wholeness(review: Review) -> str:
    """Return whether the log and the policy are as they were written."""
    altered = review.clearance.tampering
    if altered:
        words = " ".join(say(found) for found in altered)
        return f"{words} A backup from before can be put back."
    return "Every entry is chained to the one before it; the chain is whole."


def _plural(count: int, one: str, many: str) -> str:
    return f"{fmt.count(count)} {one if count == 1 else many}"
