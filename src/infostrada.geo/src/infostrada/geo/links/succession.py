"""What stands today for the features a record was linked to, and what has to be confirmed.

A link says what the record was about on the day it was made and is never rewritten. When its parcel
is split or merged, somebody who knows the record says which successors it concerns now: each becomes
a link of its own, in the same role.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from infostrada.core.errors import BadRequest
from infostrada.core.record.access import Principals
from infostrada.core.record.access import principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import under
from infostrada.geo import _
from infostrada.geo.features.lineage import ancestors
from infostrada.geo.features.lineage import Key
from infostrada.geo.features.lineage import Successor
from infostrada.geo.features.lineage import successors
from infostrada.geo.features.visible import VISIBLE_LAYER
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.model import Link
from infostrada.geo.links.model import open_links
from infostrada.geo.links.operations import agreed
from infostrada.geo.links.operations import guard
from infostrada.geo.links.operations import replace_links
from infostrada.geo.links.rules import Ask
from infostrada.geo.links.rules import asks_of
from infostrada.geo.sql import reader
from psycopg.rows import dict_row
from typing import Any


CURRENT, CHANGED, SUCCEEDED, GONE = "current", "changed", "succeeded", "gone"
MOST = 200

PENDING = f"""
WITH visible AS ({VISIBLE_LAYER})
SELECT r.uid, r.type, r.title, r.path, k.link_id::text, k.layer, k.business_id, k.role
  FROM geo.record_link AS k JOIN core.record AS r USING (uid) JOIN visible USING (layer)
 WHERE k.valid_to IS NULL AND k.confirmed IS NULL AND {visible("r")} AND {under("r.path", "below")}
   AND NOT EXISTS (SELECT FROM geo.feature AS f WHERE f.layer = k.layer AND f.ns = k.ns
                      AND f.local_id = k.local_id AND f.valid_to IS NULL)
   AND EXISTS (SELECT FROM geo.lineage AS l WHERE l.layer = k.layer AND l.old_ns = k.ns
                  AND l.old_id = k.local_id)
 ORDER BY r.modified DESC, r.uid, k.business_id LIMIT {MOST}
"""  # noqa: S608 - built of constants

NAMED = f"""
WITH visible AS ({VISIBLE_LAYER})
SELECT layer, ns, local_id FROM geo.feature JOIN visible USING (layer)
 WHERE layer = %(layer)s AND business_id = %(name)s
 GROUP BY layer, ns, local_id
"""  # noqa: S608 - built of constants

# A link belongs to an ancestor when the version it was made to began before the ancestor ended.
ABOUT = f"""
WITH visible AS ({VISIBLE_LAYER}),
line AS (
    SELECT * FROM unnest(%(layers)s::text[], %(spaces)s::text[], %(ids)s::text[], %(befores)s::timestamptz[])
                  AS line(layer, ns, local_id, before)
)
SELECT r.uid, r.type, r.title, r.path, k.link_id::text, k.role, k.business_id, k.feature_version,
       k.ns || ':' || k.local_id AS fid, line.before IS NOT NULL AS through_lineage
  FROM line JOIN geo.record_link AS k USING (layer, ns, local_id)
  JOIN core.record AS r USING (uid) JOIN visible USING (layer)
  LEFT JOIN geo.feature AS f ON (f.layer, f.ns, f.local_id) = (k.layer, k.ns, k.local_id)
   AND f.version = k.feature_version
 WHERE k.valid_to IS NULL AND {visible("r")}
   AND (line.before IS NULL OR coalesce(f.valid_from, k.valid_from) < line.before)
 ORDER BY r.modified DESC, r.uid, k.business_id LIMIT {MOST}
"""  # noqa: S608 - built of constants


@dataclass(frozen=True)
class Standing:
    """An open link as linked, and what stands for its feature now.

    `state`: the same version is `current`; a newer version of it stands (`changed`); others took its
    place (`succeeded`); nothing did (`gone`). `pending`: somebody has to confirm.
    """

    link: Link
    state: str
    now: tuple[Successor, ...]

    @property
    def pending(self) -> bool:
        """Was the feature split or merged, and has nobody said yet what follows?"""
        return self.state == SUCCEEDED and not self.link.confirmed


def standings(record: Any) -> list[Standing]:
    """The open links of a record, each with its present state."""
    links = open_links(IGeoLinks(record).geo_links)
    found = successors((*link.target, link.feature_version) for link in links)
    return [_standing(link, found[(*link.target, link.feature_version)]) for link in links]


def confirm(record: Any, link_id: str, names: Iterable[str]) -> tuple[Link, ...]:
    """Say which successors a record concerns; each becomes a link in the old link's role.

    The old link stays as it was made. No name at all says that the record concerns none of them.
    BadRequest: no such link, nothing to confirm, a name that is no successor. Returns all links.
    """
    guard(record)
    standing = next((each for each in standings(record) if each.link.link_id == link_id), None)
    if standing is None or standing.state != SUCCEEDED:
        raise BadRequest(
            _("There is nothing to confirm for this link."), field="link_id", reason="unknown_link"
        )
    wanted = list(dict.fromkeys(names))
    known = {successor.business_id for successor in standing.now}
    if unknown := [name for name in wanted if name not in known]:
        raise BadRequest(
            _("${names} is no successor of this place.", mapping={"names": ", ".join(unknown)}),
            field="successors",
            reason="unknown_successor",
        )
    current = IGeoLinks(record).geo_links
    asks = [Ask(name, standing.link.role, standing.link.layer, standing.link.note) for name in wanted]
    after = agreed(current, [*asks_of(current), *asks])
    moment = datetime.now(UTC).isoformat()
    return replace_links(
        record,
        tuple(replace(link, confirmed=moment) if link.link_id == link_id else link for link in after),
    )


def pending(below: str, who: Principals) -> list[dict[str, Any]]:
    """Links below a path whose successors nobody has confirmed, newest records first."""
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(PENDING, {**parameters(who), "below": below}).fetchall()


def about(layer: str, name: str) -> list[dict[str, Any]]:
    """Records about a feature or about anything whose ground it took, for the current user."""
    who = principals()
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(NAMED, {**parameters(who), "layer": layer, "name": name}).fetchall()
        line: dict[Key, datetime | None] = ancestors(
            (row["layer"], row["ns"], row["local_id"]) for row in rows
        )
        values = {
            "layers": [key[0] for key in line],
            "spaces": [key[1] for key in line],
            "ids": [key[2] for key in line],
            "befores": list(line.values()),
        }
        return cursor.execute(ABOUT, {**parameters(who), **values}).fetchall()


def _standing(link: Link, now: list[Successor]) -> Standing:
    same = next((each for each in now if each.same), None)
    if same is not None:
        state = CURRENT if same.version == link.feature_version else CHANGED
        return Standing(link, state, (same,))
    return Standing(link, SUCCEEDED if now else GONE, tuple(now))
