"""The layer's row in SQL, written by the side index in the transaction that changes the layer."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.geo.interfaces import IGeoLayer
from infostrada.geo.layers.sources import source_of
from infostrada.geo.layers.sources import STORE
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.lifecycleevent.interfaces import IObjectCopiedEvent


TABLE = "geo.layer_listing"
register_listing_table(TABLE)


@implementer(IListingRow)
class LayerRow:
    """What statements need to know of a layer without waking its object."""

    def __init__(self, layer: Any) -> None:
        self.layer = layer

    def values(self) -> dict[str, Any]:
        """The columns of `geo.layer_listing`."""
        layer = self.layer
        return {
            "layer": layer.layer_id,
            "title": layer.title,
            "symbol": layer.symbol,
            "label": layer.label or "",
            "source": layer.source,
            "min_zoom": layer.min_zoom,
            "position": layer.position,
            "shown": bool(layer.shown),
            "linkable": bool(layer.linkable),
            "editable": bool(layer.editable),
            "kind": layer.kind or STORE,
            "is_base": bool(layer.is_base),
            "theme": layer.theme or "other",
            "opacity": 1.0 if layer.opacity is None else layer.opacity,
            "style": layer.style or [],
            "service": source_of(layer),
        }


@adapter(IGeoLayer)
@implementer(IListingRow)
def layer_row(layer: Any) -> LayerRow | None:
    """The row of a layer that has a name; a fresh copy has none yet."""
    return LayerRow(layer) if layer.layer_id else None


@adapter(IGeoLayer, IObjectCopiedEvent)
def forget_name(copy: Any, _event: Any) -> None:
    """A copied layer must not open the original's features under its own permissions."""
    copy.layer_id = ""
