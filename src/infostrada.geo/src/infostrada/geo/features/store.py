"""Writing features: load, close, find. Everything runs in the joined SQL session."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.core.sql import session
from infostrada.geo import _
from infostrada.geo.features import bulk
from infostrada.geo.features.copying import copy_binary
from infostrada.geo.features.copying import field
from infostrada.geo.features.copying import json_field
from infostrada.geo.features.copying import moment_field
from infostrada.geo.features.copying import row_start
from infostrada.geo.features.copying import word_field
from infostrada.geo.features.model import Feature
from itertools import chain
from itertools import islice
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typing import Any

import psycopg


# A statement of a great load may take so long on a small, busy machine.
LOAD_TIMEOUT = "1h"
COLUMNS = "layer, ns, local_id, version, valid_from, business_id, teryt, attrs, geom"
START = row_start(COLUMNS.count(",") + 1)

INCOMING = f"""
SET LOCAL statement_timeout = '{LOAD_TIMEOUT}';
DROP TABLE IF EXISTS pg_temp.incoming;
CREATE TEMPORARY TABLE incoming (LIKE geo.feature);
ALTER TABLE incoming DROP COLUMN id
"""

CLOSE_OLD_VERSIONS = """
UPDATE geo.feature AS old SET valid_to = new.valid_from
  FROM incoming AS new
 WHERE old.layer = new.layer AND old.ns = new.ns AND old.local_id = new.local_id
   AND old.valid_to IS NULL AND old.version <> new.version
"""

ADD_NEW_VERSIONS = f"""
INSERT INTO geo.feature ({COLUMNS})
SELECT {COLUMNS} FROM incoming
    ON CONFLICT (layer, ns, local_id, version) DO NOTHING
"""  # noqa: S608 - built of constants

ADD_FROM = f"""
INSERT INTO geo.feature ({COLUMNS})
SELECT {COLUMNS} FROM {{place}}
    ON CONFLICT (layer, ns, local_id, version) DO NOTHING;
DROP TABLE {{place}}
"""  # noqa: S608 - built of constants

HOLDS_ANY = "SELECT EXISTS (SELECT FROM geo.feature WHERE layer = :layer)"

LOCK_LAYER = """
INSERT INTO geo.layer (layer) VALUES (:layer)
    ON CONFLICT (layer) DO UPDATE SET layer = excluded.layer
"""

TOUCH_LAYER = """
UPDATE geo.layer AS l
   SET revision = revision + 1,
       (feature_count, extents) = (
           SELECT coalesce(sum(part.many), 0), coalesce(jsonb_object_agg(part.teryt, part.box), '{}')
             FROM (SELECT teryt, count(*) AS many,
                          ARRAY[ST_XMin(ST_Extent(geom)), ST_YMin(ST_Extent(geom)),
                                ST_XMax(ST_Extent(geom)), ST_YMax(ST_Extent(geom))] AS box
                     FROM geo.feature AS f
                    WHERE f.layer = l.layer AND f.valid_to IS NULL GROUP BY teryt) AS part)
 WHERE layer = :layer
"""

CURRENT = """
SELECT ns, local_id, version, business_id, attrs, ST_AsBinary(geom) AS wkb, ST_Area(geom) AS area
  FROM geo.feature
 WHERE layer = :layer AND business_id = ANY(:names) AND valid_to IS NULL
