"""Where a project stands: its parcel on the map, and what plan, protection and networks say of it."""

from infostrada.core.errors import BadRequest
from infostrada.core.record.access import principals
from infostrada.geo.here.place import Place
from infostrada.geo.here.reading import here
from infostrada.geo.here.verdict import verdict
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.site.records.problems import invalid
from typing import Any
from typing import NamedTuple


class Ground(NamedTuple):
    """A parcel of a project: its identifier, findings in words, and features that touch it."""

    parcel: str
    area: float | None
    lines: list[Any]
    features: list[dict[str, Any]]


def put_on_map(project: Any, parcel: str) -> None:
    """Link the project to a parcel by its identifier; InvalidData when no layer knows it."""
    try:
        link(project, [Ask(parcel.strip())])
    except BadRequest as error:
        raise invalid("parcel", "parcel_unknown") from error


def ground(project: Any) -> list[Ground]:
    """What the visitor may see of the project's parcels; nothing while the map's data are away."""
    found = []
    for each in IGeoLinks(project).geo_links:
        if each.is_open:
            place = Place(layer=each.layer, ns=each.ns, local_id=each.local_id)
            answer = here(place, principals())
            others = [one for one in answer.features if one["business_id"] != each.business_id]
            lines = verdict(answer.features, answer.is_parcel)
            found.append(Ground(each.business_id, answer.area, lines, others))
    return found
