"""Links in plone.restapi: what is read, and what may be written."""

from infostrada.core.errors import BadRequest
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.features.reading import layers
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.field import IGeoLinksField
from infostrada.geo.links.model import as_data
from infostrada.geo.links.model import from_data
from infostrada.geo.links.model import Link
from infostrada.geo.links.model import open_links
from infostrada.geo.links.operations import agreed
from infostrada.geo.links.operations import guard
from infostrada.geo.links.rules import Ask
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.interfaces import IFieldDeserializer
from plone.restapi.interfaces import IFieldSerializer
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


FOR_EDITORS = ("by", "closed_by", "reason", "note", "until", "confirmed")
RESTORE = "infostrada.geo: Restore links with their snapshots"


class LinksField:
    """Holds what both directions are asked with."""

    def __init__(self, field: Any, context: Any, request: Any) -> None:
        self.field = field
        self.context = context
        self.request = request


@adapter(IGeoLinksField, IDexterityContent, Interface)
@implementer(IFieldSerializer)
class LinksSerializer(LinksField):
    """Links with their snapshots.

    Editors get all of them. Others get the open ones of layers they may see, without the names
    of the people who made them.
    """

    def __call__(self) -> list[dict[str, Any]]:
        links = IGeoLinks(self.context).geo_links
        if not links or api.user.has_permission("Modify portal content", obj=self.context):
            return [as_data(link) for link in links]
        seen = {layer["layer"] for layer in layers(principals())}
        return [_public(link) for link in open_links(links) if link.layer in seen]


@adapter(IGeoLinksField, IDexterityContent, Interface)
@implementer(IFieldDeserializer)
class LinksDeserializer(LinksField):
    """Takes the links a record shall have: `[{"business_id", "role", "layer", "note"}]`.

    Open links not named are closed. An import by an operator may bring whole links with their
    snapshots; from everybody else snapshots come from the store only.
    """

    def __call__(self, value: Any) -> tuple[Link, ...]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise _malformed()
        whole = bool(value) and all("snapshot" in each for each in value)
        if whole and api.user.has_permission(RESTORE, obj=self.context):
            return tuple(_restored(each) for each in value)
        asks = [ask(each) for each in value if not each.get("until")]
        current = IGeoLinks(self.context).geo_links
        wanted = agreed(current, asks)
        if wanted != current:
            guard(self.context)
        return wanted


def _public(link: Link) -> dict[str, Any]:
    return {name: value for name, value in as_data(link).items() if name not in FOR_EDITORS}


def ask(data: dict[str, Any]) -> Ask:
    """One wanted link of a JSON body; BadRequest for values that are not texts."""
    texts = {
        "business_id": data.get("business_id"),
        "role": data.get("role", "subject"),
        "note": data.get("note", ""),
    }
    layer = data.get("layer")
    if not all(isinstance(text, str) for text in (*texts.values(), layer or "")):
        raise _malformed()
    return Ask(layer=layer or None, **texts)


def _restored(data: dict[str, Any]) -> Link:
    try:
        return from_data(data)
    except (KeyError, TypeError) as error:
        raise _malformed() from error


def _malformed() -> BadRequest:
    return BadRequest(
        _("Links are a list of objects with business_id, and optionally role, layer and note."),
        field="geo_links",
        reason="malformed",
    )
