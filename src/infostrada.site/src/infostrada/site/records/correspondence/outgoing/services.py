"""REST: outgoing letters, dispatch lists, proofs of delivery."""

from infostrada.core.queries import one
from infostrada.core.queries import whole
from infostrada.core.record.pages import LARGEST_PAGE
from infostrada.core.record.row import unit_of
from infostrada.site.records import listings
from infostrada.site.records.correspondence.outgoing.dispatch import hand_over_list
from infostrada.site.records.correspondence.outgoing.dispatch import make_list
from infostrada.site.records.correspondence.outgoing.dispatch import send_letter
from infostrada.site.records.correspondence.outgoing.dispatch import take_off
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from infostrada.site.records.correspondence.outgoing.listing import DISPATCH_LISTS
from infostrada.site.records.correspondence.outgoing.listing import OUTGOING
from infostrada.site.records.correspondence.outgoing.listing import VIEW
from infostrada.site.records.correspondence.outgoing.networks import send_all_by_network
from infostrada.site.records.correspondence.outgoing.networks import send_by_network
from infostrada.site.records.correspondence.outgoing.operations import addressee_of
from infostrada.site.records.correspondence.outgoing.operations import cancel_letter
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.proofs import note_proof
from infostrada.site.records.correspondence.outgoing.proofs import Proof
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import attempt_key
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from infostrada.site.records.upload import from_json
from typing import Any


class OutgoingGet(RecordService):
    """`GET <unit>/@outgoing`: the RPWych, newest number first.

    Query: `year`, `state`, `method`, `list_uid`, `channel_status` (`Niewysłana`: the network did not take
    it), `cursor`, `size` (at most 200). Cancelled letters keep their rows.
    """

    noun = "outgoing"
    listing = OUTGOING
    filters: tuple[str, ...] = ("year", "state", "method", "list_uid", "channel_status")

    def answer(self) -> dict[str, Any]:
        """A page of the register."""
        require(VIEW, self.context)
        form = self.request.form
        found = listings.page_of_unit(
            self.listing,
            unit_of(self.context) or "",
            {name: one(form, name) for name in self.filters},
            form.get("cursor"),
            whole(form, "size", listings.SIZE, least=1, most=LARGEST_PAGE, reason="bad_size"),
        )
        return {
            "@id": f"{self.context.absolute_url()}/@{self.noun}",
            "items": [self._item(row) for row in found.rows],
            "next_cursor": found.next_cursor,
        }

    def _item(self, row: dict[str, Any]) -> dict[str, Any]:
        shown = {n: iso(v) if hasattr(v, "isoformat") else v for n, v in row.items() if n != "path"}
        return {"@id": self.request.physicalPathToURL(row["path"].split("/")), **shown}


class DispatchListsGet(OutgoingGet):
    """`GET <unit>/@dispatch-lists`: lists of letters for carriers, the newest first.

    Query: `year`, `state`, `cursor`, `size`.
    """

    noun = "dispatch-lists"
    listing = DISPATCH_LISTS
    filters = ("year", "state")


class OutgoingPost(WritingService):
    """`POST <document>/@outgoing`: letters from an accepted document, one number for each addressee.

    Body: `addressees` (each with fields of metadata set B, `method`, `reason`, `proof`, a number `reserved` for it),
    `attachments` (UIDs of documents of the case), `remarks`. Without a `method` the law's first
    way is taken. `send_now` sends those that go by a network. `Idempotency-Key` makes a repeat safe.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the letters."""
        body = self.body
        given = body.get("addressees")
        attachments = body.get("attachments") or []
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            raise invalid("addressees", "addressee_missing")
        if not isinstance(attachments, list):
            raise invalid("attachments", "not_in_list")
        letters = prepare_letters(
            self.context,
            [self._dispatch(each) for each in given],
            attachments=[str(uid) for uid in attachments],
            remarks=text(body, "remarks"),
            idempotency_key=attempt_key(self.request),
        )
        if body.get("send_now") is True:
            send_all_by_network(letter for letter in letters if letter.queued_at is None)
        self.request.response.setStatus(201)
        return {"items": [self.as_json(letter) for letter in letters]}

    def _dispatch(self, given: dict[str, Any]) -> Dispatch:
        to = addressee_of({name: text(given, name) for name in given if name != "proof"})
        return Dispatch(
            to,
            text(given, "method"),
            text(given, "reason"),
            given.get("proof") is not False,
            text(given, "reserved"),
        )


class OutgoingActPost(ActService):
    """`POST <outgoing>/@outgoing`: an act on the letter, named by `act`.

    `send` (`sent_on`, `tracking`), `send_by_network`, `cancel` (`reason`), `proof` (`how`: received, refused, notices,
    returned; `day`, `second`, `by`, `remark`, `file`).
    """

    def answer(self) -> dict[str, Any]:
        """The letter as it is now."""
        body, letter = self.body, self.context
        act = text(body, "act")
        if act == "send":
            send_letter(letter, day(body, "sent_on"), text(body, "tracking"))
        elif act == "send_by_network":
            send_by_network(letter)
        elif act == "cancel":
            cancel_letter(letter, text(body, "reason"))
        elif act == "proof":
            file = from_json(body["file"], "file") if body.get("file") else None
            words = (text(body, "by"), text(body, "remark"))
            note_proof(letter, Proof(text(body, "how"), day(body, "day"), day(body, "second"), *words, file))
        else:
            raise invalid("act", "not_in_list")
        answer: dict[str, Any] = self.as_json(letter)
        return answer


class DispatchListsPost(ActService):
    """`POST <unit>/@dispatch-lists`: put ready letters on a list. Body: `carrier`, `letters` (UIDs)."""

    def answer(self) -> dict[str, Any]:
        """201 with the list."""
        body = self.body
        uids = body.get("letters")
        if not isinstance(uids, list):
            raise invalid("letters", "list_empty_letters")
        letters = [by_uid(str(uid), IOutgoing, near=self.context) for uid in uids]
        answer: dict[str, Any] = self.created(make_list(self.context, letters, text(body, "carrier")))
        return answer


class DispatchListPost(ActService):
    """`POST <list>/@handing-over`: the carrier took it, or a letter is taken off.

    Body: `handed_over_on` and `tracking` (parcel numbers by UID), or `take_off` (UID of a letter).
    """

    def answer(self) -> dict[str, Any]:
        """The list as it is now."""
        body, listed = self.body, self.context
        if body.get("take_off"):
            take_off(listed, by_uid(text(body, "take_off"), IOutgoing, near=listed))
        else:
            tracking = body.get("tracking") or {}
            if not isinstance(tracking, dict):
                raise invalid("tracking", "tracking_malformed")
            hand_over_list(
                listed, day(body, "handed_over_on"), {key: str(value) for key, value in tracking.items()}
            )
        answer: dict[str, Any] = self.as_json(listed)
        return answer
