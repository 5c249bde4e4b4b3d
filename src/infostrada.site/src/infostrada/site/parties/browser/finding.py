"""Suggestions for the field of a form that names a party."""

from infostrada.site.desk.words import word
from infostrada.site.parties.picking import nobody_yet
from infostrada.site.parties.picking import suggestions
from Products.Five import BrowserView

import json


class FindParties(BrowserView):
    """`@@find-parties?q=`: at most ten parties of the unit as JSON; what the form's script asks.

    With `new=1` the ways to enter somebody new follow, without a `uid`; with `complete=1` a given name begun is completed for them.
    """

    def __call__(self) -> str:
        """The list; never kept by a cache."""
        answer = self.request.response
        answer.setHeader("Content-Type", "application/json")
        answer.setHeader("Cache-Control", "no-store")
        words = str(self.request.form.get("q", ""))
        found = suggestions(self.context, words)
        if self.request.form.get("new"):
            complete = bool(self.request.form.get("complete")) and not found
            found += [
                {"uid": "", "title": said, "where": word(where, self.request), "sender": sender}
                for said, where, sender in nobody_yet(words, complete=complete)
            ]
        return json.dumps(found, ensure_ascii=False)
