"""Choices of the forms of registers."""

from infostrada.geo.registers.rules import KINDS
from infostrada.geo.registers.rules import OPERAT_KINDS
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


@provider(IVocabularyFactory)
def kinds(_context: object) -> SimpleVocabulary:
    """Kinds of registers."""
    return SimpleVocabulary([SimpleTerm(name, name, title) for name, title in KINDS])


@provider(IVocabularyFactory)
def operat_kinds(_context: object) -> SimpleVocabulary:
    """Kinds of documents."""
    return SimpleVocabulary([SimpleTerm(name, name, title) for name, title in OPERAT_KINDS])
