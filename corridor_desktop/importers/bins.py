"""Every physical line goes into one bin: structure, imported, skipped, or waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.contract import (
    CanonicalRow,
    CashRow,
    LineCount,
    PositionRow,
    Question,
    SkippedRow,
)
from corridor_desktop.importers.doubt import Doubt, Skip


@dataclass(slots=True)
class Bins:
    """Where the lines of one file ended; questions gather the rows that ask the same."""

    structure: list[Record] = field(default_factory=list)
    transactions: list[CanonicalRow] = field(default_factory=list)
    positions: list[PositionRow] = field(default_factory=list)
    cash: list[CashRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    _asked: dict[tuple[str, str, str], tuple[Doubt, list[int]]] = field(default_factory=dict)

    def skip(self, lines: tuple[int, ...], skip: Skip) -> None:
        """Leave lines out with their reason."""
        code = skip.code.removeprefix("import.skip_")
        self.skipped.append(SkippedRow(lines, code, Message.of(skip.code, **skip.params)))

    def ask(self, lines: tuple[int, ...], doubt: Doubt) -> None:
        """Let lines wait for an answer, together with others that ask the same."""
        key = (doubt.code, doubt.column, doubt.subject)
        if key in self._asked:
            self._asked[key][1].extend(lines)
        else:
            self._asked[key] = (doubt, list(lines))

    def keep_cash(self, row: CashRow) -> None:
        """Keep a balance; its lines count as skipped, because they are no holding."""
        self.cash.append(row)
        self.skip(row.lines, Skip("import.skip_cash_balance", word=row.balance.currency))

    def questions(self) -> tuple[Question, ...]:
        """Return what has to be asked, in the order of the first line that waits."""
        return tuple(
            Question(
                lines=tuple(sorted(lines)),
                column=doubt.column,
                code=doubt.code.removeprefix("import."),
                message=Message.of(
                    doubt.code, column=doubt.column, count=len(lines), **doubt.params
                ),
                choices=doubt.choices,
                subject=doubt.subject,
            )
            for doubt, lines in self._asked.values()
        )

    def count(self, physical: int, asked: Sequence[Question] = ()) -> LineCount:
        """Return the lines by bin; ``asked`` are questions about a whole table."""
        imported: set[int] = set()
        for row in self.transactions:
            imported.update(row.lines)
        for held in self.positions:
            imported.update(held.lines)
        return LineCount(
            physical=physical,
            structure=sum(len(record.lines) for record in self.structure),
            imported=len(imported),
            skipped=sum(len(row.lines) for row in self.skipped),
            needs_you=sum(len(lines) for _, lines in self._asked.values())
            + sum(len(question.lines) for question in asked),
        )
