"""Reading features for maps and programs: one statement per answer, the permission inside it."""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.geo import _
from infostrada.geo.features.crs import Box
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.text import beside
from infostrada.geo.features.text import written
from infostrada.geo.features.visible import VISIBLE_LAYER
from infostrada.geo.features.visible import visible_layer
from infostrada.geo.sql import reader
from infostrada.geo.tiles.keeping import Kept
from psycopg import DataError
from psycopg.rows import dict_row
from typing import Any

import hashlib


LAYERS = """
WITH visible AS (<visible>)
SELECT layer, title, symbol, label, source, min_zoom, shown, linkable, revision, feature_count,
       kind, is_base, theme, opacity, style, service, uid, public, coalesce(extents, '{}') AS extents
  FROM visible JOIN geo.layer_listing USING (layer)
  LEFT JOIN (SELECT layer, extents FROM geo.layer) AS drawn USING (layer)
 ORDER BY position, layer
""".replace("<visible>", VISIBLE_LAYER)

# One row, whatever the page holds. The features come joined by commas, ready to be sent.
ITEMS = """
WITH visible AS (<visible>),
hit AS (
    SELECT each.*, row_number() OVER (ORDER BY each.layer, each.id) AS place
      FROM (SELECT f.* FROM <source> AS f WHERE f.id > %(after)s <conditions>
             ORDER BY f.layer, f.id LIMIT <limit> + 1 OFFSET <offset>) AS each
)
SELECT v.layer_uid, v.revision, v.public, <matched> AS matched, page.*
  FROM visible AS v, LATERAL (
    SELECT count(*) AS found, max(hit.id) FILTER (WHERE hit.place = <limit>) AS last,
           convert_to(string_agg(<feature>, <between> ORDER BY hit.id)
                      FILTER (WHERE hit.place <= <limit>), 'UTF8') AS features
      FROM hit) AS page
"""

# The same for the whole of a layer. Whatever the values are, the plan is the same: they come from sub-selects, so a
# plan made for any of them costs no more than one made for these, and PostgreSQL plans once for a connection.
WHOLE = """
WITH visible AS (<visible>),
hit AS MATERIALIZED (
    SELECT <columns> FROM <source> AS f WHERE f.id > (SELECT %(after)s::bigint)
     ORDER BY f.layer, f.id LIMIT <limit> OFFSET <offset>
)
SELECT v.layer_uid, v.revision, v.public, v.feature_count AS matched,
       page.found + (page.found = <limit> AND EXISTS (
           SELECT FROM <source> AS f WHERE f.id > page.last))::int AS found, page.last, page.features
  FROM visible AS v, LATERAL (
    SELECT count(*) AS found, max(hit.id) AS last,
           convert_to(string_agg(<feature>, <between> ORDER BY hit.id), 'UTF8') AS features
      FROM hit <beside>) AS page
"""

# The features of a layer that is visible; the planner sees which indexes hold for each branch. The layer
# is one of a list, not equal to a value: then a page's order, by layer and id, is that of the index of pages
# alone. With a value the order is the id's, and the planner may walk the primary key over every other layer
# and closed version before it comes to the page.
CURRENT = """(
    SELECT *, xmin AS made_from FROM geo.feature WHERE layer = ANY(ARRAY[%(layer)s::text]) AND valid_to IS NULL
       AND EXISTS (SELECT FROM visible)
)"""
THEN = """(
    SELECT *, xmin AS made_from FROM geo.feature WHERE layer = ANY(ARRAY[%(layer)s::text]) AND valid_to IS NULL
       AND EXISTS (SELECT FROM visible)
       AND valid_from <= %(until)s
    UNION ALL
    SELECT *, xmin AS made_from FROM geo.feature WHERE layer = ANY(ARRAY[%(layer)s::text]) AND valid_to IS NOT NULL
       AND EXISTS (SELECT FROM visible)
       AND valid_from <= %(until)s AND valid_to > %(since)s
)"""

COUNTED = """(SELECT count(*) FROM (
    SELECT FROM <source> AS f WHERE true <conditions> LIMIT %(countable)s + 1) AS few)"""
