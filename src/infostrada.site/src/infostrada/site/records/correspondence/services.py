"""REST: the register of letters, registering, files, the end of a letter."""

from base64 import b64encode
from infostrada.core.queries import one
from infostrada.core.queries import whole
from infostrada.core.record.pages import LARGEST_PAGE
from infostrada.core.record.row import unit_of
from infostrada.site.records import listings
from infostrada.site.records.correspondence.content import FIELDS
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.operations import add_attachment
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.operations import return_letter
from infostrada.site.records.correspondence.operations import void_letter
from infostrada.site.records.correspondence.outside import ask_completion
from infostrada.site.records.correspondence.outside import complete
from infostrada.site.records.correspondence.outside import file_outside
from infostrada.site.records.correspondence.sender_acts import add_sender
from infostrada.site.records.correspondence.sender_acts import remove_sender
from infostrada.site.records.correspondence.senders import MOST_SENDERS
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.correspondence.senders import sender_told
from infostrada.site.records.correspondence.submission import submit_letter
from infostrada.site.records.correspondence.submission import TOLD
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import attempt_key
from infostrada.site.records.rest import day
from infostrada.site.records.rest import MakingService
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.upload import from_json
from infostrada.site.records.upload import Upload
from plone.uuid.interfaces import IUUID
from typing import Any


VIEW = "infostrada.site: View the register of letters"
MAX_FILES = 50


class LettersGet(RecordService):
    """`GET <unit>/@letters`: the RPW, newest number first.

    Query: `year`, `state`, `unopened` (`waiting`, `opened`, `closed`), `class_symbol` (of letters that make no case),
    `cursor`, `size` (at most 200).
    """

    def answer(self) -> dict[str, Any]:
        """A page of the register."""
        require(VIEW, self.context)
        form = self.request.form
        page = listings.register(
            unit_of(self.context) or "",
            year=whole(form, "year", 0, most=9999) or None,
            state=one(form, "state"),
            unopened=one(form, "unopened"),
            class_symbol=one(form, "class_symbol"),
            cursor=form.get("cursor"),
            size=whole(form, "size", listings.SIZE, least=1, most=LARGEST_PAGE, reason="bad_size"),
        )
        return {
            "@id": f"{self.context.absolute_url()}/@letters",
            "items": [self._item(row) for row in page.rows],
            "next_cursor": page.next_cursor,
        }

    def _item(self, row: dict[str, Any]) -> dict[str, Any]:
        shown = {name: value for name, value in row.items() if name != "path"}
        shown["received_date"] = iso(row["received_date"])
        return {"@id": self.request.physicalPathToURL(row["path"].split("/")), **shown}


class LettersPost(MakingService):
    """`POST <unit>/@letters`: register a letter and number it in the RPW.

    Body: members of metadata set A, `other_senders` (at most 99) and `files`; of a parcel not opened its kind, `unopened`;
    a number reserved for it, `reserved`. `Idempotency-Key` makes a repeat safe.
    """

    made = ILetter

    def make(self) -> Any:
        """The letter."""
        body = self.body
        data: dict[str, Any] = {
            name: text(body, name) for name in FIELDS if name in body and name not in _TYPED
        }
        data["received_date"] = day(body, "received_date")
        data["attachment_count"] = body.get("attachment_count")
        data |= {name: text(body, name) for name in ("unopened", "envelope") if name in body}
        data["other_senders"] = senders_of(body)
        return register_letter(
            self.context,
            data,
            uploads_of(body),
            idempotency_key=attempt_key(self.request),
            reserved=text(body, "reserved"),
        )


_TYPED = frozenset({"received_date", "attachment_count"})


def uploads_of(body: dict[str, Any]) -> list[Upload]:
    """The files of a body."""
    files = body.get("files", [])
    if not isinstance(files, list):
        raise invalid("files", "json_not_a_list")
    if len(files) > MAX_FILES:
        raise invalid("files", "too_many_files")
    return [from_json(item, f"files.{place}") for place, item in enumerate(files)]


