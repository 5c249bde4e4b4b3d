"""REST: the registers of personal data."""

from infostrada.core import accesslog
from infostrada.core.addressed import TakesNames
from infostrada.core.errors import NotFound
from infostrada.core.queries import one
from infostrada.core.queries import whole
from infostrada.core.record import cursor
from infostrada.site.records.personal.registers.exporting import as_json
from infostrada.site.records.personal.registers.fields import REGISTERS
from infostrada.site.records.personal.registers.operations import add_entry
from infostrada.site.records.personal.registers.operations import change_entry
from infostrada.site.records.personal.registers.operations import close_entry
from infostrada.site.records.personal.registers.operations import entry_of
from infostrada.site.records.personal.registers.store import LAST
from infostrada.site.records.personal.registers.store import page
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import attempt_key
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


NAME = "@personal-registers"
SIZE, LARGEST = 50, 500


class Named(TakesNames):
    """The rest of the address: the register, perhaps the identifier of an entry."""

    most_names = 2

    @property
    def named(self) -> tuple[str, str]:
        """Register and entry; NotFound for a register there is none of."""
        register, uid = (*self.names, "", "")[:2]
        if register not in REGISTERS:
            raise NotFound(field="register", reason="unknown_object")
        return register, uid


class RegisterGet(Named, RecordService):
    """`GET <unit>/@personal-registers/<register>[/<uid>]`: entries the newest first, or one.

    Registers: activities, authorisations, breaches, disclosures, requests. Query: `running` (1: only what is not closed),
    `class` (activities of a class of the plan), `size`, `cursor`.
    """

    def answer(self) -> dict[str, Any]:
        """A page of entries with `next_cursor`, or the entry."""
        self.request.response.setHeader("Cache-Control", "no-store")
        register, uid = self.named
        accesslog.note(
            "personal.register",
            uid=uid or None,
            unit=self.context.unit_id,
            outcome="granted",
            reason=register,
        )
        if uid:
            return as_json(self.context, entry_of(self.context, uid))
        form = self.request.form
        size = whole(form, "size", SIZE, least=1, most=LARGEST, reason="bad_size")
        running, symbol = form.get("running") == "1", one(form, "class") or ""
        unit = self.context.unit_id
        order = f"{register}:{unit}"
        year, number = cursor.begun(form, order, (int, int)) or (LAST, LAST)
        found = page(unit, register, size + 1, (year, number), running=running, symbol=symbol)
        shown = found[:size]
        last = shown[-1] if len(found) > size else None
        return {
            "@id": f"{self.context.absolute_url()}/{NAME}/{register}",
            "items": [as_json(self.context, entry) for entry in shown],
            "next_cursor": last and cursor.encode(order, (last.year, last.number)),
        }


class RegisterPost(Named, WritingService):
    """`POST <unit>/@personal-registers/<register>`: file an entry, its fields the body. With `Idempotency-Key` once.

    To an entry's own address `{"act": "close"}` closes it.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the entry."""
        register, uid = self.named
        if uid:
            if text(self.body, "act") != "close":
                raise invalid("act", "not_in_list")
            return as_json(self.context, close_entry(self.context, entry_of(self.context, uid).uid))
        told = as_json(self.context, add_entry(self.context, register, self.body, attempt_key(self.request)))
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", told["@id"])
        return told


class RegisterPut(Named, WritingService):
    """`PUT <unit>/@personal-registers/<register>/<uid>`: say an entry anew as a whole."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now."""
        register, uid = self.named
        if entry_of(self.context, uid).register != register:
            raise NotFound(field="entry", reason="unknown_object")
        return as_json(self.context, change_entry(self.context, uid, self.body))
