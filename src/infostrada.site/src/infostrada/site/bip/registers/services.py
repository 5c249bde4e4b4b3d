"""REST: registers, their rows, writing and changing entries, sealed parts."""

from infostrada.core import idempotency
from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.site.bip.registers.interfaces import IRegisterEntry
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.operations import change_register_entry
from infostrada.site.bip.registers.operations import draft_register_entry
from infostrada.site.bip.registers.operations import RegisterData
from infostrada.site.bip.registers.partb import put_part_b
from infostrada.site.bip.registers.rows import counted
from infostrada.site.bip.registers.rows import public_rows
from infostrada.site.bip.registers.serializers import registers_json
from infostrada.site.bip.registers.serializers import row_json
from infostrada.site.bip.services import fact_sheet
from infostrada.site.bip.services import files
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.upload import from_json
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any
from urllib.parse import urlencode


LARGEST = 200


class RegistersGet(RecordService):
    """`GET <bulletin>/@registers`: the registers, their fields and how many public entries each has."""

    def answer(self) -> dict[str, Any]:
        """All of them."""
        return {"items": registers_json(self.context)}


class RegisterGet(RecordService):
    """`GET <bulletin>/@register?name=<register>`: public rows, newest first; `year`, `status`, `late`, `q`, `cursor`, `start`, `size`."""

    def answer(self) -> dict[str, Any]:
        """A page of rows, how many there are, and the address of the next page."""
        form = self.request.form
        kind = KINDS.get(str(form.get("name", "")))
        if kind is None:
            raise invalid("name", "not_in_list")
        start, size = self._count("start", 0, 10_000_000), self._count("size", 50, LARGEST)
        filters = {
            "year": self._count("year", 0, 9999),
            "status": str(form.get("status") or ""),
            "late": str(form.get("late") or "") == "1",
            "q": str(form.get("q") or ""),
        }
        unit = unit_of(self.context)
        total = counted(kind, unit.unit_id, filters)
        after = str(form.get("cursor") or "")
        found = list(public_rows(kind, unit.unit_id, filters, size + 1, start, after))
        items = [
            row_json(kind, row, self.request.physicalPathToURL(row.path.split("/")), unit.teryt or "")
            for row in found[:size]
        ]
        answer: dict[str, Any] = {"items": items, "items_total": total}
        if len(found) > size and size:
            asked = {"name": kind.name, **{name: value for name, value in filters.items() if value}}
            asked |= {"late": "1"} if filters["late"] else {}
            asked |= {"size": size, "cursor": found[size - 1].cursor}
            answer["next"] = f"{self.context.absolute_url()}/@register?{urlencode(asked)}"
        return answer

    def _count(self, name: str, usual: int, most: int) -> int:
        given = str(self.request.form.get(name) or usual)
        if not given.isdigit() or len(given) > 9:
            raise invalid(name, "not_a_count")
        return min(int(given), most)


class RegisterEntriesPost(WritingService):
    """`POST <section>/@register-entries`: a draft. Body: `register`, `values` and the fact sheet of an entry."""

    def answer(self) -> dict[str, Any]:
        """201 with the draft."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, IRegisterEntry, near=self.context))
        body = self.body
        data = RegisterData(values=values_of(body), **fact_sheet(body))
        entry = draft_register_entry(self.context, text(body, "register"), data)
        idempotency.finish(self.request, IUUID(entry))
        return self.created(entry)


class RegisterValuesPost(WritingService):
    """`POST <entry>/@values`: change fields. Body: `values`, `reason` when the entry is public, `files`, `description`, `body`."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now."""
        body = self.body
        public = change_register_entry(
            self.context,
            values_of(body),
            text(body, "reason"),
            text(body, "confirmation"),
            files(body) if "files" in body else None,
            words={name: text(body, name) for name in ("description", "body") if name in body},
        )
        if not public:
            self.request.response.setStatus(202)
        return self.as_json(self.context)


class PartBPost(WritingService):
    """`POST <declaration>/@part-b`: seal part B. Body: `file`. No service gives it back."""

    def answer(self) -> dict[str, Any]:
        """Its digest."""
        digest = put_part_b(self.context, from_json(self.body.get("file"), "file"))
        self.request.response.setStatus(201)
        return {"uid": IUUID(self.context), "unit": unit_id_of(self.context), "sha256": digest}


def values_of(body: Any) -> dict[str, Any]:
    """The fields of a body; InvalidData when they are none."""
    given = body.get("values")
    if not isinstance(given, dict):
        raise invalid("values", "json_not_an_object")
    return given
