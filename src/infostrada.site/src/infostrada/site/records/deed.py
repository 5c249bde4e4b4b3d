"""What every lawful act leaves behind: a row in the journal, with the unit and the record."""

from datetime import datetime
from datetime import timedelta
from datetime import timezone
from infostrada.core import journal
from infostrada.core.record.row import unit_of
from infostrada.site.records.actor import Actor
from infostrada.site.records.actor import actor
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from zoneinfo import ZoneInfo


WARSAW = ZoneInfo("Europe/Warsaw")


class Deed(NamedTuple):
    """Who acts, in which unit, and when (Polish time, whole seconds)."""

    actor: Actor
    unit: str
    at: datetime

    def write(self, action: str, obj: Any, **data: Any) -> None:
        """Enter the act in the journal, in the transaction of the act."""
        journal.append(f"records.{action}", unit=self.unit, uid=IUUID(obj), data=data or None)


def now() -> datetime:
    """This moment in Polish time, whole seconds as the metadata sets want it.

    The offset is fixed: objects keep moments, and a time zone's rules cannot be stored in ZODB.
    """
    moment = datetime.now(WARSAW).replace(microsecond=0)
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta()))


def deed(context: Any) -> Deed:
    """An act of the person logged in, in the unit `context` lies in."""
    unit = unit_of(context)
    if unit is None:
        raise ValueError(f"{context!r} lies in no unit")
    return Deed(actor(unit), unit, now())
