"""Reading registers: pages of entries by key, one entry, documents; one statement each."""

from dataclasses import dataclass
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import under
from infostrada.geo.features.reading import VISIBLE_LAYER
from infostrada.geo.searching.reading import query_of
from infostrada.geo.sql import reader
from psycopg.rows import dict_row
from typing import Any


PAGE = 50
RECORDS = f"""
(SELECT coalesce(json_agg(found), '[]') FROM (
    SELECT r.title, r.path, r.type FROM geo.record_link AS k JOIN core.record AS r USING (uid)
     WHERE k.layer = f.layer AND k.ns = f.ns AND k.local_id = f.local_id AND k.valid_to IS NULL
       AND {visible("r")} ORDER BY r.modified DESC LIMIT 20) AS found)
"""  # noqa: S608 - built of constants

ENTRIES = f"""
WITH visible AS ({VISIBLE_LAYER} AND v.layer = %(layer)s)
SELECT f.id, f.ns || ':' || f.local_id AS fid, f.business_id, f.attrs, f.valid_from::date AS since,
       ARRAY[ST_XMin(f.geom), ST_YMin(f.geom), ST_XMax(f.geom), ST_YMax(f.geom)] AS extent,
       {RECORDS} AS records
  FROM geo.feature AS f JOIN visible USING (layer)
 WHERE f.valid_to IS NULL AND {{condition}} AND (%(teryt)s = '' OR f.teryt IN ('', %(teryt)s))
 ORDER BY f.id LIMIT {PAGE} + 1
"""  # noqa: S608 - built of constants

CONDITIONS = {
    "page": "f.id > %(after)s",
    "words": (
        "f.id > %(after)s AND to_tsvector('simple', geo.folded(f.business_id || ' ' || f.attrs::text))"
        " @@ to_tsquery('simple', %(words)s)"
    ),
    "one": "f.ns = %(ns)s AND f.local_id = %(local_id)s",
}

DOCUMENTS = f"""
SELECT o.*, r.title, r.path FROM geo.operat_listing AS o JOIN core.record AS r USING (uid)
 WHERE {visible("r")} AND {under("r.path", "under")} AND o.identifier > %(after_name)s
   AND (%(begins)s = '' OR o.identifier LIKE %(pattern)s
        OR EXISTS (SELECT FROM geo.record_link AS k
                    WHERE k.uid = o.uid AND k.valid_to IS NULL AND k.business_id = %(begins)s))
 ORDER BY o.identifier LIMIT {PAGE} + 1
"""  # noqa: S608 - built of constants


@dataclass(frozen=True)
class Entries:
    """A page of rows and the key the next one begins after."""

    rows: list[dict[str, Any]]
    next_after: Any


def entries(layer: str, principals: Principals, words: str = "", after: int = 0, teryt: str = "") -> Entries:
    """Entries of a layer, filtered by words of their name and attributes."""
    query = query_of(words)
    values = {"layer": layer, "after": after, "words": query, "teryt": teryt}
    return _page(ENTRIES.format(condition=CONDITIONS["words" if query else "page"]), values, principals, "id")


def entry(layer: str, fid: str, principals: Principals) -> dict[str, Any] | None:
    """One entry by `namespace:local id`; None when there is none the asker may see."""
    ns, _colon, local_id = fid.rpartition(":")
    values = {"layer": layer, "ns": ns, "local_id": local_id, "teryt": ""}
    found = _page(ENTRIES.format(condition=CONDITIONS["one"]), values, principals, "id").rows
    return found[0] if found else None


def documents(below: str, principals: Principals, begins: str = "", after: str = "") -> Entries:
    """Documents below a path whose identifier begins so, or that are about the parcel named."""
    literal = begins.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    values = {"under": below, "begins": begins, "pattern": f"{literal}%", "after_name": after}
    return _page(DOCUMENTS, values, principals, "identifier")


def _page(statement: str, values: dict[str, Any], principals: Principals, key: str) -> Entries:
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(statement, {**parameters(principals), **values}).fetchall()
    return Entries(rows[:PAGE], rows[PAGE - 1][key] if len(rows) > PAGE else None)
