"""What a finding about an identifier says to a person."""

from infostrada.site import _
from infostrada.site.parties.rules import Finding
from zope.i18nmessageid import Message


KINDS = {
    "pesel": "PESEL",
    "nip": "NIP",
    "regon": "REGON",
    "krs": "KRS",
    "nrb": "NRB",
    "ade": "ADE",
    "postcode": _("Postcode"),
}
REASONS = {
    "empty": _("finding_empty", default="Fill this in."),
    "characters": _("finding_characters", default="Only digits may stand here."),
    "length": _(
        "finding_length",
        default="This number has ${found} digits; it should have ${expected}.",
    ),
    "form": _("finding_form", default="This is written differently, for example ${expected}."),
    "date": _("finding_date", default="The first six digits are not a date of birth."),
    "check_digit": _(
        "finding_check_digit",
        default="The check digit does not agree; one of the digits is wrong.",
    ),
    "bank_check_digit": _(
        "finding_bank_check_digit",
        default="The number of the bank is wrong.",
    ),
}


def message(finding: Finding) -> Message:
    """The finding in words."""
    mapping = {"expected": finding.expected, "found": finding.found}
    return Message(REASONS[finding.reason], mapping=mapping)
