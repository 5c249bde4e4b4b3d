"""What the profile cannot say in XML: the book of units and the PAS plugin."""

from infostrada.site.units.directory import UnitDirectory
from infostrada.site.units.groups import install as install_groups
from infostrada.site.units.interfaces import IUnitDirectory
from typing import Any


def install(portal: Any) -> None:
    """Make the site's book of units and switch the groups plugin on; safe to repeat."""
    manager = portal.getSiteManager()
    registered = manager.utilities.registered((), IUnitDirectory)
    if registered is None:
        manager.registerUtility(UnitDirectory(), IUnitDirectory)
    install_groups(portal)
