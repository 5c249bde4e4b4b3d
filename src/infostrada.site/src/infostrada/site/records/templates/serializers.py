"""A template as JSON."""

from infostrada.site.records.documents.serializers import versions_json
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.templates.filling import texts_of
from infostrada.site.records.templates.interfaces import ITemplate
from infostrada.site.records.templates.office import read_office
from infostrada.site.records.templates.rules import fields_in
from typing import Any
from zope.component import adapter
from zope.interface import Interface


@adapter(ITemplate, Interface)
class TemplateSerializer(RecordSerializer):
    """A template with its fields and versions."""

    def own(self, record: Any) -> dict[str, Any]:
        """What it is for, the fields of its newest version, all versions."""
        fields = fields_in(texts_of(read_office(record.latest.file.data)))
        return {
            "document_kind": record.document_kind,
            "classes": list(record.classes),
            "fields": [field._asdict() for field in fields],
            "versions": versions_json(record),
        }
