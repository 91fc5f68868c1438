"""Position statements: what a broker said was held on a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import PositionLine, PositionStatement
from corridor_desktop.store.cells import decimal, lines_text, source, text
from corridor_desktop.store.database import Database


class Statements:
    """Keep and list position statements."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[PositionStatement, ...]:
        """Return every statement by day, within a day in the order of import."""
        lines, cash = self._lines(), self._cash()
        rows = self._database.rows(
            "SELECT id, account_id, as_of, batch_id FROM statements ORDER BY as_of, seq"
        )
        return tuple(
            PositionStatement(
                id=row[0],
                account_id=row[1],
                as_of=date.fromisoformat(row[2]),
                lines=tuple(lines[row[0]]),
                cash=tuple(cash[row[0]]),
                batch_id=row[3],
            )
            for row in rows
        )

    def get(self, statement_id: str) -> PositionStatement | None:
        """Return a statement by id."""
        return next((each for each in self.all() if each.id == statement_id), None)

    def add(self, statement: PositionStatement) -> None:
        """Add a statement with a new id."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO statements (id, account_id, as_of, batch_id) VALUES (?, ?, ?, ?)",
                (
                    statement.id,
                    statement.account_id,
                    statement.as_of.isoformat(),
                    statement.batch_id,
                ),
            )
            connection.executemany(
                "INSERT INTO statement_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (statement.id, position, *_row(line))
                    for position, line in enumerate(statement.lines)
                ],
            )
            connection.executemany(
                "INSERT INTO statement_cash VALUES (?, ?, ?, ?)",
                [
                    (statement.id, position, text(balance.amount), balance.currency)
                    for position, balance in enumerate(statement.cash)
                ],
            )

    def remove(self, statement_id: str) -> bool:
        """Remove a statement with its lines; tell whether it was there."""
        return bool(self._database.run("DELETE FROM statements WHERE id = ?", (statement_id,)))

    def _lines(self) -> defaultdict[str, list[PositionLine]]:
        found: defaultdict[str, list[PositionLine]] = defaultdict(list)
        for row in self._database.rows(
            "SELECT statement_id, instrument_id, quantity, price, market_value, cost_basis, "
            "currency, digest, lines FROM statement_lines ORDER BY statement_id, position"
        ):
            found[row[0]].append(
                PositionLine(
                    instrument_id=row[1],
                    quantity=Decimal(row[2]),
                    price=decimal(row[3]),
                    market_value=decimal(row[4]),
                    cost_basis=decimal(row[5]),
                    currency=row[6],
                    source=source(row[7], row[8]),
                )
            )
        return found

    def _cash(self) -> defaultdict[str, list[Money]]:
        found: defaultdict[str, list[Money]] = defaultdict(list)
        for statement_id, amount, currency in self._database.rows(
            "SELECT statement_id, amount, currency FROM statement_cash "
            "ORDER BY statement_id, position"
        ):
            found[statement_id].append(Money(Decimal(amount), currency))
        return found


def _row(line: PositionLine) -> tuple[object, ...]:
    return (
        line.instrument_id,
        text(line.quantity),
        text(line.price),
        text(line.market_value),
        text(line.cost_basis),
        line.currency,
        line.source.digest,
        lines_text(line.source),
    )
