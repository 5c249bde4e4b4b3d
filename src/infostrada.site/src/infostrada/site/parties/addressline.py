"""A sender written in one line, as people paste or type it: "Jan Nowak, ul. Polna 5/2, 87-100 Toruń"."""

from typing import NamedTuple

import re


CODE = re.compile(r"(?<![\d-])(\d{2}-\d{3})(?![\d-])")
EMAIL = re.compile(r"(?:e-?mail:?\s*)?([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)", re.IGNORECASE)
# "Polna 5/2", "Polna 5 m. 2", "Wola Dolna 12a", "11 Listopada 3 lok. 4"; letters stand before the number.
STREET = re.compile(
    r"(?P<street>[\W\d_]*[^\W\d_].*?)\s+(?:nr\s*)?(?P<building>\d+\s?[a-z]?(?:[-\u2013]\d+[a-z]?)?)"
    r"(?:\s*(?:/|m\.?(?=[\s\d])|lok\.?)\s*(?P<apartment>\d\w*))?",
    re.IGNORECASE,
)
MARKED = re.compile(r"\s+(?=(?:ul|al|pl|os)\.\s*\S)", re.IGNORECASE)
PREFIX = re.compile(r"ul(?:\.|ica\s)\s*", re.IGNORECASE)
COUNTRY = frozenset({"polska", "poland", "pl"})


class Line(NamedTuple):
    """The name as it was typed, the parts of the address under the names a letter gives them; none when the line is a name alone."""

    name: str
    address: dict[str, str]


def read_line(text: str) -> Line:
    """Take a line of name, street, postcode and town apart.

    Parts stand between commas, semicolons or ends of lines; the postcode says which of them holds the town. What lies before
    the address is the name, commas and all ("Nowak, Jan"). Without a postcode the line is a name.
    """
    said = text.strip()
    if not CODE.search(said):
        return Line(" ".join(said.split()), {})
    parts = [part for each in re.split(r"[,;\n\r]+", said) if (part := " ".join(each.split()))]
    email = next((found[1] for part in parts if (found := EMAIL.fullmatch(part))), "")
    parts = [part for part in parts if not EMAIL.fullmatch(part) and part.casefold() not in COUNTRY]
    place = next(at for at, part in enumerate(parts) if CODE.search(part))
    before, code, after = CODE.split(parts[place], maxsplit=1)
    before, after, behind = before.strip(), after.strip(), parts[place + 1 :]
    lead = parts[:place]
    if not after and behind and not STREET.fullmatch(behind[0]):
        after = behind.pop(0)
    if not after and lead:
        after, before = before, ""
    if before:
        lead = [*lead, *MARKED.split(before)]
    address = {"postal_code": code, "city": after, **_street(lead, behind)}
    return Line(", ".join(lead), {**address, "email": email} if email else address)


def _street(lead: list[str], behind: list[str]) -> dict[str, str]:
    """The street out of the parts before the town, where it is the last one, or out of those behind; a used part is taken out."""
    if len(lead) == 1:
        lead[:] = MARKED.split(lead[0])
    for parts, at in ((lead, -1), (behind, 0)):
        if len(parts) > (parts is lead) and (found := STREET.fullmatch(parts[at])):
            parts.pop(at)
            return {
                "street": PREFIX.sub("", found["street"], count=1),
                "building": found["building"].replace(" ", ""),
                "apartment": found["apartment"] or "",
            }
    return {}
