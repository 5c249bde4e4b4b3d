"""REST: the places of a record. `GET`, `POST` and `DELETE` of `@places`."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.core.errors import Problem
from infostrada.core.errors.views import as_json
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.links.model import as_data
from infostrada.geo.links.operations import link
from infostrada.geo.links.operations import unlink
from infostrada.geo.links.reading import links
from infostrada.geo.links.serializers import ask
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import json_body
from plone.restapi.services import Service
from typing import Any
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


class PlacesGet(Service):  # type: ignore[misc]
    """The open links the asker may see, each with the geometry it was made with (CRS84)."""

    def reply(self) -> dict[str, Any]:
        """A list of links; records the asker may not view are not reached at all."""
        found = links(principals(), uid=self.context.UID())
        for each in found:
            each.pop("path")
        return {"@id": f"{self.context.absolute_url()}/@places", "items": found}


class WritingService(Service):  # type: ignore[misc]
    """Answers a refusal as JSON. A JSON body cannot be sent by a foreign page's form."""

    def reply(self) -> Any:
        """The answer of `write`, or the refusal."""
        alsoProvides(self.request, IDisableCSRFProtection)
        try:
            return self.write()
        except Problem as problem:
            self.request.response.setStatus(problem.status)
            return as_json(problem, self.request)

    def write(self) -> Any:
        """What the service does."""
        raise NotImplementedError


class PlacesPost(WritingService):
    """Add a link: `{"business_id", "role", "layer", "note"}`; 201 with all open links."""

    def write(self) -> dict[str, Any]:
        """Link the record."""
        body = json_body(self.request)
        if not body.get("business_id"):
            raise BadRequest(_("Say which parcel or feature."), field="business_id", reason="missing")
        made = link(self.context, [ask(body)])
        self.request.response.setStatus(201)
        return {"items": [as_data(each) for each in made if each.is_open]}


@implementer(IPublishTraverse)
class PlacesDelete(WritingService):
    """End a link: `DELETE @places/{link_id}`, with `{"reason"}`; it stays in the history."""

    link_id = ""

    def publishTraverse(self, request: Any, name: str) -> "PlacesDelete":
        """The link's id."""
        self.link_id = name
        return self

    def write(self) -> None:
        """Close the link; 204."""
        if not self.link_id:
            raise NotFound(_("There is no such service."), reason="unknown_service")
        reason = json_body(self.request).get("reason", "")
        if not isinstance(reason, str):
            raise BadRequest(_("The reason must be text."), field="reason", reason="malformed")
        unlink(self.context, [self.link_id], reason)
        self.request.response.setStatus(204)
