"""The term a law gives the office for an entry of a register; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from infostrada.core.calendar import term_end
from infostrada.core.calendar import Unit
from typing import Any
from typing import Literal


Standing = Literal["running", "late", "kept", "missed"]


@dataclass(frozen=True)
class Clock:
    """`count` of `unit` after the day in the field `start`, until the day in the field `stop`.

    `extended` names a field with a later last day. With `shift` a last day on a Saturday or a day off moves on.
    A clock without `stop` only runs out, like the display of a notice.
    """

    start: str
    stop: str
    count: int
    unit: Unit
    shift: bool
    basis: str
    extended: str = ""

    def due(self, values: Mapping[str, Any]) -> date | None:
        """The last day of the term; None before it began."""
        if not values.get(self.start):
            return None
        if self.extended and values.get(self.extended):
            return date.fromisoformat(values[self.extended])
        return term_end(date.fromisoformat(values[self.start]), self.count, self.unit, self.shift)

    def standing(self, values: Mapping[str, Any], today: date) -> Standing | None:
        """How the office keeps the term on a day; None when the clock has not begun."""
        due = self.due(values)
        if due is None:
            return None
        stopped = values.get(self.stop) if self.stop else None
        if stopped:
            return "kept" if date.fromisoformat(stopped) <= due else "missed"
        if not self.stop:
            return "running" if today <= due else "kept"
        return "running" if today <= due else "late"
