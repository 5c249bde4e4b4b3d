"""Board and editions as JSON: each public page's twin at the same address."""

from infostrada.site.participation.budget.editions.content import Pool
from infostrada.site.participation.budget.editions.interfaces import IBudgetBoard
from infostrada.site.participation.budget.editions.interfaces import IBudgetEdition
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from plone import api
from plone.restapi.interfaces import ISerializeToJson
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


def editions_of(board: Any) -> list[Any]:
    """Editions the visitor may see, the newest first."""
    seen = [
        edition
        for edition in board.objectValues()
        if IBudgetEdition.providedBy(edition) and api.user.has_permission("View", obj=edition)
    ]
    return sorted(seen, key=lambda edition: (-edition.year, edition.title))


def pool_json(edition: Any, pool: Pool) -> dict[str, Any]:
    """A pool with its result in short and the addresses of its files."""
    result, figures, url = pool.read("result"), pool.read("figures"), edition.absolute_url()
    files = zip(("ballots", "parameters", "result", "figures"), pool.files(), strict=True)
    return {
        "@id": f"{url}/@@pool/{pool.name}",
        "name": pool.name,
        "title": pool.title,
        "voters": result["voters"],
        "budget": result["budget"],
        "left": result["left"],
        "funded": result["funded"],
        "topped_up": result["topped_up"],
        "without_winner": result["without_winner"],
        "agreement": figures["agreement"],
        "result_sha256": result["sha256"],
        "parameters_sha256": result["parameters_sha256"],
        "files": {part: file_json(file, f"{url}/@@pool-file/{file.sha256}") for part, file in files},
    }


@implementer(ISerializeToJson)
@adapter(IBudgetEdition, Interface)
class EditionSerializer(RecordSerializer):
    """An edition with its pools."""

    def own(self, record: Any) -> dict[str, Any]:
        return {
            "year": record.year,
            "published_at": iso(record.published_at),
            "pools": [pool_json(record, pool) for pool in record.pools],
            "waiting": [pool.name for pool in record.waiting],
            "job": record.counting_job if record.waiting else None,
        }


@implementer(ISerializeToJson)
@adapter(IBudgetBoard, Interface)
class BoardSerializer(RecordSerializer):
    """The editions the visitor may see."""

    def own(self, record: Any) -> dict[str, Any]:
        return {
            "items": [
                {"@id": e.absolute_url(), "title": e.title, "year": e.year, "pools": len(e.pools)}
                for e in editions_of(record)
            ]
        }
