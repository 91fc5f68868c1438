"""Shipped files that the window shows: icons and help pages."""

from __future__ import annotations

from corridor_desktop.host.paths import resource_folder


def read_icon(name: str) -> str:
    """Return the SVG text of an icon; black strokes are meant to be recoloured."""
    return (resource_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def icon_file(name: str) -> str:
    """Return the path of an icon with forward slashes, as stylesheets want it."""
    return (resource_folder() / "icons" / f"{name}.svg").as_posix()


def read_help(page: str) -> str:
    """Return a help page as Markdown, empty when there is none of that name."""
    path = resource_folder() / "help" / page
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def read_report_template() -> str:
    """Return the template of the printable report."""
    path = resource_folder() / "report" / "report.html.j2"
    return path.read_text(encoding="utf-8")
