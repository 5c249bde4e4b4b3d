"""A type of cases as JSON."""

from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.acts.serializers import basis_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.types.content import TypeVersion
from infostrada.site.records.types.interfaces import ICaseType
from typing import Any
from zope.component import adapter
from zope.interface import Interface


def version_json(version: TypeVersion, context: Any) -> dict[str, Any]:
    """A version with what it says."""
    given = version.definition
    return {
        "number": version.number,
        "made_at": iso(version.at),
        "author": version.actor._asdict(),
        "comment": version.comment,
        "class_symbol": given.class_symbol,
        "term": given.term,
        "fields": [field._asdict() for field in given.fields],
        "stages": list(given.stages),
        "checklist": list(given.checklist),
        "templates": list(given.templates),
        "basis": basis_json(given.basis, acts_of(context)),
        "system": given.system,
        "metryka": given.metryka,
        "exempt_basis": given.exempt_basis,
        "proof": given.proof,
    }


@adapter(ICaseType, Interface)
class CaseTypeSerializer(RecordSerializer):
    """A type with its versions, the newest last."""

    def own(self, record: Any) -> dict[str, Any]:
        """All versions."""
        return {"versions": [version_json(version, record) for version in record.versions]}
