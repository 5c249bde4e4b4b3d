"""Features of an outside WFS as GeoJSON in EPSG:2180, easting first."""

from io import BytesIO
from typing import Any

import json
import shapely


def geojson_of(body: bytes, most: int) -> bytes:
    """GML or GeoJSON of a WFS; ValueError when it cannot be read. OGR puts the axes right."""
    # GDAL (50 MB) is loaded by whoever reads such an answer, not by every process.
    from pyogrio.errors import DataSourceError

    import pyogrio.raw

    try:
        meta, _fids, shapes, columns = pyogrio.raw.read(BytesIO(body), max_features=most)
    except (DataSourceError, RuntimeError) as error:
        raise ValueError("not read") from error
    geometries = shapely.from_wkb(shapes)
    names = list(meta["fields"])
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(shapely.to_geojson(shapely.force_2d(geometry))),
            "properties": {name: _plain(column[number]) for name, column in zip(names, columns, strict=True)},
        }
        for number, geometry in enumerate(geometries)
        if geometry is not None
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool)):
        return value
    return value.item() if hasattr(value, "item") else str(value)
