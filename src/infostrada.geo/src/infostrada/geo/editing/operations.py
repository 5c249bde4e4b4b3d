"""Create, replace, update and delete a feature: one version ends, another begins, the journal tells it."""

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from infostrada.core import journal
from infostrada.core.errors import Conflict
from infostrada.core.errors import NotFound
from infostrada.core.errors import PreconditionFailed
from infostrada.core.sql import session
from infostrada.geo import _
from infostrada.geo.editing.faults import PreconditionRequired
from infostrada.geo.editing.rules import Draft
from infostrada.geo.editing.rules import is_match
from infostrada.geo.features.catalogue import LayerFacts
from infostrada.geo.features.reading import tag_of
from infostrada.geo.features.store import LOCK_LAYER
from sqlalchemy import text
from typing import Any
from uuid import uuid4

import json
import shapely


CURRENT = text("""
    SELECT id, version, business_id, teryt, attrs, ST_AsBinary(geom) AS wkb, valid_from
      FROM geo.feature
     WHERE layer = :layer AND ns = :ns AND local_id = :local_id AND valid_to IS NULL
""")
END = text("UPDATE geo.feature SET valid_to = greatest(:at, valid_from) WHERE id = :id")
BEGIN = text("""
    INSERT INTO geo.feature (layer, ns, local_id, version, valid_from, business_id, teryt, attrs, geom)
    VALUES (:layer, :ns, :local_id, :version, :at, :business_id, :teryt, CAST(:attrs AS jsonb),
            ST_GeomFromWKB(:wkb, 2180))
    RETURNING id
""")
# A box only grows here; the next import measures it anew.
TOUCH = text("""
    UPDATE geo.layer SET revision = revision + 1, feature_count = feature_count + :more,
           extents = extents || CASE WHEN CAST(:box AS jsonb) IS NULL THEN '{}' ELSE jsonb_build_object(
               CAST(:teryt AS text), CASE WHEN extents ->> :teryt IS NULL THEN CAST(:box AS jsonb) ELSE
               jsonb_build_array(
                   least((extents -> :teryt ->> 0)::float8, (CAST(:box AS jsonb) ->> 0)::float8),
                   least((extents -> :teryt ->> 1)::float8, (CAST(:box AS jsonb) ->> 1)::float8),
                   greatest((extents -> :teryt ->> 2)::float8, (CAST(:box AS jsonb) ->> 2)::float8),
                   greatest((extents -> :teryt ->> 3)::float8, (CAST(:box AS jsonb) ->> 3)::float8)) END) END
     WHERE layer = :layer
""")


@dataclass(frozen=True)
class Version:
    """The version that stands now; `etag` names it, as `features.reading.item` does."""

    ns: str
    local_id: str
    row: int
    etag: str
    properties: dict[str, Any]
    shape: shapely.Geometry

    @property
    def fid(self) -> str:
        """Identifier in addresses."""
        return f"{self.ns}:{self.local_id}"


def create(layer: LayerFacts, draft: Draft) -> Version:
    """A new feature; Conflict when one with its identifier stands already."""
    lock(layer)
    ns, local_id = draft.key or (layer.layer, uuid4().hex)
    if _row(layer, ns, local_id) is not None:
        message = _("There is a feature with this identifier already.")
        raise Conflict(message, field="id", reason="feature_exists")
    made = _begin(layer, ns, local_id, draft, datetime.now(UTC))
    _touch(layer, draft, 1)
    _note(layer, "created", made)
    return made


def replace(layer: LayerFacts, standing: Version, draft: Draft) -> Version:
    """End the standing version and begin the one of the draft."""
    at = datetime.now(UTC)
    session().execute(END, {"id": standing.row, "at": at})
    made = _begin(layer, standing.ns, standing.local_id, draft, at)
    _touch(layer, draft, 0)
    _note(layer, "replaced", made)
    return made


def delete(layer: LayerFacts, standing: Version) -> None:
    """End the standing version; its row stays, as all do."""
    session().execute(END, {"id": standing.row, "at": datetime.now(UTC)})
    _touch(layer, None, -1)
    _note(layer, "deleted", standing)


def standing(layer: LayerFacts, ns: str, local_id: str, if_match: str | None) -> Version:
    """The current version, locked, if it is the one that was read.

    NotFound, PreconditionRequired without `If-Match`, PreconditionFailed when somebody was faster.
    """
    lock(layer)
    row = _row(layer, ns, local_id)
    if row is None:
        raise NotFound(_("There is no such feature."), reason="unknown_feature")
    if not if_match:
        raise PreconditionRequired(field="If-Match")
    tag = tag_of(row["id"], row["version"], row["valid_from"])
    if not is_match(if_match, tag):
        raise PreconditionFailed(field="If-Match")
    properties = {**row["attrs"], "business_id": row["business_id"], "teryt": row["teryt"]}
    return Version(ns, local_id, row["id"], tag, properties, shapely.from_wkb(bytes(row["wkb"])))


def lock(layer: LayerFacts) -> None:
    """One writer per layer at a time; whoever waited sees what the other one did."""
    session().execute(text(LOCK_LAYER), {"layer": layer.layer})


def _row(layer: LayerFacts, ns: str, local_id: str) -> Any:
    values = {"layer": layer.layer, "ns": ns, "local_id": local_id}
    return session().execute(CURRENT, values).mappings().one_or_none()


def _begin(layer: LayerFacts, ns: str, local_id: str, draft: Draft, at: datetime) -> Version:
    values = {
        "layer": layer.layer,
        "ns": ns,
        "local_id": local_id,
        "version": at.isoformat(),
        "at": at,
        "business_id": draft.business_id,
        "teryt": draft.teryt,
        "attrs": json.dumps(draft.attrs, ensure_ascii=False),
        "wkb": shapely.to_wkb(draft.shape),
    }
    row = session().execute(BEGIN, values).scalar_one()
    tag = tag_of(row, values["version"], at)
    return Version(ns, local_id, row, tag, draft.attrs, draft.shape)


def _touch(layer: LayerFacts, draft: Draft | None, more: int) -> None:
    box = json.dumps(list(draft.shape.bounds)) if draft else None
    values = {"layer": layer.layer, "more": more, "box": box, "teryt": draft.teryt if draft else ""}
    session().execute(TOUCH, values)


def _note(layer: LayerFacts, what: str, version: Version) -> None:
    data = {"layer": layer.layer, "feature": version.fid, "row": version.row}
    journal.append(f"geo.feature.{what}", unit=layer.unit or None, uid=layer.uid, data=data)
