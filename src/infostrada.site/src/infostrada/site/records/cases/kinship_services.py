"""REST: metryka and states of a case, ties between cases, new signs, mistakes."""

from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.kinship import continue_case
from infostrada.site.records.cases.kinship import found_group
from infostrada.site.records.cases.kinship import refile_letter
from infostrada.site.records.cases.kinship import relate
from infostrada.site.records.cases.kinship import void_case
from infostrada.site.records.cases.metryka import metryka
from infostrada.site.records.cases.metryka import statuses
from infostrada.site.records.cases.reclassify import reclassify
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.find import by_uid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from typing import Any


class MetrykaGet(RecordService):
    """`GET <case>/@metryka`: the metryka sprawy with its six data, and the states of the case.

    Of a case freed from the metryka `kept` is false and `basis` the provision; what the system noted is told all the same.
    """

    def answer(self) -> dict[str, Any]:
        """Acts and states in order of time."""
        case = self.context
        return {
            "@id": f"{case.absolute_url()}/@metryka",
            "sign": str(case.sign),
            "title": case.title,
            "started_on": case.started_on.isoformat(),
            "kept": case.exemption.metryka,
            "basis": case.exemption.basis,
            "items": [{**row, "at": row["at"].isoformat()} for row in metryka(case)],
            "states": [{**row, "at": row["at"].isoformat()} for row in statuses(case)],
        }


class TiesGet(RecordService):
    """`GET <case>/@ties`: cases this one is tied to, with their signs."""

    def answer(self) -> dict[str, Any]:
        """The ties."""
        case = self.context
        links = [link._asdict() for link in case.links]
        return {"@id": f"{case.absolute_url()}/@ties", "is_group": case.is_group, "items": links}


class TiesPost(ActService):
    """`POST <case>/@ties`: tie it to another case. Body: `other` (UID), `kind`.

    `kind`: `related`, `part_of`, or `group` (no `other`: a separated group stands on this case).
    """

    def answer(self) -> dict[str, Any]:
        """The case as it is now."""
        body = self.body
        if text(body, "kind") == "group":
            found_group(self.context)
        else:
            other = by_uid(text(body, "other"), ICase, near=self.context, field="other")
            relate(self.context, other, text(body, "kind", "related"))
        return self.as_json(self.context)


class ContinuationPost(ActService):
    """`POST <case>/@continuation`: go on under a new sign. Body: `org_id`, `class_symbol`, `reason`."""

    def answer(self) -> dict[str, Any]:
        """201 with the new case."""
        body = self.body
        symbol = text(body, "class_symbol") or self.context.class_symbol
        return self.created(continue_case(self.context, text(body, "org_id"), symbol, text(body, "reason")))


class ReclassificationPost(ActService):
    """`POST <case>/@reclassification`: move it to another class of the plan. Body: `class_symbol`, `reason`."""

    def answer(self) -> dict[str, Any]:
        """The case under its new sign."""
        reclassify(self.context, text(self.body, "class_symbol"), text(self.body, "reason"))
        return self.as_json(self.context)


class RefilingPost(ActService):
    """`POST <case>/@refiling`: move a letter to another case. Body: `letter_uid`, `case_uid`, `reason`."""

    def answer(self) -> dict[str, Any]:
        """The case as it is now."""
        body = self.body
        letter = by_uid(text(body, "letter_uid"), ILetter, near=self.context, field="letter_uid")
        target = by_uid(text(body, "case_uid"), ICase, near=self.context, field="case_uid")
        refile_letter(self.context, letter, target, text(body, "reason"))
        return self.as_json(self.context)


class MistakePost(ActService):
    """`POST <case>/@mistake`: the case was opened by mistake. Body: `reason`. 409 lists what lies in it."""

    def answer(self) -> dict[str, Any]:
        """The case as it is now."""
        void_case(self.context, text(self.body, "reason"))
        return self.as_json(self.context)
