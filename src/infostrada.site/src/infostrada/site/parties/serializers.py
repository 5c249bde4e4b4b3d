"""Parties as JSON, with the PESEL masked."""

from infostrada.site.parties.interfaces import IPartyObject
from infostrada.site.parties.operations import FIELDS
from infostrada.site.parties.rules import Finding
from infostrada.site.parties.rules import masked
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.serializer.dxcontent import SerializeToJson
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


def party_json(party: Any) -> dict[str, Any]:
    """A party's data; who needs the whole PESEL asks ``@pesel`` and gives a reason."""
    values = {name: masked(name, getattr(party, name) or "") for name in FIELDS}
    return {"@id": party.absolute_url(), "title": party.title, **values}


def finding_json(finding: Finding) -> dict[str, str]:
    """A warning about an identifier."""
    return {
        "field": finding.kind,
        "reason": finding.reason,
        "expected": finding.expected,
        "found": finding.found,
    }


@implementer(ISerializeToJson)
@adapter(IPartyObject, Interface)
class MaskedParty(SerializeToJson):
    """Plone's own JSON of a party, with the PESEL masked too."""

    def __call__(self, version: str | None = None, include_items: bool = True) -> dict[str, Any]:
        answer: dict[str, Any] = super().__call__(version, include_items)
        answer["pesel"] = masked("pesel", answer["pesel"] or "")
        return answer
