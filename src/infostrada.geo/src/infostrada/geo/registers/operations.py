"""Making the public entries of sites whose exact places are not public."""

from datetime import datetime
from datetime import UTC
from infostrada.core.errors import BadRequest
from infostrada.core.sql import session
from infostrada.geo import _
from infostrada.geo.features import store
from infostrada.geo.features.model import Feature
from sqlalchemy import text
from typing import Any

import hashlib
import shapely


EXACT = """
SELECT ns, local_id, business_id, teryt, attrs, ST_X(ST_Centroid(geom)) AS x, ST_Y(ST_Centroid(geom)) AS y
  FROM geo.feature WHERE layer = :layer AND valid_to IS NULL ORDER BY id
"""
GONE = "SELECT ns, local_id FROM geo.feature WHERE layer = :layer AND valid_to IS NULL"

# What helps to find an exact place stays behind; only these are told.
PUBLIC = ("nazwa", "rodzaj", "chronologia", "numer_rejestru", "data_wpisu", "miejscowość", "gmina")


def publish_reduced(register: Any) -> int:
    """Write each site of the exact layer into the public one as the square it lies in.

    Sites that are gone from the exact layer end in the public one. Returns how many were written
    anew. Squares stand on a fixed grid, so a site is not found by comparing versions.
    """
    if not register.exact_layer or not register.layer or register.exact_layer == register.layer:
        raise BadRequest(
            _("Choose two different layers: one for the exact places, one for the public."),
            field="exact_layer",
            reason="same_layer",
        )
    at = datetime.now(UTC)
    sites = list(session().execute(text(EXACT), {"layer": register.exact_layer}).mappings())
    made = [reduced(site, register.layer, float(register.square or 1000), at) for site in sites]
    kept = {(feature.ns, feature.local_id) for feature in made}
    for row in session().execute(text(GONE), {"layer": register.layer}).all():
        if tuple(row) not in kept:
            store.close(register.layer, row[0], row[1], at)
    return store.load(register.layer, made)


def reduced(site: Any, layer: str, side: float, at: datetime) -> Feature:
    """One site as its square of the fixed grid, with the attributes that may be told."""
    west, south = (site[axis] // side * side for axis in ("x", "y"))
    attrs = {name: value for name, value in site["attrs"].items() if name in PUBLIC}
    told = f"{west} {south} {side} {sorted(attrs.items())}"
    return Feature(
        layer=layer,
        ns=site["ns"],
        local_id=site["local_id"],
        version=hashlib.sha256(told.encode()).hexdigest()[:16],
        valid_from=at,
        wkb=shapely.to_wkb(shapely.box(west, south, west + side, south + side)),
        business_id=site["business_id"],
        teryt=site["teryt"],
        attrs=attrs,
    )
