"""The verbs of settings on the open portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.services import policies
from corridor_desktop.services.policy_versions import keep_change, versions
from corridor_desktop.services.settings import SETTINGS, setting, validate

if TYPE_CHECKING:
    from corridor_desktop.services.session import Session
    from corridor_desktop.store.portfolio import PortfolioStore


class SettingsDesk:
    """Read and change the declared settings of the open portfolio."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Mapping[str, str]:
        """Return every setting by key, defaults included."""
        if not self._session.is_open:
            return {found.key: found.default for found in SETTINGS}
        with self._session.store() as store:
            stored = {**store.settings.all(), "base_currency": store.base}
            return {found.key: setting(stored, found.key) for found in SETTINGS}

    def get(self, key: str) -> str:
        """Return one setting."""
        return self.all()[key]

    def set(self, key: str, value: str) -> None:
        """Change one setting. Raises UsageTrouble."""
        clean = validate(key, value)
        with self._session.store() as store, store.together():
            if key == "base_currency":
                store.rebase(clean)
            else:
                store.settings.keep(key, clean)
            if key == "home_country":
                self._move_home(store, clean)

    def _move_home(self, store: PortfolioStore, country: str) -> None:
        """Let the policy leave the home country out of its country limit."""
        clock = self._session.clock
        known = versions(store)
        current = policies.policy_on(known, clock.today())
        if current.home_country != country:
            wanted = replace(current, home_country=country)
            try:
                change = policies.change_policy(known, wanted, clock, "home country")
            except PolicyTrouble:
                return  # the same move is already waiting for its day
            keep_change(store, change, clock.now())
