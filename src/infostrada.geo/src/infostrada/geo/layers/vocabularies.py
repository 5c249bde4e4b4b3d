"""Choices of the layer's form."""

from infostrada.geo import _
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


# The map in the browser knows these names (front/src/styles.js).
SYMBOLS = (
    ("parcel", _("Parcel")),
    ("building", _("Building")),
    ("road", _("Road")),
    ("water", _("Water")),
    ("address", _("Address point")),
    ("area", _("Area")),
)


@provider(IVocabularyFactory)
def symbols(_context: object) -> SimpleVocabulary:
    """Symbols a layer can be drawn with."""
    return SimpleVocabulary([SimpleTerm(name, name, title) for name, title in SYMBOLS])
