"""The behavior `infostrada.geo.links` for any Dexterity type."""

from infostrada.geo import _
from infostrada.geo.links.field import GeoLinksField
from infostrada.geo.links.model import as_data
from infostrada.geo.links.model import from_data
from infostrada.geo.links.model import Link
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from typing import Any
from zope.interface import provider


@provider(IFormFieldProvider)
class IGeoLinks(model.Schema):
    """Links of a record to features on the map."""

    model.fieldset("place", label=_("Place"), fields=["geo_links"])
    geo_links = GeoLinksField(
        title=_("Parcels and other places"),
        description=_("What on the map this document is about."),
        required=False,
        default=(),
        missing_value=(),
    )


class GeoLinks:
    """Keeps the links on the object as plain data, so that history, copies and exports have them."""

    def __init__(self, context: Any) -> None:
        self.context = context

    @property
    def geo_links(self) -> tuple[Link, ...]:
        """All links in the order they were made, closed ones included."""
        return tuple(from_data(data) for data in getattr(self.context, "_geo_links", ()))

    @geo_links.setter
    def geo_links(self, links: tuple[Link, ...] | None) -> None:
        self.context._geo_links = tuple(as_data(link) for link in links or ())
