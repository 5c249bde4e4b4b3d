"""REST: numbers that stand for no record, and their reservation."""

from collections.abc import Iterable
from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.queries import whole
from infostrada.core.record import cursor
from infostrada.site.records.numbering.operations import loose_numbers
from infostrada.site.records.numbering.operations import release_numbers
from infostrada.site.records.numbering.operations import reserve_numbers
from infostrada.site.records.numbering.operations import Wanted
from infostrada.site.records.numbering.rules import REGISTERS
from infostrada.site.records.numbering.rules import USUAL_DAYS
from infostrada.site.records.numbering.rules import word
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import attempt_key
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from typing import Any


PAGE = 200
NAMES = {kind: register for register, kind in REGISTERS.items()}


class NumbersGet(RecordService):
    """`GET <unit>/@numbers`: rows of the registers that stand for no record: reserved, given back, lost to a failure.

    Query: `year` (this one by default), `cursor`.
    """

    def answer(self) -> dict[str, Any]:
        """At most 200 rows, by register and number."""
        form = self.request.form
        year = whole(form, "year", polish_today().year, least=1900, most=9999)
        order = f"numbers:{self.context.unit_id}:{year}"
        kind, key, value = cursor.begun(form, order, (str, str, int)) or ("", "", 0)
        rows = loose_numbers(self.context, year, after=(kind, key, value), size=PAGE)
        last = rows[-1] if len(rows) == PAGE else None
        return {
            "@id": f"{self.context.absolute_url()}/@numbers",
            "items": [row_json(row) for row in rows],
            "next_cursor": last and cursor.encode(order, (last.series.kind, last.series.key, last.value)),
        }


def row_json(row: numbers.LooseRow) -> dict[str, Any]:
    """A row as programs read it."""
    return {
        "register": NAMES.get(row.series.kind, row.series.kind),
        "number": word(row.series, row.value),
        "state": "reserved" if row.remark is None else "cancelled",
        "remark": row.remark,
        "holder": row.holder,
        "holder_name": row.holder_name,
        "note": row.note,
        "ends": iso(row.ends) if row.remark is None else None,
    }


class NumbersPost(WritingService):
    """`POST <unit>/@numbers`: reserve numbers, or with `act` `release` give `numbers` back.

    Body: `register` (`letters` or `cases`), `count`, `days`, `note`; for cases `org_id` and `class_symbol`.
    `Idempotency-Key` makes a repeated reservation answer with the same numbers.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the numbers reserved, or what was given back."""
        act = text(self.body, "act", "reserve")
        if act == "reserve":
            return self._reserve()
        if act == "release":
            given = self.body.get("numbers")
            if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
                raise invalid("numbers", "json_not_a_list")
            release_numbers(self.context, given)
            return {"@id": f"{self.context.absolute_url()}/@numbers", "numbers": given}
        raise invalid("act", "not_in_list")

    def _reserve(self) -> dict[str, Any]:
        body = self.body
        wanted = Wanted(
            register=text(body, "register"),
            count=self._whole("count", 1),
            org_id=text(body, "org_id"),
            class_symbol=text(body, "class_symbol"),
            days=self._whole("days", USUAL_DAYS),
            note=text(body, "note"),
        )
        kept = reserve_numbers(self.context, wanted, idempotency_key=attempt_key(self.request))
        self.request.response.setStatus(201)
        return {
            "@id": f"{self.context.absolute_url()}/@numbers",
            "register": wanted.register,
            "numbers": list(words_of(kept)),
            "note": kept.note,
            "holder": kept.holder,
            "ends": iso(kept.ends),
        }

    def _whole(self, name: str, usual: int) -> int:
        value = self.body.get(name, usual)
        if not isinstance(value, int) or isinstance(value, bool):
            raise invalid(name, "json_not_a_number")
        return value


def words_of(kept: numbers.Reservation) -> Iterable[str]:
    """The numbers of a reservation as people write them."""
    return (word(kept.series, value) for value in range(kept.first, kept.last + 1))
