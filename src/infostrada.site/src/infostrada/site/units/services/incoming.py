"""Read what a client sent, naming the field that cannot be read."""

from datetime import date
from infostrada.core.bodies import body_of
from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.site import _
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zope.interface import alsoProvides


class Incoming:
    """The JSON body of a request."""

    def __init__(self, request: Any) -> None:
        # a foreign page cannot send JSON with our Accept header, so no token is asked for
        alsoProvides(request, IDisableCSRFProtection)
        self.data = body_of(request)

    def text(self, name: str, default: str = "") -> str:
        """A text, stripped."""
        value = self.data.get(name, default)
        if not isinstance(value, str):
            raise BadRequest(_("This has to be a text."), field=name, reason="type")
        return value.strip()

    def flag(self, name: str) -> bool:
        """True or false; false when absent."""
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            raise BadRequest(_("This has to be true or false."), field=name, reason="type")
        return value

    def words(self, name: str) -> frozenset[str]:
        """A list of texts; empty when absent."""
        value = self.data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise BadRequest(_("This has to be a list of texts."), field=name, reason="type")
        return frozenset(value)

    def day(self, name: str) -> date | None:
        """A date written YYYY-MM-DD; None when absent."""
        value = self.data.get(name)
        if value in (None, ""):
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            message = _("A date is written YYYY-MM-DD.")
            raise BadRequest(message, field=name, reason="date") from None

    def required_day(self, name: str) -> date:
        """A date that has to be there."""
        value = self.day(name)
        if value is None:
            raise BadRequest(_("Give a date."), field=name, reason="required")
        return value


def one(names: tuple[str, ...]) -> str:
    """The one id behind a service's name in the URL; NotFound for none or more."""
    if len(names) != 1:
        raise NotFound()
    return names[0]


def found(thing: Any) -> Any:
    """The thing looked up; NotFound when there is none."""
    if thing is None:
        raise NotFound()
    return thing
