"""Pages of the documentation that are made from what the program itself ships.

MkDocs calls ``on_files``. They are the very pages that the window shows in its guide, so that
neither can drift from the program.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corridor_desktop.services.guide import MADE


def on_files(files: Files, config: Any) -> Files:
    """Add the generated pages."""
    for name, make in MADE.items():
        files.append(File.generated(config, f"{name}.md", content=make()))
    return files
