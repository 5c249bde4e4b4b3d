"""Entries of bulletins are found by kind, year and person: a job writes their rows."""

from infostrada.core.jobs import enqueue
from typing import Any


def write_facets(_tool: Any) -> None:
    """Ask for the rows of entries; they are written while the site is served."""
    enqueue("bip.facets", {}, unit=None)
