"""`GET <context>/@search`: Plone's own, its text judged first."""

from infostrada.core.errors import BadRequest
from infostrada.core.search.asked import TEXT
from plone.restapi.services.search.get import SearchGet as PloneSearchGet
from typing import Any


class SearchGet(PloneSearchGet):
    """Search the catalog and the side index by their indexes; BadRequest when the text is not one text."""

    def reply(self) -> Any:
        if not isinstance(self.request.form.get(TEXT, ""), str):
            raise BadRequest(field=TEXT, reason="bad_value")
        return super().reply()
