"""Spots of a text that look like personal data (check BIP-06); pure.

A number with a right check digit is certain. One with a wrong digit is a finding only beside the word that names it:
a mistyped PESEL is still somebody's, a row of eleven digits in a table is not.
"""

from collections.abc import Callable
from collections.abc import Iterator
from infostrada.site.bip.gate.checks import identity_card_ok
from infostrada.site.bip.gate.checks import land_register_ok
from infostrada.site.bip.gate.checks import passport_ok
from infostrada.site.bip.gate.model import MEDIUM
from infostrada.site.bip.gate.model import SEVERITY
from infostrada.site.bip.gate.model import Spot
from infostrada.site.parties.rules import check
from typing import NamedTuple

import re


NEAR = 40
_GAP = r"[ \u00a0\u2009-]?"
_D = rf"(?:\d{_GAP})"


class Shape(NamedTuple):
    """A form of writing, whether a match is believable, and the words that make even a wrong number one."""

    kind: str
    pattern: re.Pattern[str]
    sure: Callable[[str], bool]
    named: re.Pattern[str] | None = None


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)


def _bare(value: str) -> str:
    return re.sub(r"[\s\u00a0-]", "", value)


def _always(_value: str) -> bool:
    return True


def _word(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_COMPANY = _word(
    r"sp\.?\s*z\s*o|s\.\s?a\.|spółk|fundacj|stowarzyszen|gmin|powiat|urz[ąę]d|szkoł|przedsiębiorstw|wykonawc|zamawiając"
)

SHAPES = (
    Shape(
        "nrb",
        re.compile(rf"(?<![\d-])(?:PL{_GAP})?\d\d{_GAP}(?:\d{{4}}{_GAP}){{5}}\d{{4}}(?![\d-])"),
        lambda value: check("nrb", _digits(value)).ok,
        _word(r"rachun|konto|nr\s+rach|iban"),
    ),
    Shape(
        "pesel",
        re.compile(rf"(?<![\d.,/-]){_D}{{10}}\d(?![\d/]|[.,-]\d)"),
        lambda value: value.isdigit() and check("pesel", value).ok,
        _word(r"pesel|ewidencyjn\w+"),
    ),
    Shape(
        "nip",
        re.compile(r"(?<![\d-])(?:\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3}|\d{10})(?![\d-])"),
        lambda value: check("nip", _digits(value)).ok,
        _word(r"\bnip\b"),
    ),
    Shape(
        "identity_card",
        re.compile(r"(?<![A-Za-z0-9])[A-Z]{3}[ \u00a0]?\d{6}(?!\d)"),
        lambda value: identity_card_ok(_bare(value)),
        _word(r"dow[oó]d\w*(?:\s+osobist\w+)?"),
    ),
    Shape(
        "passport",
        re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[ \u00a0]?\d{7}(?!\d)"),
        lambda value: passport_ok(_bare(value)),
        _word(r"paszport"),
    ),
    Shape(
        "land_register",
        re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d[A-Z] ?/ ?\d{1,8} ?/ ?\d(?!\d)"),
        lambda value: land_register_ok(_bare(value)),
        _word(r""),
    ),
    Shape("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _always),
    Shape(
        "phone",
        re.compile(
            r"(?<![\d/.-])(?<!\d[ \u00a0])(?:(?:\+|00)48[ \u00a0-]?)?"
            r"(?:\d{3}[ \u00a0-]\d{3}[ \u00a0-]\d{3}|\(?\d{2}\)?[ \u00a0-]\d{3}[ \u00a0-]\d{2}[ \u00a0-]\d{2})(?![\d-]|/\d|[ \u00a0]\d{3}|[ \u00a0]*(?:zł|PLN|tys|mln|ha\b|m2|m²|szt))"
        ),
        lambda value: "+" in value or not _money(value),
    ),
    Shape(
        "phone",
        re.compile(r"(?<![\d/.-])(?:(?:\+|00)48[ \u00a0-]?)?\d{9}(?![\d/-])"),
        lambda value: value.startswith(("+48", "0048")),
        _word(r"\btel\b|telefon|\bkom\b|kom[oó]rk"),
    ),
    Shape(
        "birth_date",
        re.compile(
            r"(?:\bur\.|urodz\w+)(?:\s+(?:się|dnia|w\s+dniu|r\.))*\s*"
            r"(?:\d{1,2}[.\-/ ]\d{1,2}[.\-/ ](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}\s+[a-zśźń]+\s+(?:19|20)\d\d)",
            re.IGNORECASE,
        ),
        _always,
    ),
    Shape(
        "home_address",
        re.compile(
            r"(?:zamieszka\w+|zam\.|adres\w*\s+(?:zamieszkania|zameldowania|do\s+korespondencji)|zameldowan\w+)"
            r"[\s:,]*(?:w\s+|przy\s+)?[^\n;]{3,80}?\d+[A-Za-z]?(?:\s?(?:/|m\.?)\s?\d+[A-Za-z]?)?(?!\d)",
            re.IGNORECASE,
        ),
        _always,
    ),
    Shape(
        "home_address",
        re.compile(
            r"(?:\bul\.|\bulic\w+|\bal\.|\bos\.|\bpl\.)\s*[A-ZĄĆĘŁŃÓŚŹŻ0-9][\w.\- ]{1,40}?\s\d+[A-Za-z]?\s?(?:/|m\.?)\s?\d+[A-Za-z]?(?![\d/])"
        ),
        _always,
    ),
)  # fmt: skip


def _money(value: str) -> bool:
    return value.startswith("0") or value.replace("\u00a0", " ").endswith(" 000 000")


def spots(text: str) -> Iterator[Spot]:
    """Spots of a text in their order, none inside another."""
    found = sorted(_all(text), key=lambda spot: (spot.start, -spot.end))
    end = -1
    for spot in found:
        if spot.start >= end:
            yield spot
            end = spot.end


def _all(text: str) -> Iterator[Spot]:
    for shape in SHAPES:
        for match in shape.pattern.finditer(text):
            severity = _judge(shape, match, text)
            if severity:
                yield Spot(shape.kind, match.start(), match.end(), severity)


def _judge(shape: Shape, match: re.Match[str], text: str) -> str | None:
    before = text[max(0, match.start() - NEAR) : match.start()]
    sure = shape.sure(match.group())
    if shape.kind == "nip":
        # The number of a company is public; that of a person is their tax identity.
        return (
            MEDIUM
            if sure and shape.named and shape.named.search(before) and not _of_company(match, text)
            else None
        )
    if sure:
        return SEVERITY[shape.kind]
    if shape.kind == "pesel" and not match.group().isdigit() and "pesel" not in before.lower():
        # Digits with gaps are columns of a table far more often than a number.
        return None
    if shape.kind == "pesel" and check("pesel", _digits(match.group())).ok:
        return SEVERITY["pesel"]
    return MEDIUM if shape.named is not None and shape.named.search(before) else None


def _of_company(match: re.Match[str], text: str) -> bool:
    return _COMPANY.search(text[max(0, match.start() - 160) : match.end() + 60]) is not None
