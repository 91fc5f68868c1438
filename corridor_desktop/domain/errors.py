"""Expected trouble: a code, a sentence and a remedy. Bugs are any other exception.

CorridorError
├── FileTrouble      a portfolio, statement or report file cannot be used
├── StatementTrouble a statement cannot be read as a whole
├── FeedTrouble      a price source did not answer with prices
├── ListTrouble      a sanctions list file is empty, cut or no list
├── PolicyTrouble    a decision about limits is not acceptable
├── UsageTrouble     what was asked makes no sense (command line: exit code 2)
├── SecretTrouble    the system keyring refused, is missing or did not answer
└── Cancelled        the user stopped the job
"""

from __future__ import annotations


class CorridorError(Exception):
    """Trouble that was foreseen, worded for the person in front of the screen.

    Parameters
    ----------
    code
        Stable machine name, for example ``"newer_file"``.
    sentence
        What happened and what is unharmed, one or two plain sentences.
    remedy
        What to do next, one sentence; empty when there is nothing to do.
    """

    def __init__(self, code: str, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.remedy = remedy


class FileTrouble(CorridorError):
    """A file is missing, locked, damaged, newer than this program, or the disk is full."""


class StatementTrouble(CorridorError):
    """A broker file cannot be read as a whole (wrong kind, cut, not text)."""


class FeedTrouble(CorridorError):
    """A price source gave no prices; ``code`` tells offline, rate limit, unknown symbol apart."""


class ListTrouble(CorridorError):
    """A sanctions list file that is empty, cut, much shorter than before, or no list at all."""


class PolicyTrouble(CorridorError):
    """An acknowledgement or a policy change that the rules do not accept."""


class UsageTrouble(CorridorError):
    """The request itself is wrong: unknown theme, no such account, a date that is none."""


class SecretTrouble(CorridorError):
    """The system keyring is missing, locked or did not answer."""


class Cancelled(CorridorError):
    """The user cancelled; nothing of the job was kept."""

    def __init__(self) -> None:
        super().__init__("cancelled", "Cancelled. Nothing was changed.")
