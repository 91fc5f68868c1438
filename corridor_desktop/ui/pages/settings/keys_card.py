"""Keys of price sources: typed once, kept in the system keyring, never shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPushButton

from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.services.key_desk import LONGEST, SOURCES_WITH_KEYS
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.words import label, selectable

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor_desktop.ui.state import AppState

WAITING = (
    "Waiting for your keyring. A window of your system may ask for its password; it can lie "
    "behind this one."
)


class KeysCard(Card):
    """One field; every answer of the keyring comes from a worker and may come late or never."""

    def __init__(self, state: AppState, source: str) -> None:
        self._source, self._name = source, SOURCES_WITH_KEYS[source]
        super().__init__(f"Key for {self._name}")
        self._state = state
        self._said = selectable("", "muted")
        self._field = QLineEdit()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setMaxLength(LONGEST)
        self._field.setPlaceholderText(f"Paste the key from your {self._name} account")
        self._field.setAccessibleName(f"Key for {self._name}")
        self._field.setFixedWidth(UNIT * 40)
        self._keep = QPushButton("&Keep in the keyring")
        self._keep.setProperty("role", "primary")
        self._session = QPushButton("For this &session only")
        self._forget = QPushButton("For&get it")
        self._cancel = QPushButton("Stop waiting")
        self._wire()
        tools = row(self._field, self._keep, self._session, self._forget, self._cancel)
        tools.addStretch(1)
        note = label(
            "The key is written into the keyring of your system and nowhere else: not into the "
            "portfolio, not into logs. Without a keyring it can be used until the program ends.",
            "small", wrap=True,
        )  # fmt: skip
        self.set_body(self._said, holding(tools), note, stretch=False)
        self._wait(waiting=False)
        self._said.setText(f"Only needed where {self._name} is chosen above as a source.")

    def _wire(self) -> None:
        self._keep.clicked.connect(self._keep_it)
        self._session.clicked.connect(self._keep_for_session)
        self._forget.clicked.connect(self._forget_it)
        self._cancel.clicked.connect(self._give_up)
        self._field.textChanged.connect(self._allow)

    def _allow(self) -> None:
        typed = bool(self._field.text().strip())
        self._keep.setEnabled(typed)
        self._session.setEnabled(typed)

    def _wait(self, *, waiting: bool) -> None:
        self._cancel.setVisible(waiting)
        self._field.setEnabled(not waiting)
        self._forget.setEnabled(not waiting)
        if waiting:
            self._said.setText(WAITING)
            self._keep.setEnabled(False)
            self._session.setEnabled(False)
        else:
            self._allow()

    def _ask(self, verb: Callable[[], object], done: str) -> None:
        def finished(_: object) -> None:
            self._field.clear()
            self._wait(waiting=False)
            self._said.setText(done)

        self._wait(waiting=True)
        self._state.runner.submit(
            f"keyring {self._source}", "net", lambda _: verb(), finished, trouble=self._refused
        )

    def _keep_it(self) -> None:
        key, desk = self._field.text(), self._state.desk
        self._ask(
            lambda: desk.keys.keep(self._source, key), "The key is kept in the system keyring."
        )

    def _keep_for_session(self) -> None:
        key, desk = self._field.text(), self._state.desk
        self._ask(
            lambda: desk.keys.keep_for_session(self._source, key),
            "The key is used until the program ends; it was not written anywhere.",
        )

    def _forget_it(self) -> None:
        desk = self._state.desk
        self._ask(lambda: desk.keys.forget(self._source), "There is no key now.")

    def _give_up(self) -> None:
        self._state.runner.cancel(f"keyring {self._source}")
        self._wait(waiting=False)
        self._said.setText("Nothing more is awaited from the keyring. The key may not be kept.")

    def _refused(self, trouble: Exception) -> None:
        self._wait(waiting=False)
        if isinstance(trouble, CorridorError):
            self._said.setText(f"{trouble.sentence} {trouble.remedy}".strip())
