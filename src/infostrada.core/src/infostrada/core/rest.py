"""The base of the product's REST services."""

from infostrada.core.openapi.strangers import refuse_strangers
from plone.restapi.services import _no_content_marker
from plone.restapi.services import Service as PloneService
from typing import Any

import json


class Service(PloneService):
    """A service that refuses members of a body it does not know, and whose JSON is written without line breaks.

    Only without them Python's encoder is the one in C: the text of a long list takes half the time, and a seventh less is sent.
    """

    def render(self) -> Any:
        """The answer as JSON, names in order."""
        self.check_permission()
        refuse_strangers(self)
        content = self.reply()
        if content is _no_content_marker:
            return None
        self.request.response.setHeader("Content-Type", self.content_type)
        return json.dumps(content, sort_keys=True)
