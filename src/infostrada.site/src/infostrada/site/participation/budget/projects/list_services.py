"""Support lists over REST: who is on them, counting a scan, people in doubt."""

from infostrada.site.participation.budget.projects import operations
from infostrada.site.participation.budget.projects.lists import count_list
from infostrada.site.participation.budget.projects.lists import doubts_of
from infostrada.site.participation.budget.projects.lists import settle_doubts
from infostrada.site.participation.budget.projects.services import count_in
from infostrada.site.participation.budget.support.namesakes import Kept
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from typing import Any


class SupportListsGet(RecordService):
    """`GET <project>/@support-lists`: supporters and scans, for those who check them."""

    def answer(self) -> dict[str, Any]:
        """Names, addresses, scans; not to be kept on the way."""
        project, url = self.context, self.context.absolute_url()
        self.request.response.setHeader("Cache-Control", "no-store")
        lists = [
            {
                **file_json(item.file, f"{url}/@@support-list/{item.file.sha256}"),
                "valid": item.valid,
                "who": item.who,
            }
            for item in project.lists
        ]
        return {
            "@id": f"{url}/@support-lists",
            "asked": operations.supporters_asked(project),
            "found": operations.supported_by(project),
            "supporters": operations.supporters_of(project),
            "doubts": [
                {"person": bytes(kept.row.person).hex(), **_who(kept), "may_be": [_who(other) for other in others]}
                for kept, others in doubts_of(project)
            ],
            "lists": lists,
        }  # fmt: skip


class SupportListsPost(WritingService):
    """`POST <project>/@support-lists`: count a scan. Body: `list` (its SHA-256), `names` (each `name; address; date of birth`) or `valid`."""

    def answer(self) -> dict[str, Any]:
        """How many the list adds."""
        names = self.body.get("names") or []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise invalid("names", "json_not_text")
        added = count_list(self.context, text(self.body, "list"), count_in(self.body, "valid"), tuple(names))
        in_doubt = len(doubts_of(self.context))
        return {"added": added, "found": operations.supported_by(self.context), "in_doubt": in_doubt}


class SupportDoubtsPost(WritingService):
    """`POST <project>/@support-doubts`: say who people in doubt are. Body: `others` and `same`, lists of their `person`."""

    def answer(self) -> dict[str, Any]:
        """How many support the project now, and how many are still in doubt."""
        decided: dict[str, bool] = {}
        for name, other in (("others", True), ("same", False)):
            given = self.body.get(name) or []
            if not isinstance(given, list) or not all(isinstance(person, str) for person in given):
                raise invalid(name, "json_not_text")
            if decided.keys() & set(given):
                raise invalid(name, "doubt_twice")
            decided |= dict.fromkeys(given, other)
        settle_doubts(self.context, decided)
        return {"found": operations.supported_by(self.context), "in_doubt": len(doubts_of(self.context))}


def _who(kept: Kept) -> dict[str, Any]:
    return {
        "name": kept.name,
        "address": kept.address,
        "born": iso(kept.born) or "",
        "method": kept.row.method,
    }
