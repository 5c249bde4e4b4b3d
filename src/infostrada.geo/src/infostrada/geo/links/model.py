"""What a link is. Pure data: it is stored on the record as it stands here.

The assertion "this record concerns parcel 123/4 as it stood on that day" is the office's
statement: it must survive a reload of the geodata, so it carries a snapshot of the feature.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4


ROLES = ("subject", "affected", "neighbour", "plan_of", "location_of", "evidence_of")


@dataclass(frozen=True)
class Snapshot:
    """The feature as linked: hexadecimal WKB in EPSG:2180 (easting, northing), area in m²."""

    wkb2180: str
    area: float
    attrs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """One link to a feature. Times are ISO 8601 with an offset; an open link has no `until`.

    `confirmed`: when somebody said what stands in the place of the feature, after it was split or merged.
    """

    link_id: str
    layer: str
    ns: str
    local_id: str
    feature_version: str
    business_id: str
    role: str
    since: str
    by: str
    snapshot: Snapshot
    note: str = ""
    until: str | None = None
    closed_by: str = ""
    reason: str = ""
    confirmed: str | None = None

    @property
    def is_open(self) -> bool:
        """Does the link hold now?"""
        return self.until is None

    @property
    def target(self) -> tuple[str, str, str]:
        """Key of the linked feature: layer, namespace, local id."""
        return self.layer, self.ns, self.local_id


@dataclass(frozen=True)
class Target:
    """A feature to be linked, as found in the store."""

    layer: str
    ns: str
    local_id: str
    version: str
    business_id: str
    snapshot: Snapshot


def opened(target: Target, role: str, by: str, at: datetime, note: str = "") -> Link:
    """A new link to a feature; ValueError for an unknown role."""
    if role not in ROLES:
        raise ValueError(role)
    return Link(
        link_id=str(uuid4()),
        layer=target.layer,
        ns=target.ns,
        local_id=target.local_id,
        feature_version=target.version,
        business_id=target.business_id,
        role=role,
        since=at.isoformat(),
        by=by,
        snapshot=target.snapshot,
        note=note,
    )


def closed(link: Link, by: str, at: datetime, reason: str) -> Link:
    """The link ended: closed links stay on the record."""
    return replace(link, until=at.isoformat(), closed_by=by, reason=reason)


def open_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links that hold now."""
    return tuple(link for link in links if link.is_open)


def as_data(link: Link) -> dict[str, Any]:
    """The link as plain data, for storage on the record and for export."""
    return {
        **{name: getattr(link, name) for name in Link.__dataclass_fields__ if name != "snapshot"},
        "snapshot": {
            "wkb2180": link.snapshot.wkb2180,
            "area": link.snapshot.area,
            "attrs": dict(link.snapshot.attrs),
        },
    }


def from_data(data: dict[str, Any]) -> Link:
    """The link of `as_data`; KeyError or TypeError for data of another shape."""
    given = dict(data)
    return Link(snapshot=Snapshot(**given.pop("snapshot")), **given)
