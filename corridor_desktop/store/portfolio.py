"""One open portfolio: a repository per noun over one database, and what spans several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.secret import Secret
from corridor_desktop.store import copies, migrations, trouble
from corridor_desktop.store.accounts import Accounts
from corridor_desktop.store.batches import Batches, Undone
from corridor_desktop.store.database import (
    Database,
    connect_existing,
    connect_new,
    ended_uncleanly,
    refuse_unwritable,
)
from corridor_desktop.store.decisions import Decisions
from corridor_desktop.store.events import Events
from corridor_desktop.store.findings import LastFindings
from corridor_desktop.store.foreign_classes import ForeignClasses
from corridor_desktop.store.fund_holdings import FundLists
from corridor_desktop.store.instruments import Instruments
from corridor_desktop.store.listing_changes import ListingChanges
from corridor_desktop.store.policies import Policies
from corridor_desktop.store.price_record import PriceRecord
from corridor_desktop.store.prices import Prices
from corridor_desktop.store.raw_files import RawFiles
from corridor_desktop.store.reviews import LastReview
from corridor_desktop.store.seal import Seal
from corridor_desktop.store.statements import Statements
from corridor_desktop.store.tags import Tags
from corridor_desktop.store.texts import Dismissals, Drawer, Texts
from corridor_desktop.store.transactions import Transactions
from corridor_desktop.store.vouchers import Vouchers


class PortfolioStore:
    """An open portfolio file. Usable from any thread, one at a time; close it when done.

    ``copied_before`` is the copy that was made before an older format was brought up to date;
    ``state`` how the file stood to its seal when it was opened; ``version`` is its format.
    """

    def __init__(
        self,
        database: Database,
        copied_before: Path | None = None,
        state: Seal = Seal.NONE,
        version: int = migrations.MIGRATIONS[-1].version,
    ) -> None:
        self._database = database
        self.copied_before = copied_before
        self.state = state
        self.version = version
        self.accounts = Accounts(database)
        self.instruments = Instruments(database)
        self.transactions = Transactions(database)
        self.statements = Statements(database)
        self.raw_files = RawFiles(database)
        self.batches = Batches(database)
        self.vouchers = Vouchers(database)
        self.foreign_classes = ForeignClasses(database)
        self.tags = Tags(database, self.foreign_classes)
        self.prices = Prices(database)
        self.price_record = PriceRecord(database)
        self.funds = FundLists(database)
        self.listing_changes = ListingChanges(database)
        self.events = Events(database)
        self.policies = Policies(database)
        self.decisions = Decisions(database)
        self.findings = LastFindings(database)
        self.last_review = LastReview(database)
        self.settings = Texts(database, Drawer.SETTINGS)
        self.column_maps = Texts(database, Drawer.COLUMN_MAPS)
        self.answers = Texts(database, Drawer.ANSWERS)
        self.plans = Texts(database, Drawer.PLANS)
        self.dismissals = Dismissals(database)

    @classmethod
    def create(
        cls,
        path: Path,
        name: str,
        base: str,
        at: datetime,
        key: Secret | None = None,
        fill: Callable[[Self], None] | None = None,
    ) -> Self:
        """Make a new portfolio file and open it; ``base`` is the ISO code of its currency.

        With a ``key`` it is encrypted from its first byte. The file takes its name when it is
        complete, after ``fill`` has put in what it begins with.

        Raises
        ------
        FileTrouble
            exists, missing_file (no such folder), read_only, disk_full or no_cipher; no file is
            left then.
        """
        path = path.resolve()
        with copies.coming(path) as fresh, cls(connect_new(fresh, key)) as store:
            migrations.migrate(store._database, at)
            store._database.run(
                "INSERT INTO portfolio (id, name, base, created_at) VALUES (1, ?, ?, ?)",
                (name, base, at.isoformat()),
            )
            if fill is not None:
                fill(store)
            store._database.settle()
        return cls.open(path, at, key)

    @classmethod
    def open(cls, path: Path, at: datetime, key: Secret | None = None) -> Self:
        """Open a portfolio file, checked, and brought to the present format when it is older.

        Raises
        ------
        FileTrouble
            missing_file, not_a_portfolio, needs_passphrase, wrong_passphrase, newer_file, locked,
            damaged, read_only, disk_full; the file is left as it was.
        """
        path = path.resolve()  # the log lies beside the file itself, not beside a link to it
        unclean = ended_uncleanly(path)
        database = connect_existing(path, key=key)
        try:
            found = migrations.known_version(database)
            state = database.check(thorough=unclean)
            migrations.check_shape(database, found)
            refuse_unwritable(path)
            copy = migrations.migrate(database, at)
            migrations.check_shape(database)
            return cls(database, copy, state)
        except BaseException:
            database.close()
            raise

    @classmethod
    def read(cls, path: Path, key: Secret | None = None) -> Self:
        """Open a portfolio file of the present format, checked, to read it; no byte is changed.

        Raises
        ------
        FileTrouble
            As ``open``; read_only when it is of an older format.
        """
        store = cls.peek(path, key)
        if store.version != migrations.MIGRATIONS[-1].version:
            store.close()
            raise trouble.older_to_read(store.path, store.version)
        return store

    @classmethod
    def peek(cls, path: Path, key: Secret | None = None) -> Self:
        """Open a file of any known format to copy it; nothing in it is changed.

        Raises
        ------
        FileTrouble
            missing_file, not_a_portfolio, needs_passphrase, wrong_passphrase, newer_file, damaged,
            read_only or locked.
        """
        database = connect_existing(path.resolve(), key=key, to_read=True)
        try:
            found = migrations.known_version(database)
            state = database.check(thorough=True)
            migrations.check_shape(database, found)
        except BaseException:
            database.close()
            raise
        return cls(database, state=state, version=found)

    @property
    def read_only(self) -> bool:
        """Tell whether nothing can be changed."""
        return self._database.read_only

    @property
    def changed_outside(self) -> bool:
        """Tell whether another program had changed the file when it was opened."""
        return self.state is Seal.OUTSIDE

    @property
    def key(self) -> Secret | None:
        """Return what the file is encrypted under, ``None`` for a plain one."""
        return self._database.key

    @property
    def path(self) -> Path:
        """Return where the file lies."""
        return self._database.path

    @property
    def name(self) -> str:
        """Return what the user calls the portfolio."""
        return str(self._identity()[0])

    @property
    def base(self) -> str:
        """Return the ISO code of the currency in which it is valued."""
        return str(self._identity()[1])

    def rename(self, name: str) -> None:
        """Call the portfolio something else."""
        self._database.run("UPDATE portfolio SET name = ?", (name,))

    def rebase(self, base: str) -> None:
        """Value it in another currency, an ISO code."""
        self._database.run("UPDATE portfolio SET base = ?", (base,))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keep all changes made inside, or none of them.

        Raises
        ------
        FileTrouble
            locked, disk_full, disk_error or read_only; nothing was kept then.
        """
        with self._database.write():
            yield

    def undo_import(self, batch_id: str, at: datetime) -> Undone:
        """Take an import back: its transactions, keys, statements, classes and unused instruments.

        The raw file, the history entry, the account and the user's own choices stay. Facts that
        another import also told stay and belong to that import from now on. An instrument that
        it brought stays too while another import, or a tag, speaks of it. Imports that left out
        what is gone now (rows taken for restated ones, or files read before vouchers were kept)
        are named in ``reread``.

        Raises
        ------
        UsageTrouble
            There is no such import, or it was taken back already.
        """
        with self._database.write() as connection:
            batch = self.batches.get(batch_id)
            if batch is None or batch.undone_at is not None:
                raise UsageTrouble(
                    "no_such_import",
                    f"There is no import {batch_id} to take back.",
                    "The list of imports shows which can be taken back.",
                )
            handed = self.vouchers.hand_over(batch_id)
            self.foreign_classes.remove(batch_id)
            removed = {
                table: connection.execute(
                    f"DELETE FROM {table} WHERE batch_id = ?", (batch_id,)
                ).rowcount
                for table in ("transactions", "statements")
            }
            gone = self.instruments.remove_unused(batch_id)
            reread = self.batches.mark_undone(batch_id, at, handed.bereft)
        kept = sum(handed.heirs.values())
        return Undone(batch_id, removed["transactions"], removed["statements"], gone, reread, kept)

    def copy_to(
        self,
        target: Path,
        *,
        overwrite: bool = False,
        make_room: Callable[[], None] | None = None,
    ) -> None:
        """Write a consistent copy; see ``copies.copy``. Raises FileTrouble."""
        copies.copy(self._database, target, overwrite=overwrite, make_room=make_room)

    def verify(self) -> tuple[str, ...]:
        """Return what is wrong with the file or a kept statement; empty when it is whole."""
        problems = self._database.problems(thorough=True)
        changed = tuple(f"kept file {name}" for name in self.raw_files.changed())
        return (*problems, *changed)

    def close(self) -> None:
        """Let go of the file; everything is in the one file then."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _identity(self) -> tuple[str, str]:
        found = self._database.row("SELECT name, base FROM portfolio")
        if found is None:
            raise trouble.damaged(self.path, "it has no name")
        return str(found[0]), str(found[1])
