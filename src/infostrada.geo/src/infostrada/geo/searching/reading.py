"""Finding features by identifier or by words, in one statement, the permission inside it."""

from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.geo.features.reading import VISIBLE_LAYER
from infostrada.geo.sql import reader
from psycopg.rows import dict_row
from typing import Any

import re


MOST = 10
MOST_WORDS = 6
FOLD = str.maketrans("ąćęłńóśźż", "acelnoszz")

FOUND = """
SELECT f.layer, v.title AS note, f.business_id AS title, f.ns || ':' || f.local_id AS fid,
       ARRAY[ST_XMin(f.geom), ST_YMin(f.geom), ST_XMax(f.geom), ST_YMax(f.geom)] AS extent
"""

# No identifier of a parcel (six digits and an underscore); as the index `feature_words` says it.
WORDED = (
    "NOT (substr(f.business_id, 7, 1) = '_' AND translate(left(f.business_id, 6), '0123456789', '') = '')"
)
SEARCH = f"""
WITH visible AS MATERIALIZED (
    SELECT v.layer, s.title, s.position FROM ({VISIBLE_LAYER}) AS v JOIN geo.layer_listing AS s USING (layer)
),
begins AS (
    SELECT hit.* FROM visible AS v, LATERAL (
        {FOUND}, 0 AS rank FROM geo.feature AS f
         WHERE f.layer = v.layer AND f.valid_to IS NULL AND f.business_id LIKE %(pattern)s
           AND f.business_id <> '' AND (%(teryt)s = '' OR f.teryt = %(teryt)s)
         ORDER BY f.business_id LIMIT {MOST}) AS hit
),
worded AS (
    {FOUND}, 1 AS rank FROM geo.feature AS f JOIN visible AS v USING (layer)
     WHERE f.valid_to IS NULL AND {WORDED} AND f.business_id <> ''
       AND to_tsvector('simple', geo.folded(f.business_id)) @@ to_tsquery('simple', %(words)s)
       AND (%(teryt)s = '' OR f.teryt = %(teryt)s)
     ORDER BY length(f.business_id), f.business_id LIMIT {MOST}
)
SELECT DISTINCT ON (rank, length(title), title, layer, fid) layer, note, title, fid, extent
  FROM (SELECT * FROM begins UNION ALL SELECT * FROM worded) AS found
 ORDER BY rank, length(title), title, layer, fid LIMIT {MOST}
"""  # noqa: S608 - built of constants


def search(text: str, principals: Principals, teryt: str = "") -> list[dict[str, Any]]:
    """Features for what somebody typed; extents in EPSG:2180, easting first."""
    pattern = text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    values = {**parameters(principals), "pattern": f"{pattern}%", "words": query_of(text), "teryt": teryt}
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(SEARCH, values).fetchall()


def query_of(text: str) -> str:
    """The words as a tsquery in which each is the beginning of a word; street marks are left out."""
    words = re.findall(r"\w+", text.lower().translate(FOLD))
    telling = [word for word in words if word not in ("ul", "al", "os", "pl", "nr")] or words
    return " & ".join(f"{word}:*" for word in telling[:MOST_WORDS])
