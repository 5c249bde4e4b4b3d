"""The roles of a link in words."""

from infostrada.geo import _
from infostrada.geo.links.model import ROLES
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


ROLE_TITLES = {
    "subject": _("is about it"),
    "affected": _("affects it"),
    "neighbour": _("is next to it"),
    "plan_of": _("is a plan of it"),
    "location_of": _("is located there"),
    "evidence_of": _("is evidence of it"),
}


@provider(IVocabularyFactory)
def roles(_context: object) -> SimpleVocabulary:
    """Roles a record may have towards a place."""
    return SimpleVocabulary([SimpleTerm(name, name, ROLE_TITLES[name]) for name in ROLES])
