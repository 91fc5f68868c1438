"""What a command answers: one JSON document, the same as text, and an exit code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.passphrase import Asker
from corridor_desktop.domain.errors import UsageTrouble

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.desk import Desk
    from corridor_desktop.services.review import Review

DONE, NEEDS_YOU, WRONG_USE, TROUBLE, BREACHED, BUG = 0, 1, 2, 3, 4, 70


@dataclass(frozen=True, slots=True)
class Answer:
    """``document`` is what ``--json`` prints; ``lines`` what a person reads."""

    document: Mapping[str, Any]
    lines: Sequence[str]
    code: int = DONE


def cannot_measure(_: Namespace, __: Job) -> Answer:
    """Stand in for the benchmark where none was handed in. Raises UsageTrouble."""
    raise UsageTrouble("no_benchmark", "The benchmark is not part of this program.")


@dataclass(frozen=True, slots=True)
class Outside:
    """What a command may use besides its arguments.

    The desk, a job, the report printer, who asks for passphrases, and the benchmark.
    """

    desk: Desk
    job: Job
    print_report: Callable[[Review, Path, str], None]
    asker: Asker = field(default_factory=Asker)
    measure: Callable[[Namespace, Job], Answer] = cannot_measure


@dataclass(frozen=True, slots=True)
class Option:
    """An argument as ``argparse`` takes it: its flags and its keywords."""

    flags: tuple[str, ...]
    keywords: Mapping[str, Any] = field(default_factory=dict)


def _always(_: Namespace) -> bool:
    return True


def never(_: Namespace) -> bool:
    """Say that a command needs no portfolio file."""
    return False


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``name`` may have two words; ``opens`` says whether it needs a portfolio."""

    name: str
    help: str
    run: Callable[[Namespace, Outside], Answer]
    options: tuple[Option, ...] = ()
    opens: Callable[[Namespace], bool] = _always


def option(*flags: str, **keywords: Any) -> Option:
    """Declare an argument."""
    return Option(flags, keywords)
