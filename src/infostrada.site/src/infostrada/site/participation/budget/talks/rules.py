"""What a comment may hold. Plain Python."""

from infostrada.site.participation.budget.voting.identity import born_by_pesel

import re


LONGEST_NAME, LONGEST_BODY, LONGEST_REASON = 80, 3_000, 2_000
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){8,10}(?!\d)")


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
