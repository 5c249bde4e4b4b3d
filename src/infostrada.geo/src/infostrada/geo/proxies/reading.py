"""The source of a layer the asker may see; its address stays on the server."""

from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.geo import _
from infostrada.geo.features.reading import VISIBLE_LAYER
from infostrada.geo.sql import reader
from typing import Any


SOURCE = f"""
WITH visible AS ({VISIBLE_LAYER} AND v.layer = %(layer)s)
SELECT s.kind, s.service, v.public FROM visible AS v JOIN geo.layer_listing AS s USING (layer)
"""  # noqa: S608 - built of constants


def source(layer: str, principals: Principals) -> tuple[str, dict[str, Any], bool]:
    """Kind, service and whether everybody may see it; NotFound for a layer that may not be seen."""
    with reader() as connection:
        row = connection.execute(SOURCE, {**parameters(principals), "layer": layer}).fetchone()
    if row is None or row[0] == "store":
        raise NotFound(_("There is no such map layer."), field="layer", reason="unknown_layer")
    return row[0], row[1], row[2]
