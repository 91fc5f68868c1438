"""The program and its libraries run without what the app leaves out; nothing is built for this."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

BLOCKED = """
import sys
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/packaging"]
import contents

class Absent:
    def find_spec(self, name, path=None, target=None):
        listed = any(name == out or name.startswith(out + ".") for out in contents.UNUSED_MODULES)
        file = name.replace(".", "/") + ".abi3.so"
        if listed or (name.startswith("PySide6.") and not contents.is_wanted(file)):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
"""
SOURCES = """
import json
from corridor_desktop.feeds import worker_process
asked = {"yahoo": "SPY", "ecb": "EURKRW=X", "tiingo": "SPY", "krx": "005930.KS"}
for source, symbol in asked.items():
    request = {"source": source, "folder": sys.argv[2], "symbol": symbol, "since": None,
               "facts": True, "now": 1764028800.0, "key": "k"}
    print(json.dumps(worker_process._answer(request)))
"""
WHOLE = """
import importlib, pkgutil
import corridor_desktop, pyqtgraph, highspy
for found in pkgutil.walk_packages(corridor_desktop.__path__, "corridor_desktop."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
from pathlib import Path
from corridor_desktop.main import build_desk, print_report
desk = build_desk()
desk.open_sample(Path(sys.argv[2]))
review = desk.review()
for kind in ("pdf", "html"):
    print_report(review, Path(sys.argv[2]) / f"report.{kind}", "A4")
desk.close()
print("whole")
"""


def _run(code: str, folder: Path) -> str:
    nowhere = "http://127.0.0.1:9"
    environment = {
        **os.environ, "CORRIDOR_HOME": str(folder), "HTTPS_PROXY": nowhere, "https_proxy": nowhere,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED + code, str(ROOT), str(folder)],
        capture_output=True, encoding="utf-8", check=False, env=environment, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_every_price_source_loads_without_what_is_left_out(tmp_path: Path) -> None:
    answers = [json.loads(line) for line in _run(SOURCES, tmp_path).splitlines()]
    assert [each.get("failure") for each in answers] == ["offline"] * 4


def test_the_program_reviews_and_reports_without_what_is_left_out(tmp_path: Path) -> None:
    assert "whole" in _run(WHOLE, tmp_path)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
