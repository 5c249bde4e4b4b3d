"""Fields of a register: what a value may be, how text of a form or a sheet becomes one; pure.

Values are kept as JSON knows them: days as YYYY-MM-DD, sums as text with two digits after the point.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from decimal import Decimal
from decimal import InvalidOperation
from typing import Any
from urllib.parse import urlsplit

import re


LONGEST = {"text": 500, "long": 20_000}
MOST_ROWS = 500
YES = ("tak", "t", "1", "true", "yes", "x")
NO = ("nie", "n", "0", "false", "no", "")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: r\.?)?$")
_SUM = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?$")


class Wrong(ValueError):
    """A value that does not fit its field; the argument is the machine word of why."""


@dataclass(frozen=True)
class Field:
    """One field of a register.

    `type` is text, long, day, number, sum, choice, yesno, url, refs (numbers of other entries of the same
    register) or rows (a small table; `parts` are its columns). `gated` fields are read by the gate before
    publishing; those a law wants published are not.
    """

    name: str
    label: str
    type: str = "text"
    required: bool = False
    listed: bool = False
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    parts: tuple["Field", ...] = ()
    gated: bool = True


def parse(field: Field, given: Any) -> Any:
    """The value of a field from a form, a sheet's cell or JSON; None when empty. Raises `Wrong`."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return [] if field.type in ("rows", "refs") else None
    return _PARSERS[field.type](field, given)


def faults_and_values(
    fields: Iterable[Field], given: Mapping[str, Any]
) -> tuple[list[tuple[str, str]], dict]:
    """Everything wrong with what was given, and the values that are right."""
    faults: list[tuple[str, str]] = []
    values: dict[str, Any] = {}
    known = {field.name: field for field in fields}
    faults += [(name, "not_in_list") for name in given if name not in known]
    for name, field in known.items():
        try:
            value = parse(field, given.get(name))
        except Wrong as wrong:
            faults.append((name, str(wrong)))
            continue
        if field.required and value in (None, []):
            faults.append((name, "required"))
        if value not in (None, []):
            values[name] = value
    return faults, values


def _text(field: Field, given: Any) -> str:
    if isinstance(given, bool) or not isinstance(given, (str, int, float)):
        raise Wrong("json_not_text")
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    text = str(given).replace("\r\n", "\n").strip()
    if len(text) > LONGEST.get(field.type, LONGEST["text"]):
        raise Wrong("too_long")
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text):
        raise Wrong("control_characters")
    return text


def _day(field: Field, given: Any) -> str:
    if isinstance(given, datetime):
        return given.date().isoformat()
    if isinstance(given, date):
        return given.isoformat()
    text = _text(field, given)
    found = _DAY.match(text)
    try:
        if found:
            day, month, year = map(int, found.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(text[:10] if re.match(r".{10}[T ]00:00", text) else text).isoformat()
    except ValueError as error:
        raise Wrong("not_a_date") from error


def _number(field: Field, given: Any) -> int:
    text = _text(field, given).replace(" ", "").replace("\u00a0", "")
    if not re.fullmatch(r"\d{1,9}", text):
        raise Wrong("not_a_count")
    return int(text)


def _sum(field: Field, given: Any) -> str:
    if isinstance(given, (int, float, Decimal)) and not isinstance(given, bool):
        given = f"{Decimal(str(given)):f}"
    text = re.sub(r"(zł|PLN)\.?$", "", _text(field, given).strip(), flags=re.IGNORECASE)
    text = re.sub(r"[\s\u00a0\u202f]", "", text)
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    if not _SUM.match(text):
        raise Wrong("not_a_sum")
    try:
        return f"{Decimal(text):.2f}"
    except InvalidOperation as error:
        raise Wrong("not_a_sum") from error


def _choice(field: Field, given: Any) -> str:
    text = _text(field, given).casefold()
    for value, label in field.options:
        if text in (value, str(label).casefold(), str(getattr(label, "default", None) or "").casefold()):
            return value
    raise Wrong("not_in_list")


def _yesno(field: Field, given: Any) -> bool:
    if isinstance(given, bool):
        return given
    text = _text(field, given).casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    raise Wrong("not_in_list")


def _url(field: Field, given: Any) -> str:
    text = _text(field, given)
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", text):
        raise Wrong("not_an_address")
    return text


def _refs(field: Field, given: Any) -> list[str]:
    items = given if isinstance(given, list) else re.split(r"[;\n]", _text(field, given))
    found = [_text(field, item) for item in items if str(item).strip()]
    if len(found) > MOST_ROWS:
        raise Wrong("too_long")
    return list(dict.fromkeys(found))


def _rows(field: Field, given: Any) -> list[dict[str, Any]]:
    if isinstance(given, list):
        lines: list[Any] = given
    else:
        lines = [line for line in re.split(r"[\n|]", str(given).replace("\r", "")) if line.strip()]
    if len(lines) > MOST_ROWS:
        raise Wrong("too_long")
    return [_row(field, line) for line in lines]


def _row(field: Field, line: Any) -> dict[str, Any]:
    if isinstance(line, str):
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) > len(field.parts):
            raise Wrong("row_malformed")
        line = dict(zip((part.name for part in field.parts), cells, strict=False))
    if not isinstance(line, dict):
        raise Wrong("row_malformed")
    faults, values = faults_and_values(field.parts, line)
    if faults:
        raise Wrong("row_malformed")
    return values


_PARSERS = {
    "text": _text,
    "long": _text,
    "day": _day,
    "number": _number,
    "sum": _sum,
    "choice": _choice,
    "yesno": _yesno,
    "url": _url,
    "refs": _refs,
    "rows": _rows,
}


def written(field: Field, value: Any) -> str:
    """A value as one cell of a sheet or a form, which `parse` reads again."""
    if value in (None, []):
        return ""
    if field.type == "yesno":
        return "tak" if value else "nie"
    if field.type == "refs":
        return "; ".join(value)
    if field.type == "rows":
        return "\n".join(
            "; ".join(written(part, row.get(part.name)) for part in field.parts).rstrip("; ") for row in value
        )
    return str(value)


def texts(fields: Iterable[Field], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Field and text of everything words can stand in."""
    for field in fields:
        if field.type in ("text", "long", "rows", "refs", "url") and field.name in values:
            yield field.name, written(field, values[field.name])
