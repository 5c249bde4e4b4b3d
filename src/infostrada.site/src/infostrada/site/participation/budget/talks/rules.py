"""What a comment may hold, why one may be kept back, how long one may complain. Plain Python."""

from datetime import date
from infostrada.site import _
from infostrada.site.parties.rules import born_by_pesel

import re


LONGEST_NAME, LONGEST_BODY, LONGEST_REASON = 80, 3_000, 2_000
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){8,10}(?!\d)")

COMPLAINT_MONTHS = 6
# What a comment may be kept back for. The first five are the law's, the rest the rules of the discussion.
GROUNDS = {
    "personal_data": _("It tells data of a person (Regulation (EU) 2016/679, art. 6)."),
    "personal_rights": _(
        "It violates somebody's good name or other personal rights (Civil Code, art. 23 and 24)."
    ),
    "insult": _("It insults or slanders somebody (Criminal Code, art. 212 and 216)."),
    "hatred": _("It calls for hatred or insults for origin or faith (Criminal Code, art. 256 and 257)."),
    "other_law": _("It breaks another law, which the reason names."),
    "off_topic": _("It is not about the project (rules of the discussion)."),
    "advertising": _("It advertises something (rules of the discussion)."),
    "repeated": _("It says the same again (rules of the discussion)."),
}


def complaint_ends(decided: date) -> date:
    """The last day for a complaint: six months after the decision (Regulation (EU) 2022/2065, art. 20(1) and (2)).

    A month that has no such day ends with its last one (art. 112 k.c.).
    """
    month = decided.month + COMPLAINT_MONTHS
    year, month = decided.year + (month - 1) // 12, (month - 1) % 12 + 1
    for day in range(decided.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def is_private(text: str) -> bool:
    """Does the text hold a PESEL number, a phone number or an e-mail address?

    Eleven digits count when they are a right PESEL, nine when they are written as a phone number is.
    """
    if MAIL.search(text):
        return True
    for found in DIGITS.findall(text):
        plain = re.sub(r"\D", "", found)
        if (len(plain) == 11 and born_by_pesel(plain)) or len(plain) == 9:
            return True
    return False


def faults_of(name: str, body: str) -> list[tuple[str, str]]:
    """Pairs of field and reason."""
    faults = []
    for field, value, longest in (("name", name, LONGEST_NAME), ("body", body, LONGEST_BODY)):
        if not value.strip():
            faults.append((field, "required"))
        elif len(value) > longest:
            faults.append((field, "too_long"))
        elif is_private(value):
            faults.append((field, "comment_private"))
    return faults
