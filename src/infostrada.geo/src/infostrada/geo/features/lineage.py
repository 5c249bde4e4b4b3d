"""What became of a feature, and what it came from: walks over `geo.lineage` in both directions.

Steps are followed in the order of time only: what happened to a parcel before the version somebody
means says nothing about that version. A reshaped feature keeps its key, so it is its own successor
beside those that took part of its ground.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from infostrada.core.record.sql import rows
from typing import Any


Key = tuple[str, str, str]
Version = tuple[str, str, str, str]

SUCCESSORS = """
WITH RECURSIVE asked AS (
    SELECT ask.*, old.geom, coalesce(old.valid_from, '-infinity') AS at
      FROM unnest(%(layers)s::text[], %(spaces)s::text[], %(ids)s::text[], %(versions)s::text[])
           WITH ORDINALITY AS ask(layer, ns, local_id, version, number)
      LEFT JOIN geo.feature AS old USING (layer, ns, local_id, version)
), walk AS (
    SELECT number, layer, ns, local_id, at FROM asked
    UNION
    SELECT walk.number, walk.layer, step.new_ns, step.new_id, step.at
      FROM walk JOIN geo.lineage AS step
        ON step.layer = walk.layer AND step.old_ns = walk.ns AND step.old_id = walk.local_id
       AND step.at > walk.at
), found AS (
    SELECT DISTINCT number, layer, ns, local_id FROM walk
)
SELECT found.number, found.layer, f.ns, f.local_id, f.business_id, f.version,
       CASE WHEN ST_Area(asked.geom) > 0 AND ST_IsValid(asked.geom) AND ST_IsValid(f.geom)
            THEN least(1, ST_Area(ST_Intersection(asked.geom, f.geom)) / ST_Area(asked.geom)) END AS share,
       (f.ns, f.local_id) = (asked.ns, asked.local_id) AS same
  FROM found JOIN asked USING (number) JOIN geo.feature AS f
    ON f.layer = found.layer AND f.ns = found.ns AND f.local_id = found.local_id
 WHERE f.valid_to IS NULL
 ORDER BY found.number, share DESC NULLS LAST, f.business_id
"""

ANCESTORS = """
WITH RECURSIVE walk AS (
    SELECT ask.layer, ask.ns, ask.local_id, 'infinity'::timestamptz AS before
      FROM unnest(%(layers)s::text[], %(spaces)s::text[], %(ids)s::text[]) AS ask(layer, ns, local_id)
    UNION
    SELECT walk.layer, step.old_ns, step.old_id, step.at
      FROM walk JOIN geo.lineage AS step
        ON step.layer = walk.layer AND step.new_ns = walk.ns AND step.new_id = walk.local_id
       AND step.at < walk.before
)
SELECT layer, ns, local_id, nullif(max(before), 'infinity') AS before FROM walk GROUP BY layer, ns, local_id
"""

HISTORY = """
SELECT kind, old_ns, old_id, new_ns, new_id, share_old, share_new, change_doc, at,
       (SELECT business_id FROM geo.feature AS f
         WHERE f.layer = l.layer AND f.ns = old_ns AND f.local_id = old_id
         ORDER BY valid_from DESC LIMIT 1) AS old_name,
       (SELECT business_id FROM geo.feature AS f
         WHERE f.layer = l.layer AND f.ns = new_ns AND f.local_id = new_id
         ORDER BY valid_from DESC LIMIT 1) AS new_name
  FROM geo.lineage AS l
 WHERE layer = %(layer)s
   AND ((old_ns = %(ns)s AND old_id = %(local_id)s) OR (new_ns = %(ns)s AND new_id = %(local_id)s))
 ORDER BY at, old_name, new_name
"""


@dataclass(frozen=True)
class Successor:
    """A current feature that stands where an earlier version stood.

    `share` is the part of the earlier area it covers, 0-1, None for points and lines. `same`: it is
    the feature itself, in whatever version.
    """

    layer: str
    ns: str
    local_id: str
    business_id: str
    version: str
    share: float | None
    same: bool

    @property
    def key(self) -> Key:
        """Layer, namespace and local id."""
        return self.layer, self.ns, self.local_id


def successors(versions: Iterable[Version]) -> dict[Version, list[Successor]]:
    """The current features that stand today for each (layer, namespace, local id, version).

    The largest share comes first. What vanished without successors has an empty list.
    """
    asked = list(dict.fromkeys(versions))
    answer: dict[Version, list[Successor]] = {version: [] for version in asked}
    for row in rows(SUCCESSORS, _columns(asked, "layers", "spaces", "ids", "versions")):
        answer[asked[row.pop("number") - 1]].append(Successor(**row))
    return answer


def ancestors(keys: Iterable[Key]) -> dict[Key, datetime | None]:
    """The given features and all whose ground they took, with the moment from which an ancestor's
    later versions no longer count; None: all of its versions count."""
    return {
        (row["layer"], row["ns"], row["local_id"]): row["before"]
        for row in rows(ANCESTORS, _columns(list(keys), "layers", "spaces", "ids"))
    }


def history(layer: str, ns: str, local_id: str) -> list[dict[str, Any]]:
    """The steps of lineage a feature took part in, oldest first."""
    return rows(HISTORY, {"layer": layer, "ns": ns, "local_id": local_id})


def _columns(asked: list[Any], *names: str) -> dict[str, list[str]]:
    return {name: [each[place] for each in asked] for place, name in enumerate(names)}
