"""Suggestions for the field of a form that names a party."""

from infostrada.site.parties.picking import suggestions
from Products.Five import BrowserView

import json


class FindParties(BrowserView):
    """`@@find-parties?q=`: at most ten parties of the unit as JSON; what the form's script asks."""

    def __call__(self) -> str:
        """The list; never kept by a cache."""
        answer = self.request.response
        answer.setHeader("Content-Type", "application/json")
        answer.setHeader("Cache-Control", "no-store")
        words = str(self.request.form.get("q", ""))
        return json.dumps(suggestions(self.context, words), ensure_ascii=False)
