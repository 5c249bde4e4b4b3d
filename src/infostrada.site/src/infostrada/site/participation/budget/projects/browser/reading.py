"""What is written into forms line by line, as the operations want it; InvalidData names the field."""

from infostrada.site.participation.budget.projects.content import Milestone
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import lines_of
from infostrada.site.participation.budget.projects.rules import whole
from infostrada.site.records.problems import invalid
from typing import Any

import datetime


def cost_lines(text: str) -> tuple[CostLine, ...]:
    """Costs, one a line: what; unit; quantity; price."""
    rows = []
    for line in text.splitlines():
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) != 4:
            raise invalid("lines", "lines_shape")
        rows.append({"what": cells[0], "unit": cells[1], "quantity": _int(cells[2]), "price": _int(cells[3])})
    try:
        return lines_of(rows)
    except ValueError as error:
        raise invalid("lines", "lines_shape") from error


def _int(text: str) -> Any:
    found = whole(text)
    return text if found is None else found


def semicolons(text: str) -> bytes:
    """The text of the form as CSV with semicolons, even when it is one line."""
    return "\n".join(f"{line};" for line in text.splitlines() if line.strip()).encode()


def whole_number(text: str, field: str) -> int:
    """A whole number."""
    found = _int(text)
    if not isinstance(found, int):
        raise invalid(field, "not_a_count")
    return found


def milestone(line: str) -> Milestone:
    """A milestone: what; planned day; day it was done."""
    cells = [cell.strip() for cell in line.split(";")]
    try:
        done = datetime.date.fromisoformat(cells[2]) if len(cells) > 2 and cells[2] else None
        return Milestone(cells[0], datetime.date.fromisoformat(cells[1]), done)
    except (IndexError, ValueError) as error:
        raise invalid("milestones", "not_a_date") from error
