"""``@units``: the region's units; ``@unit``: one unit's settings."""

from infostrada.core.rest import Service
from infostrada.site.units.operations import change_unit
from infostrada.site.units.operations import CHANGEABLE
from infostrada.site.units.operations import create_unit
from infostrada.site.units.operations import UnitData
from infostrada.site.units.serializers import unit_json
from infostrada.site.units.services.incoming import Incoming
from infostrada.site.units.services.making import made_once
from plone import api
from plone.restapi.batching import HypermediaBatch
from typing import Any


FIELDS = frozenset({"unit_id", *CHANGEABLE})


class UnitsGet(Service):
    """Units the visitor may see, by name."""

    def reply(self) -> dict[str, Any]:
        brains = api.content.find(portal_type="units_unit", sort_on="sortable_title")
        batch = HypermediaBatch(self.request, brains)
        items = [unit_json(brain.getObject()) for brain in batch]
        links = {"batching": batch.links} if batch.links else {}
        return {
            "@id": batch.canonical_url,
            "items": items,
            "items_total": batch.items_total,
            **links,
        }


class UnitsPost(Service):
    """A new unit."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request)
        data = UnitData(
            **{name: body.text(name, "other" if name == "kind" else "") for name in sorted(FIELDS)}
        )
        return unit_json(made_once(self.request, lambda: create_unit(self.context, data)))


class UnitGet(Service):
    """A unit's settings."""

    def reply(self) -> dict[str, Any]:
        return unit_json(self.context)


class UnitPatch(Service):
    """Changed settings; fields left out stay as they are."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request)
        change_unit(self.context, {name: body.text(name) for name in body.data})
        return unit_json(self.context)
