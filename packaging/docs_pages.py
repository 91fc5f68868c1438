"""Pages of the documentation that are made from what the program itself ships.

MkDocs calls ``on_files``. The limits page is the help of the window; the brokers page comes from
the profiles by which files are recognised, so that neither can drift from the program.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ABOUT_BROKERS = """# Brokers

Where the export is, as each broker's own menu names it. The file is known by its header, whatever
its name; any other table is read by its column names, and what is doubtful is asked."""

THEN = """Then choose *File > Import broker files*, or on the command line
`corridor-desktop import FILE --account NAME`. `--dry-run` shows what would happen and touches
nothing."""

ROOT = Path(__file__).resolve().parent.parent


def on_files(files: Files, config: Any) -> Files:
    """Add the generated pages."""
    files.append(File.generated(config, "brokers.md", content=brokers()))
    files.append(File.generated(config, "limits.md", content=limits()))
    return files


def brokers() -> str:
    """Return how to get an export out of every known broker."""
    rows = []
    for path in sorted((ROOT / "resources" / "profiles").glob("*.toml")):
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
        kinds = sorted({layout.get("kind", "") for layout in profile.get("layout", ())} - {""})
        if profile.get("menu"):
            menu = profile["menu"].replace("|", r"\|")
            rows.append(f"| {profile.get('broker', path.stem)} | {menu} | {', '.join(kinds)} |")
    head = ("| broker | menu path of the export | what is read |", "|---|---|---|")
    return "\n\n".join((ABOUT_BROKERS, "\n".join((*head, *rows)), THEN))


def limits() -> str:
    """Return the help pages of all limits as one page, a heading lower."""
    pages = sorted((ROOT / "resources" / "help" / "limits").glob("*.md"))
    texts = [f"#{path.read_text(encoding='utf-8').strip()}" for path in pages]
    intro = "# Limits\n\nThe same pages that the window shows beside each limit."
    return "\n\n".join((intro, *texts))
