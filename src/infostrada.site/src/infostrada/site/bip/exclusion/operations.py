"""Saying what is left out of an entry and why; page and service call the same."""

from infostrada.site.bip.content import Entry
from infostrada.site.bip.content import Exclusion
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import enter
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.operations import put_change
from infostrada.site.bip.timing.moments import is_public
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from typing import NamedTuple


class ExclusionData(NamedTuple):
    """The four things the page must name (art. 8 (5) u.d.i.p.), and the public reason when the entry is public."""

    scope: str
    basis: str
    person: str
    interest: str
    reason: str = ""


def exclude(entry: Entry, data: ExclusionData) -> Exclusion:
    """Add an exclusion to an entry; in a public one it is a change with its row in the log.

    Raises InvalidData naming each of the four things that is missing (check BIP-05).
    """
    public = is_public(entry)
    require(PUBLISH if public else EDIT, entry)
    if state_of(entry) in ("withdrawn", "planned"):
        raise Blocked([], reason="state_forbids")
    needed = ExclusionData._fields if public else ExclusionData._fields[:-1]
    if faults := [Fault(name, "required") for name in needed if not getattr(data, name).strip()]:
        raise InvalidData(faults)
    act = deed(entry)
    said = data._replace(**{name: getattr(data, name).strip() for name in needed})
    made = Exclusion(said.scope, said.basis, said.person, said.interest, act.at, act.actor)
    exclusions = (*entry.exclusions, made)
    if public:
        put_change(entry, act, {"exclusions": exclusions}, data.reason)
    else:
        entry.exclusions = exclusions
    enter(act, "excluded", entry, scope=made.scope, basis=made.basis)
    return made
