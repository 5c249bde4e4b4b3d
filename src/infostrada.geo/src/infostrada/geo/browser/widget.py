"""What the add-on's form widgets share: a marker, two templates, files of the map's bundle."""

from collections.abc import Mapping
from infostrada.geo.browser.assets import address
from plone import api
from typing import Any
from z3c.form.browser.widget import HTMLFormElement
from z3c.form.interfaces import NO_VALUE
from z3c.form.widget import Widget


class GeoWidget(HTMLFormElement, Widget):
    """A widget of several fields; the hidden field `<name>-marker` says that the form held it."""

    input_template: Any
    display_template: Any

    def sent(self, form: Mapping[str, Any]) -> Any:
        """The widget's value from the fields of a form that held it."""
        raise NotImplementedError

    def extract(self, default: Any = NO_VALUE) -> Any:
        """What the form sent; nothing when the widget was not on it."""
        form = self.request.form
        return self.sent(form) if f"{self.name}-marker" in form else default

    def render(self) -> str:
        """The widget's HTML in its mode."""
        template = self.input_template if self.mode == "input" else self.display_template
        return str(template())

    def asset(self, name: str) -> str:
        """Address of a built file."""
        return address(api.portal.get().absolute_url(), name)
