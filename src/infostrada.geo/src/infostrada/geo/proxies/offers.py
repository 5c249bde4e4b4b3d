"""Ask a layer's service what it offers, and take names from its answer."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import Unavailable
from infostrada.geo import _
from infostrada.geo.layers.content import IGeoLayerSchema
from infostrada.geo.layers.sources import source_of
from infostrada.geo.proxies.capabilities import get_capabilities
from infostrada.geo.proxies.capabilities import Offer
from infostrada.geo.proxies.capabilities import offer_of
from infostrada.geo.proxies.capabilities import VERSIONS
from infostrada.geo.proxies.client import fetch
from infostrada.geo.proxies.pictures import allowed
from typing import Any
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


DOCUMENTS = ("text/xml", "application/xml", "application/vnd.ogc.wms_xml")


def offer_to(layer: Any) -> Offer:
    """What the service of a layer offers; Forbidden for its host, Unavailable when it does not answer with that."""
    kept = fetch(allowed(get_capabilities(layer.kind, source_of(layer))), DOCUMENTS)
    try:
        return offer_of(layer.kind, kept.body)
    except ValueError as error:
        raise Unavailable(_("The outside service does not answer."), reason="remote_unreadable") from error


def choose(layer: Any, names: tuple[str, ...]) -> None:
    """Take these names, in the order of the service; BadRequest for one it does not offer.

    With them come its version and a format it draws in, where the layer's own are not those it speaks.
    """
    offer = offer_to(layer)
    chosen = [each.name for each in offer.layers if each.name in names]
    if not chosen or set(chosen) != set(names) or (layer.kind != "wms" and len(chosen) > 1):
        raise BadRequest(_("Choose layers the service offers."), field="names", reason="unknown_names")
    text = ",".join(chosen)
    if len(text) > IGeoLayerSchema.getDescriptionFor("remote_name").max_length:
        raise BadRequest(_("These are too many names for one layer."), field="names", reason="too_long")
    layer.remote_name = text
    if offer.version in VERSIONS[layer.kind]:
        layer.remote_version = offer.version
    drawn = [
        each
        for each in offer.formats
        if each in IGeoLayerSchema.getDescriptionFor("remote_format").vocabulary
    ]
    if drawn and layer.remote_format not in drawn:
        layer.remote_format = drawn[0]
    notify(ObjectModifiedEvent(layer))
