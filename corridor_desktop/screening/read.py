"""Which list a file is, and what it holds. The file's name decides nothing but SDN or not."""

from __future__ import annotations

from collections.abc import Mapping

from corridor_desktop.domain.errors import ListTrouble
from corridor_desktop.screening import ofac, tables, xml_lists
from corridor_desktop.screening.cells import decode, rows, strange
from corridor_desktop.screening.entry import COMPANIONS, Content, Listed

SHORTER = 0.8
"""A file with fewer rows than this fraction of the one before is taken for cut."""


def read_list(name: str, data: bytes) -> Content:
    """Return what a list file holds.

    Raises
    ------
    ListTrouble
        ``empty_list``, ``cut_list`` or ``not_a_list``; nothing that was read before is touched.
    """
    text = decode(name, data)
    start = text.lstrip("\ufeff \r\n\t")
    if start.startswith("<"):
        return xml_lists.read(name, data.lstrip())
    first = start.split("\n", 1)[0]
    if first.count(";") > first.count(",") or "Entity_LogicalId" in text[:4096]:
        european = tables.read_european(name, text)
        if european is not None:
            return european
    table = rows(name, text)
    for reader in tables.READERS:
        found = reader(name, table)
        if found is not None:
            return found
    if ofac.fits(table):
        return ofac.read(name, table, text)
    raise strange(name, "its columns are not those of any of them")


def refuse_shorter(name: str, new: Content, rows_before: int | None) -> None:
    """Refuse a file that is much shorter than the one of the same list before it.

    Raises
    ------
    ListTrouble
        ``shorter_list``.
    """
    if rows_before is None:
        return
    endless = any(note.code == "screening.no_end_mark" for note in new.notes)
    # Lists lose entries, too; but a file without its end that is shorter as well was cut.
    if new.rows < (rows_before if endless else SHORTER * rows_before):
        raise ListTrouble(
            "shorter_list",
            f"{name} has {new.rows:,} rows; the file of the same list before it had "
            f"{rows_before:,}. It looks cut, so the earlier one stays in use.",
            "Download it again; if the list really shrank, take the earlier one out first.",
        )


def assemble(files: Mapping[str, Content]) -> dict[str, tuple[Listed, ...]]:
    """Return the entries by main list, with what companion files add."""
    found = {}
    for role, content in files.items():
        if content.listed:
            parts = [files[part] for part in COMPANIONS.get(role, ()) if part in files]
            found[role] = ofac.joined(content, parts) if parts else content.listed
    return found
