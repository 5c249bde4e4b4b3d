"""What each register says: its fields, in the words of the act. Pure."""

from collections.abc import Mapping
from infostrada.site import _
from typing import Any
from typing import NamedTuple


class Field(NamedTuple):
    """A datum: `kind` is text, lines, day, moment, count, choice, symbols, case, party or person.

    `needed` when the entry is made; others may be said later.
    """

    name: str
    label: Any
    kind: str = "text"
    needed: bool = False
    choices: Mapping[str, Any] = {}
    hint: Any = ""


class Step(NamedTuple):
    """Data learned together; what comes `later` need not be said when the entry is made."""

    title: Any
    fields: tuple[str, ...]
    later: bool = False


RISKS = {
    "none": _("no risk to rights and freedoms"),
    "risk": _("a risk"),
    "high": _("a high risk"),
}
RIGHTS = {
    "access": _("access to data (art. 15)"),
    "rectification": _("rectification (art. 16)"),
    "erasure": _("erasure (art. 17)"),
    "restriction": _("restriction of processing (art. 18)"),
    "portability": _("data portability (art. 20)"),
    "objection": _("objection (art. 21)"),
}
OUTCOMES = {
    "granted": _("granted in full"),
    "partly": _("granted in part"),
    "refused": _("refused"),
}
REGISTERS: dict[str, tuple[Field, ...]] = {
    "activities": (
        Field("name", _("Activity"), needed=True),
        Field("purpose", _("Purpose of processing"), "lines", True),
        Field("basis", _("Legal basis"), "lines", True),
        Field("classes", _("Classes of the plan (JRWA)"), "symbols", hint=_("Symbols divided by commas.")),
        Field("people", _("Categories of persons"), "lines", True),
        Field("data", _("Categories of data"), "lines", True),
        Field("recipients", _("Categories of recipients"), "lines"),
        Field("transfers", _("Transfers to third countries and their safeguards"), "lines"),
        Field("erasure", _("When the data are erased"), hint=_("Left empty, the categories of the classes say it.")),
        Field("safeguards", _("Technical and organisational measures"), "lines"),
        Field("joint", _("Joint controllers, processors")),
    ),
    "authorisations": (
        Field("person", _("Authorised person"), "person", True),
        Field("scope", _("Scope of the authorisation"), "lines", True),
        Field("given_on", _("Given on"), "day", True),
        Field("secrecy_on", _("Pledge of secrecy given on"), "day"),
        Field("ended_on", _("Authorisation ended on"), "day"),
    ),
    "breaches": (
        Field("found_at", _("Found at"), "moment", True),
        Field("happened", _("When it happened")),
        Field("nature", _("Nature of the breach"), "lines", True),
        Field("people", _("Number of persons, about"), "count"),
        Field("consequences", _("Likely consequences"), "lines", True),
        Field("measures", _("Measures taken and proposed"), "lines", True),
        Field("risk", _("Risk"), "choice", True, RISKS),
        Field("reported_at", _("Reported to the President of UODO at"), "moment"),
        Field("delay", _("Reasons for the delay"), "lines", hint=_("Needed when reported later than after 72 hours.")),
        Field("told_on", _("Persons told on"), "day", hint=_("Needed for a high risk (art. 34).")),
        Field("not_told", _("Why the persons were not told"), "lines"),
    ),
    "disclosures": (
        Field("day", _("Disclosed on"), "day", True),
        Field("recipient", _("To whom"), needed=True),
        Field("basis", _("Legal basis"), needed=True),
        Field("data", _("Which data"), "lines", True),
        Field("case", _("Sign of the case"), "case"),
        Field("party", _("Person of the register"), "party"),
        Field("request", _("Sign of the request")),
    ),
    "requests": (
        Field("person", _("Who asks"), needed=True),
        Field("party", _("Person of the register"), "party"),
        Field("right", _("Right"), "choice", True, RIGHTS),
        Field("received_on", _("Received on"), "day", True),
        Field("told", _("What is asked for"), "lines", True),
        Field("extended", _("Reasons for longer than a month"), "lines", hint=_("The person is told within the first month (art. 12(3)).")),
        Field("outcome", _("Outcome"), "choice", False, OUTCOMES),
        Field("answered_on", _("Answered on"), "day"),
        Field("answer", _("Answer and its reasons"), "lines"),
        Field("lifted_on", _("Restriction lifted on"), "day"),
    ),
}  # fmt: skip
STEPS: dict[str, tuple[Step, ...]] = {
    "activities": (
        Step(_("What is done and why"), ("name", "purpose", "basis", "classes")),
        Step(_("Whose data and which"), ("people", "data")),
        Step(_("Who receives the data, how they are guarded"), ("recipients", "transfers", "joint", "erasure", "safeguards"), True),
    ),
    "authorisations": (
        Step(_("Who and for what"), ("person", "scope")),
        Step(_("From when to when"), ("given_on", "secrecy_on", "ended_on")),
    ),
    "breaches": (
        Step(_("What happened"), ("found_at", "people", "happened", "nature")),
        Step(_("Effects and remedies"), ("risk", "consequences", "measures")),
        Step(_("Report and telling the persons"), ("reported_at", "told_on", "delay", "not_told"), True),
    ),
    "disclosures": (
        Step(_("To whom and on what basis"), ("day", "recipient", "basis", "request")),
        Step(_("Whose data and which"), ("party", "case", "data")),
    ),
    "requests": (
        Step(_("Who asks and for what"), ("person", "party", "right", "received_on", "told")),
        Step(_("Answer"), ("outcome", "answered_on", "answer", "extended", "lifted_on"), True),
    ),
}  # fmt: skip
"""In what order the data of a register are learned: the groups of its form."""
TITLES = {
    "activities": _("Register of processing activities"),
    "authorisations": _("Register of authorisations to process data"),
    "breaches": _("Register of breaches"),
    "disclosures": _("Register of disclosures"),
    "requests": _("Requests of persons"),
}
