"""Choices of the layer's form."""

from infostrada.geo import _
from infostrada.geo.layers.sources import KINDS
from infostrada.geo.layers.sources import THEMES
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


# Each has its drawing rules in styles/presets.py.
SYMBOLS = (
    ("parcel", _("Parcel")),
    ("building", _("Building")),
    ("road", _("Road")),
    ("water", _("Water")),
    ("address", _("Address point")),
    ("area", _("Area")),
    ("protected", _("Protected area")),
    ("plan", _("Plan zone")),
    ("monument", _("Monument")),
    ("network", _("Network")),
)


@provider(IVocabularyFactory)
def symbols(_context: object) -> SimpleVocabulary:
    """Symbols a layer can be drawn with."""
    return SimpleVocabulary([SimpleTerm(name, name, title) for name, title in SYMBOLS])


@provider(IVocabularyFactory)
def kinds(_context: object) -> SimpleVocabulary:
    """Where a layer may come from."""
    return SimpleVocabulary([SimpleTerm(name, name, title) for name, title in KINDS])


@provider(IVocabularyFactory)
def themes(_context: object) -> SimpleVocabulary:
    """What a layer says about a place."""
    return SimpleVocabulary([SimpleTerm(name, name, title) for name, title in THEMES])
