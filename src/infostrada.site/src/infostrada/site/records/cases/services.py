"""REST: cases, their letters and their end."""

from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.core.queries import one
from infostrada.core.queries import whole
from infostrada.core.record.pages import LARGEST_PAGE
from infostrada.core.record.row import unit_of
from infostrada.site.records import listings
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.operations.elsewhere import name_elsewhere
from infostrada.site.records.cases.operations.ending import blockers
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.ending import ending_blockers
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.ending import reopen_case
from infostrada.site.records.cases.operations.filing import attach_letter
from infostrada.site.records.cases.operations.handing import hand_over
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.participants import party_from
from infostrada.site.records.cases.tree import close_tree
from infostrada.site.records.cases.tree import ending_of
from infostrada.site.records.cases.tree import size_of
from infostrada.site.records.cases.tree import tree_blockers
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import attempt_key
from infostrada.site.records.rest import blockers_json
from infostrada.site.records.rest import day
from infostrada.site.records.rest import MakingService
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from typing import Any


class CasesGet(RecordService):
    """`GET <unit>/@cases`: cases the person may see, newest first.

    Query: `state`, `officer`, `cursor`, `size` (at most 200).
    """

    def answer(self) -> dict[str, Any]:
        """A page of the list."""
        require("infostrada.site: Use the records desk", self.context)
        form = self.request.form
        page = listings.cases(
            unit_of(self.context) or "",
            officer=one(form, "officer"),
            state=one(form, "state"),
            cursor=form.get("cursor"),
            size=whole(form, "size", listings.SIZE, least=1, most=LARGEST_PAGE, reason="bad_size"),
        )
        return {
            "@id": f"{self.context.absolute_url()}/@cases",
            "items": [self._item(row) for row in page.rows],
            "next_cursor": page.next_cursor,
        }

    def _item(self, row: dict[str, Any]) -> dict[str, Any]:
        shown = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in row.items()
            if name != "path"
        }
        return {"@id": self.request.physicalPathToURL(row["path"].split("/")), **shown}


class CasesPost(MakingService):
    """`POST <unit>/@cases`: open a case and give it its sign.

    Body: `title`, `org_id`, `class_symbol`, optionally `letter_uid`, `started_on`, `term`,
    `description`, `access`, `parties` (list of `{"name", "role", "uid"}`), `senders_are_parties` (so are all senders of the
    letter), `group_uid` (a case of a separated group), `whole_uid` (a sub-case), `reserved` (a sign reserved for it).
    `Idempotency-Key` makes a repeat safe.
    """

    made = ICase

    def make(self) -> Any:
        """The case."""
        body = self.body
        letter_uid = text(body, "letter_uid")
        letter = by_uid(letter_uid, ILetter, near=self.context, field="letter_uid") if letter_uid else None
        opening = Opening(
            title=text(body, "title"),
            org_id=text(body, "org_id"),
            class_symbol=text(body, "class_symbol"),
            letter=letter,
            started_on=day(body, "started_on"),
            term=text(body, "term") or None,
            description=text(body, "description"),
            access=text(body, "access", "not_public"),
            parties=(*sent_parties(body), *parties_of_letter(body, letter)),
            group=self._tied("group_uid"),
            whole=self._tied("whole_uid"),
            reserved=text(body, "reserved"),
        )
        return open_case(self.context, opening, idempotency_key=attempt_key(self.request))

    def _tied(self, name: str) -> Any:
        uid = text(self.body, name)
        return by_uid(uid, ICase, near=self.context) if uid else None


def sent_parties(body: dict[str, Any]) -> tuple[Participant, ...]:
    """Parties as a request gives them; InvalidData for another shape."""
    given = body.get("parties", [])
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise invalid("parties", "json_not_a_list")
    return tuple(
        Participant(text(item, "name"), text(item, "role", "strona"), text(item, "uid")) for item in given
    )


def parties_of_letter(body: dict[str, Any], letter: Any) -> tuple[Participant, ...]:
    """The senders of the letter, when the request wants them as parties."""
    wanted = body.get("senders_are_parties", False)
    if not isinstance(wanted, bool):
        raise invalid("senders_are_parties", "json_not_true_or_false")
    if not wanted or letter is None:
        return ()
    return tuple(party_from(each) for each in letter.senders if each.line)


