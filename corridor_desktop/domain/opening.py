"""How a portfolio file is opened."""

from __future__ import annotations

from enum import StrEnum


class Opening(StrEnum):
    """How a file is opened.

    ``ALONE`` refuses one that another computer has open, ``TO_READ`` changes nothing in it, and
    ``ANYWAY`` is for the note of a computer that crashed.
    """

    ALONE = "alone"
    TO_READ = "to_read"
    ANYWAY = "anyway"
