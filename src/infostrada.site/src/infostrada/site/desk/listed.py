"""The lists of a desk page as files: what stands in the cells of its tables, all pages of a long one."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from functools import partial
from infostrada.core.record.export.listed import Listed
from infostrada.core.record.export.rows import LARGEST_EXPORT
from infostrada.site.desk.words import word
from typing import Any
from urllib.parse import parse_qs
from urllib.parse import urlsplit


def listed_on(page: Any) -> list[Listed]:
    """The tables of a page."""
    return [
        Listed(
            str(section["id"]),
            word(section.get("title") or register["caption"], page.request),
            [(column["name"], word(column["label"], page.request)) for column in register["columns"]],
            _rows_of(page, str(section["id"]), register),
        )
        for section in page.sections
        if (register := section.get("register")) is not None
    ]


def _rows_of(page: Any, name: str, register: Mapping[str, Any]) -> Callable[[], Iterator[dict[str, Any]]]:
    return partial(_rows, page, name, register)


def _rows(page: Any, name: str, register: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Rows of a table and of the pages that follow: it is asked for them as a reader would be led on."""
    request, given = page.request, 0
    asked = request.form
    try:
        while True:
            for row in register["rows"]:
                yield line(register, row, request)
            given += len(register["rows"])
            following = (register.get("paging") or {}).get("next_url")
            if not following or not register["rows"] or given >= LARGEST_EXPORT:
                return
            request.form = {key: values[-1] for key, values in parse_qs(urlsplit(following).query).items()}
            register = _table_of(type(page)(page.context, request), name)
    finally:
        request.form = asked


def _table_of(page: Any, name: str) -> Mapping[str, Any]:
    page.whole = True
    for section in page.sections:
        if str(section["id"]) == name and section.get("register"):
            table: Mapping[str, Any] = section["register"]
            return table
    return {"rows": (), "columns": ()}


def line(register: Mapping[str, Any], row: Mapping[str, Any], request: Any) -> dict[str, Any]:
    """What the cells of a row say; days and whole numbers are such."""
    cells = row["cells"]
    return {
        column["name"]: value_of(cells.get(column["name"]) or {}, request, number=bool(column.get("num")))
        for column in register["columns"]
    }


def value_of(cell: Mapping[str, Any], request: Any, *, number: bool = False) -> Any:
    """A day or moment in full, a number of a column of numbers, or the words."""
    if moment := cell.get("datetime"):
        return _moment(str(moment))
    said = word(cell.get("text") or "", request)
    return int(said) if number and said.isdecimal() and said.isascii() else said


def _moment(text: str) -> date | str:
    """A day, a moment, or a day that is not whole as it stands."""
    for kind in (date, datetime):
        try:
            found: date = kind.fromisoformat(text)
        except ValueError:
            continue
        return found
    return text
