"""REST: the register of authorisations."""

from infostrada.core.calendar import polish_today
from infostrada.site.records.authority.operations import authorisations
from infostrada.site.records.authority.operations import give_authorisation
from infostrada.site.records.authority.operations import Grant
from infostrada.site.records.authority.operations import revoke_authorisation
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.serializers import iso
from typing import Any


def register_json(unit: Any) -> dict[str, Any]:
    """Every row, with whether it holds today."""
    today = polish_today()
    return {
        "@id": f"{unit.absolute_url()}/@authorisations",
        "items": [
            {
                "place": place,
                **one._asdict(),
                "classes": list(one.classes),
                **{name: iso(getattr(one, name)) for name in ("given_on", "first", "last", "revoked_on")},
                "in_force": one.in_force(today),
            }
            for place, one in enumerate(authorisations(unit))
        ],
    }


class AuthorisationsGet(RecordService):
    """`GET <unit>/@authorisations`: who may sign for the authority, in what, from when to when."""

    def answer(self) -> dict[str, Any]:
        """The register."""
        return register_json(self.context)


class AuthorisationsPost(ActService):
    """`POST <unit>/@authorisations`: an act on the register, named by `act`.

    `give` (`reference`, `given_on`, `person`, `authority`, `classes`, `first`, `last`, `scope`), `revoke` (`place`,
    `reason`).
    """

    def answer(self) -> dict[str, Any]:
        """The register as it is now."""
        body, unit = self.body, self.context
        act = text(body, "act")
        if act == "give":
            classes, given_on = body.get("classes", []), day(body, "given_on")
            if not isinstance(classes, list) or not all(isinstance(each, str) for each in classes):
                raise invalid("classes", "json_not_a_list")
            if given_on is None:
                raise invalid("given_on", "required")
            words = {name: text(body, name) for name in ("reference", "person", "authority", "scope")}
            first, last = day(body, "first"), day(body, "last")
            give_authorisation(
                unit, Grant(given_on=given_on, classes=tuple(classes), first=first, last=last, **words)
            )
        elif act == "revoke":
            place = body.get("place")
            if not isinstance(place, int) or isinstance(place, bool):
                raise invalid("place", "json_not_a_number")
            revoke_authorisation(unit, place, text(body, "reason"))
        else:
            raise invalid("act", "not_in_list")
        return register_json(unit)
