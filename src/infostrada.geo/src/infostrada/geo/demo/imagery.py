"""The orthophoto of a profile: a file in the folder of imagery and the layer that shows it."""

from collections.abc import Iterator
from datetime import date
from infostrada.geo.demo import cog
from infostrada.geo.demo.photograph import FRAME
from infostrada.geo.demo.photograph import photograph
from infostrada.geo.demo.photograph import PIXEL
from infostrada.geo.imagery.files import images
from infostrada.geo.wms.program import program
from plone import api
from typing import Any


DAYS = ("flown_on", "produced_on")


def imagery(place: Any, wanted: dict[str, Any] | None) -> Iterator[str]:
    """Write the photograph and publish its layer as a clerk would; nothing without MapServer, which draws it."""
    if not wanted or program() is None:
        return
    path = images() / wanted["remote_name"]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        cog.write(path, photograph(), FRAME[0], FRAME[3], PIXEL)
    except OSError as error:
        yield f"No orthophoto: {error.strerror} in {images()}"
        return
    fields = {name: date.fromisoformat(value) if name in DAYS else value for name, value in wanted.items()}
    made = api.content.create(
        place, "geo_layer", wanted["layer_id"], kind="cog", is_base=True, shown=False,
        ground_resolution=PIXEL * 100, **fields,
    )  # fmt: skip
    api.content.transition(made, "publish")
    yield f"The orthophoto {wanted['title']!r}"
