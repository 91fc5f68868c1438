"""After a whole session no passphrase, key, amount or name lies in a file that tells of it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corridor_desktop.domain.secret import Secret
from corridor_desktop.host.logging import set_up_logging
from corridor_desktop.services.report_trouble import place_of, report
from tests.conftest import StoppedClock

FIRST, SECOND = "quiet-heron-5521-marsh", "loud-bittern-8834-reeds"
ACCOUNT, PERSON, AMOUNT = "DE44500105175407324931", "Wilhelmine Zaunkönig", "48211.73"
CSV = f"""Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount
01/15/2024,Buy,AAPL,"{PERSON} {ACCOUNT}",10,$150.00,,"-${AMOUNT}"
"""
ROOT = Path(__file__).resolve().parents[2]


def session(home: Path, temp: Path, line: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "corridor_desktop", *arguments],
        cwd=ROOT,
        input=line,
        env={
            **os.environ,
            "CORRIDOR_HOME": str(home),
            "TMPDIR": str(temp),
            "HTTPS_PROXY": "http://127.0.0.1:9",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_scripted_session_leaves_no_secret_behind(tmp_path: Path) -> None:
    home, temp, path = tmp_path / "home", tmp_path / "temp", tmp_path / "p" / "family.corridor"
    for folder in (home, temp, path.parent):
        folder.mkdir()
    export = path.parent / "statement.csv"
    export.write_text(CSV, encoding="utf-8")
    ask = "--passphrase-stdin"
    steps: tuple[tuple[str, tuple[str, ...]], ...] = (
        (FIRST, ("new", str(path), "--base", "EUR", "--encrypt", ask)),
        (FIRST, ("import", str(export), "--account", PERSON, ask)),
        (FIRST, ("review", "--json", ask)),
        (FIRST, ("prices", "refresh", ask)),
        (FIRST, ("backup", ask)),
        ("wrong-passphrase-9912", ("review", ask)),
        (f"{FIRST}\n{SECOND}", ("change-passphrase", ask)),
        (SECOND, ("verify", ask)),
        (SECOND, ("report", "--out", str(path.parent / "r.docx"), ask)),
        ("", ("doctor",)),
    )
    codes = []
    for line, arguments in steps:
        done = session(home, temp, f"{line}\n", *arguments)
        codes.append(done.returncode)
        assert done.returncode != 70, done.stderr
        for secret in (FIRST, SECOND, "wrong-passphrase-9912"):
            assert secret not in done.stdout + done.stderr
    assert codes[0] == 0
    assert codes[5] == 3
    export.unlink()
    hunted = (FIRST, SECOND, "wrong-passphrase-9912", ACCOUNT, PERSON, AMOUNT, "AAPL")
    scanned = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert any(each.suffix == ".log" for each in scanned)
    assert sum(each.suffix == ".corridor" for each in scanned) >= 2
    for each in scanned:
        content = each.read_bytes()
        for word in hunted:
            for form in (word.encode(), word.encode("utf-16-le"), word.encode("latin-1")):
                assert form not in content, (each.name, word)


def test_a_crash_report_holds_places_and_no_message(tmp_path: Path) -> None:
    set_up_logging(tmp_path)
    passphrase = Secret(FIRST)
    logging.getLogger("corridor.test").info("opened '/x/%s.corridor' with %s", PERSON, passphrase)

    def inner() -> None:
        raise KeyError(f"{PERSON} {ACCOUNT} {AMOUNT} {FIRST}")

    try:
        try:
            inner()
        except KeyError as cause:
            raise ValueError(AMOUNT) from cause
    except ValueError as error:
        text = report(StoppedClock(), error)
        places = place_of(error)
    assert places.index("KeyError") < places.index("ValueError")
    assert "inner" in places
    assert "corridor-desktop" in text
    for word in (FIRST, ACCOUNT, PERSON, AMOUNT):
        assert word not in text


@pytest.mark.parametrize("show", [str, repr, "{}".format])
def test_a_secret_does_not_show_itself(show: object) -> None:
    assert FIRST not in show(Secret(FIRST))  # type: ignore[operator]
    assert Secret("e\u0301") == Secret("é")
