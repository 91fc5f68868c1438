"""Write the bill of materials of a built app (CycloneDX JSON): what is inside, its licences.

    python packaging/make_sbom.py APP FILE

Read from the package data that the app carries; so it lists what was built, not what was meant.
"""

from __future__ import annotations

import platform
import sys
from importlib import metadata
from pathlib import Path

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from corridor_desktop import __version__


def bill(app: Path) -> Bom:
    """Return the bill of an app folder."""
    bom = Bom()
    bom.metadata.component = Component(
        name="Corridor Desktop",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="corridor-desktop",
        licenses=[DisjunctiveLicense(id="MIT")],
    )
    parts = [_part(found) for found in _packages(app)]
    parts.append(
        Component(
            name="CPython",
            version=platform.python_version(),
            bom_ref="cpython",
            type=ComponentType.PLATFORM,
            purl=PackageURL("generic", name="cpython", version=platform.python_version()),
        )
    )
    for part in parts:
        bom.components.add(part)
    bom.register_dependency(bom.metadata.component, parts)
    return bom


def _packages(app: Path) -> list[metadata.Distribution]:
    folders = {path.parent for path in app.rglob("*.dist-info/METADATA")}
    return [metadata.Distribution.at(folder) for folder in sorted(folders)]


def _part(found: metadata.Distribution) -> Component:
    said = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
    first = said.strip().splitlines()[0] if said.strip() else "see the licence in the package"
    return Component(
        name=found.name,
        version=found.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{found.name}@{found.version}",
        purl=PackageURL("pypi", name=found.name.lower(), version=found.version),
        licenses=[DisjunctiveLicense(name=first)],
    )


def main(arguments: list[str]) -> int:
    """Write the bill."""
    app, out = map(Path, arguments)
    made = bill(app)
    out.write_text(JsonV1Dot6(made).output_as_string(indent=1), encoding="utf-8")
    print(f"{len(made.components)} components in {out.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
