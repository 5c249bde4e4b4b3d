"""The OpenAPI document is valid, and tells of every service there is."""

from infostrada.core.openapi.document import document
from infostrada.core.openapi.document import found
from openapi_spec_validator import validate

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
