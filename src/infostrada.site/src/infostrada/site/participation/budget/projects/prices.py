"""The list of prices residents calculate with: the board's own, or usual ones until somebody enters it. Reading is pure."""

from infostrada.core import journal
from infostrada.site.participation.budget.editions.operations import MANAGE
from infostrada.site.participation.budget.projects.rules import PRICES
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple

import csv
import io


MOST_PRICES = 300
MOST_CSV = 200_000
HEADS = {"what": ("what", "co", "nazwa", "pozycja"), "unit": ("unit", "jednostka", "j.m.", "jm"),
         "price": ("price", "cena", "cena jednostkowa", "cena brutto")}  # fmt: skip


class Price(NamedTuple):
    """What a unit of something usually costs: whole złoty, with VAT. `name` is known for usual things only."""

    what: str
    unit: str
    price: int
    name: str = ""


class PricesFaulty(ValueError):
    """A line of a list that cannot be read; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


def read_prices(data: bytes) -> tuple[Price, ...]:
    """Prices from CSV: what, unit, price; comma or semicolon, with or without a line of heads, UTF-8 or CP1250.

    Raises PricesFaulty for the first line at fault. A price is a whole number of złoty: a calculator with grosze would
    pretend to know them.
    """
    text = _text(data)
    first = text.partition("\n")[0]
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ","))
    places = _places(rows[0]) if rows else None
    found: dict[tuple[str, str], Price] = {}
    for line, row in enumerate(rows[1:] if places else rows, 2 if places else 1):
        if not any(cell.strip() for cell in row):
            continue
        price = _price(row, places or (0, 1, 2))
        if price is None or (price.what.casefold(), price.unit) in found:
            raise PricesFaulty(line)
        found[price.what.casefold(), price.unit] = price
    if not found or len(found) > MOST_PRICES:
        raise PricesFaulty(len(rows))
    return tuple(found.values())


def prices_of(board: Any) -> tuple[Price, ...]:
    """The board's prices; usual ones (their `what` is empty, their `name` says what) when it has none."""
    own: tuple[Price, ...] = board.prices
    return own or tuple(Price("", unit, price, name) for name, unit, price in PRICES)


def set_prices(board: Any, prices: tuple[Price, ...]) -> None:
    """Give the board another list; proposals keep the prices they were calculated with."""
    require(MANAGE, board)
    act = deed(board)
    board.prices = prices
    journal.append("budget.prices.set", unit=act.unit, uid=IUUID(board), data={"count": len(prices)})


def prices_of_rows(rows: Any) -> tuple[Price, ...]:
    """Prices from JSON; InvalidData."""
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_PRICES:
        raise invalid("items", "prices_shape")
    found = []
    for row in rows:
        cells = (
            [str(row.get(name, "")) for name in ("what", "unit", "price")] if isinstance(row, dict) else []
        )
        price = _price(cells, (0, 1, 2)) if cells else None
        if price is None:
            raise invalid("items", "prices_shape")
        found.append(price)
    return tuple(found)


def _text(data: bytes) -> str:
    if len(data) > MOST_CSV:
        raise PricesFaulty(1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1250", "replace")


def _places(row: list[str]) -> tuple[int, int, int] | None:
    """Where the columns stand, when the row is one of heads."""
    words = [cell.strip().casefold() for cell in row]
    found = [next((words.index(word) for word in known if word in words), -1) for known in HEADS.values()]
    return None if -1 in found else (found[0], found[1], found[2])


def _price(row: list[str], places: tuple[int, int, int]) -> Price | None:
    if max(places) >= len(row):
        return None
    what, unit, text = (row[place].strip() for place in places)
    text = text.casefold().removesuffix("zł").strip()
    plain = "".join(text.split())
    for ending in (",00", ".00"):
        plain = plain.removesuffix(ending)
    if (
        not what
        or len(what) > 200
        or not unit
        or len(unit) > 20
        or not plain.isascii()
        or not plain.isdigit()
    ):
        return None
    price = int(plain) if len(plain) < 10 else 0
    return Price(what, unit, price) if price else None
