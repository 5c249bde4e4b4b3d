"""Regulation and living edition as JSON; what a page shows and no more."""

from infostrada.site.participation.budget.editions.serializers import pool_json
from infostrada.site.participation.budget.projects.serializers import project_json
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRegulation
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRound
from infostrada.site.participation.budget.rounds.operations import projects_of
from infostrada.site.participation.budget.terms.rules import terms_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from plone import api
from plone.restapi.interfaces import ISerializeToJson
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


@implementer(ISerializeToJson)
@adapter(IBudgetRegulation, Interface)
class RegulationSerializer(RecordSerializer):
    """A standing resolution."""

    def own(self, record: Any) -> dict[str, Any]:
        return {
            "resolution": record.resolution,
            "adopted_on": iso(record.adopted_on),
            "rules": record.rules(),
        }


@implementer(ISerializeToJson)
@adapter(IBudgetRound, Interface)
class RoundSerializer(RecordSerializer):
    """A living edition with its terms, projects and, once certified, results."""

    def own(self, record: Any) -> dict[str, Any]:
        seen = [p for p in projects_of(record) if api.user.has_permission("View", obj=p)]
        return {
            "year": record.year,
            "terms": terms_json(record.terms()),
            "floor": record.terms().floor,
            "amount": record.terms().amount,
            "frozen_at": iso(record.frozen_at),
            "frozen_sha256": record.frozen_sha256,
            "frozen": f"{record.absolute_url()}/@@terms.json" if record.frozen_json else None,
            "commission": [member.name for member in record.commission],
            "certified_at": iso(record.certified_at),
            "published_at": iso(record.published_at),
            "projects": [project_json(p) for p in seen],
            "pools": [pool_json(record, pool) for pool in record.pools],
        }
