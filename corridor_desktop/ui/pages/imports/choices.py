"""What a person may override, and how an answer becomes part of the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.importers.contract import Answers, Question

AUTOMATIC = ""

READING_CHOICES: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("encoding", "Code page", (
        ("utf-8", "UTF-8"), ("cp1252", "Western (Windows-1252)"), ("cp949", "Korean (CP949)"),
        ("cp932", "Japanese (CP932)"), ("gb18030", "Chinese (GB18030)"), ("utf-16", "UTF-16"))),
    ("delimiter", "Separator", (
        (",", "comma ,"), (";", "semicolon ;"), ("\t", "tab"), ("|", "bar |"))),
    ("decimal", "Decimal mark", ((".", "point 1,234.50"), (",", "comma 1.234,50"))),
    ("date_order", "Date order", (
        ("DMY", "day first"), ("MDY", "month first"), ("YMD", "year first"))),
)  # fmt: skip


def override(answers: Answers, name: str, value: str) -> Answers:
    """Return the answers with one guess overridden; an empty value lets it be guessed again."""
    return replace(answers, **{name: value or None})  # type: ignore[arg-type]


def answer(answers: Answers, question: Question, value: str) -> Answers:
    """Return the answers with one question answered.

    Raises
    ------
    UsageTrouble
        The value is no answer to that question.
    """
    code = question.code
    if code == "as_of":
        return replace(answers, as_of=_day(value))
    if code == "account_currency":
        return replace(answers, account_currency=value.upper())
    if code in {"date_order", "decimal"}:
        return replace(answers, **{code: value})  # type: ignore[arg-type]
    if code == "choose_profile":
        return replace(answers, profile=value)
    if code == "unknown_word":
        return replace(answers, words={**answers.words, question.subject: value})
    rows = {**answers.rows, **dict.fromkeys(question.lines, value)}
    return replace(answers, rows=rows)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageTrouble("bad_date", f"{text!r} is no day.", "Write it as YYYY-MM-DD.") from None
