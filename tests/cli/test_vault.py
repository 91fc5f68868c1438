"""Encryption by command: the passphrase by a line of input, never in an argument."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from corridor_desktop.cli.program import build_parser
from corridor_desktop.domain.errors import SecretTrouble
from corridor_desktop.store import cipher
from tests.cli.conftest import Program

FIRST, SECOND = "seven grey herons", "Łódź über 서울 4711"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> object:
    def say(*lines: str) -> None:
        text = "".join(f"{line}\n" for line in lines)
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return say


def encrypted(program: Program, said: object) -> None:
    said(FIRST)  # type: ignore[operator]
    found = program.json("encrypt", "encrypt", "--passphrase-stdin")
    assert found["encrypted"]


def test_a_new_file_can_be_encrypted_from_its_first_byte(
    program: Program, said: object, tmp_path: Path
) -> None:
    path = tmp_path / "a.corridor"
    said(FIRST)  # type: ignore[operator]
    found = program.json(
        "new", "new", str(path), "--base", "EUR", "--encrypt", "--passphrase-stdin"
    )
    assert found["encrypted"]
    assert cipher.is_encrypted(path)
    assert b"SQLite" not in path.read_bytes()
    error = program.json("error", "review", code=3)["error"]
    assert error["code"] == "needs_passphrase"
    said("not the passphrase")  # type: ignore[operator]
    error = program.json("error", "review", "--passphrase-stdin", code=3)["error"]
    assert error["code"] == "wrong_passphrase"
    said(FIRST)  # type: ignore[operator]
    assert program.json("review", "review", "--passphrase-stdin")["base"] == "EUR"


def test_a_passphrase_comes_through_a_descriptor(sample: Program, said: object) -> None:
    encrypted(sample, said)
    reading, writing = os.pipe()
    os.write(writing, f"{FIRST}\n".encode())
    os.close(writing)
    try:
        found = sample.json("verify", "verify", "--passphrase-fd", str(reading))
    finally:
        os.close(reading)
    assert (found["encrypted"], found["integrity"]) == (True, "ok")


def test_encrypting_changing_and_decrypting_keep_every_figure(
    sample: Program, said: object, tmp_path: Path
) -> None:
    before = sample.json("review", "review")["valuation"]
    backup = Path(sample.json("backup", "backup")["backup"])
    encrypted(sample, said)
    assert cipher.is_encrypted(backup)
    said(FIRST, SECOND)  # type: ignore[operator]
    changed = sample.json("encrypt", "change-passphrase", "--passphrase-stdin")
    assert changed["backups_rewritten"] >= 1
    said(FIRST)  # type: ignore[operator]
    sample.json("error", "review", "--passphrase-stdin", code=3)
    said(SECOND)  # type: ignore[operator]
    assert sample.json("review", "review", "--passphrase-stdin")["valuation"] == before
    said(SECOND)  # type: ignore[operator]
    held = sample.json("restore", "restore", str(backup), "--dry-run", "--passphrase-stdin")
    assert (held["whole"], held["encrypted"]) == (True, True)
    said(SECOND)  # type: ignore[operator]
    plain = sample.json("encrypt", "decrypt", "--passphrase-stdin")
    assert not plain["encrypted"]
    assert sample.json("review", "review")["valuation"] == before
    assert not cipher.is_encrypted(backup)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaa", "with\ta tab inside"])
def test_a_weak_passphrase_is_refused_before_anything_is_written(
    sample: Program, said: object, tmp_path: Path, weak: str
) -> None:
    before = (tmp_path / "sample.corridor").read_bytes()
    said(weak)  # type: ignore[operator]
    error = sample.json("error", "encrypt", "--passphrase-stdin", code=2)["error"]
    assert error["code"] == "weak_passphrase"
    assert (tmp_path / "sample.corridor").read_bytes() == before


def test_without_a_terminal_nothing_waits_for_a_passphrase(sample: Program, said: object) -> None:
    said()  # type: ignore[operator]
    assert sample.json("error", "encrypt", code=2)["error"]["code"] == "no_passphrase"


def test_what_is_not_encrypted_says_so(sample: Program) -> None:
    for verb in ("decrypt", "change-passphrase", "remember-passphrase", "forget-passphrase"):
        assert sample.json("error", verb, code=2)["error"]["code"] == "not_encrypted"


def test_no_command_takes_a_passphrase_as_an_argument() -> None:
    words = build_parser().format_help()
    for line in words.splitlines():
        assert "--passphrase " not in line
    with pytest.raises(Exception, match="unrecognized"):
        build_parser().parse_args(["encrypt", "--passphrase", "x"])


def test_a_keyring_that_keeps_nothing_leaves_the_file_plain(
    sample: Program, said: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing:
        def get(self, name: str) -> str | None:
            return None

        def set(self, name: str, value: str) -> None:
            raise SecretTrouble("no_keyring", "There is none.", "Set one up.")

        delete = get

    sample.secrets = Refusing()  # type: ignore[assignment]
    error = sample.json("error", "encrypt", "--new-key", code=3)["error"]
    assert error["code"] == "no_keyring"
    assert not cipher.is_encrypted(tmp_path / "sample.corridor")


def test_a_new_key_is_kept_and_opens_the_file_without_asking(
    sample: Program, said: object, tmp_path: Path
) -> None:
    found = sample.json("encrypt", "encrypt", "--new-key")
    assert sample.json("verify", "verify")["encrypted"]
    moved = tmp_path / "elsewhere.corridor"
    (tmp_path / "sample.corridor").rename(moved)
    assert sample.json("verify", "verify", "--portfolio", str(moved))["encrypted"]
    sample.json("remember-passphrase", "forget-passphrase", "--portfolio", str(moved))
    sample.json("error", "verify", "--portfolio", str(moved), code=3)
    said(found["recovery_key"])  # type: ignore[operator]
    kept = sample.json(
        "remember-passphrase",
        "remember-passphrase",
        "--portfolio",
        str(moved),
        "--passphrase-stdin",
    )
    assert kept["in_keyring"]
    assert sample.json("verify", "verify", "--portfolio", str(moved))["encrypted"]


def test_backups_are_listed_and_looked_at_before_they_are_restored(
    sample: Program, tmp_path: Path
) -> None:
    backup = sample.json("backup", "backup")["backup"]
    listed = sample.json("backups", "backups")["backups"]
    assert backup in {each["backup"] for each in listed}
    seen = sample.json("restore", "restore", backup, "--dry-run")
    assert seen["whole"]
    assert seen["transactions"] == sample.json("verify", "verify")["transactions"]
    Path(backup).write_bytes(Path(backup).read_bytes()[:30_000])
    seen = sample.json("restore", "restore", backup, "--dry-run", code=1)
    assert not seen["whole"]
    assert not (tmp_path / "None").exists()
    error = sample.json("error", "restore", backup, code=2)["error"]
    assert error["code"] == "no_target"


def test_a_backup_takes_the_place_of_a_damaged_file(sample: Program, tmp_path: Path) -> None:
    path = tmp_path / "sample.corridor"
    backup = sample.json("backup", "backup")["backup"]
    whole = sample.json("review", "review")["valuation"]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    error = sample.json("error", "review", code=3)["error"]
    assert error["code"] == "damaged"
    assert backup in error["remedy"]
    sample.json("restore", "restore", backup, "--to", str(path), "--replace")
    assert sample.json("review", "review")["valuation"] == whole
    assert [each.read_bytes() for each in tmp_path.glob("*.replaced.*")] == [bytes(content)]


def test_a_file_open_on_another_computer_is_not_opened(sample: Program, tmp_path: Path) -> None:
    note = tmp_path / ".sample.corridor.0123456789ab-00000000.open"
    note.write_text(
        json.dumps({"computer": "LAPTOP", "since": "2026-03-20T10:00:00+00:00"}), encoding="utf-8"
    )
    error = sample.json("error", "review", code=3)["error"]
    assert error["code"] == "open_elsewhere"
    assert "LAPTOP since 2026-03-20 10:00" in error["message"]
    before = (tmp_path / "sample.corridor").read_bytes()
    sample.json("review", "review", "--read-only")
    assert (tmp_path / "sample.corridor").read_bytes() == before
    error = sample.json("error", "tag", "NURI", "tourism_education=25%", "--read-only", code=3)
    assert error["error"]["code"] == "read_only"
    sample.json("review", "review", "--open-anyway")
    assert not note.exists()


def test_a_note_that_is_noise_is_still_a_note(sample: Program, tmp_path: Path) -> None:
    (tmp_path / ".sample.corridor.0123456789ab-00000000.open").write_bytes(b"\xff\x00[[[")
    assert sample.json("error", "review", code=3)["error"]["code"] == "open_elsewhere"


def test_a_note_left_over_by_a_crash_here_is_taken_away(sample: Program, tmp_path: Path) -> None:
    computer = (tmp_path / "home" / "computer.txt").read_text(encoding="ascii")
    note = tmp_path / f".sample.corridor.{computer}-deadbeef.open"
    note.write_text("{}", encoding="utf-8")
    sample.json("review", "review")
    assert not note.exists()
    assert not list(tmp_path.glob(".*"))


def test_split_off_copies_are_told(sample: Program, tmp_path: Path) -> None:
    other = tmp_path / "sample (LAPTOP's conflicted copy 2026-03-19).corridor"
    other.write_bytes(b"x")
    (tmp_path / "sample of mine.corridor").write_bytes(b"x")
    assert sample.json("verify", "verify", code=1)["conflicts"] == [str(other)]
    assert any("split 1 file" in line for line in sample.json("doctor", "doctor", code=1)["wrong"])