"""


@dataclass(frozen=True)
class Found:
    """The current version of a feature; `wkb` is EPSG:2180 (easting, northing), area in m²."""

    ns: str
    local_id: str
    version: str
    business_id: str
    attrs: dict[str, Any]
    wkb: bytes
    area: float


def load(layer: str, features: Iterable[Feature]) -> int:
    """Bring features into a layer by COPY and return how many versions are new.

    A feature that is there in the same version is left alone, so a repetition is harmless. An
    older version is closed at the moment the new one begins. Raises NotFound for an unknown
    layer and BadRequest for a feature of another one or with an unlawful key or geometry.
    """
    lock_layer(layer)
    rest = iter(features)
    begun = list(islice(rest, bulk.LEAST_ROWS))
    is_great = len(begun) == bulk.LEAST_ROWS and not _holds_any(layer)
    try:
        return (_load_many if is_great else _load_some)(layer, chain(begun, rest))
    except (psycopg.IntegrityError, psycopg.DataError, psycopg.InternalError, DBAPIError) as error:
        raise BadRequest(
            _("A feature has an unlawful key or geometry."), field="features", reason="unlawful"
        ) from error


def _load_some(layer: str, features: Iterable[Feature]) -> int:
    connection = session().connection()
    connection.exec_driver_sql(INCOMING)
    _copy("incoming", layer, features)
    connection.exec_driver_sql(CLOSE_OLD_VERSIONS)
    added = connection.exec_driver_sql(ADD_NEW_VERSIONS).rowcount
    connection.exec_driver_sql("DROP TABLE incoming")
    touch(layer)
    return int(added)


def _load_many(layer: str, features: Iterable[Feature]) -> int:
    """Rows for a layer that holds none."""
    connection = session().connection()
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{LOAD_TIMEOUT}'")
    place = bulk.new_table()
    count = _copy(place, layer, features)
    if bulk.is_first_load(count) and bulk.exchange(place, lambda name: touch(layer, name)):
        return count
    many = "SELECT count(*) FROM geo.feature WHERE layer = :layer"
    connection.exec_driver_sql(ADD_FROM.format(place=place))
    touch(layer)
    return int(connection.execute(text(many), {"layer": layer}).scalar_one())


def _holds_any(layer: str) -> bool:
    return bool(session().execute(text(HOLDS_ANY), {"layer": layer}).scalar_one())


def touch(layer: str, table: str = "geo.feature") -> None:
    """Count a layer's features, find where they lie, and say that they have changed."""
    statement = TOUCH_LAYER.replace("geo.feature", table)
    session().execute(text(statement), {"layer": layer})


def close(layer: str, ns: str, local_id: str, at: datetime) -> bool:
    """End the current version of a feature; False when there is none."""
    lock_layer(layer)
    done = (
        session()
        .execute(
            text(
                "UPDATE geo.feature SET valid_to = :at WHERE layer = :layer AND ns = :ns"
                " AND local_id = :local_id AND valid_to IS NULL RETURNING local_id"
            ),
            {"layer": layer, "ns": ns, "local_id": local_id, "at": at},
        )
        .first()
    )
    touch(layer)
    return done is not None


def by_business_id(layer: str, names: Iterable[str]) -> dict[str, Found]:
    """The current features of a layer that carry the given names, by name."""
    rows = session().execute(text(CURRENT), {"layer": layer, "names": list(names)}).mappings()
    return {row["business_id"]: Found(**{**row, "wkb": bytes(row["wkb"])}) for row in rows}


def lock_layer(layer: str) -> None:
    """One writer per layer at a time; readers are not held up. NotFound for an unknown layer."""
    known = text("SELECT 1 FROM geo.layer_listing WHERE layer = :layer")
    if session().execute(known, {"layer": layer}).scalar() is None:
        raise NotFound(_("There is no such map layer."), field="layer", reason="unknown_layer")
    session().execute(text(LOCK_LAYER), {"layer": layer})


def _copy(table: str, layer: str, features: Iterable[Feature]) -> int:
    driver = session().connection().connection.driver_connection
    return copy_binary(driver, f"{table} ({COLUMNS})", (_row(layer, feature) for feature in features))


def _row(layer: str, feature: Feature) -> bytes:
    """The values of `COLUMNS`."""
    if feature.layer != layer:
        raise BadRequest(_("A feature belongs to another layer."), field="layer", reason="wrong_layer")
    return b"".join(
        (
            START,
            word_field(feature.layer),
            word_field(feature.ns),
            field(feature.local_id.encode()),
            field(feature.version.encode()),
            moment_field(feature.valid_from),
            field(feature.business_id.encode()),
            word_field(feature.teryt),
            json_field(feature.attrs),
            field(feature.wkb),
        )
    )
