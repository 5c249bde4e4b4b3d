"""A plan as JSON, without its classes."""

from infostrada.site.records.plan.interfaces import IPlan
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from typing import Any
from zope.component import adapter
from zope.interface import Interface


@adapter(IPlan, Interface)
class PlanSerializer(RecordSerializer):
    """A version of the plan without its classes, which have a service of their own."""

    def own(self, record: Any) -> dict[str, Any]:
        """When the version binds and how many classes it has."""
        return {
            "source": record.source,
            "file_name": record.file_name,
            "valid_from": iso(record.valid_from),
            "valid_to": iso(record.valid_to),
            "basic_mode": record.basic_mode,
            "exceptions": record.exceptions(),
            "exceptions_basis": record.exceptions_basis,
            "classes_total": len(record),
            "approved_by": record.approved_by._asdict() if record.approved_by else None,
        }
