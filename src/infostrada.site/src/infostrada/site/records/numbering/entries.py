"""What the row of a number tells should its record be lost (decision 6): of a restricted record no more than the register does."""

from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.sealed import RESTRICTED
from typing import Any


def entry_of(record: Any) -> dict[str, str]:
    """Title and whom of a case, a letter or an outgoing letter as they may be told to the whole registry."""
    if ICase.providedBy(record):
        title = RESTRICTED if record.special else record.title
        return {"title": title, "started_on": record.started_on.isoformat()}
    if ILetter.providedBy(record):
        return {"title": record.Title(), "sender": "" if record.sealed else record.from_whom}
    return {"title": record.Title(), "recipient": record.recipient}
