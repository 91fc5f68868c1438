"""Files as a person chooses them: whole, unchanged, and never too much; one sentence otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.services.file_bytes import read_bytes

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def refused(path: Path, code: str) -> str:
    with pytest.raises(FileTrouble) as told:
        read_bytes(path)
    assert told.value.code == code
    assert "Nothing was imported." in told.value.sentence
    assert told.value.remedy
    return told.value.sentence


def test_a_file_comes_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\r\nb\x00")
    assert read_bytes(path) == b"a\r\nb\x00"
    path.write_bytes(b"")
    assert read_bytes(path) == b""


def test_a_folder_and_what_is_not_there_are_named(tmp_path: Path) -> None:
    assert refused(tmp_path, "unreadable").startswith(f"{tmp_path.name} is a folder")
    assert "No such file" in refused(tmp_path / "gone.csv", "unreadable")


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="nothing is shut to root")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "shut.csv"
    path.write_bytes(b"x")
    path.chmod(0)
    assert "Permission denied" in refused(path, "unreadable")


@posix
def test_a_pipe_a_device_and_a_loop_of_links_never_hang(tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe.csv", tmp_path / "loop.csv"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    assert "pipe or a device" in refused(pipe, "unreadable")
    assert "pipe or a device" in refused(Path("/dev/zero"), "unreadable")
    assert "symbolic links" in refused(loop, "unreadable")


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)  # sparse: it takes no room on the disk
    assert "larger than 64 MB" in refused(path, "too_large")


@pytest.mark.parametrize("more", [b"more\n", b""])
def test_a_file_that_changes_while_it_is_read_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: bytes
) -> None:
    path = tmp_path / "growing.csv"
    path.write_bytes(b"a\n" * 100)
    real = os.fstat
    looks: list[int] = []

    def fstat(number: int) -> os.stat_result:
        found = real(number)
        looks.append(number)
        if len(looks) == 1:  # another program writes right after the first look
            path.write_bytes(b"a\n" * 100 + more if more else b"a\n")
        return found

    monkeypatch.setattr(os, "fstat", fstat)
    assert "changed while it was read" in refused(path, "changed_while_read")
