"""What reaches the log holds no private data; a full disk or a missing folder stops nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor_desktop.host.logging import Redacting, redact, set_up_logging


@pytest.fixture(autouse=True)
def _own_root() -> Iterator[None]:
    root = logging.getLogger()
    level = root.level
    yield
    for handler in [found for found in root.handlers if isinstance(found.formatter, Redacting)]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("mail to mina.kwon+x@example.co.kr failed", "mina.kwon"),
        ("account 123-45-678901 read", "678901"),
        ("IBAN DE89 3704 0044 0532 0130 00 read", "3704"),
        ("IBAN NL91ABNA0417164300", "ABNA"),
        ("value 1,234,567.89 is odd", "234"),
        ("value 1.234.567,89 is odd", "567"),
        ("value 1'234'567.89 is odd", "567"),
        ("bought for EUR 1500", "1500"),
        ("bought for 1 500,25 EUR", "500"),
        ("₩71000 each", "71000"),
        ("price 71.5 is odd", "71.5"),
        ("loss of -42.07", "42.07"),
        ("account 88123456", "88123456"),
        ("api_key=Zx81 was refused", "Zx81"),
        ("Authorization: Bearer abc.def", "abc.def"),
        ("crumb=Q7kP2 expired", "Q7kP2"),
        ("got AKIA9XQ2ZLM4T7PWB3CD5EFGH here", "AKIA9X"),
    ],
)
def test_private_data_is_taken_out(text: str, secret: str) -> None:
    assert secret not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "HTTP 429 after 3 tries",
        "session 2026-03-20 read",
        "line 142 in booking",
        "3 of 12 symbols did not answer",
        "yfinance 1.7.0 started",
    ],
)
def test_what_helps_to_find_a_mistake_stays(text: str) -> None:
    assert redact(text) == text


def test_the_home_folder_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", classmethod(lambda cls: cls("/users/mina")))
    assert redact("cannot open /users/mina/a.corridor") == "cannot open ~/<file>.corridor"
    assert redact("cannot read '/users/mina/Mina Berg 4711.csv'") == "cannot read '~/<file>.csv'"


def test_messages_and_tracebacks_pass_the_redaction(tmp_path: Path) -> None:
    latest = set_up_logging(tmp_path)
    try:
        float("cash is 12,345.67 KRW")
    except ValueError:
        logging.getLogger("corridor.test").exception("account %s broke", "123-45-678901")
    written = (tmp_path / "logs" / "corridor.log").read_text(encoding="utf-8")
    for text in (written, "\n".join(latest.lines())):
        assert "ValueError" in text
        assert "345.67" not in text
        assert "678901" not in text


def test_non_ascii_text_is_written_as_utf_8(tmp_path: Path) -> None:
    set_up_logging(tmp_path)
    logging.getLogger("corridor.test").warning("파일 geöffnet")
    assert "파일 geöffnet" in (tmp_path / "logs" / "corridor.log").read_bytes().decode("utf-8")


def test_setting_up_twice_logs_once(tmp_path: Path) -> None:
    set_up_logging(tmp_path)
    latest = set_up_logging(tmp_path)
    logging.getLogger("corridor.test").warning("once")
    written = (tmp_path / "logs" / "corridor.log").read_text(encoding="utf-8")
    assert written.count("once") == 1
    assert len(latest.lines()) == 1


def test_a_folder_that_cannot_be_made_costs_the_file_only(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    latest = set_up_logging(blocked)
    logging.getLogger("corridor.test").warning("still here")
    assert "still here" in latest.lines()[0]


def test_memory_keeps_the_latest_lines_only(tmp_path: Path) -> None:
    latest = set_up_logging(tmp_path)
    for number in range(500):
        logging.getLogger("corridor.test").info("event %s", number)
    assert len(latest.lines()) == 400
    assert latest.lines()[-1].endswith("event 499")
