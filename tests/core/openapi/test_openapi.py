"""The OpenAPI document is valid, and tells of every service there is."""

from infostrada.core.openapi.document import document
from infostrada.core.openapi.found import found
from infostrada.core.openapi.interfaces import IServiceSchemas
from openapi_spec_validator import validate
from zope.component import getUtilitiesFor

import inspect


def test_the_document_is_valid(portal):
    validate(document("http://localhost:8080"))


def test_every_service_stands_in_it(portal):
    told = document("http://localhost:8080")["paths"]
    ids = [
        operation["operationId"]
        for path in told.values()
        for method, operation in path.items()
        if method != "parameters"
    ]
    assert len(ids) == len(set(ids)) == len(found())
    assert "post" in told["/{section}/@entries"]
    assert told["/{document}/@versions"]["post"]["summary"].startswith("`POST <document>/@versions`")


def test_no_service_without_words(portal):
    assert [item for item in found() if not inspect.getdoc(item.factory)] == []


def test_no_name_means_two_schemas(portal):
    """Domains write their schemas apart, and the document has one place for a name."""
    names = [
        name
        for _name, offer in getUtilitiesFor(IServiceSchemas)
        for name in (*offer.schemas, *offer.services)
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_entity_tags_are_told_of_where_they_are_heeded(portal):
    told = document("http://localhost:8080")["paths"]

    def heeds(operation):
        named = [each["name"] for each in operation.get("parameters", ())]
        assert ("If-Match" in named) == ("412" in operation["responses"])
        return "If-Match" in named

    def tells(operation):
        return "ETag" in operation["responses"]["200"].get("headers", {})

    assert heeds(told["/{case}/@participants"]["post"])
    assert tells(told["/{case}/@participants"]["get"])
    # Acts on a record heed the tag of the record; nothing is changed where the metryka is read.
    assert heeds(told["/{case}/@officer"]["post"])
    assert heeds(told["/{document}/@versions"]["post"])
    assert heeds(told["/{partyobject}/@party"]["patch"])
    assert not heeds(told["/{unit}/@bulk"]["post"])
    assert not tells(told["/{case}/@metryka"]["get"])
    assert not any(
        heeds(operation) for path in told.values() for method, operation in path.items() if method == "get"
    )
