"""What the profile cannot say in XML: the book of units, the PAS plugin, narrowed vocabularies."""

from infostrada.site.units.directory import UnitDirectory
from infostrada.site.units.groups import install as install_groups
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.principals import FACTORIES
from typing import Any
from zope.schema.interfaces import IVocabularyFactory


def install(portal: Any) -> None:
    """Make the site's book of units and switch the groups plugin on; safe to repeat."""
    manager = portal.getSiteManager()
    registered = manager.utilities.registered((), IUnitDirectory)
    if registered is None:
        manager.registerUtility(UnitDirectory(), IUnitDirectory)
    for name, factory in FACTORIES.items():
        # in the site, so that they come before Plone's own, which are global
        manager.registerUtility(factory(), IVocabularyFactory, name)
    install_groups(portal)
