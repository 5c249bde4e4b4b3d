"""Pictures on a sheet: orthophotos of this site, and WMS of others while they answer."""

from collections.abc import Iterable
from collections.abc import Mapping
from infostrada.core.errors import Forbidden
from infostrada.core.errors import Unavailable
from infostrada.core.record.access import Principals
from infostrada.geo.features.crs import Box
from infostrada.geo.printing.paper import Paper
from infostrada.geo.printing.reading import Sheet
from infostrada.geo.proxies.pictures import picture
from infostrada.geo.proxies.pictures import WITH_PICTURES
from infostrada.geo.proxies.rules import Frame
from infostrada.geo.styles.rules import Style
from typing import Any


# Points of a picture for a millimetre of paper: 200 an inch.
DOTS = 200 / 25.4


def pictures(
    names: Iterable[str], seen: Iterable[Mapping[str, Any]], box: Box, paper: Paper, principals: Principals
) -> tuple[dict[str, Sheet], list[str]]:
    """Sheets of the layers among `names` that are pictures, and the titles of those that cannot be had.

    `seen` are the layers the asker may view.
    """
    _left, _bottom, width, height = paper.frame
    frame = Frame(box.west, box.south, box.east, box.north, round(width * DOTS), round(height * DOTS))
    wanted, found, missing = set(names), {}, []
    for layer in seen:
        name, kind = layer["layer"], layer["kind"]
        if name not in wanted or kind == "store":
            continue
        try:
            held = picture(name, kind, layer["service"], frame, principals) if kind in WITH_PICTURES else None
        except (Unavailable, Forbidden):
            held = None
        if held is None:
            missing.append(layer["title"])
        else:
            found[name] = Sheet(name, layer["title"], layer["source"], Style(), [], picture=held)
    return found, missing
