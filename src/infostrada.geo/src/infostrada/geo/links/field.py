"""The schema field that holds links."""

from infostrada.geo.links.model import Link
from zope.interface import implementer
from zope.interface import Interface
from zope.schema import Field
from zope.schema.interfaces import IField
from zope.schema.interfaces import WrongType


class IGeoLinksField(IField):
    """A tuple of `Link`."""


@implementer(IGeoLinksField)
class GeoLinksField(Field):
    """Holds a tuple of `Link`, closed ones included."""

    def _validate(self, value: object) -> None:
        super()._validate(value)
        if not isinstance(value, tuple) or not all(isinstance(each, Link) for each in value):
            raise WrongType(value, Link, self.__name__)


class IGeoLinksWidget(Interface):
    """The form widget of the field."""
