"""Where a project stands: its parcel on the map, and who holds it, what plan, protection and networks say of it."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.geo.features.finding import targets
from infostrada.geo.here.place import Place
from infostrada.geo.here.reading import here
from infostrada.geo.here.verdict import zone_symbol
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.site import _
from infostrada.site.records.problems import invalid
from typing import Any
from typing import NamedTuple

import re


# Register groups of holders of land (rozporządzenie w sprawie ewidencji gruntów i budynków, grupy rejestrowe).
PUBLIC = {
    "1": _("the State Treasury"),
    "4": _("the commune"),
    "11": _("the county"),
    "13": _("the voivodeship"),
}
OWNER_KEYS = ("gruparejestrowa", "gruparej", "grrej")
MOST_PARCELS = 10
SEPARATORS = re.compile(r"[\s,;]+")
COMMUNE = "4"


class Check(NamedTuple):
    """One sentence on a parcel: `subject` land, plan, protected, monument or network; `tone` of the pattern `tag`."""

    subject: str
    tone: str
    text: Any


class Ground(NamedTuple):
    """A parcel of a project: its identifier, area in m² and what was found."""

    parcel: str
    area: float | None
    checks: list[Check]


def parcels_of(text: str) -> list[str]:
    """Identifiers written by a person: by space, comma or line."""
    return list(dict.fromkeys(filter(None, SEPARATORS.split(text))))


def put_on_map(project: Any, parcels: str) -> None:
    """Link the project to parcels by their identifiers; InvalidData when no layer knows one."""
    names = parcels_of(parcels)
    if len(names) > MOST_PARCELS:
        raise invalid("parcel", "parcel_unknown")
    try:
        link(project, [Ask(name) for name in names])
    except BadRequest as error:
        raise invalid("parcel", "parcel_unknown") from error


def look_up(parcels: str) -> list[Ground]:
    """What the visitor may know of parcels before they propose; InvalidData when no layer knows one.

    Raises Unavailable while the map's data are away.
    """
    names = parcels_of(parcels)[:MOST_PARCELS]
    found = targets(names, principals()) if names else {}
    if any(name not in found for name in names):
        raise invalid("parcel", "parcel_unknown")
    places = {name: Place(layer=at.layer, ns=at.ns, local_id=at.local_id) for name, at in found.items()}
    return [_ground(name, places[name]) for name in names]


def ground(project: Any) -> list[Ground]:
    """What the visitor may see of the project's parcels; nothing while the map's data are away."""
    found = []
    for each in IGeoLinks(project).geo_links:
        if each.is_open:
            place = Place(layer=each.layer, ns=each.ns, local_id=each.local_id)
            try:
                found.append(_ground(each.business_id, place))
            except Unavailable:
                return []
    return found


def _ground(parcel: str, place: Place) -> Ground:
    answer = here(place, principals())
    own = next((one for one in answer.features if one["business_id"] == parcel), None)
    others = [one for one in answer.features if one["business_id"] != parcel]
    return Ground(parcel, answer.area, [_owner(own), *_plan(others), *_protected(others), *_near(others)])


def _owner(parcel: Mapping[str, Any] | None) -> Check:
    attrs = (parcel or {}).get("attrs") or {}
    plain = {str(key).replace("_", "").casefold(): value for key, value in attrs.items()}
    named = next((str(plain[key]) for key in OWNER_KEYS if plain.get(key)), "")
    group = named.split(".")[0].strip()
    if not group:
        words = _("The map does not say who holds this land. The office asks the land register.")
        return Check("land", "wait", words)
    if group == COMMUNE:
        return Check("land", "done", _("The land belongs to the commune."))
    if group in PUBLIC:
        said = {"owner": PUBLIC[group]}
        words = _("The land belongs to ${owner}: the office needs its consent.", mapping=said)
        return Check("land", "wait", words)
    return Check(
        "land", "warn", _("The land does not belong to a public body. A project here would be refused.")
    )


def _plan(features: Sequence[Mapping[str, Any]]) -> Iterator[Check]:
    zones = [one for one in features if one["theme"] == "plan" and zone_symbol(one)]
    if not zones:
        yield Check(
            "plan", "wait", _("No plan is known here. The office decides on the conditions of building.")
        )
    for zone in sorted(zones, key=lambda each: -(each.get("share") or 0)):
        said = {"zone": zone.get("business_id") or zone_symbol(zone), "symbol": zone_symbol(zone),
                "percent": str(round(100 * (zone.get("share") or 0)))}  # fmt: skip
        yield Check(
            "plan", "run", _("Plan zone ${zone} (${symbol}): ${percent}% of the parcel.", mapping=said)
        )


def _protected(features: Sequence[Mapping[str, Any]]) -> Iterator[Check]:
    found = [one for one in features if one["theme"] == "protected"]
    if not found:
        yield Check("protected", "done", _("No protected nature is known here."))
    for one in found:
        said = {"name": one.get("business_id") or one["layer_title"]}
        yield Check(
            "protected",
            "warn",
            _("Protected nature: ${name}. Its rules may limit the project.", mapping=said),
        )


def _near(features: Sequence[Mapping[str, Any]]) -> Iterator[Check]:
    for one in features:
        if one["theme"] == "monument" and not one.get("distance"):
            said = {"name": one.get("business_id") or one["layer_title"]}
            yield Check(
                "monument", "warn", _("Monument: ${name}. Works need leave of the conservator.", mapping=said)
            )
    nearest: dict[str, float] = {}
    for one in features:
        if one["theme"] == "utility":
            title = str(one["layer_title"])
            nearest[title] = min(nearest.get(title, 1e9), float(one.get("distance") or 0))
    for title, metres in sorted(nearest.items()):
        if metres < 1:
            yield Check("network", "wait", _("${name}: crosses the parcel.", mapping={"name": title}))