def senders_of(body: dict[str, Any]) -> tuple[Sender, ...]:
    """The further senders of a body."""
    given = body.get("other_senders", [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise invalid("other_senders", "json_not_a_list")
    if len(given) >= MOST_SENDERS:
        raise invalid("other_senders", "too_many")
    return tuple(map(_sender_of, given))


def _sender_of(given: dict[str, Any]) -> Sender:
    return sender_told({name: text(given, name) for name in Sender._fields})


class SendersPost(ActService):
    """`POST <letter>/@senders`: the letter is from somebody else as well, or not from them after all; named by `act`.

    `add` (the members of a sender), `remove` (`place` among the further senders, from 0).
    """

    def answer(self) -> dict[str, Any]:
        """The letter as it is now."""
        body, letter = self.body, self.context
        act = text(body, "act")
        if act == "add":
            add_sender(letter, _sender_of(body))
        elif act == "remove":
            place = body.get("place")
            if not isinstance(place, int) or isinstance(place, bool):
                raise invalid("place", "json_not_a_number")
            remove_sender(letter, place)
        else:
            raise invalid("act", "not_in_list")
        answer: dict[str, Any] = self.as_json(letter)
        return answer


class AttachmentsPost(ActService):
    """`POST <letter>/@attachments`: one more file, for example a scan made afterwards."""

    def answer(self) -> dict[str, Any]:
        """201 with the file."""
        stored = add_attachment(self.context, from_json(self.body, "file"))
        self.request.response.setStatus(201)
        return file_json(stored, f"{self.context.absolute_url()}/@@file/{stored.uid}")


class LetterEndPost(ActService):
    """`POST <letter>/@letter-end`: return it to the sender or mark the registration as a mistake.

    Body: `outcome` (`returned` or `void`) and `reason`.
    """

    def answer(self) -> dict[str, Any]:
        """The letter as it is now."""
        acts = {"returned": return_letter, "void": void_letter}
        act = acts.get(text(self.body, "outcome"))
        if act is None:
            raise invalid("outcome", "not_in_list")
        act(self.context, text(self.body, "reason"))
        answer: dict[str, Any] = self.as_json(self.context)
        return answer


class WayPost(ActService):
    """`POST <letter>/@way`: a step of the letter that leads to no case, named by `act`.

    `outside` (`class_symbol`, `note`): it makes no case; `incomplete` (`what`): it waits to be completed; `complete`
    (`note`).
    """

    def answer(self) -> dict[str, Any]:
        """The letter as it is now."""
        body, letter = self.body, self.context
        act = text(body, "act")
        if act == "outside":
            file_outside(letter, text(body, "class_symbol"), text(body, "note"))
        elif act == "incomplete":
            ask_completion(letter, text(body, "what"))
        elif act == "complete":
            complete(letter, text(body, "note"))
        else:
            raise invalid("act", "not_in_list")
        answer: dict[str, Any] = self.as_json(letter)
        return answer


class SubmissionsPost(WritingService):
    """`POST <unit>/@submissions`: hand a letter in; the answer carries its receipt (UPP).

    Body: what the sender tells of metadata set A, `other_senders` who signed it as well, and `files`. `Idempotency-Key` makes a repeat safe.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the RPW number and the receipt as XML."""
        body = self.body
        data: dict[str, Any] = {name: text(body, name) for name in TOLD if name in body}
        data["other_senders"] = senders_of(body)
        letter = submit_letter(
            self.context, data, uploads_of(body), idempotency_key=attempt_key(self.request)
        )
        receipt: Any = letter.evidences[0]
        self.request.response.setStatus(201)
        return {
            "uid": IUUID(letter),
            "rpw_number": letter.rpw_number,
            "received_at": iso(letter.registered_at),
            "receipt": {
                "id": receipt.id,
                "filename": receipt.file.filename,
                "content-type": "text/xml",
                "encoding": "base64",
                "data": b64encode(receipt.file.data).decode(),
            },
        }
