"""What a built app holds and what is left out, for every platform; used by the spec and tests."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from corridor_desktop import APP_ID
from corridor_desktop.services import guide

ROOT = Path(__file__).resolve().parent.parent

UNUSED_MODULES = (
    # Kept out of the archive: nothing of this is reached from the window or a command.
    "tkinter", "test", "unittest", "lib2to3", "idlelib", "pydoc_data", "ensurepip", "venv",
    "pip", "setuptools", "wheel", "pkg_resources",
    "IPython", "matplotlib", "scipy", "pytest", "hypothesis", "PIL", "numba", "pyarrow",
    "sqlalchemy", "openpyxl", "xlrd", "odf", "tables", "numexpr", "bottleneck",
    "pandas.tests", "numpy.tests", "numpy.testing.tests", "numpy.f2py",
    "numpy.distutils", "numpy.typing.tests", "pyqtgraph.examples", "pyqtgraph.opengl",
    "pyqtgraph.console", "pyqtgraph.jupyter", "OpenGL", "cupy",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtSql",
    "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools",
    "PySide6.QtTest",
    # yfinance names lxml for tables on web pages, which nothing here asks it for.
    "lxml",
    # Distances of the plain build serve every processor; its ratios are not asked for.
    "rapidfuzz.fuzz_cpp", "rapidfuzz.fuzz_cpp_avx2", "rapidfuzz.distance.metrics_cpp_avx2",
)  # fmt: skip

_PLUGINS = r"PySide6/(?:Qt/)?plugins/"
_UNWANTED_SHAPES = (
    # Qt: modules and plug-ins that no page asks for.
    r"PySide6/.*(?:Qt6?|/lib)(?:Qml|Quick|Labs|Sql|Designer|Help|UiTools|Pdf|Virtual)\w*\b",
    r"PySide6/.*(?:Qt6?|/lib)(?:WebEngine|WebSockets|Multimedia|3D|ShaderTools|Concurrent)\w*\b",
    r"PySide6/.*(?:Qt6?|/lib)(?:Xml|Test)\w*\b",
    r"PySide6/(?:Qt/)?(?:qml|translations)/",
    r"PySide6/(?:Qt/)?(?:plugins/)?(?:lib/)?\w*Egl?F[sS]",
    _PLUGINS + r"(?!platform|imageformats|iconengines|styles|tls|xcbglintegrations|wayland-)",
    _PLUGINS + r"platforms/\w*q(?:eglfs|linuxfb|minimal|vnc|vkkhr|direct2d)",
    _PLUGINS + r"platformthemes/libqgtk3",
    _PLUGINS + r"imageformats/\w*q(?:gif|icns|tga|tiff|wbmp|webp|pdf)",
    r"opengl32sw\.dll$",
    # What only the GTK theme plug-in of Qt asks for.
    r"^lib(?:cairo|cairo-gobject|pango\w*|gdk\w*|gtk\w*|atk|gio|gobject|gmodule|pixman)[-.]",
    r"^lib(?:harfbuzz|graphite2|fribidi|thai|datrie|jpeg|mount|blkid|selinux)[-.]",
    r"^lib(?:epoxy|atspi|Xi|Xext|Xcursor|Xrender|Xrandr|Xfixes|Xinerama|Xcomposite|Xdamage)[-.]",
    # Tests, sources and examples that packages carry along.
    r"(?:^|/)tests?/",
    r"\.dist-info/(?:RECORD|INSTALLER|REQUESTED|direct_url|sboms/)",
    r"\.pyi$|\.pxd$|\.h$|\.hpp$|\.c$|\.lib$|\.a$",
    r"pyqtgraph/(?:examples|colors/maps/(?!CET-D|viridis))",
)
_UNWANTED = re.compile("|".join(_UNWANTED_SHAPES))


def is_wanted(name: str) -> bool:
    """Tell whether a file of the build, by its place in the app, stays in it."""
    return _UNWANTED.search(name.replace("\\", "/")) is None


NOT_INSIDE = frozenset({"lxml"})
"""Packages that an installation by pip brings along and the app leaves out."""


def bundled() -> tuple[str, ...]:
    """Return the packages whose code is in the app: licences and bill of materials name these."""
    return tuple(name for name in distributions() if name.lower() not in NOT_INSIDE)


def distributions() -> tuple[str, ...]:
    """Return the packages that the app needs here, by walking what each one requires."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return tuple(sorted(_needed(project["dependencies"]), key=str.lower))


def _needed(roots: list[str]) -> set[str]:
    seen: set[str] = set()
    left = [_name(root) for root in roots]
    while left:
        name = left.pop()
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # a requirement of another platform
        if found.name.lower() not in {known.lower() for known in seen}:
            seen.add(found.name)
            left += _requirements(found)
    return seen


def _requirements(found: metadata.Distribution) -> Iterator[str]:
    for line in found.requires or ():
        if "extra ==" not in line:
            yield _name(line)


def _name(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0]


ASKED_FOR_BY_NAME = ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets")
"""Modules that pyqtgraph imports by a name it puts together, so that no search finds them."""


def guide_pages() -> list[Path]:
    """Return the pages of the documentation that the window shows in its guide."""
    return [
        ROOT / "docs" / f"{page.name}.md" for page in guide.PAGES if page.name not in guide.MADE
    ]


def keyring_backends(platform: str) -> list[str]:
    """Return the modules through which the keyring reaches this system's own store."""
    own = {"win32": "Windows", "darwin": "macOS"}.get(platform, "SecretService")
    return [f"keyring.backends.{name}" for name in (own, "fail", "null", "chainer")]


def info_plist() -> dict[str, object]:
    """Return what macOS is told of the app: its documents, its look, its lowest system."""
    document = {
        "CFBundleTypeName": "Corridor portfolio",
        "CFBundleTypeRole": "Editor",
        "CFBundleTypeIconFile": "corridor-document.icns",
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [f"{APP_ID}.portfolio"],
    }
    table = {
        "CFBundleTypeName": "Table of a broker",
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": ["public.comma-separated-values-text"],
    }
    exported = {
        "UTTypeIdentifier": f"{APP_ID}.portfolio",
        "UTTypeDescription": "Corridor portfolio",
        "UTTypeConformsTo": ["public.data"],
        "UTTypeTagSpecification": {"public.filename-extension": ["corridor"]},
    }
    return {
        "CFBundleDisplayName": "Corridor Desktop",
        "CFBundleDocumentTypes": [document, table],
        "UTExportedTypeDeclarations": [exported],
        "LSApplicationCategoryType": "public.app-category.finance",
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
    }
