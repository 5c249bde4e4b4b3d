"""The harvester's file, its digest, and the catalogue in JSON-LD."""

from infostrada.site.bip.opendata.datasets import datasets
from infostrada.site.bip.opendata.popolo import Council
from infostrada.site.bip.opendata.popolo import popolo
from infostrada.site.bip.opendata.rules import catalogue
from infostrada.site.bip.opendata.rules import harvest_xml
from infostrada.site.bip.opendata.rules import md5_of
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.rows import public_rows
from infostrada.site.units.lookup import unit_of
from Products.Five.browser import BrowserView
from typing import Any

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


class PopoloJson(BrowserView):
    """`popolo.json`: the council, its sessions and votes by name."""

    def __call__(self) -> str:
        """The document."""
        self.request.response.setHeader("Content-Type", "application/json; charset=utf-8")
        unit = unit_of(self.context)
        council = Council(
            unit.unit_id,
            unit.title,
            self.context.absolute_url(),
            *(self._values(name) for name in ("term", "session", "vote")),
        )
        return json.dumps(popolo(council), ensure_ascii=False, indent=1)

    def _values(self, name: str) -> tuple[tuple[str, Any], ...]:
        unit = unit_of(self.context).unit_id
        url = self.request.physicalPathToURL
        return tuple((url(row.path.split("/")), row.values) for row in public_rows(KINDS[name], unit))
