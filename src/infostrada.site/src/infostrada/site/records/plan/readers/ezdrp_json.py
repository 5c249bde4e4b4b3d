"""A plan in the form EZD RP imports: a JSON list of objects with upper-case keys.

`TYPPROWADZENIA` is not read: which classes are kept on paper is decided by the head of the
office when the plan is approved, not by the file.
"""

from infostrada.site.records.plan.readers.cells import column
from infostrada.site.records.plan.readers.cells import plan_class
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.rules import PlanClass

import json


REQUIRED = ("SYMBOL", "NAZWA")


def read(name: str, data: bytes) -> list[PlanClass]:
    """Classes of the list; the `line` of a class is its place in the list, from 1."""
    rows = _parse(name, data)
    return [_class(name, place, row) for place, row in enumerate(rows, start=1)]


def _parse(name: str, data: bytes) -> list[object]:
    try:
        rows = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadablePlanError("not_text", file=name) from error
    except json.JSONDecodeError as error:
        raise UnreadablePlanError("json_broken", file=name, line=error.lineno) from error
    except RecursionError as error:
        raise UnreadablePlanError("json_broken", file=name) from error
    if not isinstance(rows, list):
        raise UnreadablePlanError("json_not_a_list", file=name)
    return rows


def _class(name: str, place: int, row: object) -> PlanClass:
    if not isinstance(row, dict):
        raise UnreadablePlanError("json_not_an_object", file=name, line=place, field="row")
    for key in REQUIRED:
        if key not in row:
            raise UnreadablePlanError("column_missing", file=name, line=place, field=key)
    words = {}
    for key, value in row.items():
        field = column(key)
        if field is None:
            continue
        if not isinstance(value, str):
            raise UnreadablePlanError("json_not_text", file=name, line=place, field=key)
        words[field] = value
    return plan_class(words, place)
