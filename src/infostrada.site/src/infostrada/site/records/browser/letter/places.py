"""Towns and streets for whoever registers the next letter."""

from infostrada.site.records.correspondence.places import known_places
from Products.Five import BrowserView

import json


class FindPlaces(BrowserView):
    """`@@find-places`: places of the last letters and of parties the visitor may see, as JSON; `?postcode=` asks for one code."""

    def __call__(self) -> str:
        """The list; never kept by a cache."""
        answer = self.request.response
        answer.setHeader("Content-Type", "application/json")
        answer.setHeader("Cache-Control", "no-store")
        asked = str(self.request.form.get("postcode", ""))[:20]
        return json.dumps(known_places(self.context.unit_id, asked), ensure_ascii=False)
