"""REST: messages that were not registered."""

from infostrada.core.queries import one
from infostrada.core.queries import whole
from infostrada.core.record import cursor
from infostrada.site.records.correspondence.content import FIELDS
from infostrada.site.records.correspondence.unregistered.operations import days_kept
from infostrada.site.records.correspondence.unregistered.operations import keep_days
from infostrada.site.records.correspondence.unregistered.operations import listed
from infostrada.site.records.correspondence.unregistered.operations import note_unregistered
from infostrada.site.records.correspondence.unregistered.operations import register_after_all
from infostrada.site.records.correspondence.unregistered.store import Noted
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from infostrada.site.records.upload import from_json
from typing import Any


SIZE, LARGEST = 50, 200
_TYPED = frozenset({"received_date", "attachment_count"})


def noted_json(unit: Any, noted: Noted) -> dict[str, Any]:
    """A message as programs read it; `message` is null when it is kept no more."""
    url = f"{unit.absolute_url()}/@@unregistered-message/{noted.uid}"
    return {
        **{name: value for name, value in noted._asdict().items() if name != "unit"},
        "noted_at": iso(noted.noted_at),
        "sent_on": iso(noted.sent_on),
        "keep_until": iso(noted.keep_until),
        "erased_at": iso(noted.erased_at),
        "message": None if noted.erased_at else url,
    }


class UnregisteredGet(RecordService):
    """`GET <unit>/@unregistered-mail`: e-mails somebody said need no registering, the newest first.

    Query: `kind`, `cursor`, `size` (at most 200).
    """

    def answer(self) -> dict[str, Any]:
        """A page, and how many days messages are kept."""
        form, unit = self.request.form, self.context
        wanted = whole(form, "size", SIZE, least=1, most=LARGEST, reason="bad_size")
        order = f"unregistered-mail:{unit.unit_id}"
        (after,) = cursor.begun(form, order, (str,)) or ("",)
        found = listed(unit, wanted + 1, after, one(form, "kind") or "")
        shown = found[:wanted]
        return {
            "@id": f"{unit.absolute_url()}/@unregistered-mail",
            "days": days_kept(unit.unit_id),
            "items": [noted_json(unit, each) for each in shown],
            "next_cursor": cursor.encode(order, [shown[-1].uid]) if len(found) > wanted else None,
        }


class UnregisteredPost(WritingService):
    """`POST <unit>/@unregistered-mail`: an act named by `act`.

    `note` (`file`, `kind`, `note`): the message needs no registering, sent again it is noted once; `register` (`uid`, `city`, other fields
    of a letter): it is registered after all; `keep` (`days`): how long such messages are kept from now on.
    """

    def answer(self) -> dict[str, Any]:
        """The message noted, the letter registered, or the days."""
        body, unit = self.body, self.context
        act = text(body, "act")
        if act == "note":
            noted = note_unregistered(
                unit, from_json(body.get("file"), "file"), text(body, "kind"), text(body, "note")
            )
            self.request.response.setStatus(201)
            return noted_json(unit, noted)
        if act == "register":
            data: dict[str, Any] = {
                name: text(body, name) for name in FIELDS if name in body and name not in _TYPED
            }
            data["received_date"] = day(body, "received_date")
            answer: dict[str, Any] = self.created(register_after_all(unit, text(body, "uid"), data))
            return answer
        if act != "keep":
            raise invalid("act", "not_in_list")
        days = body.get("days")
        if not isinstance(days, int) or isinstance(days, bool):
            raise invalid("days", "json_not_a_number")
        keep_days(unit, days)
        return {"@id": f"{unit.absolute_url()}/@unregistered-mail", "days": days}
