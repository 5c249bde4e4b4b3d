"""REST: superseding, archiving and restoring entries; the archive of a bulletin."""

from infostrada.core.record.row import unit_of
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.bip.lists import entries_of
from infostrada.site.bip.lists import PAGE
from infostrada.site.bip.succession.operations import archive_entry
from infostrada.site.bip.succession.operations import restore_entry
from infostrada.site.bip.succession.operations import supersede_entry
from infostrada.site.bip.succession.past import ARCHIVE
from infostrada.site.bip.succession.past import past_editions
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


class SupersessionPost(WritingService):
    """`POST <entry>/@supersession`: name the successor. Body: `successor` (UID of a public entry) and `reason`."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now."""
        body = self.body
        if not text(body, "successor"):
            raise invalid("successor", "required")
        successor = by_uid(text(body, "successor"), IEntry, near=self.context)
        supersede_entry(self.context, successor, text(body, "reason"))
        return self.as_json(self.context)


class ArchivingPost(WritingService):
    """`POST <entry>/@archiving`: into the archive. Body: `reason`."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now."""
        archive_entry(self.context, text(self.body, "reason"))
        return self.as_json(self.context)


class RestorationPost(WritingService):
    """`POST <entry>/@restoration`: back among present entries. Body: `reason`."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now."""
        restore_entry(self.context, text(self.body, "reason"))
        return self.as_json(self.context)


class ArchiveGet(RecordService):
    """`GET <bulletin>/@archive?start=<number>`: archived and superseded entries, newest first."""

    def answer(self) -> dict[str, Any]:
        """Up to 25 entries and the address of the next page."""
        start = _count(self.request.form.get("start"), "start")
        found = entries_of(self.context, start, PAGE + 1, ARCHIVE)
        answer: dict[str, Any] = {"items": found[:PAGE]}
        if len(found) > PAGE:
            answer["next"] = f"{self.context.absolute_url()}/@archive?start={start + PAGE}"
        return answer


class PastEditionsGet(RecordService):
    """`GET <bulletin>/@past-editions?before=<number>`: what entries said before each change, newest first."""

    def answer(self) -> dict[str, Any]:
        """Up to 50 editions with their addresses, and the address of the next page."""
        before = _count(self.request.form.get("before"), "before") or None
        rows, more = past_editions(unit_of(self.context) or "", before)
        items = []
        for row in rows:
            url = self.request.physicalPathToURL(row.path.split("/"))
            items.append(
                {
                    "@id": f"{url}/@@edition?number={row.edition}",
                    "entry": url,
                    "title": row.title,
                    "edition": row.edition,
                    "until": row.at.isoformat(),
                    "reason": row.reason,
                }
            )
        answer: dict[str, Any] = {"items": items}
        if more:
            answer["next"] = f"{self.context.absolute_url()}/@past-editions?before={rows[-1].number}"
        return answer


def _count(given: Any, name: str) -> int:
    said = str(given or "0")
    if not said.isdigit() or len(said) > 18:
        raise invalid(name, "not_a_count")
    return int(said)
