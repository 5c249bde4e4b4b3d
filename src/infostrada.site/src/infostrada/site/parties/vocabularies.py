"""Person or body."""

from infostrada.site import _
from typing import Any
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


@provider(IVocabularyFactory)
def kinds(context: Any) -> SimpleVocabulary:
    """Kinds of parties."""
    return SimpleVocabulary(
        [
            SimpleTerm("person", "person", _("party_person", default="Person")),
            SimpleTerm("body", "body", _("party_body", default="Body")),
        ]
    )
