"""A project as JSON: what everybody may know, never the author's address or the supporters' names."""

from infostrada.site.participation.budget.projects.interfaces import IBudgetProject
from infostrada.site.participation.budget.projects.operations import is_late
from infostrada.site.participation.budget.projects.operations import supported_by
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.workflow import state_of
from plone.restapi.interfaces import ISerializeToJson
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


def project_json(project: Any) -> dict[str, Any]:
    """A project in a list."""
    return {
        "@id": project.absolute_url(),
        "number": project.number,
        "title": project.title,
        "pool": project.pool,
        "state": state_of(project),
        "cost": project.cost,
        "order": project.order or None,
    }


def works_json(project: Any) -> dict[str, Any]:
    """Money and works of a winning project; whole złoty."""
    last = project.money[-1] if project.money else None
    return {
        **project_json(project),
        "planned": project.cost,
        "act": last.act if last else 0,
        "contracted": last.contracted if last else 0,
        "paid": last.paid if last else 0,
        "percent": last.percent if last else 0,
        "delay": last.delay if last else "",
        "as_of": iso(last.at) if last else None,
        "owner_unit": project.owner_unit,
        "case_sign": project.case_sign,
        "late": is_late(project),
        "milestones": [
            {"title": stone.title, "planned_on": iso(stone.planned_on), "done_on": iso(stone.done_on)}
            for stone in project.milestones
        ],
    }


@implementer(ISerializeToJson)
@adapter(IBudgetProject, Interface)
class ProjectSerializer(RecordSerializer):
    """A project with its card, its history and its works."""

    def own(self, record: Any) -> dict[str, Any]:
        url = record.absolute_url()
        return {
            **works_json(record),
            "summary": record.description,
            "body": record.body,
            "place": record.place,
            "lines": [{**line._asdict(), "cost": line.cost} for line in record.lines],
            "supporters": supported_by(record),
            "photos": [{**file_json(p.file, f"{url}/@@photo/{p.file.sha256}"), "alt": p.alt} for p in record.photos],
            "attachments": [
                {**file_json(item.file, f"{url}/@@photo/{item.file.sha256}"), "title": item.title, "alt": item.alt,
                 "at": iso(item.at)}
                for item in record.attachments
            ],
            "card": [verdict._asdict() for verdict in record.card],
            "steps": [
                {"at": iso(step.at), "action": step.action, "who": step.who, "note": step.note}
                for step in record.steps
            ],
            "money": [{**figures._asdict(), "at": iso(figures.at)} for figures in record.money],
        }  # fmt: skip
