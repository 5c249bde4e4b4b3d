"""REST: classes led in another system or kept without a metryka."""

from infostrada.site.records.plan.marking import keep_marks
from infostrada.site.records.plan.marking import marks_of
from infostrada.site.records.plan.marks import Mark
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from typing import Any


def marks_json(unit: Any) -> dict[str, Any]:
    """The whole list, past marks included."""
    return {
        "@id": f"{unit.absolute_url()}/@class-marks",
        "marks": [
            {**each._asdict(), "valid_from": iso(each.valid_from), "valid_to": iso(each.valid_to)}
            for each in marks_of(unit)
        ],
    }


class MarksGet(RecordService):
    """`GET <unit>/@class-marks`: which classes another system leads, and of which no metryka is kept."""

    def answer(self) -> dict[str, Any]:
        """The list."""
        return marks_json(self.context)


class MarksPut(WritingService):
    """`PUT <unit>/@class-marks`: replace the list; a mark that has begun to count stays in it, with its last day.

    Body: `marks`, each with `class_symbol`, `system`, `metryka` (is one kept), `basis`, `valid_from`, `valid_to`.
    """

    def answer(self) -> dict[str, Any]:
        """The list as it is now."""
        given = self.body.get("marks")
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            raise invalid("marks", "json_not_a_list")
        keep_marks(self.context, [_mark(each, place) for place, each in enumerate(given)])
        return marks_json(self.context)


def _mark(given: dict[str, Any], place: int) -> Mark:
    first, metryka = day(given, "valid_from"), given.get("metryka", True)
    if first is None:
        raise invalid(f"{place}.valid_from", "required")
    if not isinstance(metryka, bool):
        raise invalid(f"{place}.metryka", "json_not_true_or_false")
    words = (text(given, name) for name in ("class_symbol", "system", "basis"))
    symbol, system, basis = (word.strip() for word in words)
    return Mark(symbol, system, metryka, basis, first, day(given, "valid_to"))
