"""A plan in the form EZD RP imports: a JSON list of objects with upper-case keys.

Keys may stand in any order and case; classes may also lie inside the class above them. `TYPPROWADZENIA` is not read:
which classes are kept on paper is decided by the head of the office when the plan is approved, not by the file.
"""

from collections.abc import Iterator
from infostrada.site.records.plan.readers.cells import column
from infostrada.site.records.plan.readers.cells import plan_class
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.rules import PlanClass

import json


REQUIRED = {"symbol": "SYMBOL", "title": "NAZWA"}


def read(name: str, data: bytes) -> list[PlanClass]:
    """Classes of the list; the `line` of a class is its place in the list, from 1."""
    rows = _walk(_parse(name, data))
    return [_class(name, place, row) for place, row in enumerate(rows, start=1)]


def _parse(name: str, data: bytes) -> list[object]:
    try:
        rows = json.loads(data.decode(json.detect_encoding(data)))
    except UnicodeDecodeError as error:
        raise UnreadablePlanError("not_text", file=name) from error
    except json.JSONDecodeError as error:
        raise UnreadablePlanError("json_broken", file=name, line=error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise UnreadablePlanError("json_broken", file=name) from error
    if isinstance(rows, dict):
        # A list under one name, as programs wrap what they export.
        lists = [value for value in rows.values() if _classes(value)]
        rows = lists[0] if len(lists) == 1 else None
    if not isinstance(rows, list):
        raise UnreadablePlanError("json_not_a_list", file=name)
    return rows


def _walk(rows: list[object]) -> Iterator[object]:
    """Each class, then those inside it; none deeper than the ten digits of a symbol tell apart."""
    pending = list(reversed(rows))
    while pending:
        row = pending.pop()
        yield row
        if isinstance(row, dict):
            for value in row.values():
                if _classes(value):
                    pending += reversed(value)


def _classes(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(row, dict) and any(column(key) == "symbol" for key in row) for row in value
    )


def _class(name: str, place: int, row: object) -> PlanClass:
    if not isinstance(row, dict):
        raise UnreadablePlanError("json_not_an_object", file=name, line=place, field="row")
    words: dict[str, str] = {}
    for key, value in row.items():
        field = column(key)
        if field is None or _classes(value):
            continue
        if not isinstance(value, str | None):
            raise UnreadablePlanError("json_not_text", file=name, line=place, field=key)
        words[field] = words.get(field) or value or ""
    for field, key in REQUIRED.items():
        if field not in words:
            raise UnreadablePlanError("column_missing", file=name, line=place, field=key)
    return plan_class(words, place)
