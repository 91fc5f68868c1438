"""What a person may override, and how an answer becomes part of the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.importers.contract import Answers, Question, StatementKind

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
    """Return the answers with one guess overridden; an empty value lets it be guessed again.

    Raises
    ------
    UsageTrouble
        The value is no day or no currency.
    """
    if name == "kind":
        return replace(answers, kind=StatementKind(value) if value else None)
    if name == "as_of":
        return replace(answers, as_of=_day(value) if value else None)
    if name == "account_currency":
        return replace(answers, account_currency=_currency(value) if value else None)
    if name == "header_line":
        return replace(answers, header_line=int(value) if value.isdigit() and int(value) else None)
    return replace(answers, **{name: value or None})  # type: ignore[arg-type]


def answer(answers: Answers, question: Question, value: str) -> Answers:
    """Return the answers with one question answered.

    Raises
    ------
    UsageTrouble
        The value is no answer to that question.
    """
    code, subject = question.code, question.subject
    if code.startswith("unknown_") or code == "price_currency":
        return replace(answers, words={**answers.words, subject: value})
    if subject == "as_of":
        return replace(answers, as_of=_day(value))
    if subject == "account_currency":
        return replace(answers, account_currency=_currency(value))
    if subject in {"date_order", "decimal", "profile"}:
        return replace(answers, **{subject: value})  # type: ignore[arg-type]
    if subject == "kind":
        return replace(answers, kind=StatementKind(value))
    rows = {**answers.rows, **dict.fromkeys(question.lines, value)}
    return replace(answers, rows=rows)


def is_about_columns(question: Question) -> bool:
    """Tell whether a question is answered by mapping columns onto fields."""
    return question.subject == "columns"


def _currency(text: str) -> str:
    code = text.strip().upper()
    if len(code) != 3 or not code.isalpha():
        raise UsageTrouble("bad_currency", f"{text!r} is not a currency.", "Write it like KRW.")
    return code


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageTrouble("bad_date", f"{text!r} is no day.", "Write it as YYYY-MM-DD.") from None
