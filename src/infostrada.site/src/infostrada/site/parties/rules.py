"""Check of the identifiers Polish registers give to persons, bodies, accounts and addresses.

Each checker takes what a person typed and answers with the normal form and findings that say
what is wrong, so a form can show it beside the field. Only a finding of severity ``error`` makes
the text unusable; a doubtful ADE is a ``warning``, because its checksum is not published as law.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import re


Severity = Literal["error", "warning"]

# White space, hyphens and dashes of every kind, and marks of no width that come along from mails and PDF files.
SEPARATORS = re.compile("[\\s\u00a0\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff-]+")
DASHES = re.compile("[\u2010-\u2015\u2212]")
LABELS = {
    kind: re.compile(rf"^\W*{kind}\b\W*", re.IGNORECASE) for kind in ("pesel", "nip", "regon", "krs", "nrb")
}
COUNTRY = re.compile(r"^\W*PL(?=\W*\d)", re.IGNORECASE)
PESEL_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
REGON9_WEIGHTS = (8, 9, 2, 3, 4, 5, 6, 7)
REGON14_WEIGHTS = (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)
BANK_WEIGHTS = (3, 9, 7, 1, 3, 9, 7)
POLAND_IN_IBAN = "2521"
ADE_PATTERN = re.compile(r"AE:PL-(\d{5})-(\d{5})-([A-Z]{5})-(\d{2})")
POSTCODE_PATTERN = re.compile(r"(\d{2})-?(\d{3})")
CENTURIES = {80: 1800, 0: 1900, 20: 2000, 40: 2100, 60: 2200}


@dataclass(frozen=True)
class Finding:
    """One thing wrong with an identifier.

    ``kind`` is the identifier ("pesel"), ``reason`` a machine word: "empty", "characters",
    "length", "form", "date", "check_digit" or "bank_check_digit"; ``expected`` and ``found`` say
    what was awaited and what stands there.
    """

    kind: str
    reason: str
    expected: str = ""
    found: str = ""
    severity: Severity = "error"


@dataclass(frozen=True)
class Checked:
    """The normal form of an identifier (as typed when it is unreadable) and its findings."""

    value: str
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """True when no finding is an error; warnings do not stop anyone."""
        return not any(finding.severity == "error" for finding in self.findings)


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _digits(kind: str, text: str, *lengths: int) -> Checked:
    """Strip separators and the number's own name before it; report other characters or a wrong number of digits."""
    value = SEPARATORS.sub("", LABELS[kind].sub("", text, count=1))
    if not value:
        return Checked(value, (Finding(kind, "empty"),))
    if not (value.isascii() and value.isdigit()):
        return Checked(text.strip(), (Finding(kind, "characters", found=text.strip()),))
    if len(value) not in lengths:
        expected = "/".join(str(length) for length in lengths)
        return Checked(value, (Finding(kind, "length", expected, str(len(value))),))
    # Nothing but zeros has a right check digit and is nobody's.
    return Checked(value) if value.strip("0") else Checked(value, (Finding(kind, "check_digit", "", "0"),))


def _compare(kind: str, value: str, expected: int, found: str) -> Checked:
    if str(expected) == found:
        return Checked(value)
    awaited = "" if expected > 9 else str(expected)
    return Checked(value, (Finding(kind, "check_digit", awaited, found),))


