"""SQL that writes a feature as GeoJSON, and takes the text that stands ready where there is one.

The text of a feature in CRS84 is kept in `geo.feature_text` by the worker (`features/preparing.py`). It counts only for
the very row it was made of: the row's `xmin`, the transaction that wrote it, changes with whatever is done to the row, by
whomever. It counts only while text is made in the same way: `form` stands for the SQL, the time zone and the releases of
PostGIS and PROJ. Where there is no such text it is made on the spot, so nothing depends on the worker.
"""

from infostrada.geo.features.crs import Crs
from zlib import crc32


FEATURE_JSON = """
'{"type":"Feature","id":' || to_json(hit.ns || ':' || hit.local_id)
|| ',"geometry":' || ST_AsGeoJSON(<shape>, %(digits)s)
|| ',"properties":{"business_id":' || to_json(hit.business_id) || ',"teryt":' || to_json(hit.teryt)
|| ',"version":' || to_json(hit.version) || ',"valid_from":' || to_json(hit.valid_from)<ended>
|| CASE WHEN hit.attrs = '{}' THEN '}}'
        WHEN hit.attrs ?| <reserved> THEN CASE WHEN hit.attrs - <reserved> = '{}' THEN '}}'
             ELSE ',' || substr((hit.attrs - <reserved>)::text || '}', 2) END
        ELSE ',' || substr(hit.attrs::text || '}', 2) END
"""
# The properties are joined as text, which costs less than making an object of them.
ENDED = """ || ',"valid_to":' || coalesce(to_json(hit.valid_to)::text, 'null')"""
RESERVED = "ARRAY['business_id', 'teryt', 'version', 'valid_from', 'valid_to']"

# For features from anywhere in a layer: one by one.
READY = """
coalesce((SELECT ready.body FROM geo.feature_text AS ready
           WHERE ready.layer = hit.layer AND ready.id = hit.id AND ready.made_from = hit.made_from
             AND ready.form = (SELECT <form>)),
         <made>)
"""
# For features of one layer that follow each other: all of them at once, which costs less; `hit` is ids with `made_from`.
BESIDE_OR_MADE = """
coalesce(ready.body, (SELECT <made> FROM (SELECT * FROM geo.feature AS f WHERE f.id = hit.id) AS hit))
"""
BESIDE = """
LEFT JOIN (SELECT t.id, t.made_from, t.body FROM geo.feature_text AS t
            WHERE t.layer = (SELECT %(layer)s::text) AND t.form = (SELECT <form>)
              AND t.id BETWEEN (SELECT min(id) FROM hit) AND (SELECT max(id) FROM hit)) AS ready
       ON ready.id = hit.id AND ready.made_from = hit.made_from
"""


def geometry_in(crs: Crs) -> str:
    """SQL of a feature's geometry in a system and its axis order."""
    moved = "hit.geom" if crs.srid == 2180 else f"ST_Transform(hit.geom, {crs.srid})"
    return f"ST_FlipCoordinates({moved})" if crs.is_flipped else moved


def made(crs: Crs, with_end: bool = False) -> str:
    """SQL of the text of `hit`, made on the spot; bind `digits`."""
    text = FEATURE_JSON.replace("<shape>", geometry_in(crs)).replace("<reserved>", RESERVED)
    return text.replace("<ended>", ENDED if with_end else "")


def written(crs: Crs, with_end: bool = False) -> str:
    """SQL of the text of `hit`, ready or made; `hit` needs the row's `xmin` under the name `made_from`."""
    text = made(crs, with_end)
    return text if with_end or crs is not READY_IN else READY.replace("<form>", FORM).replace("<made>", text)


def beside(crs: Crs, with_end: bool = False) -> tuple[str, str] | None:
    """SQL as of `written` for ids of one layer that follow each other, and what is joined to them for it; None: as always."""
    if with_end or crs is not READY_IN:
        return None
    return BESIDE_OR_MADE.replace("<made>", made(crs)), BESIDE.replace("<form>", FORM)


READY_IN = Crs.CRS84
# All that decides how a text comes out, in one number.
FORM = f"""hashtext('{crc32(f"{made(READY_IN)} {READY_IN.digits}".encode()):08x} ' || current_setting('TimeZone') || ' '
    || postgis_lib_version() || ' ' || postgis_proj_version())"""
