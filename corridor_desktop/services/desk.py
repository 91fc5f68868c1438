"""The desk: every verb on the open portfolio, shared by the window and the command line."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.domain.job import Job, Quiet
from corridor_desktop.domain.opening import Opening
from corridor_desktop.host.secrets import SessionSecrets
from corridor_desktop.services import portfolio_file, recent
from corridor_desktop.services.account_desk import AccountDesk
from corridor_desktop.services.backups import BackupDesk
from corridor_desktop.services.collector import collector_at_rest
from corridor_desktop.services.edit_desk import EditDesk
from corridor_desktop.services.event_desk import EventDesk
from corridor_desktop.services.fund_desk import FundDesk
from corridor_desktop.services.import_desk import ImportDesk
from corridor_desktop.services.key_desk import KeyDesk
from corridor_desktop.services.limit_desk import LimitDesk
from corridor_desktop.services.listing_desk import ListingDesk
from corridor_desktop.services.opening import notes, open_with_care
from corridor_desktop.services.passphrases import Passphrases, checked
from corridor_desktop.services.plan_desk import PlanDesk
from corridor_desktop.services.price_desk import PriceDesk
from corridor_desktop.services.release_desk import ReleaseDesk
from corridor_desktop.services.sanctions_desk import SanctionsDesk
from corridor_desktop.services.session import Session
from corridor_desktop.services.settings_desk import SettingsDesk
from corridor_desktop.services.tag_desk import TagDesk
from corridor_desktop.services.vault_desk import VaultDesk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from corridor_desktop.domain.secret import Secret
    from corridor_desktop.services.portfolio_file import Verified
    from corridor_desktop.services.ports import Clock, PriceFeed, Secrets
    from corridor_desktop.services.recent import RecentFile
    from corridor_desktop.services.recompute import Recomputed
    from corridor_desktop.services.review import Review
    from corridor_desktop.store.portfolio import PortfolioStore
    from corridor_desktop.stress.report import Shock


class Desk:
    """One open portfolio at a time; every method may be called from a worker thread.

    ``feed`` makes the price source when it is first needed, because its library is heavy;
    ``further`` are other sources by short name. ``keys`` keeps their keys and ``secrets``, the
    keyring, passphrases; without them both live as long as the program. ``releases`` asks for
    newer versions; without it there is nobody to ask.
    """

    def __init__(
        self,
        clock: Clock,
        feed: Callable[[], PriceFeed],
        further: Mapping[str, Callable[[], PriceFeed]] | None = None,
        keys: KeyDesk | None = None,
        secrets: Secrets | None = None,
        releases: ReleaseDesk | None = None,
    ) -> None:
        self.clock = clock
        self.keys = keys or KeyDesk(SessionSecrets())
        self._session = Session(clock)
        self._passphrases = Passphrases(secrets or SessionSecrets())
        self.backups = BackupDesk(self._session, self._passphrases)
        self.vault = VaultDesk(self._session, self._passphrases)
        self.imports = ImportDesk(self._session)
        self.prices = PriceDesk(self._session, feed, further)
        self.funds = FundDesk(self._session)
        self.listings = ListingDesk(self._session)
        self.tags = TagDesk(self._session)
        self.accounts = AccountDesk(self._session)
        self.edits = EditDesk(self._session)
        self.events = EventDesk(self._session)
        self.limits = LimitDesk(self._session, lambda: self.review().findings)
        self.plans = PlanDesk(self._session)
        self.settings = SettingsDesk(self._session)
        self.sanctions = SanctionsDesk(self._session)
        self.releases = releases or ReleaseDesk(clock)

    @property
    def path(self) -> Path | None:
        """Return the open file, ``None`` when none is open."""
        if not self._session.is_open:
            return None
        with self._session.store() as store:
            return store.path

    @property
    def read_only(self) -> bool:
        """Tell whether the open portfolio cannot be changed."""
        if not self._session.is_open:
            return False
        with self._session.store() as store:
            return store.read_only

    def notes(self) -> tuple[str, ...]:
        """Return what there is to know about how the file is open: who else, and read only."""
        path = self.path
        if path is None:
            return ()
        return notes(path, self._session.others(), read_only=self.read_only)

    def new(self, path: Path, base: str, name: str = "", key: Secret | None = None) -> None:
        """Create a portfolio file, encrypted with a ``key``, and open it.

        Raises
        ------
        UsageTrouble
            weak_passphrase.
        FileTrouble
            exists, missing_file (no such folder), read_only, disk_full or no_cipher.
        """
        if key is not None:
            checked(key)
        self._take(portfolio_file.new_portfolio(path, base, name, self.clock, key))

    def open(self, path: Path, key: Secret | None = None, how: Opening = Opening.ALONE) -> None:
        """Open a portfolio file; what was open stays open when that fails.

        Raises
        ------
        FileTrouble
            open_elsewhere, when another computer has it open and ``how`` does not allow for that;
            else as ``portfolio_file.open_portfolio``, the remedy naming the best backup.
        """
        if self.path is not None and path.exists() and self.path.samefile(path):
            return
        try:
            self._take(open_with_care(path, self._passphrases.unlock(path, key), how, self.clock))
        except FileTrouble as found:
            raise self.backups.offered(found, path, key) from found

    def open_sample(self, folder: Path | None = None) -> Path:
        """Open a fresh copy of the sample, whose prices are simulated. Raises FileTrouble."""
        from corridor_desktop.services.sample import build_sample, sample_path

        self.close()
        path = sample_path(folder)
        build_sample(path, self.clock)
        self._take(portfolio_file.open_portfolio(path, self.clock))
        return path

    def close(self) -> None:
        """Let go of the open file."""
        self._session.replace(None)

    def last_opened(self) -> Path:
        """Return the file opened last. Raises UsageTrouble when there is none."""
        path = recent.last_opened()
        if path is None:
            raise UsageTrouble(
                "nothing_opened_yet",
                "No portfolio was opened yet.",
                "Name one with --portfolio FILE, or create one with: new FILE --base EUR",
            )
        return path

    def recent(self) -> tuple[RecentFile, ...]:
        """Return the files opened lately that are there, latest first."""
        return recent.shown()

    def save_copy(self, path: Path, *, overwrite: bool = False) -> None:
        """Write a copy elsewhere; the open file stays open. Raises FileTrouble."""
        with self._session.store() as store:
            portfolio_file.save_copy(store, path, overwrite=overwrite)

    def back_up(self) -> Path:
        """Write a dated copy into the backup folder. Raises FileTrouble."""
        with self._session.store() as store:
            return portfolio_file.back_up(store, self.clock)

    def restore(
        self, backup: Path, target: Path, *, replace: bool = False, key: Secret | None = None
    ) -> None:
        """Put a backup back as a portfolio file and open it.

        The open portfolio can be replaced too: it is let go of first, and opened again as it was
        when that fails. Raises FileTrouble.
        """
        opened = self._passphrases.unlock(backup, key or self._key())
        before = self.path
        if before is None or not target.exists() or not before.samefile(target):
            portfolio_file.restore_backup(backup, target, self.clock, replace=replace, key=opened)
            self._take(portfolio_file.open_portfolio(target, self.clock, opened))
            return
        mine = self._key()
        self.close()
        try:
            portfolio_file.restore_backup(backup, target, self.clock, replace=replace, key=opened)
            mine = opened
        finally:
            self._take(portfolio_file.open_portfolio(target, self.clock, mine))

    def verify(self) -> Verified:
        """Check the whole file and the decision log."""
        with self._session.store() as store:
            return portfolio_file.verify(store)

    def recompute(self) -> Recomputed | None:
        """Make the kept review again and compare; ``None`` where none is kept."""
        from corridor_desktop.services.recompute import recompute

        with self._session.store() as store:
            return recompute(store)

    def export(self, folder: Path) -> tuple[Path, ...]:
        """Write all data as CSV files. Raises FileTrouble."""
        from corridor_desktop.services.export import export_csv

        with self._session.store() as store:
            data = portfolio_file.load(store, self.clock.today())
        return export_csv(data, folder)

    def review(self, as_of: date | None = None, job: Job | None = None) -> Review:
        """Return a review of the open portfolio; today's findings are kept for the next one.

        The file is only held while it is read and written, not while the stages run.
        """
        from corridor_desktop.services import make_review as maker

        with collector_at_rest(), self._session.store() as store:
            material = maker.gather(store, self.clock.today())
        review = maker.make_review(material, as_of, self.clock, job or Quiet())
        with self._session.store() as now:
            if now is store and as_of is None and not store.read_only:
                review = maker.keep_findings(review, store, self.clock)
        return review

    def last_review(self) -> Review | None:
        """Return the review that was kept last, to show it until there is a new one.

        ``None`` where none was kept, or where another program changed the file since.
        """
        from corridor_desktop.services.review_codec import decode, shape

        with self._session.store() as store:
            content = None if store.changed_outside else store.last_review.get(shape())
        return None if content is None else decode(content)

    def keep_review(self, review: Review, path: Path) -> None:
        """Keep a review of a file for its next start, if that file is still open."""
        from corridor_desktop.services.review_codec import encode, shape

        content = encode(review)
        if self.path == path and not self.read_only:
            with self._session.store() as store:
                store.last_review.keep(content, shape(), review.as_of, review.made_at)

    def shock(self, review: Review, kospi: float) -> Shock:
        """Return what a fall of KOSPI (-0.05 is -5 %) would cost, from a review's betas.

        Raises
        ------
        UsageTrouble
            Nothing could be measured.
        """
        from corridor_desktop.stress.stress import shock_at

        found = shock_at(review.stress, kospi)
        if found is None:
            raise UsageTrouble(
                "no_link",
                "There is no link to KOSPI to work with yet.",
                "Import or refresh the prices of the benchmark and of your holdings first.",
            )
        return found

    def _key(self) -> Secret | None:
        if not self._session.is_open:
            return None
        with self._session.store() as store:
            return store.key

    def _take(self, store: PortfolioStore) -> None:
        self._session.replace(store)
        with suppress(FileTrouble):  # a list of recent files is not worth refusing a file for
            recent.remember(store.path, store.name)
