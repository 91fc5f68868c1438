"""The list of files opened last."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.host.paths import data_folder
from corridor_desktop.services import recent


def made(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"x")
    return path


def test_the_latest_comes_first_once(tmp_path: Path) -> None:
    assert recent.last_opened() is None
    one, two = made(tmp_path, "one.corridor"), made(tmp_path, "two.corridor")
    recent.remember(one, "Eins")
    recent.remember(two, "Größe")
    recent.remember(one, "Uno")
    assert [(each.path, each.name) for each in recent.shown()] == [(one, "Uno"), (two, "Größe")]
    assert recent.last_opened() == one
    assert not list(data_folder().glob(".*"))


def test_a_vanished_file_is_kept_but_not_shown(tmp_path: Path) -> None:
    one, two = made(tmp_path, "one.corridor"), made(tmp_path, "two.corridor")
    recent.remember(two)
    recent.remember(one)
    one.unlink()
    assert [each.path for each in recent.shown()] == [two]
    assert [each.path for each in recent.remembered()] == [one, two]
    assert recent.last_opened() == one
    one.write_bytes(b"back")
    assert [each.path for each in recent.shown()] == [one, two]


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    files = [made(tmp_path, f"{number}.corridor") for number in range(recent.KEPT + 3)]
    for each in files:
        recent.remember(each)
    assert [each.path for each in recent.remembered()] == files[:2:-1]


def test_forgetting_leaves_the_file(tmp_path: Path) -> None:
    one = made(tmp_path, "one.corridor")
    recent.remember(one)
    recent.forget(one)
    assert recent.remembered() == ()
    assert one.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"[]",
        b'{"files": 7}',
        b'{"files": [7, {}, {"path": ""}, {"path": 3}, {"path": "x", "name": 1}]}',
        b"[" * 5000,
    ],
)
def test_a_damaged_list_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    (data_folder() / "recent.json").write_bytes(content)
    assert recent.remembered() == ()
    one = made(tmp_path, "one.corridor")
    recent.remember(one)
    assert recent.last_opened() == one


def test_a_list_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    one = made(tmp_path, "one.corridor")
    (data_folder() / "recent.json").mkdir()
    with pytest.raises(FileTrouble):
        recent.remember(one)
    assert list(data_folder().glob("*.part")) == []
