"""The harvester's file, its digest, and the catalogue in JSON-LD."""

from infostrada.site.bip.opendata.datasets import datasets
from infostrada.site.bip.opendata.rules import catalogue
from infostrada.site.bip.opendata.rules import harvest_xml
from infostrada.site.bip.opendata.rules import md5_of
from infostrada.site.units.lookup import unit_of
from Products.Five.browser import BrowserView

import json


class HarvestXml(BrowserView):
    """`dane-gov-pl.xml`."""

    def __call__(self) -> bytes:
        """The file."""
        self.request.response.setHeader("Content-Type", "application/xml; charset=utf-8")
        return harvest_xml(datasets(self.context))


class HarvestMd5(BrowserView):
    """`dane-gov-pl.xml.md5`."""

    def __call__(self) -> str:
        """32 digits."""
        self.request.response.setHeader("Content-Type", "text/plain; charset=utf-8")
        return md5_of(harvest_xml(datasets(self.context)))


class Catalogue(BrowserView):
    """`catalog.jsonld`: DCAT-AP."""

    def __call__(self) -> str:
        """The catalogue."""
        self.request.response.setHeader("Content-Type", "application/ld+json; charset=utf-8")
        place, unit = self.context, unit_of(self.context)
        url = f"{place.absolute_url()}/catalog.jsonld"
        made = catalogue(f"{place.title}, {unit.title}", unit.title, url, datasets(place))
        return json.dumps(made, ensure_ascii=False, indent=2)