class CaseLettersPost(ActService):
    """`POST <case>/@letters`: file a letter in the case. Body: `letter_uid`."""

    def answer(self) -> dict[str, Any]:
        """The case as it is now."""
        letter = by_uid(text(self.body, "letter_uid"), ILetter, near=self.context, field="letter_uid")
        attach_letter(self.context, letter)
        return self.as_json(self.context)


class ElsewherePost(ActService):
    """`POST <case>/@elsewhere`: the number by which the system that leads the case knows it. Body: `reference`."""

    def answer(self) -> dict[str, Any]:
        """The case as it is now."""
        name_elsewhere(self.context, text(self.body, "reference"))
        return self.as_json(self.context)


class ClosingGet(RecordService):
    """`GET <case>/@closing?decision=<uid>&settled_on=<date>`: what stands against closing.

    With `tree=1` the open sub-cases are asked too, and their number is told.
    """

    def answer(self) -> dict[str, Any]:
        """An empty list of blockers means that the case can be closed."""
        form = self.request.form
        if form.get("tree"):
            return self._tree(form)
        against = blockers(
            self.context,
            decision=form.get("decision") or None,
            closes_on=day(form, "settled_on") or polish_today(),
        )
        return {
            "@id": f"{self.context.absolute_url()}/@closing",
            "blockers": blockers_json(Blocked(against), self.request),
        }

    def _tree(self, form: dict[str, Any]) -> dict[str, Any]:
        ending = ending_of(form.get("decision"), day(form, "settled_on"))
        parts, documents = size_of(self.context)
        return {
            "@id": f"{self.context.absolute_url()}/@closing?tree=1",
            "parts": parts,
            "documents": documents,
            "blockers": blockers_json(Blocked(tree_blockers(self.context, ending)), self.request),
        }


class ClosingPost(ActService):
    """`POST <case>/@closing`: settle the case by an accepted document.

    Body: `decision` (UID), `settled_on`, `note`. 409 lists every blocker. With `tree` true the open
    sub-cases are settled with it, by a job whose address is answered (202).
    """

    def answer(self) -> dict[str, Any]:
        """The case as it is now, or the job."""
        body = self.body
        if body.get("tree") is True:
            ending = ending_of(text(body, "decision"), day(body, "settled_on"), text(body, "note"))
            job = close_tree(self.context, ending)
            self.request.response.setStatus(202)
            return {"@id": f"{self.context.absolute_url()}/@closing", "job": job}
        close_case(
            self.context,
            decision=text(body, "decision") or None,
            settled_on=day(body, "settled_on"),
            note=text(body, "note"),
        )
        return self.as_json(self.context)


class CaseEndGet(RecordService):
    """`GET <case>/@case-end`: everything that stands against ending the case for good on the day `closed_on`."""

    def answer(self) -> dict[str, Any]:
        """An empty list of blockers means that the case can be ended once it is settled."""
        against = ending_blockers(self.context, day(self.request.form, "closed_on") or polish_today())
        return {
            "@id": f"{self.context.absolute_url()}/@case-end",
            "blockers": blockers_json(Blocked(against), self.request),
        }


class CaseEndPost(ActService):
    """`POST <case>/@case-end`: the decision is final. Body: `closed_on`; `without_proof`, a reason, where proof of service is missing.

    An ended case lets nobody close it, so the right is asked for by the act: a repetition is answered all the same.
    """

    def answer(self) -> dict[str, Any]:
        """The case as it is now."""
        finish_case(self.context, day(self.body, "closed_on"), without_proof=text(self.body, "without_proof"))
        return self.as_json(self.context)


class OfficerPost(ActService):
    """`POST <case>/@officer`: give the case to another officer. Body: `officer` (login), `reason`.

    With `org_id` it goes to that organisational unit; the sign stays.
    """

    def answer(self) -> dict[str, Any]:
        """The case as it is now."""
        body = self.body
        hand_over(self.context, text(body, "officer"), text(body, "reason"), text(body, "org_id"))
        return self.as_json(self.context)


class ReopeningPost(ActService):
    """`POST <case>/@reopening`: take a settled case up again. Body: `reason`."""

    def answer(self) -> dict[str, Any]:
        """The case as it is now."""
        reopen_case(self.context, text(self.body, "reason"))
        return self.as_json(self.context)
