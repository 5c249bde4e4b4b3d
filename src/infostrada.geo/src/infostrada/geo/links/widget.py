"""The form widget of links: identifiers in a text field, checked; the map only helps to fill it."""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.core.errors import Problem
from infostrada.geo.browser.widget import GeoWidget
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.field import IGeoLinksField
from infostrada.geo.links.field import IGeoLinksWidget
from infostrada.geo.links.model import Link
from infostrada.geo.links.model import open_links
from infostrada.geo.links.model import ROLES
from infostrada.geo.links.operations import agreed
from infostrada.geo.links.operations import guard
from infostrada.geo.links.rules import Ask
from infostrada.geo.links.rules import asks_of
from infostrada.geo.links.vocabularies import ROLE_TITLES
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form.converter import BaseDataConverter
from z3c.form.converter import FormatterValidationError
from z3c.form.interfaces import IAddForm
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFormLayer
from z3c.form.interfaces import IWidget
from z3c.form.widget import FieldWidget
from zope.component import adapter
from zope.interface import implementer
from zope.interface import implementer_only

import re


SEPARATORS = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Wish:
    """What was sent: names to add in a role, and links to end."""

    names: tuple[str, ...] = ()
    role: str = "subject"
    ended: tuple[str, ...] = ()


class IGeoLinksFormWidget(IGeoLinksWidget, IWidget):
    """Widget for `GeoLinksField`."""


@implementer_only(IGeoLinksFormWidget)
class GeoLinksWidget(GeoWidget):
    """Works without scripts; with them, a map and a search box fill the text field."""

    klass = "geo-links-widget"
    css = "geo-links"
    input_template = ViewPageTemplateFile("templates/input.pt")
    display_template = ViewPageTemplateFile("templates/display.pt")

    def sent(self, form: Mapping[str, Any]) -> Wish:
        """Names to link, and links to end."""
        ended = form.get(f"{self.name}.ended", ())
        return Wish(
            names=tuple(filter(None, SEPARATORS.split(str(form.get(self.name, ""))))),
            role=str(form.get(f"{self.name}.role", ROLES[0])),
            ended=(ended,) if isinstance(ended, str) else tuple(map(str, ended)),
        )

    @property
    def links(self) -> tuple[Link, ...]:
        """The open links of the record that is edited or shown."""
        return open_links(current_links(self))

    @property
    def wish(self) -> Wish:
        """What was sent, to be shown again beside an error."""
        return self.value if isinstance(self.value, Wish) else Wish()

    @property
    def roles(self) -> list[dict[str, Any]]:
        """Choices of the role of new links."""
        return [
            {"name": name, "title": ROLE_TITLES[name], "selected": name == self.wish.role} for name in ROLES
        ]

    def role_title(self, name: str) -> Any:
        """A role in words."""
        return ROLE_TITLES[name]

    @property
    def config_url(self) -> str:
        """Address of the settings of the map to pick from."""
        root = api.portal.get_navigation_root(api.portal.get())
        return f"{root.absolute_url()}/@@geo/config?pick=1"


@adapter(IGeoLinksField, IFormLayer)
@implementer(IFieldWidget)
def geo_links_widget(field: Any, request: Any) -> Any:
    """The widget of a links field."""
    return FieldWidget(field, GeoLinksWidget(request))


@adapter(IGeoLinksField, IGeoLinksFormWidget)
class GeoLinksConverter(BaseDataConverter):
    """Between the links of a record and what the form sends."""

    def toWidgetValue(self, value: Any) -> Any:
        """The widget reads the links from the record itself."""
        return value

    def toFieldValue(self, value: Any) -> tuple[Link, ...]:
        """The links after the wish; an error says which identifiers are unknown."""
        current = current_links(self.widget)
        if not isinstance(value, Wish):
            return current
        kept = asks_of(link for link in current if link.link_id not in value.ended)
        new = [Ask(name, value.role) for name in value.names]
        try:
            wanted = agreed(current, [*kept, *new])
            if wanted != current and not IAddForm.providedBy(self.widget.form):
                guard(self.widget.context)
        except Problem as refusal:
            raise FormatterValidationError(refusal.message, value) from refusal
        return wanted


def current_links(widget: Any) -> tuple[Link, ...]:
    """Links of the form's record; an add form has none, its context is the container."""
    if IAddForm.providedBy(widget.form):
        return ()
    record = IGeoLinks(widget.context, None)
    return record.geo_links if record is not None else ()
