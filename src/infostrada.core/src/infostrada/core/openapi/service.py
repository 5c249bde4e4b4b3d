"""``GET @openapi``: the document, for anybody."""

from infostrada.core.openapi.document import document
from infostrada.core.rest import Service
from plone import api
from typing import Any


class OpenAPIGet(Service):
    """`GET @openapi`: this document."""

    def reply(self) -> dict[str, Any]:
        """OpenAPI 3.1."""
        return document(api.portal.get().absolute_url())
