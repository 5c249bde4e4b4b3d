"""What must be known of an incoming letter before it may have a number (metadata set A).

Source: annex to the model records instruction, Dz.U. 2011 nr 14 poz. 67.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from infostrada.site.records.correspondence.channels import MATTERS
from infostrada.site.records.correspondence.ksef import is_ksef_number
from infostrada.site.records.lists import ACCESS
from infostrada.site.records.lists import ARRIVALS
from infostrada.site.records.lists import DCMI_TYPES
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.texts import unwritable
from typing import Any

import re


STATES = ("registered", "incomplete", "assigned", "in_case", "sealed", "outside_case", "returned", "void")
OPEN = frozenset({"registered", "incomplete", "assigned"})
# Filed: in a case, in one with special categories of data, or outside cases.
FILED = frozenset({"in_case", "sealed", "outside_case"})
# An invoice that came by the national e-invoice system: its number there is the sender's reference.
KSEF = "KSeF"
SCANS = ("full", "partial", "none")
SEQUENCES = ("full", "partial", "internal", "receipts", "returns", "invoices", "media")
PAPER_METHODS = frozenset(
    {"list zwykły", "list polecony", "list polecony ZPO", "kurier", "osobiście", "nośnik danych"}
)
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
COUNTRY = re.compile(r"[A-Z]{2}\Z")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
LENGTHS = {
    "title": 1000,
    "sender_org_name": 500,
    "sender_surname": 200,
    "sender_given_names": 200,
    "city": 200,
    "street": 200,
    "building": 200,
    "apartment": 200,
    "po_box": 200,
    "postal_code": 200,
    "email": 320,
    "sender_reference": 200,
    "remarks": 5000,
}
MOST_ATTACHMENTS = 100_000
# A year before this one is a slip of the hand.
FIRST_YEAR = 1900
CHOICES: dict[str, tuple[str, ...]] = {
    "access": ACCESS,
    "dcmi_type": DCMI_TYPES,
    "delivery_method": ARRIVALS,
    "document_kind": DOCUMENT_KINDS,
    "matter": MATTERS,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A field that breaks a rule, and the rule's word."""

    field: str
    reason: str


def letter_faults(data: Mapping[str, Any], *, today: date, from_envelope: bool = False) -> list[Fault]:
    """Every fault of the letter's metadata, in the order of the form.

    An envelope (`from_envelope`) need not tell the sender, the town or the day of what lies inside.
    """
    found = [*_sender(data), *_texts(data), *_choices(data), *_dates(data, today)]
    found += [Fault(name, "text_unwritable") for name in unwritable(dict(data))]
    if from_envelope:
        unseen = {("sender_org_name", "sender_missing"), ("city", "required"), ("letter_date", "required")}
        found = [fault for fault in found if (fault.field, fault.reason) not in unseen]
    count = data.get("attachment_count")
    if count is not None and (not isinstance(count, int) or isinstance(count, bool) or count < 0):
        found.append(Fault("attachment_count", "not_a_count"))
    elif count is not None and count > MOST_ATTACHMENTS:
        found.append(Fault("attachment_count", "count_too_large"))
    return found


def _sender(data: Mapping[str, Any]) -> Iterator[Fault]:
    if not data.get("sender_org_name") and not data.get("sender_surname"):
        yield Fault("sender_org_name", "sender_missing")
    if data.get("sender_surname") and not data.get("sender_given_names"):
        yield Fault("sender_given_names", "required")
    if not data.get("city"):
        yield Fault("city", "required")
    if not COUNTRY.match(str(data.get("country") or "")):
        yield Fault("country", "not_a_country")
    if data.get("email") and not EMAIL.match(str(data["email"])):
        yield Fault("email", "not_an_email")


def _texts(data: Mapping[str, Any]) -> Iterator[Fault]:
    if not data.get("title"):
        yield Fault("title", "required")
    for name, length in LENGTHS.items():
        if len(str(data.get(name) or "")) > length:
            yield Fault(name, "too_long")


def _choices(data: Mapping[str, Any]) -> Iterator[Fault]:
    for name, allowed in CHOICES.items():
        value = data.get(name)
        if value and value not in allowed:
            yield Fault(name, "not_in_list")
    number = str(data.get("sender_reference") or "")
    if data.get("delivery_method") == KSEF and not is_ksef_number(number):
        yield Fault("sender_reference", "not_a_ksef_number")
    for name in ("access", "dcmi_type"):
        if not data.get(name):
            yield Fault(name, "required")


def _dates(data: Mapping[str, Any], today: date) -> Iterator[Fault]:
    if not data.get("letter_date"):
        yield Fault("letter_date", "required")
    for name in ("letter_date", "posting_date"):
        if data.get(name) and earliest(str(data[name])) is None:
            yield Fault(name, "not_a_date")
    received = data.get("received_date")
    if not isinstance(received, date):
        yield Fault("received_date", "required")
        return
    if received > today:
        yield Fault("received_date", "in_future")
    for name in ("letter_date", "posting_date"):
        begins = earliest(str(data.get(name) or ""))
        if begins and begins > received:
            yield Fault(name, "after_receipt")
        if begins and begins.year < FIRST_YEAR:
            yield Fault(name, "year_too_early")


def earliest(text: str) -> date | None:
    """First day of a date that may be incomplete: `2026`, `2026-11` or `2026-11-22`."""
    match = PARTIAL_DATE.match(text)
    if match is None:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def sender_line(data: Mapping[str, Any]) -> str:
    """The sender in one line, as the register shows it."""
    person = " ".join(part for part in (data.get("sender_surname"), data.get("sender_given_names")) if part)
    return " / ".join(part for part in (data.get("sender_org_name"), person) if part)


def scan_of(noted: str, method: str, files: int) -> str:
    """How far a letter is in the system: what was noted, else what its way and files tell."""
    if noted:
        return noted
    if method not in PAPER_METHODS:
        return "electronic"
    return "full" if files else "none"
