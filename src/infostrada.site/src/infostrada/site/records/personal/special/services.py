"""REST: cases with special categories of data."""

from infostrada.core.queries import whole
from infostrada.core.record import cursor
from infostrada.site.records.personal.special.operations import changes_of
from infostrada.site.records.personal.special.operations import end_special
from infostrada.site.records.personal.special.operations import give_sight
from infostrada.site.records.personal.special.operations import holders
from infostrada.site.records.personal.special.operations import mark_special
from infostrada.site.records.personal.special.operations import rights_of
from infostrada.site.records.personal.special.operations import special_case
from infostrada.site.records.personal.special.operations import special_cases
from infostrada.site.records.personal.special.operations import take_sight
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from plone.uuid.interfaces import IUUID
from typing import Any


SIZE, LARGEST = 200, 1_000


def sight_json(case: Any) -> dict[str, Any]:
    """Who sees a case, every right there was, every change."""
    return {
        "@id": f"{case.absolute_url()}/@special-data",
        "uid": IUUID(case),
        "sign": str(case.sign or ""),
        "job": None,
        "kinds": list(case.special),
        "holders": [{**one._asdict(), "since": iso(one.since)} for one in holders(case)],
        "rights": [
            {
                "principal": one.principal,
                "right": one.right_name,
                "from": iso(one.valid_from),
                "to": iso(one.valid_to),
            }
            for one in rights_of(case)
        ],
        "changes": [
            {"at": iso(step.at), "actor": step.actor.name, "action": step.action, "label": step.label}
            for step in changes_of(case)
        ],
    }


class SpecialDataGet(RecordService):
    """`GET <unit>/@special-data`: cases with special categories of data (RODO art. 9, 10).

    `case` (UID) answers with one: who may see it now and by what, every right there was, every change of it.
    """

    def answer(self) -> dict[str, Any]:
        """A page of cases, or one."""
        form, unit = self.request.form, self.context
        self.request.response.setHeader("Cache-Control", "no-store")
        if form.get("case"):
            return sight_json(special_case(unit, str(form["case"])))
        wanted = whole(form, "size", SIZE, least=1, most=LARGEST, reason="bad_size")
        order = f"special-data:{unit.unit_id}"
        (after,) = cursor.begun(form, order, (str,)) or ("",)
        found = special_cases(unit, wanted + 1, after)
        shown = found[:wanted]
        return {
            "@id": f"{unit.absolute_url()}/@special-data",
            "items": [
                {
                    "uid": row["uid"],
                    "sign": row["sign"],
                    "org_symbol": row["org_symbol"],
                    "kinds": row["special"].split(),
                    "title": row["title"],
                    "state": row["state"],
                }
                for row in shown
            ],
            "next_cursor": cursor.encode(order, [shown[-1]["uid"]]) if len(found) > wanted else None,
        }


class SpecialDataPost(WritingService):
    """`POST <case>/@special-data`: an act named by `act`, each with a `reason`.

    `mark` (`kinds`), `end`, `give` and `take` (`person`: login or post). Of a case with many sub-cases `mark` answers
    with the `job` that marks them.
    """

    def answer(self) -> dict[str, Any]:
        """What the case says now."""
        body, case = self.body, self.context
        act, reason = text(body, "act"), text(body, "reason")
        job = ""
        if act == "mark":
            kinds = body.get("kinds", [])
            if not isinstance(kinds, list) or not all(isinstance(each, str) for each in kinds):
                raise invalid("kinds", "json_not_a_list")
            job = mark_special(case, kinds, reason)
        elif act == "end":
            end_special(case, reason)
        elif act == "give":
            give_sight(case, text(body, "person"), reason)
        elif act == "take":
            take_sight(case, text(body, "person"), reason)
        else:
            raise invalid("act", "not_in_list")
        return {**sight_json(case), "job": job or None}
