"""Plone's vocabularies of users and groups, narrowed to the asker's own units."""

from copy import copy
from infostrada.site.units.sight import current
from infostrada.site.units.sight import Sight
from plone.app.vocabularies.principals import GroupsFactory
from plone.app.vocabularies.principals import PrincipalsFactory
from plone.app.vocabularies.principals import PrincipalsVocabulary
from plone.app.vocabularies.principals import UsersFactory
from typing import Any


class Narrowed:
    """Mixed into Plone's factories; a stored value keeps its title whoever asks."""

    source: str
    sight: Sight

    def __call__(self, context: Any, query: str = "") -> PrincipalsVocabulary:
        # a copy, because the registered factory is shared by all threads
        asked = copy(self)
        asked.sight = current()
        return asked.build(context, query)

    def build(self, context: Any, query: str) -> PrincipalsVocabulary:
        """Plone's own vocabulary, of the triples that are kept."""
        vocabulary: PrincipalsVocabulary = super().__call__(context, query)  # type: ignore[misc]
        return vocabulary

    def use_principal_triple(self, principal_triple: tuple[str, str, str]) -> bool:
        """Keep the people and groups the asker may know of."""
        value = principal_triple[0]
        kind, colon, bare = value.partition(":")
        prefixed = self.source == "principal" and colon and kind in ("user", "group")
        return bool(self.sight.sees(bare if prefixed else value))


class NarrowedUsers(Narrowed, UsersFactory):
    """``plone.app.vocabularies.Users``."""


class NarrowedGroups(Narrowed, GroupsFactory):
    """``plone.app.vocabularies.Groups``."""


class NarrowedPrincipals(Narrowed, PrincipalsFactory):
    """``plone.app.vocabularies.Principals``."""


FACTORIES = {
    "plone.app.vocabularies.Users": NarrowedUsers,
    "plone.app.vocabularies.Groups": NarrowedGroups,
    "plone.app.vocabularies.Principals": NarrowedPrincipals,
}
