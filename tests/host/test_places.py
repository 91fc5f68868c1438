"""Where a file lies and who has it open, told without asking anybody."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corridor_desktop.host.presence import announce, holders
from corridor_desktop.host.volumes import Volume, file_system, volume_of

AT = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/share\\040one nfs4 rw 0 0
//nas/home /mnt/nas cifs rw 0 0
tmpfs /mnt/nas/local tmpfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/mnt/share one/a.corridor", "nfs4"),
        ("/mnt/share/a.corridor", "ext4"),
        ("/mnt/nas/x/a.corridor", "cifs"),
        ("/mnt/nas/local/a.corridor", "tmpfs"),
        ("/mnt/nasty/a.corridor", "ext4"),
    ],
)
def test_the_nearest_mount_counts(place: str, kind: str) -> None:
    assert file_system(Path(place), MOUNTS) == kind


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("OneDrive - Firm", Volume.SYNCED),
        ("Dropbox", Volume.SYNCED),
        ("Library/Mobile Documents/com~apple~CloudDocs", Volume.SYNCED),
        ("Nextcloud", Volume.SYNCED),
        ("dropboxes", Volume.LOCAL),
        ("Documents", Volume.LOCAL),
    ],
)
def test_folders_that_travel_are_known_by_their_name(
    tmp_path: Path, folder: str, kind: Volume
) -> None:
    assert volume_of(tmp_path / folder / "a.corridor", "") is kind


def test_a_session_is_seen_while_it_lasts_and_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "a.corridor"
    mine = announce(path, AT)
    assert [holder.here for holder in holders(path)] == [True]
    assert holders(path)[0].since == AT
    assert holders(path, mine.note) == ()
    mine.leave()
    mine.leave()
    assert holders(path) == ()
    assert not list(tmp_path.glob(".*"))


def test_a_session_that_was_killed_leaves_nothing_to_believe(tmp_path: Path) -> None:
    path = tmp_path / "a.corridor"
    code = (
        "import sys, time; from pathlib import Path; from datetime import datetime, UTC\n"
        "from corridor_desktop.host.presence import announce\n"
        "kept = announce(Path(sys.argv[1]), datetime.now(UTC)); print('.', flush=True)\n"
        "time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.read(1) == b"."
    assert len(holders(path)) == 1
    child.kill()
    child.wait()
    child.stdout.close()
    assert holders(path) == ()
