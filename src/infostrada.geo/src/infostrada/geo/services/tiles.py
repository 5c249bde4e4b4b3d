"""Vector tiles by address: grid, zoom, row, column as in OGC API Tiles (20-057)."""

from collections.abc import Mapping
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import MVT
from infostrada.geo.services.answer import word
from infostrada.geo.services.asking import period_in
from infostrada.geo.tiles.cutting import tile
from typing import Any


def vector_tile(
    layer: str,
    grid: str,
    place: tuple[str, str, str],
    form: Mapping[str, Any],
    known: str | None,
    who: Principals | None = None,
    tid: int | None = None,
) -> Answer:
    """A tile; when the asker's revision is current it is not cut again. `tid` as in `cutting.tile`."""
    if not all(part.isascii() and part.isdigit() and len(part) < 8 for part in place):
        raise NotFound(_("There is no such tile."), reason="unknown_tile")
    zoom, row, column = (int(part) for part in place)
    held = int(known) if known and known.isascii() and known.isdigit() else -1
    cut = tile(
        layer,
        grid,
        (zoom, row, column),
        who or principals(),
        teryt=word(form, "teryt") or "",
        known=min(held, 2**62),
        period=period_in(form),
        tid=tid,
    )
    return Answer(
        cut.data,
        MVT,
        revision=str(cut.revision),
        public=cut.public,
        unchanged=cut.revision == held,
    )
