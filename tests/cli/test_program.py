"""The program as a shell sees it: processes, streams, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corridor_desktop import __version__
from corridor_desktop.cli import terminal
from corridor_desktop.cli.answer import BUG
from corridor_desktop.host.logging import set_up_logging
from corridor_desktop.host.paths import data_folder
from corridor_desktop.services.desk import Desk
from tests.cli.conftest import Program
from tests.cli.schemas import hold

FILE = "Hangang \N{HANGUL SYLLABLE HAN}\N{HANGUL SYLLABLE GANG}.corridor"


def corridor(
    *arguments: str, folder: Path, display: bool = False, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as its own process, with the home of the test; Windows' line ends go."""
    inherited = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        inherited.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "corridor_desktop", *arguments],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )
    done.stdout, done.stderr = (text.replace(b"\r\n", b"\n") for text in (done.stdout, done.stderr))
    return done


def test_the_version_and_the_help_need_no_portfolio(tmp_path: Path) -> None:
    shown = corridor("--version", folder=tmp_path)
    assert (shown.returncode, shown.stdout) == (0, f"corridor-desktop {__version__}\n".encode())
    helped = corridor("--help", folder=tmp_path)
    assert helped.returncode == 0
    assert b"undo-import" in helped.stdout


def test_json_is_one_document_in_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    made = corridor(
        "new", FILE, "--base", "KRW", "--json", folder=tmp_path, PYTHONIOENCODING="ascii"
    )
    assert (made.returncode, made.stderr) == (0, b"")
    document = json.loads(made.stdout.decode("utf-8"))
    hold(document, "new")
    assert document["portfolio"] == FILE
    assert (tmp_path / FILE).is_file()


def test_trouble_is_a_sentence_for_people_and_a_document_for_scripts(tmp_path: Path) -> None:
    failed = corridor("check", "--portfolio", "gone.corridor", "--json", folder=tmp_path)
    assert failed.returncode == 3
    document = json.loads(failed.stdout)
    hold(document, "error")
    assert document["error"]["code"] == "missing_file"
    assert document["error"]["message"] in failed.stderr.decode()
    assert b"Traceback" not in failed.stderr


def test_without_a_display_the_report_is_written_instead(tmp_path: Path) -> None:
    shown = corridor("--sample", folder=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, b"")
    lines = shown.stdout.decode().splitlines()
    assert "no display" in lines[0]
    pdf, html = (Path(line.strip()) for line in lines[1:])
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "SIMULATED" in html.read_text(encoding="utf-8").upper()


@pytest.mark.parametrize("arguments", [("--nonsense",), ("a.corridor", "b.corridor")])
def test_wrong_use_without_a_command_says_how(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    failed = corridor(*arguments, folder=tmp_path)
    assert (failed.returncode, failed.stdout) == (2, b"")
    assert b"--help" in failed.stderr


def test_a_reader_that_leaves_early_is_no_bug(sample: Program, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "corridor_desktop", "review", "--json"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=tmp_path,
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        said = started.stderr.read()
        assert started.wait(60) == terminal.READER_LEFT
    assert said == b""


def test_a_bug_has_a_code_of_its_own_and_reaches_the_excepthook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: seen.append(kind))

    def break_down() -> int:
        raise ZeroDivisionError

    assert terminal.run_to_the_end(break_down) == BUG == 70
    assert seen == [ZeroDivisionError]


def test_a_stop_by_hand_is_calm(capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> int:
        raise KeyboardInterrupt

    assert terminal.run_to_the_end(stop) == terminal.STOPPED
    assert "Stopped" in capsys.readouterr().err


@pytest.mark.parametrize("as_json", [True, False])
def test_a_bug_in_a_command_is_told_calmly_and_logged_without_amounts(
    sample: Program, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("1234.56 EUR divided by nothing")

    monkeypatch.setattr(Desk, "review", break_down)
    set_up_logging(data_folder())
    said = sample("review", *(["--json"] if as_json else []))
    assert said.code == BUG
    assert "Traceback" not in said.err
    assert "1234" not in said.err + said.out
    log = data_folder() / "logs" / "corridor.log"
    assert str(log) in said.err
    kept = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in kept
    assert "1234" not in kept
    if as_json:
        hold(said.document, "error")
        assert said.document["error"]["code"] == "bug"
    else:
        assert said.out == ""


def test_a_data_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, so no folder can stand here", encoding="utf-8")
    refused = corridor("doctor", folder=tmp_path, CORRIDOR_HOME=str(taken / "data"))
    assert (refused.returncode, refused.stdout) == (3, b"")
    assert b"CORRIDOR_HOME" in refused.stderr
    assert b"Traceback" not in refused.stderr


def test_a_report_needs_no_display(tmp_path: Path) -> None:
    assert corridor("new", FILE, "--base", "EUR", folder=tmp_path).returncode == 0
    out = tmp_path / "report.pdf"
    made = corridor("report", "--portfolio", FILE, "--out", str(out), folder=tmp_path)
    assert made.returncode == 0, made.stderr.decode()
    assert out.read_bytes().startswith(b"%PDF")


def test_a_command_leaves_one_plain_sealed_file(tmp_path: Path) -> None:
    assert corridor("new", FILE, "--base", "EUR", folder=tmp_path).returncode == 0
    for command in ("review", "check"):
        corridor(command, "--portfolio", FILE, "--quiet", folder=tmp_path)
        assert [path.name for path in tmp_path.glob("*corridor*")] == [FILE]
    checked = corridor("verify", "--portfolio", FILE, "--json", folder=tmp_path)
    assert json.loads(checked.stdout)["seal"] == "whole"
