"""Writing the accessibility statement of a unit; form and service call the same."""

from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.theme.statement import faults
from infostrada.site.theme.statement import Statement
from plone.uuid.interfaces import IUUID
from typing import Any


ADMINISTER = "infostrada.site: Administer unit"


def write_statement(unit: Any, said: Statement) -> None:
    """Put a unit's statement in place of the one before; raises InvalidData with everything that is wrong."""
    require(ADMINISTER, unit)
    before: Statement | None = getattr(unit, "accessibility_statement", None)
    found = [Fault(*fault) for fault in faults(said, before, polish_today())]
    if found:
        raise InvalidData(found)
    unit.accessibility_statement = said
    data = {"status": said.status, "reviewed": said.reviewed.isoformat()}
    journal.append("bip.accessibility.written", unit=unit.unit_id, uid=IUUID(unit), data=data)