def _pesel_date(value: str) -> date | None:
    year, month, day = int(value[:2]), int(value[2:4]), int(value[4:6])
    century = CENTURIES[month // 20 * 20]
    try:
        return date(century + year, month % 20, day)
    except ValueError:
        return None


def check_pesel(text: str) -> Checked:
    """PESEL: 11 digits, the date of birth exists, the last digit is the check digit."""
    checked = _digits("pesel", text, 11)
    if not checked.ok:
        return checked
    value = checked.value
    if _pesel_date(value) is None:
        return Checked(value, (Finding("pesel", "date", found=value[:6]),))
    expected = (10 - _weighted(value[:10], PESEL_WEIGHTS) % 10) % 10
    return _compare("pesel", value, expected, value[10])


def born_by_pesel(value: str) -> date | None:
    """Date of birth in a PESEL of eleven digits; None when number, date or check digit are wrong (act on population records, art. 15)."""
    correct = re.fullmatch(r"[0-9]{11}", value) and check_pesel(value).ok
    return _pesel_date(value) if correct else None


def check_nip(text: str) -> Checked:
    """NIP: 10 digits; remainder 10 is never given out (Dz.U. 1995 nr 142 poz. 702 and later)."""
    checked = _digits("nip", COUNTRY.sub("", LABELS["nip"].sub("", text, count=1)), 10)
    if not checked.ok:
        return checked
    value = checked.value
    return _compare("nip", value, _weighted(value[:9], NIP_WEIGHTS) % 11, value[9])


def check_regon(text: str) -> Checked:
    """REGON of 9 digits, or of 14 for a local unit, whose first 9 are correct themselves."""
    checked = _digits("regon", text, 9, 14)
    if not checked.ok:
        return checked
    value = checked.value
    first = _weighted(value[:8], REGON9_WEIGHTS) % 11 % 10
    if len(value) == 9 or str(first) != value[8]:
        return _compare("regon", value, first, value[8])
    return _compare("regon", value, _weighted(value[:13], REGON14_WEIGHTS) % 11 % 10, value[13])


def check_krs(text: str) -> Checked:
    """KRS: 10 digits with no check digit; leading zeros belong to the number."""
    return _digits("krs", text, 10)


def check_nrb(text: str) -> Checked:
    """NRB: 26 digits, ISO 7064 MOD 97-10, and the bank's own check digit at place 10."""
    checked = _digits("nrb", COUNTRY.sub("", LABELS["nrb"].sub("", text, count=1)), 26)
    if not checked.ok:
        return checked
    value = checked.value
    expected = 98 - int(value[2:] + POLAND_IN_IBAN + "00") % 97
    if f"{expected:02d}" != value[:2]:
        return Checked(value, (Finding("nrb", "check_digit", f"{expected:02d}", value[:2]),))
    bank = (10 - _weighted(value[2:9], BANK_WEIGHTS) % 10) % 10
    if str(bank) != value[9]:
        return Checked(value, (Finding("nrb", "bank_check_digit", str(bank), value[9]),))
    return checked


def check_ade(text: str) -> Checked:
    """Address for electronic delivery (ADE); a wrong checksum is only a warning.

    The checksum is the one the state's own portal uses; one in six published addresses differs,
    so it may not refuse a letter its address.
    """
    value = re.sub(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]", "", DASHES.sub("-", text)).upper()
    if not value:
        return Checked(value, (Finding("ade", "empty"),))
    match = ADE_PATTERN.fullmatch(value)
    if match is None:
        form = Finding("ade", "form", "AE:PL-12345-12345-ABCDE-12", value)
        return Checked(value, (form,))
    first, second, letters, found = match.groups()
    difference = abs(sum(ord(letter) for letter in letters) - int(first) - int(second))
    expected = f"{sum(int(digit) for digit in str(difference)):02d}"
    if expected == found:
        return Checked(value)
    return Checked(value, (Finding("ade", "check_digit", expected, found, "warning"),))


def check_postcode(text: str) -> Checked:
    """Polish postcode, written ``00-000``."""
    value = text.strip()
    if not value:
        return Checked(value, (Finding("postcode", "empty"),))
    match = POSTCODE_PATTERN.fullmatch(value)
    if match is None or not value.isascii():
        return Checked(value, (Finding("postcode", "form", "00-000", value),))
    return Checked("-".join(match.groups()))


CHECKS: dict[str, Callable[[str], Checked]] = {
    "pesel": check_pesel,
    "nip": check_nip,
    "regon": check_regon,
    "krs": check_krs,
    "nrb": check_nrb,
    "ade": check_ade,
    "postcode": check_postcode,
}


def check(kind: str, text: str) -> Checked:
    """Check ``text`` as an identifier of ``kind`` (a key of CHECKS; KeyError for another)."""
    return CHECKS[kind](text)


def masked(kind: str, value: str) -> str:
    """How an identifier is shown to a reader who gave no reason: a PESEL keeps two digits."""
    return "•" * (len(value) - 2) + value[-2:] if kind == "pesel" else value
