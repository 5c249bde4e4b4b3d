"""REST: writing, publishing, changing and withdrawing entries; the public change log."""

from infostrada.core import idempotency
from infostrada.core.queries import whole
from infostrada.core.record.row import unit_of
from infostrada.site.bip import log
from infostrada.site.bip.chain.underway import as_in_force
from infostrada.site.bip.gate.services import finding_json
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.bip.interfaces import ISection
from infostrada.site.bip.operations import change_entry
from infostrada.site.bip.operations import draft_entry
from infostrada.site.bip.operations import draft_from_document
from infostrada.site.bip.operations import EntryData
from infostrada.site.bip.operations import publish_entry
from infostrada.site.bip.operations import withdraw_entry
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import RefusalJSON
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.upload import from_json
from infostrada.site.records.upload import Upload
from plone.uuid.interfaces import IUUID
from typing import Any


class EntriesPost(WritingService):
    """`POST <section>/@entries`: a draft. Body: the fields of an entry and `files`."""

    def answer(self) -> dict[str, Any]:
        """201 with the draft."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, IEntry, near=self.context))
        entry = self._draft()
        idempotency.finish(self.request, IUUID(entry))
        return self.created(entry)

    def _draft(self) -> Any:
        return draft_entry(self.context, self.data())

    def data(self) -> EntryData:
        """The entry the body tells of; InvalidData names what is no text, date or file."""
        body = self.body
        return EntryData(
            title=text(body, "title"),
            kind=text(body, "kind"),
            **fact_sheet(body),
        )


class DocumentEntriesPost(EntriesPost):
    """`POST <document>/@entries`: a draft from an accepted document. Body: as above and `section` (UID)."""

    def _draft(self) -> Any:
        section = by_uid(text(self.body, "section"), ISection, near=self.context)
        return draft_from_document(section, self.context, self.data())


class PublicationPost(WritingService):
    """`POST <entry>/@publication`: make it public. Body: `confirmation` when asked for."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now."""
        publish_entry(self.context, text(self.body, "confirmation"))
        return self.as_json(self.context)


class EntryChangesPost(WritingService):
    """`POST <entry>/@changes`: change a public entry. Body: `reason` and the new values."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now; 202 when the change waits for a second person."""
        body = self.body
        changes: dict[str, Any] = {
            name: text(body, name) for name in ("title", "description", "body") if name in body
        }
        if "files" in body:
            changes["files"] = files(body)
        if not change_entry(self.context, changes, text(body, "reason"), text(body, "confirmation")):
            self.request.response.setStatus(202)
        return self.as_json(self.context)


class WithdrawalPost(WritingService):
    """`POST <entry>/@withdrawal`: leave a tombstone. Body: `reason`."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now."""
        withdraw_entry(self.context, text(self.body, "reason"))
        return self.as_json(self.context)


class ChangeLogGet(RecordService):
    """`GET <bulletin>/@changes?before=<number>`: the public change log, newest first."""

    def answer(self) -> dict[str, Any]:
        """Up to 50 rows and the address of the next page."""
        before = whole(self.request.form, "before", 0, least=1, reason="bad_cursor")
        rows = as_in_force(log.page(unit_of(self.context) or "", before or None))
        url = self.context.absolute_url()
        top = "/".join(self.context.getPhysicalPath())
        answer: dict[str, Any] = {"items": [log_json(row, top, url) for row in rows]}
        if len(rows) == log.PAGE:
            answer["next"] = f"{url}/@changes?before={rows[-1].number}"
        return answer


class PersonalDataJSON(RefusalJSON):
    """The refusal of the gate, with the spots it found, masked."""

    def members(self) -> dict[str, Any]:
        """The usual members, and the findings."""
        return {**super().members(), "findings": [finding_json(finding) for finding in self.problem.found]}


def fact_sheet(body: Any) -> dict[str, Any]:
    """What every entry says of itself, as the body tells it; InvalidData names what is no text, date or file."""
    return {
        "content_author": text(body, "content_author"),
        "created_on": day(body, "created_on"),
        "description": text(body, "description"),
        "body": text(body, "body"),
        "files": files(body),
        "until": day(body, "until"),
    }


def files(body: Any) -> tuple[Upload, ...]:
    """Files of a body; InvalidData naming the one that is none."""
    given = body.get("files") or []
    if not isinstance(given, list):
        raise invalid("files", "json_not_a_list")
    return tuple(from_json(item, f"files[{number}]") for number, item in enumerate(given))


def log_json(row: log.LogRow, top: str, url: str) -> dict[str, Any]:
    """A row of the change log; the entry's address is made from its path below the bulletin."""
    members = row._asdict()
    members["at"] = row.at.isoformat()
    members["@id"] = url + members.pop("path").removeprefix(top)
    return members