COUNTABLE = 10_000

ANY_LAYER = "ARRAY[%(layer)s::text]", "ARRAY[(SELECT %(layer)s::text)]"
# Nothing is read for a page that is kept in its current revision.
UNKNOWN = "EXISTS (SELECT FROM visible)", "EXISTS (SELECT FROM visible WHERE visible.revision <> %(known)s)"

ITEM = """
WITH visible AS (<visible>),
hit AS (
    SELECT f.*, f.xmin AS made_from FROM geo.feature AS f JOIN visible USING (layer)
     WHERE f.valid_to IS NULL AND f.ns = %(ns)s AND f.local_id = %(local_id)s
)
SELECT hit.id, hit.version, hit.valid_from, v.public, convert_to(<feature>, 'UTF8') AS feature
  FROM visible AS v LEFT JOIN hit USING (layer)
"""

# A straight edge of another system is a curve in EPSG:2180, so it gets more vertices first.
STORED_BOX = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 2180)"
MOVED_BOX = (
    "ST_Transform(ST_Segmentize("
    "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s), %(step)s), 2180)"
)
IN_BOX = "AND f.geom && {box} AND ST_Intersects(f.geom, {box})"


@dataclass(frozen=True)
class Shape:
    """How a feature is written: SQL of `<feature>`, its values, and what stands between two of them.

    `beside`: another SQL for features of a layer that follow each other, and what it joins to them.
    """

    feature: str
    between: str = "','"
    values: Mapping[str, Any] = field(default_factory=dict)
    beside: tuple[str, str] | None = None


@dataclass(frozen=True)
class Where:
    """A compiled condition on `f` and its values."""

    condition: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Query:
    """What is asked of a layer; `after` is the id the last page ended with.

    Without a `period` it is asked of the current versions, with one of those valid at some time in
    it; None leaves an end open. `countable` is how far matches are counted.
    """

    layer: str
    limit: int
    after: int = 0
    crs: Crs = Crs.CRS84
    box: Box | None = None
    where: Where | None = None
    period: tuple[datetime | None, datetime | None] | None = None
    offset: int = 0
    countable: int | None = None


@dataclass(frozen=True)
class Page:
    """Features as text, joined. `matched` is None where counting would cost too much."""

    body: bytes
    returned: int
    matched: int | None
    next_after: int | None
    revision: str
    public: bool


# Pages read before, by process. The statement tells whether one is still current and whether the asker may have it.
_kept = Kept(most_bytes=32 * 2**20)


def layers(principals: Principals) -> list[dict[str, Any]]:
    """The layers the asker may see, in their order on the map."""
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(LAYERS, parameters(principals)).fetchall()


def geojson(crs: Crs, with_end: bool = False) -> Shape:
    """Features as GeoJSON, with the time each version ended if `with_end`."""
    return Shape(written(crs, with_end), beside=beside(crs, with_end))


def page(query: Query, principals: Principals, shape: Shape | None = None, tid: int | None = None) -> Page:
    """One page of a layer's features; NotFound for a layer the asker may not see.

    `numberMatched` is the layer's count when nothing narrows it, else exact up to `COUNTABLE`. `tid`: there is no
    answer, as for a hidden layer, when something was committed to the object database after that transaction.
    """
    is_keepable = shape is None and query.where is None and query.period is None
    shape = shape or geojson(query.crs, query.period is not None)
    box = query.box and query.box.clipped()
    conditions = _conditions(query, box)
    is_whole = not conditions and query.period is None
    key = repr((query.layer, query.limit, query.after, query.crs, box, query.offset, query.countable))
    kept: tuple[str, Page] | None = _kept.get(key) if is_keepable else None
    values = {
        **_values(query, box, principals),
        **shape.values,
        "known": int(kept[1].revision) if kept else -1,
        "tid": tid,
    }
    statement = _statement(query, conditions, is_whole, shape, tid)
    # Anything but a whole layer is planned for its own values.
    uid, revision, public, matched, found, last, features = _one(statement, values, is_planned=not is_whole)
    if kept is not None and kept[0] == uid and kept[1].revision == str(revision):
        return replace(kept[1], matched=matched if is_whole else kept[1].matched, public=public)
    if kept is not None:
        # Another layer of the same name and revision: what was kept is of no use.
        _kept.drop(key)
        return page(query, principals, tid=tid)
    made = Page(
        body=bytes(features or b""),
        returned=min(found, query.limit),
        matched=matched if is_whole or matched <= values["countable"] else None,
        next_after=last if found > query.limit else None,
        revision=str(revision),
        public=public,
    )
    if is_keepable:
        _kept.put(key, (uid, made), len(made.body))
    return made


