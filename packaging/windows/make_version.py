"""Write the version resource that Windows shows in a program's properties.

python packaging/windows/make_version.py FILE
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from corridor_desktop import __version__

SHAPE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "Corridor Desktop"),
      StringStruct("FileDescription", "Corridor Desktop"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("ProductName", "Corridor Desktop"),
      StringStruct("ProductVersion", "{version}"),
      StringStruct("LegalCopyright", "MIT licence"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def main(arguments: list[str]) -> int:
    """Write the resource."""
    parts = [int(part) for part in __version__.split(".")]
    numbers = tuple((*parts, 0, 0, 0, 0)[:4])
    out = Path(arguments[0])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(SHAPE.format(numbers=numbers, version=__version__), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
