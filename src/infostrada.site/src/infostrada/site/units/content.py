"""Content classes of the units domain.

No class body here may annotate an attribute: Python keeps such hints in ``__annotations__``, the
very attribute in which Zope keeps an object's annotations, so all objects would share them.
"""

from infostrada.core.interfaces import IUnitScope
from infostrada.site.units.interfaces import IAssignment
from infostrada.site.units.interfaces import IEmployee
from infostrada.site.units.interfaces import IOrganisationalUnit
from infostrada.site.units.interfaces import IPost
from infostrada.site.units.interfaces import IStructure
from infostrada.site.units.interfaces import IUnit
from plone.app.layout.navigation.interfaces import INavigationRoot
from plone.dexterity.content import Container
from plone.dexterity.content import Item
from zope.interface import implementer


@implementer(IUnit, IUnitScope, INavigationRoot)
class Unit(Container):
    """A partner unit: everything the unit has lies inside, and its site begins here."""

    unit_id = ""


@implementer(IStructure)
class Structure(Container):
    """The unit's organisational units, posts and employees."""


@implementer(IOrganisationalUnit)
class OrganisationalUnit(Container):
    """A department, section or team; ``org_id`` is its stable id inside the unit."""

    org_id = ""


@implementer(IPost)
class Post(Container):
    """A post, with the assignments of people to it; ``post_id`` is unique in the site."""

    post_id = ""


@implementer(IEmployee)
class Employee(Item):
    """A person employed by the unit."""


@implementer(IAssignment)
class Assignment(Item):
    """One person on one post from one day to another."""