def _statement(query: Query, conditions: str, is_whole: bool, shape: Shape, tid: int | None) -> str:
    current = CURRENT.replace(*ANY_LAYER) if is_whole else CURRENT
    feature, joined = (is_whole and shape.beside) or (shape.feature, "")
    columns = "f.id, f.made_from" if joined else "f.*"
    return (
        (WHOLE if is_whole else ITEMS)
        .replace("<visible>", visible_layer(tid))
        .replace("<matched>", COUNTED)
        .replace("<source>", (current if query.period is None else THEN).replace(*UNKNOWN))
        .replace("<conditions>", conditions)
        .replace("<columns>", columns)
        .replace("<feature>", feature)
        .replace("<beside>", joined)
        .replace("<between>", shape.between)
        # Numbers of our own, not bound: the planner has to know how few rows are wanted.
        .replace("<limit>", str(int(query.limit)))
        .replace("<offset>", str(int(query.offset)))
    )


def item(layer: str, ns: str, local_id: str, crs: Crs, principals: Principals) -> Page:
    """One current feature as a page of one; NotFound when the asker may not see it.

    Its revision is that of this feature alone: every version is a row of its own.
    """
    statement = ITEM.replace("<visible>", visible_layer()).replace("<feature>", geojson(crs).feature)
    values = {
        **parameters(principals),
        "layer": layer,
        "ns": ns,
        "local_id": local_id,
        "digits": crs.digits,
    }
    row_id, version, begins, public, feature = _one(statement, values, is_planned=False)
    if feature is None:
        raise NotFound(_("There is no such feature."), reason="unknown_feature")
    return Page(bytes(feature), 1, 1, None, tag_of(row_id, version, begins), public)


def tag_of(row_id: int, version: str, begins: datetime) -> str:
    """What names a stored version: its row, and what tells it from a row of that number in a store made anew."""
    told = hashlib.sha256(f"{version} {begins.timestamp()}".encode()).hexdigest()
    return f"f{row_id}-{told[:12]}"


def _conditions(query: Query, box: Box | None) -> str:
    parts = []
    if box is not None:
        parts.append(IN_BOX.format(box=STORED_BOX if box.srid == 2180 else MOVED_BOX))
    if query.where is not None:
        parts.append(f"AND {query.where.condition}")
    return " ".join(parts)


def _values(query: Query, box: Box | None, principals: Principals) -> dict[str, Any]:
    since, until = query.period or (None, None)
    return {
        **parameters(principals),
        "layer": query.layer,
        "after": query.after,
        "countable": query.countable or COUNTABLE,
        "digits": query.crs.digits,
        **({**asdict(box), "step": box.step} if box else {}),
        **(query.where.values if query.where else {}),
        "since": since or "-infinity",
        "until": until or "infinity",
    }


def _one(statement: str, values: dict[str, Any], is_planned: bool) -> tuple[Any, ...]:
    """The statement's one row. `is_planned`: for these values alone, as a box of a street is not one of a region."""
    try:
        with reader() as connection:
            prepare = False if is_planned else None
            row = connection.execute(statement, values, prepare=prepare, binary=True).fetchone()
    except DataError as error:
        # Division, powers and casts of a filter that fail for some feature's value.
        message = _("The filter cannot be calculated for these features.")
        raise BadRequest(message, field="filter", reason="not_calculable") from error
    if row is None:
        raise NotFound(_("There is no such map layer."), field="layer", reason="unknown_layer")
    return tuple(row)
