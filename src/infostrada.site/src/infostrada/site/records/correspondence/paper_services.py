"""REST: letters from e-mail, the paper behind a letter."""

from infostrada.site.records.correspondence.content import FIELDS
from infostrada.site.records.correspondence.counter_acts import note_damage
from infostrada.site.records.correspondence.counter_acts import note_money
from infostrada.site.records.correspondence.intake import register_mail
from infostrada.site.records.correspondence.mail_filing import file_mail
from infostrada.site.records.correspondence.mail_filing import KIND
from infostrada.site.records.correspondence.paper import lend
from infostrada.site.records.correspondence.paper import note_matter
from infostrada.site.records.correspondence.paper import note_scan
from infostrada.site.records.correspondence.paper import shelve
from infostrada.site.records.correspondence.paper import take_back
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import day
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.upload import from_json
from typing import Any


_TYPED = frozenset({"received_date", "attachment_count"})


class MailsPost(WritingService):
    """`POST <unit>/@mails`: register a message of e-mail. Body: `file` (.eml), `city`, other fields.

    The same message sent again answers with the letter it became the first time.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the letter."""
        body = self.body
        data: dict[str, Any] = {
            name: text(body, name) for name in FIELDS if name in body and name not in _TYPED
        }
        data["received_date"] = day(body, "received_date")
        return self.created(register_mail(self.context, from_json(body.get("file"), "file"), data))


class CaseMailsPost(ActService):
    """`POST <case>/@mails`: file a working e-mail in the case, without the RPW. Body: `file` (.eml), `document_kind`."""

    def answer(self) -> dict[str, Any]:
        """201 with the document; the same message again answers with the document it became."""
        body = self.body
        upload = from_json(body.get("file"), "file")
        return self.created(file_mail(self.context, upload, text(body, "document_kind", KIND)))


class PaperPost(ActService):
    """`POST <letter>/@paper`: an act on the paper, named by `act`.

    `scan` (`scan`, `note`, `media`), `matter` (`matter`), `shelve` (`sequence`, `place`), `lend`
    (`borrower`, `purpose`), `back`; of a damaged parcel `damage` (`seen`, `inside`, `witnesses`), of money found in one `money`
    (`grosze`, `receipt`).
    """

    def answer(self) -> dict[str, Any]:
        """The letter as it is now."""
        body, letter = self.body, self.context
        act = text(body, "act")
        if act == "scan":
            note_scan(letter, text(body, "scan"), text(body, "note"), text(body, "media"))
        elif act == "matter":
            note_matter(letter, text(body, "matter"))
        elif act == "shelve":
            shelve(letter, text(body, "sequence"), text(body, "place"))
        elif act == "lend":
            lend(letter, text(body, "borrower"), text(body, "purpose"))
        elif act == "back":
            take_back(letter)
        elif act == "damage":
            note_damage(letter, text(body, "seen"), text(body, "inside"), text(body, "witnesses"))
        elif act == "money":
            given = body.get("grosze")
            grosze = given if isinstance(given, int) and not isinstance(given, bool) else 0
            note_money(letter, grosze, text(body, "receipt"))
        else:
            raise invalid("act", "not_in_list")
        return self.as_json(letter)
