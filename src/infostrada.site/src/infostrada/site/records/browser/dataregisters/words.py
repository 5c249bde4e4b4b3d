"""What the registers of personal data are for, and their data in the words of a reader."""

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from infostrada.site import _
from infostrada.site.desk.words import when
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.personal.registers.exporting import datum
from infostrada.site.records.personal.registers.fields import Field
from typing import Any


LEADS = {
    "activities": _("What the office does with personal data and why (RODO art. 30), tied to the classes of the plan."),
    "authorisations": _("Who may work with personal data on behalf of the office (RODO art. 29 and 32(4))."),
    "breaches": _("Every breach with its facts, effects and remedies (RODO art. 33(5)); 72 hours to report it run from when it was found."),
    "disclosures": _("To whom data were given and on what basis; the report on a person names them."),
    "requests": _("What persons ask for and what became of it; a month to answer, three when extended (RODO art. 12(3))."),
}  # fmt: skip
EMPTY = {
    "activities": _("Nothing is in the register yet. Begin with the activities the office cannot do without, for example the keeping of its cases."),
    "authorisations": _("Nobody has an authorisation yet. Enter everyone who works with personal data."),
    "breaches": _("No breach has been entered. Enter each one, those without a risk too."),
    "disclosures": _("Nothing has been disclosed, or nobody has written it in yet."),
    "requests": _("Nobody has asked for anything yet."),
}  # fmt: skip
CLOSING = {
    "activities": _("The activity has ended"),
    "authorisations": _("Close the entry"),
    "breaches": _("Close the entry"),
    "disclosures": _("Close the entry"),
    "requests": _("Close the entry"),
}


def local(moment: datetime, request: Any) -> str:
    """A moment by the clock of Poland."""
    return when(moment.astimezone(WARSAW), request)


def state_cell(closed: bool) -> dict[str, Any]:
    """Is the entry open or closed?"""
    return {"text": _("closed entry"), "tone": "done"} if closed else {"text": _("open entry"), "tone": "run"}


def spoken(field: Field, data: Mapping[str, Any], request: Any, people: Mapping[str, str]) -> str:
    """A datum as people say it, days and moments in words."""
    value = datum(field, data, request, people)
    return when(value, request) if isinstance(value, date) else str(value or "")
