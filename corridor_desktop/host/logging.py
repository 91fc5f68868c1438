"""The log: a small rotating file and the latest lines in memory, both without private data."""

from __future__ import annotations

import logging
import re
from collections import deque
from logging.handlers import RotatingFileHandler
from pathlib import Path

_SIZE = 500_000
_KEPT_FILES = 3
_KEPT_LINES = 400
_HEAD = "%(asctime)s %(levelname)s %(name)s: "

_CURRENCY = r"(?:(?<!\w)[A-Z]{3}|[$€£¥₩₽₹元円원])"
_NUMBER = r"[-+\N{MINUS SIGN}]?\d[\d'’., \u00a0\u202f]*\d|\d"
_FILES = r"\.(corridor|csv|tsv|txt|xlsx?|ofx|qfx|qif|xml|json|pdf|html?)"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # The name that a person gave to a file often is a name, or an account number.
    (re.compile(rf"(?i)(?<=[\"'/\\])[^\"'/\\\n]*{_FILES}(?=[\"'])"), r"<file>.\1"),
    (re.compile(rf"(?i)[^\s\"'<>/\\]+{_FILES}\b"), r"<file>.\1"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (
        re.compile(
            r"(?i)\b(api[_-]?key|key|token|secret|passw\w*|authorization|bearer|crumb|cookie)"
            r"(\s*[=:]\s*|\s+)(?:bearer\s+)?[^\s,;&\"']+"
        ),
        r"\1\2<secret>",
    ),
    (re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b"), "<account>"),
    (re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])(?!0x)[\w+/]{24,}={0,2}"), "<secret>"),
    (re.compile(rf"{_CURRENCY}\s?(?:{_NUMBER})(?![\w-])"), "<amount>"),
    (re.compile(rf"(?<![\w.-])(?:{_NUMBER})\s?{_CURRENCY}(?!\w)"), "<amount>"),
    (re.compile(r"(?<![\w.])\d{2,}(?:-\d{2,}){2,}(?<!\d{4}-\d{2}-\d{2})(?![\w-])"), "<account>"),
    (
        re.compile(r"(?<![\w.-])[-+]?\d{1,3}(?:[,.'’ \u00a0]\d{3})+(?:[.,]\d+)?(?![\w.])"),
        "<amount>",
    ),
    (re.compile(r"(?<![\w.-])[-+]?\d+[.,]\d+(?![\w.])"), "<amount>"),
    (re.compile(r"(?<![\w.-])\d{5,}(?![\w-])"), "<number>"),
)


def redact(text: str) -> str:
    """Return the text without e-mail addresses, keys, account numbers, amounts and the home."""
    clean = without_home(text)
    for pattern, instead in _RULES:
        clean = pattern.sub(instead, clean)
    return clean


def without_home(text: str) -> str:
    """Return the text with the user's own folder, whose name is the user's, as ``~``."""
    home = Path.home()
    # On Windows a path may be written with either slash.
    for spelt in {str(home), home.as_posix()} - {home.anchor, ""}:
        text = text.replace(spelt, "~")
    return text


class Redacting(logging.Formatter):
    """Formats a record; message and traceback pass the redaction, the head does not."""

    def __init__(self) -> None:
        super().__init__(_HEAD)

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line, or lines with a traceback."""
        record.asctime = self.formatTime(record)
        parts = [record.getMessage()]
        if record.exc_info:
            parts.append(self.formatException(record.exc_info))
        return self.formatMessage(record) + redact("\n".join(parts))


class LatestLines(logging.Handler):
    """Keeps the latest lines, so that a report of a crash can show what went before."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: deque[str] = deque(maxlen=_KEPT_LINES)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self._lines.append(self.format(record))

    def lines(self) -> tuple[str, ...]:
        """Return the kept lines, oldest first."""
        return tuple(self._lines)


def latest_lines() -> tuple[str, ...]:
    """Return the latest lines of the log, oldest first; without private data."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, LatestLines):
            return handler.lines()
    return ()


def set_up_logging(folder: Path) -> LatestLines:
    """Log to ``folder/logs/corridor.log`` and to memory; an earlier set-up is replaced.

    A folder that cannot be written is no reason to stop: then only memory is logged to.
    """
    root = logging.getLogger()
    for old in [found for found in root.handlers if isinstance(found.formatter, Redacting)]:
        root.removeHandler(old)
        old.close()
    latest = LatestLines()
    for handler in (latest, _file(folder / "logs")):
        if handler is not None:
            handler.setFormatter(Redacting())
            root.addHandler(handler)
    root.setLevel(logging.INFO)
    return latest


def _file(folder: Path) -> logging.Handler | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return RotatingFileHandler(
            folder / "corridor.log", maxBytes=_SIZE, backupCount=_KEPT_FILES, encoding="utf-8"
        )
    except OSError:
        return None
