"""Write the expected twin of every broker fixture anew: ``python -m tests.golden.refresh``.

Look at the difference before committing it.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from corridor_desktop.importers.json_form import reading_form
from corridor_desktop.importers.reader import read
from corridor_desktop.services.words import say

FOLDER = Path(__file__).resolve().parent / "brokers"
TODAY = date(2026, 3, 20)


def fixtures() -> list[Path]:
    """Return every broker fixture."""
    return sorted(path for path in FOLDER.glob("*/*") if not path.name.endswith(".expected.json"))


def twin(path: Path) -> Path:
    """Return where the expected reading of a fixture stands."""
    return path.with_name(path.name + ".expected.json")


def form(path: Path) -> str:
    """Return the reading of a fixture as it is kept."""
    document = reading_form(read(path.read_bytes(), path.name, today=TODAY), say)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Refresh every twin and name those that changed."""
    for path in fixtures():
        text = form(path)
        kept = twin(path)
        if not kept.exists() or kept.read_text(encoding="utf-8") != text:
            kept.write_text(text, encoding="utf-8")
            print(f"{path.parent.name}/{path.name}")


if __name__ == "__main__":
    main()
