"""Which column of a plan's table holds what, read from headings as offices write them.

The model tables of Dz.U. 2011 nr 14 poz. 67 have a column per order for the symbol (I to IV or V), the title, two columns
of categories and details, with headings over several rows; simpler lists have one row of names.
"""

from collections.abc import Sequence
from infostrada.site.records.plan.readers.cells import column
from infostrada.site.records.plan.readers.cells import plain
from infostrada.site.records.plan.readers.cells import wordy
from typing import NamedTuple

import re


MOST_HEADINGS = 40
_ORDER = re.compile(
    r"(?:^|\s)(?:(?P<roman>i{1,3}|iv|v|vi{0,3}|ix|x)|(?P<number>\d{1,2}))\.?\s*(?:rzad|rzed|rz\b|stopni)"
    r"|(?:rzad|rzed\w*|rz\.|stop\w*|poziom\w*|klasa)\s*(?:(?P<roman2>i{1,3}|iv|v|vi{0,3}|ix|x)|(?P<number2>\d{1,2}))\b"
    r"|(?:^|\s)(?P<roman3>i{1,3}|iv|v|vi{0,3}|ix|x)\.?$"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
# In this order: the first that is found says what the column is.
_KINDS = (
    (None, re.compile(r"^(l\.?\s?p\.?|lp\.?|nr|numer)$|pewnos|podstaw|sposob|tryb|prowadzeni")),
    ("note", re.compile(r"uszczeg|uwag|objasn|komentarz|adnotac|opis|wyjasn")),
    ("parent", re.compile(r"nadrz|rodzic|parent")),
    ("category_other", re.compile(r"^(?=.*\binn)(?=.*\b(kat|kom|wydz|jedn|ref|dzia|oddz))")),
    ("category_lead", re.compile(r"\bkat\b|\bkat[._]|kategor|\bmacierz|\bmeryt|\bwiodac")),
    ("title", re.compile(r"hasl|\bnazw|\btytul|\btresc")),
    ("symbol", re.compile(r"symbol|klas|\bkod\b|\bznak|\bjrwa\b|\brwa\b")),
)
_STRONGER_TITLE = re.compile("hasl")


class Layout(NamedTuple):
    """Field of each column; order (1 for the first) of the columns that hold one digit place more each, else 0."""

    fields: tuple[str | None, ...]
    orders: tuple[int, ...]

    def symbol(self, row: Sequence[str]) -> str:
        """The symbol of a row; a zero that a spreadsheet dropped is put back where the column tells the order."""
        held = [
            (order, text)
            for field, order, text in zip(self.fields, self.orders, row, strict=False)
            if field == "symbol" and text
        ]
        if not held:
            return ""
        texts = [text for _order, text in held]
        digits = all(text.isdigit() for text in texts)
        if len(held) > 1 and digits and all(len(text) == 1 for text in texts) and held[-1][0] == len(held):
            return "".join(texts)
        order, last = held[-1]
        return last.zfill(order) if digits and len(last) < order else last

    def words(self, row: Sequence[str]) -> dict[str, str]:
        """Texts of the fields but the symbol."""
        found: dict[str, str] = {}
        for field, text in zip(self.fields, row, strict=False):
            if field and field != "symbol" and not found.get(field):
                found[field] = text
        return found


class Heading(NamedTuple):
    """A table's layout, where its heading begins and how many rows it has; or the field it lacks."""

    layout: Layout | None
    start: int = 0
    rows: int = 0
    lacks: str = ""


def heading_of(rows: Sequence[Sequence[str]]) -> Heading:
    """Look for the heading among the first rows: titles of documents may stand above it."""
    lacks = ""
    for start, row in enumerate(rows[:MOST_HEADINGS]):
        kinds = {_kind(text) for text in row} | ({"symbol"} if any(map(order_of, row)) else set())
        if {"symbol", "title"} <= kinds:
            end = _first_class(rows, start + 1)
            return Heading(_layout(rows[start:end]), start, end - start)
        if not lacks and len([text for text in row if text]) > 1:
            lacks = "title" if "symbol" in kinds else "symbol"
    return Heading(None, lacks=lacks or "symbol")


def order_of(heading: str) -> int:
    """The order a heading names: "III", "klasy II rzędu", "1 rzędu"; 0 when it names none."""
    found = _ORDER.search(plain(heading))
    if found is None:
        return 0
    roman = found["roman"] or found["roman2"] or found["roman3"]
    return _ROMAN.index(roman) + 1 if roman else int(found["number"] or found["number2"])


def numbering(row: Sequence[str]) -> bool:
    """A row that only numbers the columns: 1, 2, 3."""
    held = [text.strip(".") for text in row if text]
    return len(held) > 2 and held == [str(number) for number in range(1, len(held) + 1)]


def _kind(heading: str) -> str | None:
    text = plain(heading)
    exact = column(text)
    return exact or next((field for field, known in _KINDS if known.search(text)), None)


def _first_class(rows: Sequence[Sequence[str]], start: int) -> int:
    for place in range(start, len(rows)):
        row = rows[place]
        if any(text.isdigit() for text in row) and any(wordy(text) for text in row):
            return place
    return len(rows)


def _across(row: Sequence[str]) -> bool:
    """The name of a part of the plan above its first class, over the whole table or in its first column alone."""
    held = [place for place, text in enumerate(row) if text]
    return len({row[place] for place in held}) == 1 and (len(held) == len(row) or held == [0])


def _layout(rows: Sequence[Sequence[str]]) -> Layout:
    rows = [rows[0], *(row for row in rows[1:] if not _across(row))]
    width = max(len(row) for row in rows)
    whole = [_over(rows, place) for place in range(width)]
    exact = [column(text) for text in whole]
    kinds = [exact[place] or _kind(text) for place, text in enumerate(whole)]
    title = _title(whole, exact, kinds)
    orders = [order_of(text) for text in whole]
    taken = {field for field in exact if field}
    fields: list[str | None] = []
    for place, kind in enumerate(kinds):
        if place == title:
            fields.append("title")
        elif exact[place] or _order_column(place, title, whole, orders, fields):
            fields.append(exact[place] if exact[place] != "title" else None)
            if not exact[place]:
                fields[-1] = "symbol"
        elif kind == "title" or kind in taken:
            fields.append(None)
        else:
            fields.append(kind)
            taken.add(kind or "")
    return Layout(tuple(fields), _counted(fields, orders))


def _over(rows: Sequence[Sequence[str]], place: int) -> str:
    """The heading of a column, its rows together; numbers of columns are left out."""
    parts = [
        plain(row[place])
        for row in rows
        if place < len(row) and row[place] and not row[place].strip(".").isdigit()
    ]
    return " ".join(dict.fromkeys(parts))


def _title(whole: list[str], exact: list[str | None], kinds: list[str | None]) -> int:
    marked = [
        place
        for place, kind in enumerate(kinds)
        if kind == "title" and (exact[place] or _STRONGER_TITLE.search(whole[place]))
    ]
    return marked[0] if marked else kinds.index("title") if "title" in kinds else -1


def _order_column(
    place: int, title: int, whole: list[str], orders: list[int], fields: list[str | None]
) -> bool:
    """A column of an order, or one without words under the symbol's merged heading.

    Behind the title only columns called by their order alone, and several of them: "Uwagi I" is none.
    """
    if orders[place] and (place < title or (_numerals(whole) > 1 and whole[place] in _ROMAN)):
        return True
    beside = bool(fields) and fields[-1] == "symbol" and place < title
    return beside and (not whole[place] or whole[place] == whole[place - 1])


def _numerals(whole: list[str]) -> int:
    return sum(text in _ROMAN for text in whole)


def _counted(fields: list[str | None], orders: list[int]) -> tuple[int, ...]:
    """Orders of the columns of the symbol: as named, else as they stand when there are several."""
    places = [place for place, field in enumerate(fields) if field == "symbol"]
    counted = [0] * len(fields)
    if len(places) > 1:
        for number, place in enumerate(places, 1):
            counted[place] = orders[place] or number
    return tuple(counted)
