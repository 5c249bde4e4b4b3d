"""REST: the places of a record. `GET`, `POST` and `DELETE` of `@places`."""

from infostrada.core.addressed import TakesNames
from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.core.errors import Problem
from infostrada.core.errors.views import as_json
from infostrada.core.record.access import principals
from infostrada.core.rest import Service
from infostrada.geo import _
from infostrada.geo.links.model import as_data
from infostrada.geo.links.operations import link
from infostrada.geo.links.operations import unlink
from infostrada.geo.links.reading import links
from infostrada.geo.links.serializers import ask
from infostrada.geo.links.succession import about
from infostrada.geo.links.succession import confirm
from infostrada.geo.links.succession import pending
from infostrada.geo.links.succession import Standing
from infostrada.geo.links.succession import standings
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import json_body
from typing import Any
from zope.interface import alsoProvides


class PlacesGet(Service):
    """The open links the asker may see, each as linked (geometry in CRS84) and as it stands now."""

    def reply(self) -> dict[str, Any]:
        """A list of links; records the asker may not view are not reached at all."""
        found = links(principals(), uid=self.context.UID())
        now = {standing.link.link_id: standing for standing in standings(self.context)}
        for each in found:
            each.pop("path")
            if standing := now.get(each["link_id"]):
                each["now"] = as_now(standing)
        return {"@id": f"{self.context.absolute_url()}/@places", "items": found}


class WritingService(Service):
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


class PlacesDelete(TakesNames, WritingService):
    """End a link: `DELETE @places/{link_id}`, with `{"reason"}`; it stays in the history."""

    def write(self) -> None:
        """Close the link; 204."""
        if not self.name:
            raise NotFound(_("There is no such service."), reason="unknown_service")
        reason = json_body(self.request).get("reason", "")
        if not isinstance(reason, str):
            raise BadRequest(_("The reason must be text."), field="reason", reason="malformed")
        unlink(self.context, [self.name], reason)
        self.request.response.setStatus(204)


class SuccessorsGet(Service):
    """Records below this part of the site whose places were split or merged and wait for somebody."""

    def reply(self) -> dict[str, Any]:
        """At most 200 links, newest records first."""
        found = pending("/".join(self.context.getPhysicalPath()), principals())
        for each in found:
            each["url"] = self.request.physicalPathToURL(each.pop("path"))
        return {"@id": f"{self.context.absolute_url()}/@places-successors", "items": found}


class SuccessorsPost(WritingService):
    """Confirm: `{"link_id", "successors": [names]}`; each becomes a link in the same role."""

    def write(self) -> dict[str, Any]:
        """All open links afterwards."""
        body = json_body(self.request)
        link_id, names = body.get("link_id"), body.get("successors")
        if (
            not isinstance(link_id, str)
            or not isinstance(names, list)
            or not all(isinstance(n, str) for n in names)
        ):
            raise BadRequest(
                _("Say which link, and its successors as a list of names."),
                field="successors",
                reason="malformed",
            )
        made = confirm(self.context, link_id, names)
        return {"items": [as_data(each) for each in made if each.is_open]}


class AboutGet(Service):
    """`@records-about?layer=&name=`: records about a feature and about what it came from."""

    def reply(self) -> dict[str, Any]:
        """At most 200 links; `through_lineage` says that the record was linked to an ancestor."""
        layer, name = (self.request.form.get(key) for key in ("layer", "name"))
        if (
            not isinstance(layer, str)
            or not isinstance(name, str)
            or not layer
            or not name
            or "\0" in layer + name
        ):
            raise BadRequest(_("Say which layer and which feature."), field="name", reason="missing")
        found = about(layer, name)
        for each in found:
            each["url"] = self.request.physicalPathToURL(each.pop("path"))
        return {"@id": f"{self.context.absolute_url()}/@records-about", "items": found}


def as_now(standing: Standing) -> dict[str, Any]:
    """What stands for a linked feature now, for JSON; shares are parts of the area as linked."""
    return {
        "state": standing.state,
        "confirmed": standing.link.confirmed,
        "pending": standing.pending,
        "features": [
            {
                "fid": f"{each.ns}:{each.local_id}",
                "business_id": each.business_id,
                "version": each.version,
                "share": None if each.share is None else round(each.share, 4),
            }
            for each in standing.now
        ],
    }
