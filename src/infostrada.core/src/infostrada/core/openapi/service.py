"""``GET @openapi``: the document, for anybody."""

from infostrada.core.openapi.document import document
from plone import api
from plone.restapi.services import Service
from typing import Any


class OpenAPIGet(Service):
    """`GET @openapi`: this document."""

    def reply(self) -> dict[str, Any]:
        """OpenAPI 3.1."""
        return document(api.portal.get().absolute_url())
