"""Literals of filters: numbers, texts, moments, shapes. Nothing of them gets into the SQL text."""

from infostrada.geo.cql.faults import unlawful
from infostrada.geo.cql.moments import moment_of
from infostrada.geo.cql.moments import OPEN
from infostrada.geo.cql.terms import Binder
from infostrada.geo.cql.terms import Kind
from infostrada.geo.cql.terms import Term
from infostrada.geo.features.crs import box_given
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.moving import to_store
from typing import Any

import json
import math
import shapely


MOST_VERTICES = 10_000
SHAPES = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
)  # fmt: skip


def scalar(value: Any, binder: Binder) -> Term:
    """A text, number or truth value."""
    if isinstance(value, bool):
        return Term(binder.bind(value, "boolean"), Kind.TRUTH, literal=value)
    if isinstance(value, int | float):
        if not math.isfinite(value) or abs(value) > 1e300:
            raise unlawful("number_too_large")
        return Term(binder.bind(float(value), "double precision"), Kind.NUMBER, literal=value)
    if isinstance(value, str):
        if "\0" in value:
            raise unlawful("malformed", "NUL")
        return Term(binder.bind(value, "text"), Kind.TEXT, literal=value)
    raise unlawful("malformed", type(value).__name__)


def moment(value: Any, binder: Binder) -> Term:
    """The moment of `DATE(…)` or `TIMESTAMP(…)`."""
    try:
        found = moment_of(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise unlawful("not_a_moment", str(value)[:40]) from error
    return Term(binder.bind(found, "timestamptz"), Kind.MOMENT, literal=found)


def edge(value: Any, binder: Binder, last: bool) -> str:
    """One end of an interval as SQL; two dots leave it open."""
    if value in OPEN:
        return "'infinity'::timestamptz" if last else "'-infinity'::timestamptz"
    return moment(value, binder).sql


def array(values: list[Any], binder: Binder) -> Term:
    """A list of plain values as JSON."""
    if not all(isinstance(each, str | int | float | bool) for each in values):
        raise unlawful("malformed", "[ ]")
    plain = [int(each) if isinstance(each, float) and each.is_integer() else each for each in values]
    return Term(binder.bind(json.dumps(plain, ensure_ascii=False), "jsonb"), Kind.LIST, literal=plain)


def shape(value: dict[str, Any], crs: Crs, binder: Binder) -> Term:
    """A GeoJSON geometry or `{"bbox": […]}` in the filter's system, brought to EPSG:2180."""
    moved = to_store(_box(value, crs) if "bbox" in value else shape_of(value, "filter"), crs, clip=True)
    return Term(f"ST_GeomFromWKB({binder.bind(shapely.to_wkb(moved), 'bytea')}, 2180)", Kind.SHAPE)


def shape_of(value: Any, field: str) -> shapely.Geometry:
    """A GeoJSON geometry to be asked about, put right where its rings are wrong; BadRequest."""
    try:
        made = plain_shape(value)
    except ValueError as error:
        raise unlawful(str(error) or "not_a_shape", field) from error
    return made if made.is_valid else shapely.make_valid(made)


def plain_shape(value: Any) -> shapely.Geometry:
    """A GeoJSON geometry without heights; ValueError unless it is finite, bounded and well formed."""
    if not isinstance(value, dict) or value.get("type") not in SHAPES:
        raise ValueError("not_a_shape")
    try:
        made = shapely.force_2d(shapely.from_geojson(json.dumps(value)))
    except (shapely.errors.GEOSException, ValueError, TypeError, RecursionError) as error:
        raise ValueError("not_a_shape") from error
    if made is None:
        raise ValueError("not_a_shape")
    if shapely.get_num_coordinates(made) > MOST_VERTICES:
        raise ValueError("shape_too_large")
    if not made.is_empty and not all(map(math.isfinite, made.bounds)):
        raise ValueError("not_a_shape")
    return made


def _box(value: dict[str, Any], crs: Crs) -> shapely.Geometry:
    try:
        box = box_given(",".join(str(float(each)) for each in value["bbox"]), crs)
    except (TypeError, ValueError) as error:
        raise unlawful("not_a_shape", "bbox") from error
    edges = (box.west, box.south, box.east, box.north)
    made = shapely.box(*edges)
    # Edges were put in order; the shape has to stand in the order of its system again.
    return shapely.transform(made, lambda points: points[:, ::-1]) if crs.is_flipped else made
