"""The OpenAPI document is valid, and tells of every service there is."""

from infostrada.core.openapi.document import document
from infostrada.core.openapi.document import found
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
