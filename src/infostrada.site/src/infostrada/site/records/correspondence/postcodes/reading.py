"""A file of addresses read to postcodes, towns and streets: any table with a line of headings."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from infostrada.site.parties.addressline import PREFIX
from infostrada.site.parties.rules import check_postcode
from pathlib import Path

import csv
import unicodedata


# Headings without capitals, diacritics and marks, as registers and extracts of maps write them.
HEADINGS = {
    "postcode": ("kod", "kodpocztowy", "pna", "kodpna", "pocztakod", "postcode", "postalcode", "zip", "addrpostcode"),
    "city": ("miejscowosc", "miejscowoscnazwa", "nazwamiejscowosci", "miejsc", "miasto", "city", "town", "addrcity"),
    "street": ("ulica", "ulicanazwa", "nazwaulicy", "street", "addrstreet"),
}  # fmt: skip
DELIMITERS = ";,\t|"
LONGEST = 200
TOLD = 5


class NoPostcodes(ValueError):
    """The file names no column of codes or of towns; the message is its headings."""


@dataclass
class Read:
    """What a file holds: each place once, how many lines there were, and which of them say no place."""

    places: set[tuple[str, str, str]] = field(default_factory=set)
    lines: int = 0
    faulty: int = 0
    first_faulty: list[int] = field(default_factory=list)


def read_postcodes(file: Path) -> Read:
    """Places of a file of lines, in UTF-8 or Windows-1250; the heading tells the columns and what stands between them.

    Lines without a code or town are counted; addresses outside the post's codes are not an error of the whole file.
    """
    with file.open(encoding=_encoding(file), newline="") as lines:
        heading = lines.readline()
        delimiter = max(DELIMITERS, key=heading.count)
        names = [_plain(name) for name in next(csv.reader([heading], delimiter=delimiter), [])]
        at = {part: _column(names, known) for part, known in HEADINGS.items()}
        if at["postcode"] is None or at["city"] is None:
            raise NoPostcodes(" ".join(heading.split())[:LONGEST])
        read = Read()
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter), 2):
            if not row:
                continue
            read.lines += 1
            code, city, street = (_cell(row, at[part]) for part in HEADINGS)
            if (checked := check_postcode(code)).ok and city:
                read.places.add((checked.value, city, PREFIX.sub("", street, count=1)))
                continue
            read.faulty += 1
            if len(read.first_faulty) < TOLD:
                read.first_faulty.append(number)
    return read


def _encoding(file: Path) -> str:
    with file.open("rb") as data:
        try:
            for line in data:
                line.decode()
        except UnicodeDecodeError:
            return "cp1250"
    return "utf-8-sig"


def _column(names: list[str], known: tuple[str, ...]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _cell(row: list[str], at: int | None) -> str:
    return " ".join(row[at].split())[:LONGEST] if at is not None and at < len(row) else ""


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold().replace("ł", "l"))
    return "".join(each for each in folded if each.isalnum())


def in_pieces(places: set[tuple[str, str, str]], size: int) -> Iterator[list[tuple[str, str, str]]]:
    """The places in order, some at a time."""
    ordered = sorted(places)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
