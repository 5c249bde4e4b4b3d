"""What the law wants of a bulletin entry; pure rules.

Sources: act of 6 September 2001 on access to public information (u.d.i.p.), art. 5 and 8; regulation of
18 January 2007 on the bulletin, par. 11-15.
"""

from collections.abc import Iterator
from infostrada.site.parties.rules import check
from typing import NamedTuple

import re


KINDS = ("decision", "resolution", "ordinance", "notice", "announcement", "information", "report")


class Finding(NamedTuple):
    """A spot that looks like personal data; `text` is masked, never the whole value."""

    kind: str
    where: str
    text: str


_PATTERNS = {
    "pesel": re.compile(r"(?<!\d)\d{11}(?!\d)"),
    "nrb": re.compile(r"(?<!\d)(?:PL\s?)?\d{2}(?:[ ]?\d{4}){6}(?!\d)"),
    "identity_card": re.compile(r"\b[A-Z]{3}[ ]?\d{6}\b"),
    "land_register": re.compile(r"\b[A-Z]{2}\d[A-Z]/\d{8}/\d\b"),
    "email": re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w"),
    "phone": re.compile(r"(?<![\d-])(?:\+48[ ]?)?\d{3}[ -]\d{3}[ -]\d{3}(?![\d-])"),
}


def findings(where: str, text: str) -> Iterator[Finding]:
    """Spots of a text that look like personal data (check BIP-06), each with its place masked."""
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            if _believable(kind, match.group()):
                yield Finding(kind, where, masked(match.group()))


def masked(value: str) -> str:
    """Enough of a value to find the spot, too little to use it."""
    keep = 2 if len(value) > 6 else 1
    return value[:keep] + "…" + value[-1:]


def _believable(kind: str, value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    if kind == "pesel":
        return check("pesel", digits).ok
    if kind == "nrb":
        return check("nrb", digits).ok
    if kind == "identity_card":
        return identity_card_ok(value.replace(" ", ""))
    return True


def identity_card_ok(value: str) -> bool:
    """Check digit of a Polish identity card (weights 7, 3, 1, 9, 7, 3, 1, 7, 3; letters count from A = 10)."""
    weights = (7, 3, 1, 9, 7, 3, 1, 7, 3)
    numbers = [int(char, 36) for char in value]
    return sum(weight * number for weight, number in zip(weights, numbers, strict=True)) % 10 == 0


def missing(title: str, content_author: str, created_on: object, kind: str) -> Iterator[tuple[str, str]]:
    """Fields an entry cannot be published without (check BIP-02), with the word of what is wrong."""
    if not title.strip():
        yield "title", "required"
    if not content_author.strip():
        yield "content_author", "required"
    if created_on is None:
        yield "created_on", "required"
    if kind not in KINDS:
        yield "kind", "not_in_list"


def second_person_needed(found: list[Finding], author: str, publisher: str) -> bool:
    """Two people must agree where personal data may be present."""
    return bool(found) and author == publisher


def same_as_original(rendition_sha256: str, original_sha256: str, access: str) -> bool:
    """Would the original itself become public although its author did not call it public?"""
    return rendition_sha256 == original_sha256 and access != "public"
