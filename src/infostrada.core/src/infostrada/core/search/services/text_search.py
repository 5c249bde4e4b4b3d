"""`GET <context>/@text-search?q=…`: full text at and below the context."""

from infostrada.core.errors import BadRequest
from infostrada.core.queries import whole
from infostrada.core.record.access import principals
from infostrada.core.record.brains import brain_of
from infostrada.core.rest import Service
from infostrada.core.search.finding import find
from infostrada.core.search.finding import Hit
from plone import api
from plone.restapi.serializer.converters import json_compatible
from Products.CMFCore.permissions import AccessInactivePortalContent
from typing import Any


class TextSearchGet(Service):
    """Parameters: `q`, `types` (repeatable), `b_start`, `b_size` (at most 100).

    An excerpt is a list of pieces, each with `text` and `marked`. `meant` is the question that was answered when the
    one asked finds nothing and looks mistyped.
    """

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        text = form.get("q", "")
        if not isinstance(text, str) or not text.strip():
            raise BadRequest(field="q", reason="required")
        types = form.get("types", ())
        answer = find(
            text,
            principals(),
            below="/".join(self.context.getPhysicalPath()),
            types=[types] if isinstance(types, str) else types,
            start=whole(form, "b_start", 0),
            size=whole(form, "b_size", 20),
            forgiving=True,
            inactive=api.user.has_permission(AccessInactivePortalContent, obj=self.context),
        )
        return {
            "@id": f"{self.context.absolute_url()}/@text-search",
            "items": [self._item(hit) for hit in answer.hits],
            "items_total": answer.total,
            "items_total_is_minimum": answer.more,
            "meant": answer.meant,
        }

    def _item(self, hit: Hit) -> dict[str, Any]:
        brain = brain_of(hit.row, api.portal.get_tool("portal_catalog"))
        return {
            "@id": brain.getURL(),
            "@type": hit.row["type"],
            "UID": hit.row["uid"],
            "title": hit.row["title"],
            "description": hit.row["description"],
            "review_state": hit.row["state"],
            "unit": hit.row["unit"],
            "modified": json_compatible(hit.row["modified"]),
            "excerpt": [{"text": piece.text, "marked": piece.marked} for piece in hit.excerpt],
        }
