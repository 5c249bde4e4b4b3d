"""`@@iso19139` and `@@geodcat` of a layer."""

from infostrada.core.record.access import principals
from infostrada.geo.features.reading import layers
from infostrada.geo.metadata.dcat import geodcat
from infostrada.geo.metadata.iso import iso_xml
from infostrada.geo.metadata.record import Record
from infostrada.geo.metadata.record import record_of
from infostrada.geo.services.answer import as_json
from plone import api
from Products.Five.browser import BrowserView


class MetadataView(BrowserView):
    """The record of the layer."""

    def record(self) -> Record:
        """Gathered from the layer and the extent of its features."""
        found = {layer["layer"]: layer["extents"] for layer in layers(principals())}
        root = api.portal.get_navigation_root(self.context).absolute_url()
        return record_of(self.context, found.get(self.context.layer_id, {}), root)


class IsoView(MetadataView):
    """XML."""

    def __call__(self) -> bytes:
        """The record as ISO 19139."""
        self.request.response.setHeader("Content-Type", "application/xml; charset=utf-8")
        return iso_xml(self.record())


class DcatView(MetadataView):
    """JSON-LD."""

    def __call__(self) -> bytes:
        """The record as GeoDCAT-AP."""
        self.request.response.setHeader("Content-Type", "application/ld+json")
        return as_json(geodcat(self.record()))
