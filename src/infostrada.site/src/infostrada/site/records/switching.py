"""What an office keeps on its desk for later use, templates and types of cases: in use or withdrawn, listed by name."""

from infostrada.site.records.deed import deed
from infostrada.site.records.problems import require
from infostrada.site.records.store import DESK
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from typing import Any


def switch(kept: Any, transition: str, *, permission: str, word: str) -> None:
    """Withdraw it or use it again; `word` is how the journal calls such a thing."""
    require(permission, kept)
    act = deed(kept)
    move(kept, transition)
    kept.reindexObject()
    act.write(f"{word}.{transition}", kept)


def listed(context: Any, room: str) -> list[Any]:
    """All of a room of the office's desk by name, withdrawn ones last."""
    desk = unit_of(context).get(DESK)
    held = desk.get(room) if desk is not None else None
    found = list(held.objectValues()) if held is not None else []
    return sorted(found, key=lambda item: (state_of(item) != "active", item.title.lower()))
