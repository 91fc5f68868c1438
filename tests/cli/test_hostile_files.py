"""Files that mean no good, by command: one sentence, the right code, and nothing in the book."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Program


def _made(folder: Path, name: str) -> Path:
    path = folder / name
    if name == "folder.csv":
        path.mkdir()
    elif name == "pipe.csv":
        os.mkfifo(path)
    elif name == "loop.csv":
        path.symlink_to(path)
    elif name == "huge.csv":
        with path.open("wb") as file:
            file.truncate(200_000_001)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("folder.csv", "is a folder"),
        ("pipe.csv", "is a pipe or a device"),
        ("loop.csv", "symbolic links"),
        ("huge.csv", "larger than 64 MB"),
        ("gone.csv", "No such file"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    empty: Program, tmp_path: Path, name: str, said: str
) -> None:
    path = _made(tmp_path, name)
    error = empty.json("error", "import", str(path), code=3)["error"]
    assert said in error["message"]
    assert error["message"].count("\n") == 0
    assert empty.json("imports", "imports")["imports"] == []


def test_no_permission_is_one_sentence(
    empty: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shut.csv"
    path.write_bytes(b"x")
    real = os.open

    def shut(name: str, flags: int, *more: int, **options: int) -> int:
        if str(name) == str(path):
            raise PermissionError(13, "Permission denied")
        return real(name, flags, *more, **options)

    monkeypatch.setattr(os, "open", shut)
    error = empty.json("error", "import", str(path), code=3)["error"]
    assert "cannot be read (Permission denied). Nothing was imported." in error["message"]


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n", b"<html><table></table></html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
     b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><client>&b;</client>',
     b"Date,Action,Symbol,Quantity,Price,Currency\n", b"a" * 2_000_000],
)  # fmt: skip
def test_what_is_no_statement_is_one_sentence(
    empty: Program, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    said = empty("import", str(path))
    first = said.out.splitlines()[0]
    assert first.startswith("x.csv: ")
    assert len(first) > len("x.csv: refused")
    assert empty.json("imports", "imports")["imports"] == []
