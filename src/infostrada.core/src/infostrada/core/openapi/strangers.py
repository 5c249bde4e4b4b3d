"""Members of a body no schema knows: a misspelt name is refused, not passed over."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from difflib import get_close_matches
from infostrada.core.bodies import body_of
from infostrada.core.errors import BadRequest
from infostrada.core.errors.views import ProblemJSON
from infostrada.core.i18n import _
from infostrada.core.openapi.interfaces import IServiceSchemas
from infostrada.core.openapi.shorthand import FILE
from typing import Any
from typing import NamedTuple
from zope.component import getUtilitiesFor
from zope.i18n import translate
from zope.interface import providedBy

import re


METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
NEAR = 0.65
Schema = Mapping[str, Any]
NOTHING: Schema = {"type": "object", "properties": {}}


class Stranger(NamedTuple):
    """Where a member stands that nothing is known of, and the name that was probably meant."""

    field: str
    meant: str | None

    @property
    def text(self) -> str:
        """Words for a person."""
        if self.meant is None:
            return _(
                "unknown_member", default="There is no member “${name}” here.", mapping={"name": self.field}
            )
        return _(
            "unknown_member_near",
            default="There is no member “${name}” here; “${meant}” was probably meant.",
            mapping={"name": self.field, "meant": self.meant},
        )


class UnknownMembers(BadRequest):
    """A body with members its service does not take; the answer names the first, `strangers` holds all of them."""

    def __init__(self, found: list[Stranger]) -> None:
        self.strangers = found
        super().__init__(found[0].text, field=found[0].field, reason="unknown_member")


class UnknownMembersJSON(ProblemJSON):
    """All of them, each with the name that was probably meant."""

    def members(self) -> dict[str, Any]:
        """The usual members and `faults`."""
        problem = self.problem
        assert isinstance(problem, UnknownMembers)
        faults = [
            {
                "field": each.field,
                "reason": problem.reason,
                "message": translate(each.text, context=self.request),
                "meant": each.meant,
            }
            for each in problem.strangers
        ]
        return {**super().members(), "faults": faults}


def refuse_strangers(service: Any) -> None:
    """Raise `UnknownMembers` for members of the request's body that the service's schema does not know, at any depth.

    A service nobody described takes what it will.
    """
    method = service.request.method
    if method not in METHODS:
        return
    offers = [offer for _name, offer in getUtilitiesFor(IServiceSchemas)]
    told = next(_told(service, method, offers), None)
    if told is None:
        return
    wanted = NOTHING if told.takes is None else told.takes
    ways = wanted.get("anyOf", [wanted])
    if FILE in ways and (len(ways) == 1 or not _is_json(service.request)):
        return
    schemas = {name: each for offer in offers for name, each in offer.schemas.items()}
    found = list(strangers(body_of(service.request), [wanted], schemas))
    if found:
        raise UnknownMembers(found)


def strangers(
    value: Any, wanted: list[Schema], schemas: Mapping[str, Schema], at: str = ""
) -> Iterator[Stranger]:
    """Members of a JSON value that none of the `wanted` schemas knows; nothing is said of their types."""
    if isinstance(value, list):
        items = [leaf["items"] for leaf in _leaves(wanted, schemas) if "items" in leaf]
        for place, item in enumerate(value):
            yield from strangers(item, items, schemas, f"{at}[{place}]")
    known = members_of(wanted, schemas) if isinstance(value, dict) else None
    if known is None:
        return
    for name, member in value.items():
        here = f"{at}.{name}" if at else name
        if name in known:
            yield from strangers(member, known[name], schemas, here)
        else:
            yield Stranger(here, meant(name, known.keys() - value.keys()))


def members_of(wanted: Iterable[Schema], schemas: Mapping[str, Schema]) -> dict[str, list[Schema]] | None:
    """Members an object may have, each with its schemas; None where any will do or no object is wanted."""
    objects = [leaf for leaf in _leaves(wanted, schemas) if not leaf or "object" in leaf.get("type", ())]
    if not objects or any("properties" not in leaf for leaf in objects):
        return None
    known: dict[str, list[Schema]] = {}
    for leaf in objects:
        for name, each in leaf["properties"].items():
            known.setdefault(name, []).append(each)
    return known


def meant(name: str, known: Iterable[str]) -> str | None:
    """The known name nearest to a misspelt one: `orgId` means `org_id`, `tilte` means `title`."""
    plain = {_plain(each): each for each in sorted(known)}
    near = get_close_matches(_plain(name), plain, n=1, cutoff=NEAR)
    return plain[near[0]] if near else None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _told(service: Any, method: str, offers: list[Any]) -> Iterator[Any]:
    """What is told of a service, as it is registered for its context's nearest interface."""
    name = service.__name__.rpartition("_")[2]
    for interface in providedBy(service.context).flattened():
        key = f"{method} {interface.__name__} {name}"
        yield from (offer.services[key] for offer in offers if key in offer.services)


def _is_json(request: Any) -> bool:
    return "json" in (request.getHeader("Content-Type") or "json").lower()


def _leaves(wanted: Iterable[Schema], schemas: Mapping[str, Schema]) -> Iterator[Schema]:
    """The schemas without combinations: all that may say something of a value."""
    for each in wanted:
        if "$ref" in each:
            yield from _leaves([schemas[each["$ref"].rpartition("/")[2]]], schemas)
            continue
        combined = [one for name in ("allOf", "anyOf", "oneOf") for one in each.get(name, ())]
        if combined:
            yield from _leaves(combined, schemas)
        else:
            yield each
